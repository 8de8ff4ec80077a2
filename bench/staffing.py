"""Staffing: is theory right, is a week planned while somebody waits, are forecasts better than last weeks' mean?

Erlang C is held against the birth-death chain, summed state by state, over desks × loads. A full day with skills,
breaks and two counters a visit is played before and after a change on as many days as the page plays; a week's desks
and roster are worked out and played; a played year with Mondays, month ends and moves is forecast from the days before.
Seconds are those of the processor. How fast whole days are played beside Ciw, and how often intervals hold theory, is
measured by `waiting`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import date
from math import exp

from bench.waiting import full_day
from hanpo.core.japanese import STANDARD_CALENDAR
from hanpo.counter.engine.staffing import Change, LineLoad, changed, play, pooled_day
from hanpo.counter.engine.waiting import Clerk, Queue, backtest, features

SEED = 20261123
MINUTES = 8.0
LIMITS = (1.0, 10.0, 30.0)
LOADS = (0.05, 0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.98)
MOST_DESKS = 40
PAGE_DAYS = 60
SIGNS = {"monday": 1.3, "month_end": 1.22, "after_long_closure": 1.3, "move_season": 1.45, "lucky_day": 1.06}

Report = Callable[[str, str, str, str], None]
"""Takes a name, a value, a unit and a note."""


def chain(desks: int, arrivals: float, minutes: float) -> tuple[float, float, list[float]]:
    """The share that waits, the mean wait and the shares that wait longer than `LIMITS`, state by state."""
    birth, death = arrivals / 60, 1 / minutes
    weights = [1.0]
    while len(weights) <= desks or weights[-1] > 1e-18 * sum(weights[desks:]) * (1 - birth / (desks * death)):
        weights.append(weights[-1] * birth / (min(len(weights), desks) * death))
    total = sum(weights)
    chance = [weight / total for weight in weights]
    waiting = sum((state - desks) * one for state, one in enumerate(chance) if state > desks)
    return sum(chance[desks:]), waiting / birth, [_longer(chance[desks:], desks * death * limit) for limit in LIMITS]


def _longer(chance: list[float], mean: float) -> float:
    """Who finds n others ahead waits on if at most n visits end in the time: a Poisson count, state by state."""
    term, below, total = exp(-mean), 0.0, 0.0
    for number, one in enumerate(chance):
        below += term
        term *= mean / (number + 1)
        total += one * below
    return total


def worst_difference() -> tuple[float, int]:
    """The largest difference of any measure between Erlang C and the chain, and over how many combinations."""
    worst, count = 0.0, 0
    for desks in range(1, MOST_DESKS + 1):
        for load in LOADS:
            queue = Queue(desks, load * desks / MINUTES * 60, MINUTES)
            waits, mean, longer = chain(desks, queue.arrivals, MINUTES)
            pairs = [(queue.waits, waits), (queue.mean_wait, mean)]
            pairs += [(queue.longer_than(limit), share) for limit, share in zip(LIMITS, longer, strict=True)]
            worst = max(worst, *(abs(one - other) / max(1.0, other) for one, other in pairs))
            count += 1
    return worst, count


def seconds_of(deed: Callable[[], object]) -> float:
    """Seconds of the processor."""
    began = time.process_time()
    deed()
    return time.process_time() - began


def week() -> None:
    """Desks and rosters of five days: six lines, sixteen clerks with two or three lines each; each roster is played."""
    shape = (1.25, 1.45, 1.4, 1.35, 1.1, 0.85, 0.9, 0.95, 1.05, 1.1, 1.05, 1.0, 0.9, 0.8, 0.7, 0.6, 0.4)
    facts = {"A": (4.8, 16.0), "B": (9.8, 4.0), "C": (4.0, 12.0), "D": (1.6, 20.0), "E": (3.4, 13.0), "F": (1.8, 11.0)}
    loads = [LineLoad(name, tuple(rate * one for one in shape), minutes) for name, (rate, minutes) in facts.items()]
    names = "ABCDEF"
    clerks = [
        Clerk(f"{number}", (names[number % 6], names[(number + 1) % 6], names[(number + 3) % 6])[: 2 + number % 2],
              (number % 3, 17 - number % 2))
        for number in range(16)
    ]  # fmt: skip
    for factor in (1.3, 1.0, 0.9, 0.9, 1.05):
        pooled_day(loads, clerks, factor=factor)


def year() -> dict[date, int]:
    """The visitors of a played year, by chance around what each day brings."""
    dice = random.Random(SEED)
    counts = {}
    for day in STANDARD_CALENDAR.open_days(date(2025, 11, 1), date(2026, 10, 31)):
        expected = 200.0
        for name in features(day):
            expected *= next((size for sign, size in SIGNS.items() if name.startswith(sign)), 1.0)
        counts[day] = round(dice.gauss(expected, (1.5 * expected) ** 0.5))
    return counts


def run(report: Report) -> None:
    """Hold theory against the chain, then time what somebody waits for, then forecast."""
    worst, count = worst_difference()
    report(
        "Erlang C and the birth-death chain differ by at most",
        f"{worst:.1e}",
        "",
        f"{count} combinations; 1e-9 is meant",
    )
    before, after = changed(full_day(), Change(times=0.7))
    trial = seconds_of(lambda: play(before, after, seed=SEED, days=PAGE_DAYS))
    report(
        f"a change tried on {PAGE_DAYS} days, both sides", f"{trial:.2f}", "s", "20 desks, skills, breaks, two counters"
    )
    again = seconds_of(lambda: week())
    report("a week's desks and rosters", f"{again:.2f}", "s", "6 lines, 16 clerks, breaks, 5 days")
    told = backtest(year())
    report("forecast error", f"{told.error:.1%}", "of visitors", f"{told.days} days not seen before")
    report("error of the last four same weekdays' mean", f"{told.naive_error:.1%}", "of visitors", "the same days")
    report("days within their range", f"{told.covered:.0%}", "", "80 % is meant")


def main() -> None:
    """Print every result as a line."""
    run(lambda *row: print("{:52} {:>9} {:12} {}".format(*row), flush=True))


if __name__ == "__main__":
    main()
