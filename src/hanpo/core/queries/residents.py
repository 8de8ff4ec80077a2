"""Reads of residents: by staff with a purpose, and by the residents themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hanpo.core import registry
from hanpo.core.japanese import fold_width, format_wareki, to_katakana
from hanpo.core.models import AccessLogEntry, Person, Resident
from hanpo.core.registry import SubjectData, Text

IDENTITY, CONTACT, HOUSEHOLD = "core.identity", "core.contact", "core.household"
"""The kinds of personal data that the ground floor itself holds."""

NOT_SHOWN = _("支援措置のため表示しません")
"""Stands wherever the address of a resident under 支援措置 would."""

MOST_SHOWN = 20
"""More residents than this are not shown at once: the look-up must first be narrowed down."""


@dataclass(frozen=True, slots=True)
class SubjectFacts:
    """One kind of personal data of a resident, as rows of label and value."""

    key: str
    label: Text
    rows: Sequence[tuple[Text, str]]


@dataclass(frozen=True, slots=True)
class Found:
    """What a look-up found. Of more than `MOST_SHOWN` only the number is told."""

    count: int
    residents: tuple[Resident, ...]

    @property
    def is_too_many(self) -> bool:
        return self.count > MOST_SHOWN


def in_scope() -> QuerySet[Resident]:
    """The residents of the current scope."""
    rows: QuerySet[Resident] = Resident.objects.select_related("municipality", "household")
    return rows


def resident_of(*, person: Person) -> Resident | None:
    """The resident that this person is, in the current scope."""
    return in_scope().filter(person=person).first()


def find_residents(*, name: str = "", born_on: date | None = None) -> Found:
    """Residents of the current scope by part of the name or its kana (spaces do not count) and by day of birth."""
    rows = _narrowed(name, born_on)
    count = rows.count()
    shown = rows.select_related("municipality")[:MOST_SHOWN] if count <= MOST_SHOWN else ()
    return Found(count, tuple(shown))


def subject_facts(*, resident: Resident, keys: Iterable[str] | None = None) -> list[SubjectFacts]:
    """The personal data held about a resident, of the named kinds or of all; kinds that hold nothing are left out."""
    wanted = registry.subject_data() if keys is None else {key: registry.subject_data()[key] for key in keys}
    facts = [SubjectFacts(kind.key, kind.label, list(kind.read(resident))) for kind in wanted.values()]
    return [fact for fact in facts if fact.rows]


def data_labels(keys: Iterable[str]) -> list[Text]:
    """The names of kinds of personal data, for people to read. A kind that no field offers any more keeps its key."""
    known = registry.subject_data()
    return [known[key].label if key in known else key for key in keys]


def looks_at(*, resident: Resident) -> QuerySet[AccessLogEntry]:
    """Who looked at a resident's data, the latest first."""
    rows: QuerySet[AccessLogEntry] = AccessLogEntry.objects.filter(resident=resident).select_related("person")
    return rows.order_by("-recorded_at", "-pk")


def read_identity(resident: Resident) -> list[tuple[Text, str]]:
    """Name, kana and birth date."""
    return [
        (_("氏名"), resident.name),
        (_("フリガナ"), resident.kana),
        (_("生年月日"), _day(resident.born_on)),
    ]


def read_contact(resident: Resident) -> list[tuple[Text, str]]:
    """Address and telephone number; under 支援措置 only the words that they are not shown."""
    if resident.is_protected:
        return [(_("住所・電話番号"), str(NOT_SHOWN))]
    return [
        (_("郵便番号"), resident.postal_code),
        (_("住所"), resident.address),
        (_("電話番号"), resident.phone),
    ]


def read_household(resident: Resident) -> list[tuple[Text, str]]:
    """Those who live together. Nothing is told where anybody of the household is under 支援措置."""
    if resident.household is None:
        return []
    members = list(resident.household.members.order_by("born_on", "pk"))
    if any(member.is_protected for member in members):
        return [(_("世帯"), str(NOT_SHOWN))]
    return [(member.relation or _("世帯の人"), member.name) for member in members]


SUBJECT_DATA = (
    SubjectData(key=IDENTITY, label=_("氏名・生年月日"), read=read_identity),
    SubjectData(key=CONTACT, label=_("住所・電話番号"), read=read_contact),
    SubjectData(key=HOUSEHOLD, label=_("世帯の人"), read=read_household),
)
"""What the ground floor tells about a resident."""


def _day(day: date) -> str:
    return format_wareki(day) if (get_language() or "ja").startswith("ja") else day.isoformat()


def _narrowed(name: str, born_on: date | None) -> QuerySet[Resident]:
    rows: QuerySet[Resident] = Resident.objects.all()
    if name:
        plain = _plain(name)
        rows = rows.annotate(plain_name=_spaceless("name"), plain_kana=_spaceless("kana"))
        rows = rows.filter(Q(plain_name__contains=plain) | Q(plain_kana__contains=to_katakana(plain)))
    return rows.filter(born_on=born_on) if born_on else rows


def _spaceless(column: str) -> Replace:
    return Replace(Replace(F(column), Value(" "), Value("")), Value("\N{IDEOGRAPHIC SPACE}"), Value(""))


def _plain(text: str) -> str:
    return "".join(fold_width(text).split())
