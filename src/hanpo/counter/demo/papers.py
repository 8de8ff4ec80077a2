"""The demo: the application forms: each value entered once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

from hanpo.core import clock
from hanpo.core.demo import backdate, office_moment
from hanpo.core.models import Municipality, Person, Section
from hanpo.counter.actions.papers import (
    add_household_member,
    begin_set,
    check_set,
    hand_in_set,
    install_papers,
    protect_set,
    save_entries,
)
from hanpo.counter.models import PaperForm, PaperSet

DATA: Final = Path(__file__).resolve().parent.parent / "demo_data" / "papers.yaml"


def load_papers(*, today: date) -> None:
    """Load the forms of three municipalities, and sets of them as a counter has them on a day."""
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    for code, town in data["towns"].items():
        place = Municipality.objects.get(pk=code)
        with clock.telling(office_moment(today, 60, "16:00")):
            install_papers(actor=Person.objects.filter(username=town["by"]).first(), municipality=place)
        section = Section.objects.filter(municipality=place, name=town["section"]).first()
        PaperForm.objects.filter(municipality=place).update(section=section)
        for entry in town["sets"]:
            _load(place, entry, today)


def _load(place: Municipality, entry: Mapping[str, Any], today: date) -> PaperSet:
    at = office_moment(today, entry["day"], entry["at"])
    clerk = Person.objects.filter(username=entry.get("by", "")).first()
    with clock.telling(at):
        papers = list(PaperForm.objects.filter(municipality=place, key__in=entry["papers"]))
        row = begin_set(actor=clerk, municipality=place, papers=papers, language=entry.get("language", "ja"))
        for _more in range(entry.get("people", 1) - 1):
            add_household_member(actor=clerk, paper_set=row)
        for origin, values in entry["values"].items():
            save_entries(
                actor=clerk, paper_set=row, based_on=row.version, changes=_dated(values, today), origin=origin
            )  # fmt: skip
        _ended(row, entry, clerk)
    backdate(row, updated_at=at)
    return row


def _ended(row: PaperSet, entry: Mapping[str, Any], clerk: Person | None) -> None:
    """How far the set is: handed in, checked, protected."""
    if entry.get("protected") and clerk:
        protect_set(actor=clerk, paper_set=row, is_protected=True)
    if entry.get("state") in {"ready", "checked"}:
        hand_in_set(actor=None, paper_set=row)
    if entry.get("state") == "checked" and clerk:
        check_set(actor=clerk, paper_set=row, based_on=row.version)


def _dated(values: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Values with days that are told from today: `{days_ago: 3}`."""
    return {
        key: office_moment(today, value["days_ago"], "10:00").date().isoformat()
        if isinstance(value, dict) and "days_ago" in value
        else value
        for key, value in values.items()
    }
