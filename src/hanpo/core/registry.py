"""Where the fields meet: each registers a manifest when it loads, and nobody imports a sibling.

A manifest says what a field offers: roles and permissions, places in the navigation, preparers, search sources,
calendar items, kinds of subject data, and what can be adopted by others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol

from django.apps import apps
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from hanpo.core.models import Municipality, Person, PreparedWork, Resident, Section

Text = str | Promise


class Reach(Enum):
    """How far a role's permissions go."""

    OWN = "own"  # the person's own data, in the municipality of the assignment
    MUNICIPALITY = "municipality"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What an assignment can make of a person. `is_staff` roles need a second factor and work with a tray."""

    key: str
    label: Text
    reach: Reach
    is_staff: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """The right to one kind of page or deed, and the roles that hold it: one row of the permission table."""

    key: str
    label: Text
    roles: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in the navigation; shown to those who hold `permission`."""

    label: Text
    url_name: str
    permission: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One reason why work was prepared; `url` leads to the record that it rests on."""

    text: str
    url: str = ""

    def as_json(self) -> dict[str, str]:
        """The fact as it is stored with the work."""
        return {"text": self.text, "url": self.url}


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftField:
    """A value of the draft that a person may change before approving. `kind`: line, text, date or number."""

    name: str
    label: str
    kind: str = "line"

    def as_json(self) -> dict[str, str]:
        """The field as it is stored with the work."""
        return {"name": self.name, "label": self.label, "kind": self.kind}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A piece of prepared work, as a preparer yields it. `key` names the occasion: the same key is prepared once.

    `minutes_saved` is an estimate of staff minutes. Values in `values` must be JSON.
    """

    key: str
    title: str
    why: Sequence[Fact]
    effect: str
    minutes_saved: int
    role: str
    section: Section | None = None
    person: Person | None = None
    due: date | None = None
    url: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    fields: Sequence[DraftField] = ()


class Preparer(Protocol):
    """Prepares one kind of work for a municipality and carries it out once a person approved it."""

    @property
    def key(self) -> str:
        """The name that prepared work keeps for ever."""
        ...

    @property
    def label(self) -> Text:
        """What it prepares, in the words of the ledger."""
        ...

    def prepare(self, *, municipality: Municipality, today: date) -> Iterable[Draft]:
        """Yield what is due now. Work still waiting that is no longer yielded is withdrawn from the tray."""
        ...

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Carry the draft out with these values and return (as JSON) what `undo` needs."""
        ...

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        """Take back what `approve` did; called only within the time allowed for it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchText:
    """A passage that a record gives to the search; `weight` 3 title, 2 decision, 1 body."""

    text: str
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSource:
    """Makes a model's rows findable. `texts`, `title`, `url` and `dated` are read whenever a row is saved.

    `places` names the municipalities whose people may find a row that several share; without it that is the row's own
    municipality (everybody's, where it has none).
    """

    key: str
    label: Text
    model: type[Model]
    permission: str
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    texts: Callable[[Any], Iterable[SearchText]]
    dated: Callable[[Any], date | None] = lambda _row: None
    places: Callable[[Any], Iterable[str]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarItem:
    """Something on a day in somebody's calendar; most items are never shown, so `url` may be made when it is needed."""

    day: date
    title: str
    url: str | Promise
    time: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarSource:
    """Gives the items between two days (both included) in the current scope."""

    key: str
    permission: str
    items: Callable[[date, date], Iterable[CalendarItem]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrefectureFact:
    """Something the prefecture view tells about municipalities, for all of them at once.

    `values` maps the codes of those in the current scope to the fact; a municipality left out has none. Any fact makes
    a municipality one that takes part. Facts stand beside one another and are never sorted by: this is no ranking.
    """

    key: str
    label: Text
    permission: str
    values: Callable[[date], Mapping[str, Fact]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentItem:
    """One thing on a resident's home: what is due for them, or a request of theirs and how far it has come."""

    title: Text
    url: str
    state: Text = ""
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentSource:
    """Gives a resident's home what is `due` on or after a day, and the `requests` they made."""

    key: str
    due: Callable[[Resident, date], Iterable[ResidentItem]] = lambda _resident, _today: ()
    requests: Callable[[Resident], Iterable[ResidentItem]] = lambda _resident: ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectData:
    """A kind of personal data that the field holds: what a consent can name and a resident can read."""

    key: str
    label: Text
    read: Callable[[Resident], Sequence[tuple[Text, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoptable:
    """What a municipality can publish as a model and others adopt. Content is plain JSON data: dictionaries whose lists
    hold items with an `id`, so that versions can be merged item by item.

    `candidates` lists the objects of the current scope; `export` reads one; `apply` writes content into a municipality,
    to the object named or (with `None`) a new one, and returns the object's id; it raises `ValidationError` where the
    content cannot stand there. `named_by` is the key of the content that holds the object's name, which a municipality
    may choose anew when it adopts. `words` says what the keys of the content are called where changes are told.
    """

    key: str
    label: Text
    candidates: Callable[[], QuerySet[Any]]
    export: Callable[[str], dict[str, Any]]
    apply: Callable[[Person, Municipality, str | None, dict[str, Any]], str]
    url: Callable[[str], str]
    named_by: str = "name"
    words: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKind:
    """A kind of long work. `run` gets the job's arguments and a `Progress`, and returns the page of the result."""

    key: str
    label: Text
    run: Callable[..., str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a field (or the ground) offers to the house.

    `verbs` says what its deeds are called in the audit record; a verb that ends in a colon names all that begin so.
    """

    key: str
    label: Text
    accent: str = "blue"
    roles: tuple[Role, ...] = ()
    permissions: tuple[Permission, ...] = ()
    places: tuple[Place, ...] = ()
    preparers: tuple[Preparer, ...] = ()
    search: tuple[SearchSource, ...] = ()
    calendar: tuple[CalendarSource, ...] = ()
    subject_data: tuple[SubjectData, ...] = ()
    residents: tuple[ResidentSource, ...] = ()
    prefecture_facts: tuple[PrefectureFact, ...] = ()
    adoptable: tuple[Adoptable, ...] = ()
    jobs: tuple[JobKind, ...] = ()
    verbs: Mapping[str, Text] = field(default_factory=dict)
    demo: Callable[..., None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one part of a large field offers: the lists of its manifest that the part fills."""

    permissions: tuple[Permission, ...] = ()
    places: tuple[Place, ...] = ()
    preparers: tuple[Preparer, ...] = ()
    search: tuple[SearchSource, ...] = ()
    calendar: tuple[CalendarSource, ...] = ()
    subject_data: tuple[SubjectData, ...] = ()
    residents: tuple[ResidentSource, ...] = ()
    prefecture_facts: tuple[PrefectureFact, ...] = ()
    adoptable: tuple[Adoptable, ...] = ()
    jobs: tuple[JobKind, ...] = ()
    verbs: Mapping[str, Text] = field(default_factory=dict)


def joined(parts: Iterable[Part]) -> Part:
    """The parts of a field as one, in the order given."""
    every = tuple(parts)
    lists = {
        one.name: tuple(offer for part in every for offer in getattr(part, one.name))
        for one in fields(Part)
        if one.name != "verbs"
    }
    return Part(**lists, verbs={verb: label for part in every for verb, label in part.verbs.items()})


_manifests: dict[str, Manifest] = {}


def register(manifest: Manifest) -> None:
    """Add a field's manifest. Raises `ValueError` when the key is taken by another manifest."""
    if _manifests.get(manifest.key, manifest) is not manifest:
        raise ValueError(f"two manifests are called {manifest.key}")
    _manifests[manifest.key] = manifest


def manifests() -> tuple[Manifest, ...]:
    """All manifests, in the order in which the fields loaded."""
    return tuple(_manifests.values())


def roles() -> dict[str, Role]:
    """Every role by its key."""
    return {role.key: role for manifest in manifests() for role in manifest.roles}


def permissions() -> dict[str, Permission]:
    """The permission table: every permission by its key."""
    return {permission.key: permission for manifest in manifests() for permission in manifest.permissions}


def preparers() -> dict[str, Preparer]:
    """Every preparer by its key."""
    return {preparer.key: preparer for manifest in manifests() for preparer in manifest.preparers}


def search_sources() -> dict[str, SearchSource]:
    """Every search source by its key."""
    return {source.key: source for manifest in manifests() for source in manifest.search}


def subject_data() -> dict[str, SubjectData]:
    """Every kind of personal data by its key."""
    return {kind.key: kind for manifest in manifests() for kind in manifest.subject_data}


def calendar_sources() -> dict[str, CalendarSource]:
    """Everything that fills calendars, by its key."""
    return {source.key: source for manifest in manifests() for source in manifest.calendar}


def resident_sources() -> dict[str, ResidentSource]:
    """Everything that fills a resident's home, by its key."""
    return {source.key: source for manifest in manifests() for source in manifest.residents}


def prefecture_facts() -> dict[str, PrefectureFact]:
    """Everything that the prefecture view tells about municipalities, by its key."""
    return {fact.key: fact for manifest in manifests() for fact in manifest.prefecture_facts}


def adoptables() -> dict[str, Adoptable]:
    """Everything that can be a model, by its key."""
    return {adoptable.key: adoptable for manifest in manifests() for adoptable in manifest.adoptable}


def job_kinds() -> dict[str, JobKind]:
    """Every kind of long work by its key."""
    return {kind.key: kind for manifest in manifests() for kind in manifest.jobs}


def verb_label(verb: str) -> Text:
    """What a deed is called: by its verb, or by the part up to the colon; one that no field names keeps its verb."""
    named = {key: label for manifest in manifests() for key, label in manifest.verbs.items()}
    family = verb.partition(":")[0] + ":"
    return named.get(verb) or named.get(family) or verb


def verbs_of(app: str, own: Mapping[str, Text]) -> dict[str, Text]:
    """What the deeds of a field are called: those with a name of their own, and `add_` and `change_` of each model."""
    named: dict[str, Text] = dict(own)
    for model in apps.get_app_config(app).get_models():
        what = model._meta.verbose_name
        named[f"add_{model._meta.model_name}"] = format_lazy(_("{what}を追加"), what=what)
        named[f"change_{model._meta.model_name}"] = format_lazy(_("{what}を変更"), what=what)
    return named
