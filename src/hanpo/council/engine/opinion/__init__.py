"""What people think of statements: agree, disagree or pass; counts first, groups of opinion only where they are stable.

The method is the one published for Polis (Small et al., "Polis: Scaling deliberation by mapping high dimensional
opinion spaces", Recerca 26(2), 2021, https://doi.org/10.6035/recerca.5516): people are laid out in a plane by what they
voted, neighbours become groups, and for each statement it is told whom it stands for and whether all groups share it.
Two things differ on purpose. Nothing depends on the order of people and statements or on the free sign of an axis; and
groups are shown only when they stay the same with anybody left out and are clearer than chance would make them.
"""

from hanpo.council.engine.opinion.reading import Group, Opinion, Place, StatementOpinion, analyse, grouping_by
from hanpo.council.engine.opinion.showing import next_statement, weights
from hanpo.council.engine.opinion.statistics import (
    SIGNIFICANT,
    Representative,
    Tally,
    consensus,
    group_aware,
    representatives,
    two_proportions,
)
from hanpo.council.engine.opinion.steadiness import ENOUGH_VOTES, SAME, Reason, Stability, stability
from hanpo.council.engine.opinion.votes import Key, Side, Statement, Vote

__all__ = [
    "ENOUGH_VOTES",
    "SAME",
    "SIGNIFICANT",
    "Group",
    "Key",
    "Opinion",
    "Place",
    "Reason",
    "Representative",
    "Side",
    "Stability",
    "Statement",
    "StatementOpinion",
    "Tally",
    "Vote",
    "analyse",
    "consensus",
    "group_aware",
    "grouping_by",
    "next_statement",
    "representatives",
    "stability",
    "two_proportions",
    "weights",
]
