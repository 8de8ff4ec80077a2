"""The interview: the fewest questions after which the answers of all rules are certain, and the reasons for each."""

from .asking import Ask, Interview, Question, Said
from .compiling import CLASH, Compiled, compile_rules
from .diagrams import LAST, Diagrams
from .reasons import Finding, Known, Reasons

__all__ = [
    "CLASH",
    "LAST",
    "Ask",
    "Compiled",
    "Diagrams",
    "Finding",
    "Interview",
    "Known",
    "Question",
    "Reasons",
    "Said",
    "compile_rules",
]
