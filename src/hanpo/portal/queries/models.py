"""Models (横展開) as the pages show them: whose home it is, what is on offer there, and what can be published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hanpo.core import registry
from hanpo.core.access import Access
from hanpo.core.engine.merge import ABSENT, Conflict, Side
from hanpo.core.models import Adoption, ModelPackage, Municipality
from hanpo.core.queries import adoption as ground
from hanpo.core.queries.places import in_scope
from hanpo.core.registry import Text


@dataclass(frozen=True, slots=True)
class Offer:
    """A model on offer to a municipality; `is_newer` when a version newer than the one in use was published."""

    package: ModelPackage
    kind: Text
    adoption: Adoption | None
    is_own: bool

    @property
    def is_newer(self) -> bool:
        return self.adoption is not None and self.package.version > self.adoption.package.version


@dataclass(frozen=True, slots=True)
class AtHome:
    """A model in use: its page at home, and what the municipality changed there, a sentence each."""

    adoption: Adoption
    url: str
    differences: Sequence[str]


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """A place that home and the new version changed differently, and what was chosen for it so far."""

    conflict: Conflict
    chosen: Side | None

    @property
    def base(self) -> str:
        return _words(self.conflict.base)

    @property
    def ours(self) -> str:
        return _words(self.conflict.ours)

    @property
    def theirs(self) -> str:
        return _words(self.conflict.theirs)

    @property
    def keeps_ours(self) -> bool:
        return self.chosen == "ours"

    @property
    def takes_theirs(self) -> bool:
        return self.chosen == "theirs"


def home_place(*, wanted: str | None, access: Access) -> Municipality | None:
    """The municipality that models are looked at for: the one asked for, or the first where this person adopts."""
    places = list(in_scope())
    mine = [place for place in places if access.allows("core.adopt_models", place.code)]
    asked = [place for place in places if place.code == wanted]
    return next(iter([*asked, *mine, *places]), None)


def offers(*, place: Municipality) -> list[Offer]:
    """Every model on offer to a municipality, by kind and name."""
    kinds = registry.adoptables()
    return [
        Offer(o.package, kinds[o.package.kind].label, o.adoption, o.is_own)
        for o in ground.models_offered(municipality=place)
        if o.package.kind in kinds
    ]


def offer_of(*, package: ModelPackage, place: Municipality) -> Offer | None:
    """The model of a package as the municipality sees it, with the version in use there."""
    return next((o for o in offers(place=place) if _model(o.package) == _model(package)), None)


def model_page(*, package: ModelPackage, wanted: str | None, access: Access) -> dict[str, Any]:
    """One version of a model as a municipality sees it: what it holds, and how the municipality's own differs."""
    place = home_place(wanted=wanted, access=access)
    offer = offer_of(package=package, place=place) if place else None
    return {
        "package": package,
        "place": place,
        "offer": offer,
        "home": at_home(adoption=offer.adoption) if offer and offer.adoption else None,
        "may_adopt": place is not None and access.allows("core.adopt_models", place.code),
    }


def name_of(*, package: ModelPackage) -> str | None:
    """What the model's content calls itself; nothing where its kind bears no name."""
    kind = registry.adoptables().get(package.kind)
    name = package.content.get(kind.named_by) if kind else None
    return None if name is None else str(name)


def at_home(*, adoption: Adoption) -> AtHome | None:
    """The model in use and what was changed there; nothing when the object at home was removed since."""
    if not ground.is_at_home(adoption=adoption):
        return None
    sentences = [ground.sentence(found) for found in ground.difference_at_home(adoption=adoption)]
    return AtHome(adoption, registry.adoptables()[adoption.package.kind].url(adoption.object_id), sentences)


def publishable() -> list[tuple[str, str]]:
    """Everything of the current scope that can be published: kind and number joined by a colon, and the name."""
    kinds = [(kind, f"{kind.label}{_('：')}") for kind in registry.adoptables().values()]
    return [(f"{kind.key}:{row.pk}", f"{label}{row}") for kind, label in kinds for row in kind.candidates()]


def resolutions(*, posted: Mapping[str, str]) -> dict[str, Side]:
    """What was chosen for each conflict: `keep-<path>` holds `ours` or `theirs`."""
    sides: dict[str, Side] = {"ours": "ours", "theirs": "theirs"}
    chosen = {name.removeprefix("keep-"): value for name, value in posted.items() if name.startswith("keep-")}
    return {path: sides[value] for path, value in chosen.items() if value in sides}


def upgrade_page(*, adoption: Adoption, newer: ModelPackage, chosen: Mapping[str, Side]) -> dict[str, Any]:
    """What an upgrade would do: the sentences of what changes, and the places that wait for a decision."""
    preview = ground.preview_upgrade(adoption=adoption, package=newer, resolutions=chosen)
    undecided = ground.preview_upgrade(adoption=adoption, package=newer).merge.conflicts
    return {
        "adoption": adoption,
        "package": newer,
        "changes": [ground.sentence(found) for found in preview.changes],
        "conflicts": [OpenConflict(conflict, chosen.get(conflict.path)) for conflict in undecided],
    }


def _model(package: ModelPackage) -> tuple[str, str]:
    return package.kind, package.name


def _words(value: Any) -> str:
    """A value as people read it; what is not there is said to be gone."""
    if value is ABSENT:
        return _("（なし）")
    if isinstance(value, dict):
        return "、".join(f"{key}：{_words(inner)}" for key, inner in value.items() if key != "id")
    if isinstance(value, list):
        return "／".join(_words(inner) for inner in value)
    return "" if value is None else str(value)
