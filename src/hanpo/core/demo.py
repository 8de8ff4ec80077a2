"""The Hyogo demo of the ground: every municipality, offices, people of every role, residents, and what happened so far.

Everything is counted from one day, so that the demo is alive on any day and the same for the same day. A demo is loaded
once into an empty house; the audit record knows that it was, and of which day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.hashers import make_password
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext as _

from hanpo.core import audit, registry, scope
from hanpo.core.japanese.eras import fiscal_year
from hanpo.core.japanese.hyogo import HYOGO_MUNICIPALITIES, HYOGO_PREFECTURE
from hanpo.core.models import (
    AccessLogEntry,
    Assignment,
    AuditEntry,
    Consent,
    Household,
    Municipality,
    MunicipalModel,
    OfficeDay,
    Person,
    Resident,
    Section,
)
from hanpo.core.search.index import refresh

PASSWORD = "hyogo-hanposaki"  # noqa: S105 (printed for everybody to see)
"""The password of everybody in the demo."""

DATA = Path(__file__).parent / "demo_data"

Loaded = Callable[[str], None]
"""Told the label of each manifest whose demo was loaded."""


class HouseInUse(RuntimeError):
    """The database holds people who are not from the demo: it must not be loaded there."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in of the demo: the name to type, who that is, and their posts in words."""

    username: str
    name: str
    posts: str


def load_demo(*, today: date, loaded: Loaded = lambda _label: None) -> date:
    """Load what is not loaded yet, the ground first, then every field's; returns the day the demo is counted from.

    Loading again changes nothing. Raises `HouseInUse` in a house where people work already.
    """
    with scope.within(scope.EVERYWHERE):
        anchor = _anchor("core")
        if anchor is None:
            if Person.objects.exists():
                raise HouseInUse
            anchor = today
        for key, label, load in [("core", _("基盤"), load_ground), *_of_fields()]:
            if _anchor(key) is None:
                _load(key=key, load=load, anchor=anchor)
                loaded(str(label))
    return anchor


def sign_ins() -> list[SignIn]:
    """Everybody of the demo who can sign in, with their posts in force on the day the demo counts from."""
    with scope.within(scope.EVERYWHERE):
        anchor, roles = _anchor("core") or timezone.localdate(), registry.roles()
        posts = Assignment.objects.filter(since__lte=anchor).exclude(until__lt=anchor)
        held: dict[int, list[str]] = {}
        for post in posts.select_related("municipality", "section").order_by("pk"):
            where = f"{post.municipality.name} {post.section or ''}".strip()
            held.setdefault(post.person_id, []).append(f"{where} {roles[post.role].label}")
        people = Person.objects.filter(pk__in=held).order_by("pk")
        return [SignIn(person.username, person.name, "、".join(held[person.pk])) for person in people]


def load_ground(*, today: date) -> None:
    """Load the ground's own demo, counted from this day."""
    places = _municipalities()
    sections = _sections(places, today)
    people = _people(places, sections, today)
    residents = _residents(places, people, today)
    _consents(residents, today)
    _looks(residents, people, today)


def insert_dated(rows: Sequence[models.Model]) -> None:
    """Insert rows with the moments that they carry: a history of the past, where saving would write the present.

    For demos alone. Rows get their keys and are found by the search.
    """
    for row in rows:
        if isinstance(row, MunicipalModel):
            row.place_under_parent()
            scope.require(row.municipality_id)
        key = row._meta.pk
        fields = [field for field in row._meta.concrete_fields if field is not key or row.pk is not None]
        manager: Any = type(row)._base_manager
        returned = manager._insert([row], fields=fields, returning_fields=[key], using=connection.alias, raw=True)
        row.pk, row._state.adding, row._state.db = returned[0][0], False, connection.alias
    refresh(rows)


def moment(today: date, days: int, at: str = "10:00") -> datetime:
    """So many days before today, at this time of day in Japan."""
    return timezone.make_aware(datetime.combine(today - timedelta(days=days), time.fromisoformat(at)))


def fiscal_day(today: date, years: int, month: int, day: int) -> date:
    """A day in the fiscal year that lies so many years from the present one."""
    year = fiscal_year(today) + years
    return date(year if month >= 4 else year + 1, month, day)


def birthday(born: Any, today: date) -> date:
    """A date of birth: fixed, so many days ago, or such that the age was reached on the last day of this name."""
    if isinstance(born, date):
        return born
    if "days" in born:
        return today - timedelta(days=born["days"])
    is_over = (born["month"], born["day"]) <= (today.month, today.day)
    return date(today.year - born["years"] - (0 if is_over else 1), born["month"], born["day"])


def _of_fields() -> list[tuple[str, Any, Callable[..., None]]]:
    found = [m for m in registry.manifests() if m.key != "core" and m.demo is not None]
    return [(manifest.key, manifest.label, manifest.demo) for manifest in found if manifest.demo]


def _anchor(key: str) -> date | None:
    """The day from which a loaded demo counts."""
    entry = AuditEntry.objects.filter(verb=f"load_demo:{key}").first()
    return date.fromisoformat(entry.new["today"]) if entry else None


@audit.deed
def _load(*, key: str, load: Callable[..., None], anchor: date) -> None:
    load(today=anchor)
    subject = Municipality.objects.get(code=HYOGO_PREFECTURE.code)
    audit.record(actor=None, verb=f"load_demo:{key}", subject=subject, new={"today": anchor})


def _data(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return content


def _municipalities() -> dict[str, Municipality]:
    rows = [
        Municipality(code=m.code, kind=m.kind, name=m.name, kana=m.kana, name_en=m.english,
                     latitude=m.latitude, longitude=m.longitude)
        for m in (HYOGO_PREFECTURE, *HYOGO_MUNICIPALITIES)
    ]  # fmt: skip
    Municipality.objects.bulk_create(rows)
    return {row.code: row for row in rows}


def _sections(places: dict[str, Municipality], today: date) -> dict[tuple[str, str], Section]:
    data = _data("places")
    made: dict[tuple[str, str], Section] = {}
    for code, sections in data["sections"].items():
        for entry in sections:
            closed = fiscal_day(today, entry["closed"] - 1, 3, 31) if "closed" in entry else None
            made[code, entry["name"]] = Section.objects.create(
                municipality=places[code], name=entry["name"], phone=entry.get("phone", ""), closed_on=closed,
                successor=made.get((code, entry.get("successor", ""))),
            )  # fmt: skip
    for entry in data["office_days"]:
        OfficeDay.objects.create(
            municipality=places[entry["place"]], day=fiscal_day(today, 0, entry["month"], entry["day"]),
            is_open=entry["is_open"], reason=entry["reason"],
        )  # fmt: skip
    return made


def _people(
    places: dict[str, Municipality], sections: dict[tuple[str, str], Section], today: date
) -> dict[str, Person]:
    people, password = {}, make_password(PASSWORD)
    for entry in _data("people")["people"]:
        joined = moment(today, (today - fiscal_day(today, min(p["since"] for p in entry["posts"]), 4, 1)).days, "08:45")
        person = _person(entry, password, joined)
        for post in entry["posts"]:
            Assignment.objects.create(
                person=person, role=post["role"], municipality=places[post["place"]],
                section=sections.get((post["place"], post.get("section", ""))),
                since=fiscal_day(today, post["since"], 4, 1),
                until=fiscal_day(today, post["until"], 3, 31) if "until" in post else None,
            )  # fmt: skip
        people[person.username] = person
    return people


def _person(entry: dict[str, Any], password: str, joined: datetime) -> Person:
    person = Person(
        username=entry["username"], name=entry["name"], kana=entry["kana"], password=password, date_joined=joined,
        organisation=entry.get("organisation", ""), email=f"{entry['username']}@example.jp",
    )  # fmt: skip
    insert_dated([person])
    return person


def _residents(places: dict[str, Municipality], people: dict[str, Person], today: date) -> dict[str, Resident]:
    made: dict[str, Resident] = {}
    password = make_password(PASSWORD)
    for number, home in enumerate(_data("residents")["households"], start=1):
        place = places[home["place"]]
        household = Household.objects.create(municipality=place, number=f"{number * 37:08d}")
        for member in home["members"]:
            person = _resident_person(member, place, password, today) if "username" in member else None
            made[member["name"]] = Resident.objects.create(
                municipality=place, household=household, person=person, name=member["name"], kana=member["kana"],
                born_on=birthday(member["born"], today), relation=member["relation"], postal_code=home["postal_code"],
                registered_address=home["address"], phone=home["phone"], is_protected=member.get("protected", False),
            )  # fmt: skip
            if person is not None:
                people[person.username] = person
    return made


def _resident_person(member: dict[str, Any], place: Municipality, password: str, today: date) -> Person:
    person = _person(member, password, moment(today, 240, "20:15"))
    since = today - timedelta(days=240)
    Assignment.objects.create(person=person, role="resident", municipality=place, since=since)
    return person


def _consents(residents: dict[str, Resident], today: date) -> None:
    insert_dated(
        [
            Consent(
                resident=residents[entry["resident"]], purpose=entry["purpose"], data=entry["data"],
                recipient=entry["recipient"], since=today - timedelta(days=entry["given"]),
                until=today + timedelta(days=entry["until"]) if "until" in entry else None,
                given_at=moment(today, entry["given"], "19:20"),
                withdrawn_at=moment(today, entry["withdrawn"], "21:02") if "withdrawn" in entry else None,
            )
            for entry in _data("residents")["consents"]
        ]
    )  # fmt: skip


def _looks(residents: dict[str, Resident], people: dict[str, Person], today: date) -> None:
    rows = []
    for entry in sorted(_data("residents")["looks"], key=lambda look: -look["days"]):
        person = people[entry["by"]]
        post = Assignment.objects.select_related("municipality", "section").filter(person=person).latest("since")
        rows.append(
            AccessLogEntry(
                resident=residents[entry["resident"]], person=person, post=f"{post.municipality} {post.section or ''}",
                purpose=entry["purpose"], data=entry["data"], recorded_at=moment(today, entry["days"], entry["at"]),
            )
        )  # fmt: skip
    insert_dated(rows)
