"""Waiting at the counter: how fast are whole days played, and do their intervals hold what theory says?

A day is 20 desks from 9 to 17 with a rush at noon (the arrivals of each half hour differ), 8 minutes a visit by pure
chance, played 200 times; the same day is given to Ciw, which runs in an environment of its own. A second day has
skills, breaks, two counters a visit, appointments and people who go home. Times are those of the processor. For the
intervals, thousands of settings (desks × load) are played and each 95 % interval is held against the mean wait of
Erlang C; the loads leave a run long beside the memory of its queue (at most 0.75, at least a tenth of all wait).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from hanpo.counter.engine.waiting import (
    Booking,
    Counter,
    Desk,
    Duration,
    Kind,
    Leg,
    Outcome,
    Queue,
    Shape,
    estimate,
    outcome,
    simulate,
)
from hanpo.counter.engine.waiting.lockstep import Desks, Visits, play

DAYS = 200
SETTINGS = 2_000
SEED = 20261123
RATES = (80.0, 100.0, 120.0, 130.0, 140.0, 150.0, 160.0, 160.0, 150.0, 140.0, 130.0, 120.0, 110.0, 100.0, 80.0, 60.0)
MINUTES = 8.0
FOLDER = Path(__file__).resolve().parent
PEERS = FOLDER.parent / ".venv-peers" / "bin" / "python"

Report = Callable[[str, str, str, str], None]
"""Takes a name, a value, a unit and a note."""


def plain_day() -> Counter:
    """20 equal desks, one line, exponential times."""
    kinds = (Kind("any", 1, (Leg("line", Duration(MINUTES, shape=Shape.EXPONENTIAL)),)),)
    return Counter(540, 1020, RATES, kinds, tuple(Desk(f"{n}", ("line",), ((540, 1020),)) for n in range(20)))


def full_day() -> Counter:
    """20 desks with skills and breaks, three kinds of visits, two counters a visit, appointments, impatience."""
    kinds = (
        Kind("moves", 0.4, (Leg("move", Duration(11.0)), Leg("insurance", Duration(7.0)))),
        Kind("certificates", 0.4, (Leg("certificate", Duration(4.0, 0.5)),), patience=45),
        Kind("insurance", 0.2, (Leg("insurance", Duration(8.0)),)),
    )
    early, late = ((540, 690), (750, 1020)), ((540, 750), (810, 1020))
    desks = tuple(
        Desk(f"{name} {n}", (name,), early if n % 2 else late, helps=helps)
        for name, count, helps in (("move", 9, ("certificate",)), ("certificate", 4, ()), ("insurance", 7, ("move",)))
        for n in range(count)
    )
    rates = tuple(rate * 0.7 for rate in RATES)
    return Counter(540, 1020, rates, kinds, desks, booking=Booking(share=0.2))


def played(counter: Counter, days: int) -> tuple[float, Outcome]:
    """Seconds of the processor, and what came of the days."""
    began = time.process_time()
    told = outcome(simulate(counter, seed=SEED, days=days))
    return time.process_time() - began, told


def peer(days: int) -> dict[str, Any]:
    """The same plain days by Ciw: the mean wait of each day, and the seconds it took."""
    asked = json.dumps({"rates": RATES, "slot": 30.0, "minutes": MINUTES, "desks": 20, "days": days, "seed": SEED})
    done = subprocess.run(
        ["nice", str(PEERS), str(FOLDER / "peers" / "waiting.py")],
        input=asked, capture_output=True, check=True, text=True,
    )  # fmt: skip
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def covered(settings: int) -> tuple[float, float, int]:
    """The share of 95 % intervals that hold the theoretical mean wait, the mean distance in widths, and how many."""
    held, distance = [], []
    desks = (1, 2, 3, 5, 8)
    for batch in range(max(1, settings // (len(desks) * 50))):
        for count in desks:
            loads = np.linspace(max(0.2, _load_with(count, 0.1)), 0.75, 50)
            for load, means in zip(loads, _steady(count, loads, batch), strict=True):
                told, theory = estimate(means), Queue(count, load * count / MINUTES * 60, MINUTES).mean_wait
                held.append(told.low is not None and told.high is not None and told.low <= theory <= told.high)
                distance.append((told.value - theory) / theory)
    return float(np.mean(held)), float(np.mean(distance)), len(held)


def _load_with(desks: int, waits: float) -> float:
    """The load at which a share of all has to wait."""
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if Queue(desks, middle * desks / 8 * 60, 8.0).waits < waits else (low, middle)
    return low


def _steady(desks: int, loads: np.ndarray, batch: int, runs: int = 8, people: int = 2300) -> np.ndarray:
    """The mean wait of each run after a warm-up of 300 visitors; a row a load."""
    chance = np.random.default_rng([SEED, batch, desks])
    rate = np.repeat(loads, runs)[:, None] * desks / MINUTES
    rows = len(rate)
    visits = Visits(
        ready=np.cumsum(chance.exponential(1.0, (rows, people)) / rate, axis=1),
        service=np.zeros((rows, people, 1), dtype=np.int64),
        minutes=chance.exponential(MINUTES, (rows, people, 1)),
        priority=np.zeros((rows, people), dtype=np.int64),
        patience=np.full((rows, people), np.inf),
    )
    always = Desks(np.ones((desks, 1), dtype=np.int64), np.zeros(desks), np.arange(desks), np.ones(desks, dtype=bool))
    traces = play(visits, always, walk=0.0)
    return (traces.begun - traces.joined)[:, 300:, 0].mean(1).reshape(len(loads), runs)


def _interval(told: Any) -> str:
    return f"{told.low:.2f} to {told.high:.2f}" if told.low is not None else "one day alone"


def run(report: Report, days: int = DAYS, settings: int = SETTINGS) -> None:
    """Play the days, Ciw beside, then count the intervals."""
    played(plain_day(), 2)
    seconds, told = played(plain_day(), days)
    people = f"{told.visitors.value * days:,.0f} visitors"
    report(f"Hanpo: 20 desks × 8 h × {days}", f"{seconds:.2f}", "s", f"{people}; at most 2 s is the aim")
    report("Hanpo: mean wait of a day", f"{told.mean.value:.2f}", "min", f"95 %: {_interval(told.mean)}")
    slow, full = played(full_day(), days)
    report("Hanpo: with skills, breaks, two counters, booking", f"{slow:.2f}", "s", f"p90 {full.p90.value:.1f} min")
    if PEERS.exists():
        answer = peer(days)
        theirs = estimate(np.array(answer["means"]))
        report(f"Ciw: 20 desks × 8 h × {days}", f"{answer['seconds']:.2f}", "s", f"{answer['visitors']:,} visitors")
        report("Ciw: mean wait of a day", f"{theirs.value:.2f}", "min", f"95 %: {_interval(theirs)}")
        report("Hanpo : Ciw", f"{answer['seconds'] / seconds:.1f}", "times as fast", "")
    else:
        report("Ciw", "-", "", "not measured: no .venv-peers (make bench makes it)")
    share, distance, count = covered(settings)
    report(
        "95 % intervals that hold Erlang C's mean wait", f"{share:.1%}", f"of {count:,} settings", "93 to 97 % is meant"
    )
    report("mean distance from theory", f"{distance:+.2%}", "", "over all settings")


def main() -> None:
    """Print every result as a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--settings", type=int, default=SETTINGS)
    asked = parser.parse_args()
    run(lambda *row: print("{:52} {:>9} {:20} {}".format(*row), flush=True), asked.days, asked.settings)


if __name__ == "__main__":
    main()
