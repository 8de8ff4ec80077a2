"""The interview: the fewest questions after which the answers of all rules are certain, and the reasons for each."""

from .asking import Ask, Interview, Question, Said
from .compiling import CLASH, Compiled, Loom, axes_over, compile_rules
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
    "Loom",
    "Question",
    "Reasons",
    "Said",
    "axes_over",
    "compile_rules",
]
