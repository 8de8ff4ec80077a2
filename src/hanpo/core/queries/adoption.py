"""Reads of adoption (横展開): models on offer, improved versions of those in use, and what differs at home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hanpo.core import registry
from hanpo.core.engine.merge import Difference, Kind, Merge, Side, difference, merge
from hanpo.core.models import Adoption, ModelPackage, Municipality

LONGEST_QUOTE = 60
"""Characters of a value that a sentence quotes."""


@dataclass(frozen=True, slots=True)
class ModelOffer:
    """The newest version of a model, without its content; `adoption` says whether the municipality uses it already."""

    package: ModelPackage
    adoption: Adoption | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class Upgrade:
    """A municipality uses a model of which `package` is a newer version."""

    adoption: Adoption
    package: ModelPackage


@dataclass(frozen=True, slots=True)
class UpgradePreview:
    """What an upgrade would do: the merge, and how the object at home would differ afterwards."""

    home: dict[str, Any]
    merge: Merge
    changes: list[Difference]


def packages() -> QuerySet[ModelPackage]:
    """Every version of every model; all municipalities see them."""
    return ModelPackage.objects.select_related("publisher", "published_by")


def adoptions() -> QuerySet[Adoption]:
    """The models in use in the current scope."""
    rows: QuerySet[Adoption] = Adoption.objects.select_related("package", "municipality")
    return rows


def models_offered(*, municipality: Municipality) -> list[ModelOffer]:
    """The newest version of every model, by kind and name, as the municipality sees it."""
    newest = _newest(ModelPackage.objects.defer("content").select_related("publisher"))
    held = {(a.package.kind, a.package.name): a for a in _adoptions(municipality)}
    return [
        ModelOffer(package, held.get(model), package.publisher_id == municipality.code)
        for model, package in newest.items()
    ]


def upgrades_available(*, municipality: Municipality) -> list[Upgrade]:
    """The models in use of which a newer version was published, oldest adoption first."""
    adoptions = list(_adoptions(municipality))
    names = {adoption.package.name for adoption in adoptions}
    newest = _newest(ModelPackage.objects.filter(name__in=names).select_related("publisher"))
    pairs = [(adoption, newest[adoption.package.kind, adoption.package.name]) for adoption in adoptions]
    return [Upgrade(adoption, package) for adoption, package in pairs if package.version > adoption.package.version]


def is_at_home(*, adoption: Adoption) -> bool:
    """Whether the object that was made from the model still exists and its kind is known."""
    adoptable = registry.adoptables().get(adoption.package.kind)
    return adoptable is not None and adoptable.candidates().filter(pk=adoption.object_id).exists()


def content_at_home(*, adoption: Adoption) -> dict[str, Any]:
    """The object at home as it stands now, in the form of the model's content."""
    return registry.adoptables()[adoption.package.kind].export(adoption.object_id)


def difference_at_home(*, adoption: Adoption) -> list[Difference]:
    """What the municipality changed since it took over the version it uses."""
    home = content_at_home(adoption=adoption)
    return difference(adoption.package.content, home, labels=_words(adoption))


def preview_upgrade(
    *, adoption: Adoption, package: ModelPackage, resolutions: Mapping[str, Side] | None = None
) -> UpgradePreview:
    """Merge the new version with the object at home, on the version in use; nothing is written."""
    home = content_at_home(adoption=adoption)
    words = _words(adoption)
    merged = merge(adoption.package.content, home, package.content, resolutions=resolutions, labels=words)
    return UpgradePreview(home, merged, difference(home, merged.content, labels=words))


def sentence(found: Difference) -> str:
    """A difference as one line for people."""
    before, after = _quote(found.before), _quote(found.after)
    sentences = {
        Kind.ADDED: _("%(label)s を追加"),
        Kind.REMOVED: _("%(label)s を削除"),
        Kind.CHANGED: _("%(label)s を「%(before)s」から「%(after)s」へ変更"),
        Kind.MOVED: _("%(label)s の順番を変更"),
    }
    return sentences[found.kind] % {"label": found.label, "before": before, "after": after}


def _adoptions(municipality: Municipality) -> QuerySet[Adoption]:
    rows: QuerySet[Adoption] = Adoption.objects.filter(municipality=municipality)
    return rows.select_related("package").order_by("adopted_at", "pk")


def _newest(packages: QuerySet[ModelPackage]) -> dict[tuple[str, str], ModelPackage]:
    """The newest version of each model."""
    return {(p.kind, p.name): p for p in packages.order_by("kind", "name", "version")}


def _words(adoption: Adoption) -> dict[str, str]:
    """What the keys of the content are called."""
    return {key: str(word) for key, word in registry.adoptables()[adoption.package.kind].words.items()}


def _quote(value: object) -> str:
    text = value if isinstance(value, str) else "" if value is None else str(value)
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + "…"
