"""Conversations for tests: made by chance with a seed, or the open one with its published groups."""

import csv
import random
from functools import cache
from pathlib import Path

import pytest

from hanpo.council.engine.opinion import Statement, Vote

OPEN_DATA = Path(__file__).resolve().parents[5] / "shared/data/council/scoop-hivemind.biodiversity"


def conversation(people, statements, *, camps=1, seed=1, seen=1.0, firmness=0.9):
    """People in camps of equal size; each camp has a side on every statement, kept to with this firmness."""
    chance = random.Random(seed)
    sides = [[chance.choice((1, -1)) for _s in range(statements)] for _c in range(camps)]

    def vote(person, statement):
        if chance.random() < firmness:
            return sides[person % camps][statement]
        return chance.choice((1, 0, -1))

    votes = [Vote(p, s, vote(p, s)) for p in range(people) for s in range(statements) if chance.random() < seen]
    return votes, [Statement(key=n) for n in range(statements)]


def noise(people, statements, *, seed=1):
    """People without any camp: every vote is drawn by itself, each statement having its own popularity."""
    chance = random.Random(seed)
    liked = [chance.random() for _s in range(statements)]
    votes = [Vote(p, s, 1 if chance.random() < liked[s] else -1) for p in range(people) for s in range(statements)]
    return votes, [Statement(key=n) for n in range(statements)]


@cache
def open_conversation():
    """Votes, statements and published groups of an open Polis conversation; the test is skipped where it is absent."""
    if not OPEN_DATA.exists():
        pytest.skip(f"the open conversation is not on this machine: {OPEN_DATA.name}")
    with (OPEN_DATA / "participants-votes.csv").open(encoding="utf-8", errors="replace", newline="") as file:
        rows = list(csv.DictReader(file))
    with (OPEN_DATA / "comments.csv").open(encoding="utf-8", errors="replace", newline="") as file:
        out = {int(row["comment-id"]) for row in csv.DictReader(file) if row["moderated"] == "-1"}
    keys = [int(name) for name in rows[0] if name.isdigit()]
    votes = [Vote(int(r["participant"]), k, int(r[str(k)])) for r in rows for k in keys if r[str(k)]]
    published = {int(r["participant"]): int(r["group-id"]) for r in rows if r["group-id"]}
    return votes, [Statement(key=k, is_moderated_out=k in out) for k in keys], published
