"""The proof of rules: overlaps, gaps, rows that never count, rings, what has run out, and what a change changes."""

from .changes import Difference, PossibleChange, differences, possible_changes
from .findings import Expired, Gap, Overlap, Proof, Unreachable, Witness
from .proving import GAPS_SHOWN, prove, stretches

__all__ = [
    "GAPS_SHOWN",
    "Difference",
    "Expired",
    "Gap",
    "Overlap",
    "PossibleChange",
    "Proof",
    "Unreachable",
    "Witness",
    "differences",
    "possible_changes",
    "prove",
    "stretches",
]
