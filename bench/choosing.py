"""Choosing among options: are the winners those of an independent library, on 100,000 random polls?

Each poll has 3 to 6 options and 41 voters who rank them (with equal ranks and truncated ballots) and grade them (some
grades left out); half of the polls are quite random, in the other half some options are liked better. Times are those
of the processor. The winners of every rule are compared with those of
pref_voting, which runs in an environment of its own. Where a library's rule is not defined for equal first ranks, its
own scores for such ballots are compared. Every difference counts, none is explained away.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from hanpo.council.engine.choosing import USUAL, Ballot, Grade, Opinion, Poll, Rule, count_all, smallest_change

POLLS = 100_000
VOTERS = 41
FIRMNESS = 300
CHUNK = 5_000
SEED = 20261123
FOLDER = Path(__file__).resolve().parent
PEERS = FOLDER.parent / ".venv-peers" / "bin" / "python"
NAMES = "abcdef"

Report = Callable[[str, str, str, str], None]
"""Takes a name, a value, a unit and a note."""

Voter = tuple[list[int | None], list[int | None]]
"""Ranks and grades by option; `None` where the voter left them out."""


def poll(number: int) -> list[Voter]:
    """The ballots of one poll, always the same for the same number."""
    chance = random.Random(SEED * 1_000_000 + number)
    size = chance.randint(3, 6)
    liked = [chance.random() for _ in range(size)] if number % 2 else [0.0] * size
    equal, short, vague = (chance.choice((0, 0.15, 0.4)) for _ in range(3))
    return [_voter(chance, liked, equal, short, vague) for _ in range(VOTERS)]


def _voter(chance: random.Random, liked: Sequence[float], equal: float, short: float, vague: float) -> Voter:
    size = len(liked)
    worth = [base + chance.random() for base in liked]
    ranks: list[int | None] = [None] * size
    kept = chance.randint(0, size) if chance.random() < short else size
    rank = 1
    for option in sorted(range(size), key=lambda one: -worth[one])[:kept]:
        ranks[option] = rank
        rank += chance.random() >= equal
    grades: list[int | None] = [min(5, 1 + int(value * 3)) for value in worth]
    if chance.random() < vague:
        grades = [grade if chance.random() < 0.7 else None for grade in grades]
    return ranks, grades


def asked(number: int) -> Poll:
    """The same poll as Hanpo's engine takes it."""
    voters = poll(number)
    options = tuple(NAMES[: len(voters[0][0])])
    members = tuple(f"{n}" for n in range(VOTERS))
    ballots = tuple(
        Ballot(
            member=member,
            opinions={
                option: Opinion(rank=rank, grade=None if grade is None else Grade(grade))
                for option, rank, grade in zip(options, *voter, strict=True)
            },
        )
        for member, voter in zip(members, voters, strict=True)
    )
    return Poll(options=options, members=members, ballots=ballots)


def own_winners(number: int) -> dict[str, list[int]]:
    """Hanpo's winners of a poll by every rule."""
    results = count_all(asked(number), Rule)
    return {result.rule.value: [NAMES.index(name) for name in result.winners] for result in results}


def peer_winners(numbers: Sequence[int]) -> dict[str, Any]:
    """The library's winners of these polls, and how long it took: `winners` and `seconds`."""
    asked = json.dumps([poll(number) for number in numbers])
    quiet = {**os.environ, "OMP_NUM_THREADS": "1", "MPLBACKEND": "Agg"}
    done = subprocess.run(
        ["nice", str(PEERS), str(FOLDER / "peers" / "choosing.py")],
        input=asked, capture_output=True, check=True, text=True, env=quiet,
    )  # fmt: skip
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _chunks(count: int) -> Iterator[range]:
    for first in range(0, count, CHUNK):
        yield range(first, min(first + CHUNK, count))


def run(report: Report, count: int = POLLS) -> None:
    """Count all polls by all rules, compare with the library, and measure both."""
    began = time.process_time()
    own = [own_winners(number) for number in range(count)]
    seconds = time.process_time() - began
    _tell_variety(report, own)
    _tell_firmness(report, min(count, FIRMNESS))
    report("Hanpo: every rule of a poll", f"{seconds / count * 1000:.2f}", "ms", "with scores, rounds and matrices")
    if not PEERS.exists():
        report("pref_voting", "-", "", "not measured: no .venv-peers (make bench makes it)")
        return
    with ThreadPoolExecutor(2) as pool:
        parts = list(pool.map(peer_winners, _chunks(count)))
    theirs = [winners for part in parts for winners in part["winners"]]
    spent = sum(part["seconds"] for part in parts)
    report("pref_voting: every rule of a poll", f"{spent / count * 1000:.2f}", "ms", "winners only")
    report("Hanpo : pref_voting", f"{spent / seconds:.1f}", "times as fast", "")
    for rule in theirs[0]:
        _tell_agreement(report, rule, own, theirs)


def _tell_agreement(
    report: Report, rule: str, own: Sequence[Mapping[str, list[int]]], theirs: Sequence[Mapping[str, list[int] | None]]
) -> None:
    key = rule.partition(" ")[0]
    pairs = [(mine[key], other[rule]) for mine, other in zip(own, theirs, strict=True) if other[rule] is not None]
    same = sum(mine == other for mine, other in pairs)
    report(f"{rule}: same winners", f"{same:,}", f"of {len(pairs):,}", "" if same == len(pairs) else "differs")


def _tell_firmness(report: Report, count: int) -> None:
    """How often the smallest change that turns a result is known exactly, and how long that takes."""
    for rule in USUAL:
        began = time.process_time()
        found = [smallest_change(asked(number), rule) for number in range(count)]
        took = (time.process_time() - began) / count * 1000
        exact = sum(one.is_exact for one in found)
        report(
            f"{rule.value}: smallest change exact", f"{exact / count:.1%}", f"of {count} polls", f"{took:.0f} ms each"
        )


def _tell_variety(report: Report, own: Sequence[Mapping[str, list[int]]]) -> None:
    """How different the polls are: ties, and rules that do not agree."""
    tied = Counter(rule for winners in own for rule, options in winners.items() if len(options) > 1)
    split = sum(len({tuple(options) for options in winners.values()}) > 1 for winners in own)
    narrower = sum(set(one["median"]) < set(one["median_gauge"]) for one in own)
    wrong = sum(not set(one["median"]) <= set(one["median_gauge"]) for one in own)
    report("rules that do not all agree", f"{split / len(own):.1%}", "of polls", "")
    report("polls with level winners", f"{tied['plurality'] / len(own):.1%}", "by plurality", f"{len(tied)} rules")
    report("median: ties of the gauge that the majority-value settles", f"{narrower:,}", "polls", f"{wrong} against it")


def main() -> None:
    """Print every result as a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--polls", type=int, default=POLLS)
    run(lambda *row: print("{:60} {:>9} {:16} {}".format(*row), flush=True), parser.parse_args().polls)


if __name__ == "__main__":
    main()
