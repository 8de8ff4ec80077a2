"""The ground's own demo: every municipality, offices, people of every role, residents, consents and looks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.hashers import make_password

from hanpo.core.demo.dated import birthday, fiscal_day, insert_dated, moment
from hanpo.core.demo.life import load_life
from hanpo.core.japanese.hyogo import HYOGO_MUNICIPALITIES, HYOGO_PREFECTURE
from hanpo.core.models import (
    AccessLogEntry,
    Assignment,
    Consent,
    Household,
    Municipality,
    OfficeDay,
    Person,
    Resident,
    Section,
)

PASSWORD = "hyogo-hanposaki"  # noqa: S105 (printed for everybody to see)
"""The password of everybody in the demo."""

DATA = Path(__file__).resolve().parent.parent / "demo_data"


def load_ground(*, today: date) -> None:
    """Load the ground's own demo, counted from this day."""
    places = _municipalities()
    sections = _sections(places, today)
    people = _people(places, sections, today)
    residents = _residents(places, people, today)
    _consents(residents, today)
    _looks(residents, people, today)
    load_life(content=_data("residents"), people=people, residents=residents, today=today)


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
