"""Cost sharing (費用按分): who pays how many yen of a joint system, how that came about, and what changes it."""

from hanpo.council.engine.sharing.change import Change, Difference, change, exit_fee, joining, leaving
from hanpo.council.engine.sharing.rule import CannotShare, FeeGoes, Key, Member, Part, Problem, Rounding, Rule
from hanpo.council.engine.sharing.share import Bound, Share, Sharing, Step, share

__all__ = [
    "Bound", "CannotShare", "Change", "Difference", "FeeGoes", "Key", "Member", "Part", "Problem", "Rounding", "Rule",
    "Share", "Sharing", "Step", "change", "exit_fee", "joining", "leaving", "share",
]  # fmt: skip
