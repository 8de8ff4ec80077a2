"""The demo: hearing sheets, experience surveys, problem cards, to-be, steps, agreement, before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from hanpo.core import clock
from hanpo.core.actions.prepared import approve_work
from hanpo.core.demo import backdate, insert_dated, office_day, office_moment
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.models import Municipality, Person, PreparedWork, Section
from hanpo.counter.actions.improving.effects import add_measure, add_timings
from hanpo.counter.actions.improving.hearings import answer_hearing, ask_sections, begin_hearing
from hanpo.counter.actions.improving.problems import merge_cards, name_cause, word_to_be
from hanpo.counter.actions.improving.steps import need_first
from hanpo.counter.models import (
    Hearing,
    Improvement,
    ImprovementStep,
    Measure,
    Phase,
    ProblemCard,
    SectionVoice,
    ToBe,
    Walk,
    WalkStop,
)
from hanpo.counter.preparers.improving import MeasuredBenefit
from hanpo.forms.actions.responses import save_answers

DATA = Path(__file__).resolve().parents[1] / "demo_data" / "improving.yaml"
STOP = ("place", "waited", "served", "walked", "wrote", "happened", "section")


def load_improving(*, today: date) -> None:
    """Load what the demo shows of this part: one undertaking at length, small ones where the model was adopted."""
    for entry in yaml.safe_load(DATA.read_text(encoding="utf-8"))["improvements"]:
        _Loader(entry, today).load()


class _Loader:
    """Loads one undertaking, in the order in which it happened."""

    def __init__(self, entry: Mapping[str, Any], today: date) -> None:
        self.entry = entry
        self.today = today
        self.place = Municipality.objects.get(pk=entry["place"])
        self.actor = Person.objects.get(username=entry["by"])
        self.sections = {name: self._section(name) for name in entry["sections"]}
        self.cards: dict[str, ProblemCard] = {}
        self.steps: dict[str, ImprovementStep] = {}

    def load(self) -> None:
        """Everything of it."""
        self.row = self._improvement()
        self._hearings()
        for walk in self.entry.get("walks", ()):
            self._walk(walk)
        for card in self.entry.get("cards", ()):
            self._card(card)
        for merged in self.entry.get("merged", ()):
            head, *others = (self._named_card(start) for start in merged)
            merge_cards(actor=self.actor, into=head, cards=others)
        for wanted in self.entry.get("wanted", ()):
            self._wanted(wanted)
        for cause in self.entry.get("causes", ()):
            self._cause(cause)
        for step in self.steps.values():
            backdate(step, updated_at=office_moment(self.today, 3, "16:00"))

    def _section(self, name: str) -> Section:
        return Section.objects.get_or_create(municipality=self.place, name=name)[0]

    def _improvement(self) -> Improvement:
        entry = self.entry
        row: Improvement = Improvement.objects.create(
            municipality=self.place, title=entry["title"], aim=entry["aim"], lead=self.sections[entry["lead"]],
            started_on=office_day(self.today, entry["started"]),
        )  # fmt: skip
        return row

    def _hearings(self) -> None:
        asked = self.entry["hearings"]
        with clock.telling(office_moment(self.today, asked["asked"], "09:30")):
            made = ask_sections(
                actor=self.actor, improvement=self.row, sections=[self.sections[one["section"]] for one in asked["of"]],
                due_on=office_day(self.today, asked["due"]), today=clock.today(),
            )  # fmt: skip
        for hearing, told in zip(made, asked["of"], strict=True):
            if "day" in told:
                self._answer(hearing, told)

    def _answer(self, hearing: Hearing, told: Mapping[str, Any]) -> None:
        with clock.telling(office_moment(self.today, told["day"], "16:10")):
            begun = begin_hearing(actor=None, hearing=hearing)
            if begun.response is not None:
                answers = dict(self._answers(told))
                save_answers(actor=None, response=begun.response, based_on=begun.response.version, changes=answers)
                answer_hearing(actor=None, hearing=begun, today=clock.today())

    def _answers(self, told: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        for name, value in told.items():
            if name in ("cases", "minutes", "after"):
                yield name, str(value)
            elif name in ("busy", "asks"):
                yield name, [{"id": one} for one in value.split()]
            elif name in ("hands", "receives"):
                yield name, [self._handed(*one) for one in value]
            elif name == "pains":
                yield name, [{"what": what, "kind": {"id": kind}, "times": str(n)} for what, kind, n in value]
            elif name in ("wish", "worry"):
                yield name, value

    def _handed(self, section: str, what: str, times: int) -> dict[str, Any]:
        return {"section": {"id": f"s{self.sections[section].pk}"}, "what": what, "times": str(times)}

    def _walk(self, told: Mapping[str, Any]) -> None:
        walk = Walk.objects.create(
            improvement=self.row, persona=told["persona"], phase=told["phase"], words=told.get("words", ""),
            walked_on=office_day(self.today, told["day"]), walker=self.actor,
        )  # fmt: skip
        for number, values in enumerate(told["stops"], 1):
            facts = dict(zip(STOP, values, strict=False))
            where = facts.pop("section", facts["place"])
            section = next((row for name, row in self.sections.items() if name in where), None)
            WalkStop.objects.create(walk=walk, number=number, section=section, **facts)

    def _card(self, told: Mapping[str, Any]) -> None:
        ProblemCard.objects.create(
            improvement=self.row, words=told["words"], kind=told["kind"], times_a_month=told.get("times"),
            section=self.sections.get(told.get("section", "")),
        )  # fmt: skip

    def _named_card(self, start: str) -> ProblemCard:
        found: ProblemCard = ProblemCard.objects.get(improvement=self.row, words__startswith=start)
        return found

    def _cause(self, told: Mapping[str, Any]) -> None:
        name_cause(
            actor=self.actor, improvement=self.row, words=told["words"], whys="\n".join(told.get("whys", ())),
            cards=[self._named_card(start) for start in told["cards"]],
        )  # fmt: skip

    def _wanted(self, told: Mapping[str, Any]) -> None:
        cause = name_cause(
            actor=self.actor, improvement=self.row, words=told["cause"]["words"],
            whys="\n".join(told["cause"].get("whys", ())),
            cards=[self._named_card(start) for start in told["cause"]["cards"]],
        )  # fmt: skip
        row = word_to_be(
            actor=self.actor, improvement=self.row, words=told["words"], sign=told.get("sign", ""), causes=[cause]
        )
        for step in told.get("steps", ()):
            self._step(row, step)

    def _step(self, wanted: ToBe, told: Mapping[str, Any]) -> None:
        step = ImprovementStep.objects.create(
            to_be=wanted, title=told["title"], owner=self.sections[told["owner"]], state=told["state"],
            due=office_day(self.today, told["due"]) if "due" in told else None,
            resident_minutes=Decimal(str(told["resident"])), staff_minutes=Decimal(str(told["staff"])),
            cases_a_year=told["cases"],
        )  # fmt: skip
        self.steps[told["title"]] = step
        for first in told.get("needs", ()):
            need_first(actor=self.actor, step=step, needs=self.steps[first])
        insert_dated([self._agreement(step, *voice) for voice in told.get("voices", ())])
        for timed in told.get("timings", ()):
            self._timings(step, timed)
        for month in told.get("months", ()):
            self._month(step, month)

    def _agreement(
        self, step: ImprovementStep, section: str, day: int, words: str, condition: str = ""
    ) -> SectionVoice:  # fmt: skip
        understands, agrees, bears = (int(one) for one in words)
        return SectionVoice(
            step=step, section=self.sections[section], understands=understands, agrees=agrees, bears=bears,
            condition=condition, said_by=self.actor, recorded_at=office_moment(self.today, day, "11:20"),
        )  # fmt: skip

    def _timings(self, step: ImprovementStep, told: Mapping[str, Any]) -> None:
        add_timings(
            actor=self.actor, step=step, phase=Phase(told["phase"]), of_staff=told["of"] == "staff",
            minutes=[Decimal(one) for one in told["minutes"].split()],
            timed_on=office_day(self.today, told["day"]), source=told["source"],
        )  # fmt: skip

    def _month(self, step: ImprovementStep, told: Mapping[str, Any]) -> None:
        first = (self.today.replace(day=1) - timedelta(days=28 * told["ago"])).replace(day=1)
        made = add_measure(
            actor=self.actor, step=step, section=self.sections[told["section"]], month=first, cases=told["cases"],
            source="受付番号の記録",
        )  # fmt: skip
        if told.get("confirmed"):
            with clock.telling(office_moment(self.today, 6, "08:50")):
                _confirm(made, self.actor)


def _confirm(measure: Measure, lead: Person) -> None:
    """The lead approves what was prepared, so that the minutes stand in the benefit ledger of the house."""
    prepare_work(actor=None, preparer=MeasuredBenefit(), municipality=measure.municipality, today=clock.today())
    rows = PreparedWork.objects.filter(preparer=MeasuredBenefit.key, key=f"measure:{measure.pk}")
    approve_work(actor=lead, work=rows.get())
