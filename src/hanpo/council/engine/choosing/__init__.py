"""Choosing among options: one poll counted by several rules, with everything that shows how the results came about."""

from hanpo.council.engine.choosing.change import (
    Answer,
    MissingPower,
    Proof,
    SmallestChange,
    missing_power,
    smallest_change,
)
from hanpo.council.engine.choosing.compare import Camp, Comparison, Dissent, beats_all, compare, dissent
from hanpo.council.engine.choosing.count import Support, acceptance, count, count_all
from hanpo.council.engine.choosing.poll import (
    Acceptance,
    Approving,
    BadPoll,
    Ballot,
    Grade,
    Opinion,
    Poll,
    Problem,
)
from hanpo.council.engine.choosing.rules import (
    DEFINITIONS,
    USUAL,
    Definition,
    EqualRanks,
    Median,
    Reads,
    Result,
    Round,
    Rule,
    Strength,
    Ties,
    Unranked,
)

__all__ = [
    "DEFINITIONS", "USUAL", "Acceptance", "Answer", "Approving", "BadPoll", "Ballot", "Camp", "Comparison",
    "Definition", "Dissent", "EqualRanks", "Grade", "Median", "MissingPower", "Opinion", "Poll", "Problem", "Proof",
    "Reads", "Result", "Round", "Rule", "SmallestChange", "Strength", "Support", "Ties", "Unranked", "acceptance",
    "beats_all", "compare", "count", "count_all", "dissent", "missing_power", "smallest_change",
]  # fmt: skip
