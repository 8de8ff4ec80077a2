"""Groups of opinion: Hanpo beside red-dwarf on an open Polis conversation, and 5,000 people on 500 statements.

Both group the conversation with the published number of groups: as it is, with its votes in other orders, and with
people and statements numbered anew. The adjusted Rand index is taken against the groups that were published, and
against the method's own first answer, which it should repeat. The time is that of grouping and statistics, without
reading files, loading libraries (red-dwarf runs in an environment of its own) and Hanpo's proof that groups are stable.
"""

from __future__ import annotations

import csv
import json
import random
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from hanpo.council.engine.opinion import Key, Side, Statement, Vote, analyse, grouping_by
from hanpo.council.engine.opinion.matrix import table
from hanpo.council.engine.opinion.statistics import Tally, group_aware, representative, tallies_of

ROOT = Path(__file__).resolve().parent.parent
CONVERSATION = ROOT.parent / "shared/data/council/scoop-hivemind.biodiversity"
PEER = ROOT / ".venv-peers/bin/python"
REPEATS = 10
SEED = 20190922

Report = Callable[[str, str, str, str], None]
Groups = dict[Key, int]
Dressed = tuple[list[Vote], list[Statement], dict[Key, Key]]
"""The conversation in another dress: its votes, its statements, and who each person is."""


def run(report: Report) -> None:
    """The open conversation with both, then the large one."""
    if CONVERSATION.exists():
        _compare(report, *_conversation())
    else:
        report("open conversation", "-", "", "not measured: the data is not on this machine")
    _large(report)


def _compare(report: Report, votes: list[Vote], statements: list[Statement], published: Groups) -> None:
    k = len(set(published.values()))
    dresses = _dresses(votes, statements)
    grouping_by(votes, statements, k=k)
    runs = [_timed(dressed, k) for dressed in dresses]
    _tell(report, "Hanpo", [groups for _seconds, groups in runs], published)
    scratch = grouping_by(votes, statements)
    report("Hanpo: number of groups found by itself", str(len(set(scratch.values()))), "", f"published {k}")
    seconds = median(seconds for seconds, _groups in runs)
    report("Hanpo: grouping and statistics", f"{seconds:.2f}", "s", f"{len(votes):,} votes")
    _judge(report, votes, statements)
    if not PEER.exists():
        report("red-dwarf", "-", "", "not measured: make bench sets up its environment")
        return
    peer = _peer(dresses, k, runs[0][1])
    found = [_undressed(dict(map(tuple, run["groups"])), d) for run, d in zip(peer["runs"], dresses, strict=True)]
    _tell(report, "red-dwarf", found, published)
    peer_seconds = median(run["seconds"] for run in peer["runs"])
    report("red-dwarf: grouping and statistics", f"{peer_seconds:.2f}", "s", f"{len(votes):,} votes")
    report("red-dwarf : Hanpo", f"{peer_seconds / seconds:.1f}", "times the time", "same run, same machine")
    apart = _largest_difference(votes, statements, runs[0][1], peer["statistics"])
    report("largest difference of a statistic", f"{apart:.1e}", "", f"{len(peer['statistics']):,} × 9 numbers")


def _judge(report: Report, votes: list[Vote], statements: list[Statement]) -> None:
    began = time.perf_counter()
    stable = analyse(votes, statements).stability
    took = time.perf_counter() - began
    note = f"left out {stable.left_out:.3f}, silhouette {stable.silhouette:.3f}, by chance {stable.chance:.3f}"
    report("Hanpo: with the proof of stability", f"{took:.2f}", "s", note)


def _dresses(votes: list[Vote], statements: list[Statement]) -> list[Dressed]:
    """As it is, then shuffled, then renumbered."""
    chance = random.Random(SEED)
    people, keys = sorted({vote.person for vote in votes}), [s.key for s in statements]
    found: list[Dressed] = [(votes, statements, {p: p for p in people})]
    for _n in range(REPEATS):
        found.append((chance.sample(votes, len(votes)), chance.sample(statements, len(keys)), found[0][2]))
    for _n in range(REPEATS):
        person = dict(zip(people, chance.sample(range(len(people)), len(people)), strict=True))
        key = dict(zip(keys, chance.sample(range(len(keys)), len(keys)), strict=True))
        renumbered = [Vote(person[v.person], key[v.statement], v.value) for v in votes]
        known = [replace(s, key=key[s.key]) for s in statements]
        found.append((renumbered, known, {new: old for old, new in person.items()}))
    return found


def _undressed(groups: Groups, dressed: Dressed) -> Groups:
    return {dressed[2][person]: group for person, group in groups.items()}


def _timed(dressed: Dressed, k: int) -> tuple[float, Groups]:
    votes, statements, _people = dressed
    began = time.perf_counter()
    groups = grouping_by(votes, statements, k=k)
    _statistics(votes, statements, groups)
    return time.perf_counter() - began, _undressed(groups, dressed)


def _statistics(
    votes: Iterable[Vote], statements: Iterable[Statement], groups: Mapping[Key, int]
) -> dict[tuple[int, Key], list[float]]:
    """For each group and statement, the numbers that red-dwarf gives."""
    cast = table([vote for vote in votes if vote.person in groups], statements)
    keys = [s.key for s in cast.statements]
    whole = tallies_of(keys, cast.counts())
    inside = [tallies_of(keys, cast.counts(_rows(cast.people, groups, n))) for n in range(max(groups.values()) + 1)]
    return {
        (n, key): _numbers(key, mine[key], whole[key], [group[key] for group in inside])
        for n, mine in enumerate(inside)
        for key in keys
    }


def _rows(people: Sequence[Key], groups: Mapping[Key, int], number: int) -> Any:
    import numpy as np

    return np.array([n for n, person in enumerate(people) if groups[person] == number])


def _numbers(key: Key, mine: Tally, whole: Tally, every: list[Tally]) -> list[float]:
    agree, disagree = (representative(key, mine, whole.without(mine), side) for side in Side)
    return [agree.share, disagree.share, agree.share_z, disagree.share_z, agree.ratio, disagree.ratio,
            agree.ratio_z, disagree.ratio_z, group_aware(every, Side.AGREE)]  # fmt: skip


def _largest_difference(
    votes: list[Vote], statements: list[Statement], groups: Groups, theirs: list[list[float]]
) -> float:
    ours = _statistics(votes, statements, groups)
    return max(
        abs(a - b)
        for group, statement, *numbers in theirs
        for a, b in zip(ours[int(group), int(statement)], numbers, strict=True)
    )


def _tell(report: Report, name: str, runs: list[Groups], published: Groups) -> None:
    from sklearn.metrics import adjusted_rand_score

    def likeness(one: Groups, other: Groups) -> float:
        both = [person for person in one if person in other]
        return adjusted_rand_score([one[p] for p in both], [other[p] for p in both])

    report(f"{name}: likeness to the published groups", f"{likeness(runs[0], published):.3f}", "ARI", "as exported")
    for dress, again in (("shuffled", runs[1 : REPEATS + 1]), ("renumbered", runs[REPEATS + 1 :])):
        own = [likeness(groups, runs[0]) for groups in again]
        same = (
            f"{sum(value == 1 for value in own)} of {len(own)} the same; published {_range(again, published, likeness)}"
        )
        report(f"{name}: likeness to its own groups, {dress}", f"{min(own):.3f}", "ARI at least", same)


def _range(runs: list[Groups], published: Groups, likeness: Callable[[Groups, Groups], float]) -> str:
    found = [likeness(groups, published) for groups in runs]
    return f"{min(found):.3f}–{max(found):.3f}"


def _peer(dresses: list[Dressed], k: int, groups: Groups) -> dict[str, Any]:
    asked = {
        "runs": [{"votes": v, "out": [s.key for s in known if s.is_moderated_out]} for v, known, _p in dresses],
        "k": k,
        "seed": SEED,
        "groups": list(groups.items()),
    }
    command = [str(PEER), str(ROOT / "bench/peers/opinion.py")]
    done = subprocess.run(command, input=json.dumps(asked), text=True, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def _conversation() -> tuple[list[Vote], list[Statement], Groups]:
    with (CONVERSATION / "participants-votes.csv").open(encoding="utf-8", errors="replace", newline="") as file:
        rows = list(csv.DictReader(file))
    with (CONVERSATION / "comments.csv").open(encoding="utf-8", errors="replace", newline="") as file:
        out = {row["comment-id"] for row in csv.DictReader(file) if row["moderated"] == "-1"}
    keys = [name for name in rows[0] if name.isdigit()]
    votes = [Vote(int(row["participant"]), int(k), int(row[k])) for row in rows for k in keys if row[k]]
    statements = [Statement(key=int(k), is_moderated_out=k in out) for k in keys]
    return votes, statements, {int(r["participant"]): int(r["group-id"]) for r in rows if r["group-id"]}


def _large(report: Report, people: int = 5000, statements: int = 500, camps: int = 3) -> None:
    chance = random.Random(SEED)
    sides = [[chance.choice((0.2, 0.8)) for _s in range(statements)] for _c in range(camps)]
    votes = [
        Vote(p, s, 1 if chance.random() < sides[p % camps][s] else chance.choice((-1, -1, 0)))
        for p in range(people)
        for s in range(statements)
    ]
    known = [Statement(key=n) for n in range(statements)]
    began, busy = time.perf_counter(), time.process_time()
    found = analyse(votes, known)
    took, busy = time.perf_counter() - began, time.process_time() - busy
    note = f"{len(votes):,} votes, {len(found.groups)} groups, with the proof of stability; {busy:.1f} s of one core"
    report(f"{people:,} people × {statements} statements", f"{took:.1f}", "s", note)
