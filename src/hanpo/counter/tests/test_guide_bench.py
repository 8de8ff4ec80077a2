"""The interview over households at random: finds what all rules find, with few questions (a sample of the bench)."""

from __future__ import annotations

import random
import statistics

import pytest

from bench.interview import DAY, SEED, BruteForce, Tally, compare, extreme, hold, ordinary
from hanpo.counter.engine.interview import Interview, Question
from hanpo.counter.files.seeds import catalogue

HOUSEHOLDS = 400


@pytest.mark.parametrize(("draw", "median", "most"), [(ordinary, 8, 15), (extreme, 16, 16)])
def test_the_interview_misses_nothing_names_nothing_too_much_and_asks_little(draw, median, most):
    known = catalogue()
    goals = known.goals()
    interview = Interview(known.rules, [Question(q.key, q.inputs) for q in known.questions], goals, DAY)
    chance, force, tally = random.Random(SEED), BruteForce(known.rules), Tally()
    for _ in range(HOUSEHOLDS):
        household = draw(known, chance)
        compare(hold(interview, household, tally), force.answers(household), goals, tally)
    assert (tally.missed, tally.false_alarms, tally.differences) == (0, 0, 0)
    assert tally.hits > HOUSEHOLDS
    assert statistics.median(tally.questions) <= median
    assert statistics.quantiles(tally.questions, n=20)[-1] <= most
