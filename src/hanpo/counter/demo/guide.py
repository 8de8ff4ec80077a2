"""The demo: interviews at the counter and on the phone, each with its guide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from hanpo.core import clock
from hanpo.core.demo import office_moment
from hanpo.core.models import Person
from hanpo.counter.actions.guide import answer_question, begin_guidance, tell_amounts, tell_day
from hanpo.counter.models import Guidance
from hanpo.counter.queries.guide.asking import next_page, talk_of

DATA = Path(__file__).resolve().parent.parent / "demo_data" / "guide.yaml"


def load_guide(*, today: date) -> None:
    """Load the interviews, each as it was held."""
    people = {person.username: person for person in Person.objects.all()}
    for entry in yaml.safe_load(DATA.read_text(encoding="utf-8")):
        with clock.telling(office_moment(today, int(entry["ago"]))):
            _hold(entry, people.get(entry["by"]), today)


def _hold(entry: Mapping[str, Any], clerk: Person | None, today: date) -> Guidance:
    """One interview: every question as it comes, then the days, then the children."""
    row = begin_guidance(actor=clerk, municipality=entry["place"], language="ja")
    while page := next_page(talk=talk_of(guidance=row)):
        values = {name: entry["said"].get(name, False) for name in page.names}
        row = answer_question(actor=clerk, guidance=row, question=page.key, values=values)
    for day, ago in entry["days"].items():
        row = tell_day(actor=clerk, guidance=row, day=day, on=today + timedelta(days=ago))
    children = [today + timedelta(days=ago) for ago in entry.get("children", ())]
    return tell_amounts(actor=clerk, guidance=row, children=children, income=None, dependents=0) if children else row
