"""The interview over households at random: finds what all rules find, with few questions (a sample of the bench)."""

from __future__ import annotations

import random
import statistics
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import FrameType

import pytest

from bench.interview import DAY, EVENTS, SEED, BruteForce, Tally, compare, extreme, hold, ordinary, unavoidable
from hanpo.counter.engine.interview import Interview, Question, Said, asking
from hanpo.counter.files.seeds import catalogue

HOUSEHOLDS = 400
SAMPLE = 200
ROUNDS = 50
SHARED = {"_choose", "_node", "answer", "choice"}
TraceFunction = Callable[[FrameType, str, object], object]


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


@pytest.mark.parametrize("draw", [ordinary, extreme])
def test_hardly_a_question_is_asked_that_another_order_of_asking_could_leave_out(draw):
    known = catalogue()
    interview = Interview(known.rules, [Question(q.key, q.inputs) for q in known.questions], known.goals(), DAY)
    chance, tally, least = random.Random(SEED), Tally(), 0
    for _ in range(SAMPLE):
        household = draw(known, chance)
        hold(interview, household, tally)
        least += unavoidable(interview, known, household)
    assert least <= sum(tally.questions) <= least * 1.05


def others_first(frame: FrameType, event: str, arg: object) -> TraceFunction | None:
    """Before each line of what threads share, another thread may go on."""
    if frame.f_code.co_name not in SHARED:
        return None
    time.sleep(0)
    return others_first


def test_threads_that_share_an_interview_get_what_one_alone_gets(monkeypatch):
    """Hardly anything is remembered, and threads change places between the lines: one drops what another finds."""
    monkeypatch.setattr(asking, "_REMEMBERED", 1)
    known = catalogue()
    questions = [Question(q.key, q.inputs) for q in known.questions]
    beginnings = [Said(((event, True),)) for event in list(EVENTS)[:2]]
    alone, shared = (Interview(known.rules, questions, known.goals(), DAY) for _ in range(2))
    wanted = [(alone.next(said), alone.answers(said)) for said in beginnings]
    usual = threading.gettrace()
    threading.settrace(others_first)
    try:
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda said: (shared.next(said), shared.answers(said)), beginnings * ROUNDS))
    finally:
        threading.settrace(usual)  # type: ignore[arg-type]
    assert found == wanted * ROUNDS
