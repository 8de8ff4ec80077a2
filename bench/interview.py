"""The interview: does it find what all rules find, and how many questions does it take?

Households at random are interviewed about all procedures of the shipped catalogue, and the answers are compared with
those of every rule applied to every fact (brute force, row by row). "Ordinary" households have one to three life
events, drawn by how often counters see them, and facts with probabilities of an ordinary city; both are assumptions of
this benchmark. "Extreme" ones toss a fair coin for every fact, life events too. A question is one page: one choice, or
a short list of boxes on one theme; the boxes shown are counted as well. Times are those of the processor. "Needed" is
every answer but "not needed". For a sample the questions are also held against those that no order of asking can leave
out: a question must be asked if something stays open although the answers to all others are known.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from hanpo.counter.engine.interview import Interview, Question, Said
from hanpo.counter.engine.rules import Catalogue, RuleSet, Table, Value, decide
from hanpo.counter.files.seeds import catalogue

HOUSEHOLDS = 100_000
HELD_AGAINST_THE_FEWEST = 1_000
SEED = 20261123
DAY = date(2026, 11, 23)
EVENTS = {
    "event_move_in": 24, "event_move_out": 22, "event_move_within": 18, "event_household": 4, "event_pregnancy": 4,
    "event_birth": 6, "event_marriage": 6, "event_divorce": 3, "event_death": 8, "event_register": 3,
    "event_leave_job": 9, "event_new_job": 9,
}  # fmt: skip
SHARES = {
    "my_number_card": 0.8, "signature_certificate": 0.7, "adult_20_59": 0.8, "elder_65_74": 0.2, "elder_75": 0.2,
    "nhi_member": 0.3, "joins_nhi": 0.3, "public_school": 0.9, "surname_changed": 0.95, "surname_reverts": 0.6,
    "deceased_care": 0.9, "deceased_pension": 0.9, "deceased_number_recorded": 0.9, "deceased_latter_stage": 0.7,
    "water_start": 0.7, "leaver_under_60": 0.7,
}  # fmt: skip
OTHERWISE = 0.15
ASKED_FOR = 50.0

Report = Callable[[str, str, str, str], None]
"""Takes a name, a value, a unit and a note."""
Household = dict[str, Value | None]


@dataclass
class Tally:
    """What the interviews of one sort of household came to."""

    questions: list[int] = field(default_factory=list)
    boxes: list[int] = field(default_factory=list)
    unavoidable: list[int] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    hits: int = 0
    missed: int = 0
    false_alarms: int = 0
    differences: int = 0


def ordinary(known: Catalogue, chance: random.Random) -> Household:
    """A household with one to three life events."""
    number = chance.choices((1, 2, 3), weights=(78, 18, 4))[0]
    events = set(chance.choices(list(EVENTS), weights=list(EVENTS.values()), k=number))
    return {
        name: name in events if name.startswith("event_") else _fact(known, name, chance, SHARES.get(name, OTHERWISE))
        for name in (column.name for column in known.rules.inputs)
    }


def extreme(known: Catalogue, chance: random.Random) -> Household:
    """A household for which every fact is as likely as not."""
    return {column.name: _fact(known, column.name, chance, 0.5) for column in known.rules.inputs}


def _fact(known: Catalogue, name: str, chance: random.Random, share: float) -> Value:
    choice = next((question for question in known.questions if question.choice == name), None)
    return chance.choice(list(choice.values)) if choice else chance.random() < share


class BruteForce:
    """Every table decided for every household; equal questions to one table are answered once."""

    def __init__(self, rules: RuleSet) -> None:
        self._tables = rules.in_order()
        self._known: dict[tuple[Value | None, ...], Value | None] = {}

    def answers(self, facts: Mapping[str, Value | None]) -> Household:
        """The results of all tables, by name."""
        known = dict(facts)
        for table in self._tables:
            known[f"{table.key}.{table.outputs[0].name}"] = self._answer(table, known)
        return known

    def _answer(self, table: Table, known: Household) -> Value | None:
        key = (table.key, *(known[column.name] for column in table.inputs))
        if key not in self._known:
            result = decide(table, known, DAY).result
            self._known[key] = result[0] if result else None
        return self._known[key]


def hold(interview: Interview, household: Household, tally: Tally) -> dict[str, Value | None]:
    """One interview; the time of a step is that of taking the answer and finding the next question."""
    said, questions, boxes = Said(), 0, 0
    ask = interview.next(said)
    while ask:
        began = time.process_time()
        said = interview.answer(said, {name: household[name] for name in ask.inputs})
        questions += 1
        boxes += len(ask.inputs)
        ask = interview.next(said)
        tally.milliseconds.append((time.process_time() - began) * 1000)
    tally.questions.append(questions)
    tally.boxes.append(boxes)
    return interview.answers(said)


def unavoidable(interview: Interview, known: Catalogue, household: Household) -> int:
    """How many questions no interview can leave out: without one of them alone, some answer stays open."""
    goals, count = known.goals(), 0
    for question in known.questions:
        others = ((name, value) for name, value in household.items() if name not in question.inputs)
        count += len(interview.answers(Said(tuple(others)))) < len(goals)  # type: ignore[arg-type]
    return count


def compare(found: Mapping[str, Value | None], true: Household, goals: tuple[str, ...], tally: Tally) -> None:
    """Count procedures found, missed and wrongly named."""
    for goal in goals:
        is_needed, is_named = true[goal] != "not_needed", found.get(goal, "open") != "not_needed"
        tally.hits += is_needed and is_named
        tally.missed += is_needed and not is_named
        tally.false_alarms += is_named and not is_needed
        tally.differences += found.get(goal, "open") != true[goal]


def _tell(report: Report, name: str, tally: Tally) -> None:
    count = len(tally.questions)
    precision = tally.hits / max(1, tally.hits + tally.false_alarms)
    recall = tally.hits / max(1, tally.hits + tally.missed)
    report(f"{name}: precision", f"{precision:.6f}", "", f"{count:,} households, {tally.hits:,} needed procedures")
    report(f"{name}: recall", f"{recall:.6f}", "", f"{tally.missed} missed")
    report(f"{name}: answers that differ", str(tally.differences), "", "of every procedure and household")
    for what, values in (("questions", tally.questions), ("boxes shown", tally.boxes)):
        p95 = statistics.quantiles(values, n=20)[-1]
        report(f"{name}: {what}, median", f"{statistics.median(values):g}", "", f"p95 {p95:g}, most {max(values)}")
    more = [asked - least for asked, least in zip(tally.questions, tally.unavoidable, strict=False)]
    none = f"{sum(n == 0 for n in more):,} of {len(more):,} households with none, at most {max(more)}"
    report(f"{name}: questions beyond the unavoidable, mean", f"{statistics.fmean(more):.3f}", "", none)
    p95 = statistics.quantiles(tally.milliseconds, n=20)[-1]
    over = sum(spent > ASKED_FOR for spent in tally.milliseconds)
    slowest = f"p95 {p95:.2f}, slowest {max(tally.milliseconds):.1f}; {over} of {len(tally.milliseconds):,} over 50 ms"
    report(f"{name}: a step, median", f"{statistics.median(tally.milliseconds):.2f}", "ms", slowest)


def run(report: Report, count: int = HOUSEHOLDS) -> None:
    """Interview ordinary and extreme households and compare every answer."""
    known = catalogue()
    goals = known.goals()
    report("Procedures, facts, questions", f"{len(goals)}, {len(known.rules.inputs)}, {len(known.questions)}", "", "")
    for name, draw in (("Ordinary", ordinary), ("Extreme", extreme)):
        chance = random.Random(SEED)
        began = time.process_time()
        interview = Interview(known.rules, [Question(q.key, q.inputs) for q in known.questions], goals, DAY)
        prepared = (time.process_time() - began) * 1000
        force, tally = BruteForce(known.rules), Tally()
        for _ in range(count):
            household = draw(known, chance)
            compare(hold(interview, household, tally), force.answers(household), goals, tally)
            if len(tally.unavoidable) < HELD_AGAINST_THE_FEWEST:
                tally.unavoidable.append(unavoidable(interview, known, household))
        _tell(report, name, tally)
        report(f"{name}: preparing the interview", f"{prepared:.0f}", "ms", "once for each day and municipality")


def main() -> None:
    """Run this benchmark alone, with any number of households."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=HOUSEHOLDS)
    run(lambda *line: print(*line), parser.parse_args().count)


if __name__ == "__main__":
    main()
