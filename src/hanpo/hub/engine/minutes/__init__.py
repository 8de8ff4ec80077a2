"""Reading Japanese minutes (議事録): structure words, brackets, bullets and particles, no language model.

`read_minutes` proposes what a text says, each proposal with its source lines; a person decides what is stored.
`evaluate` measures a reading against a gold file that a careful reader wrote.
"""

from hanpo.hub.engine.minutes.model import Confidence, Kind, LineRange, MinutesReading, Proposal
from hanpo.hub.engine.minutes.reading import read_minutes
from hanpo.hub.engine.minutes.scores import GoldItem, Score, Scores, evaluate, parse_gold, score_report

__all__ = [
    "Confidence",
    "GoldItem",
    "Kind",
    "LineRange",
    "MinutesReading",
    "Proposal",
    "Score",
    "Scores",
    "evaluate",
    "parse_gold",
    "read_minutes",
    "score_report",
]
