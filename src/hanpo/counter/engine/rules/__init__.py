"""Rules as decision tables: a small language that can be analysed exactly (S-FEEL unary tests of DMN 1.x).

A cell is a set of values, a row a box of such sets, a table a list of boxes with a hit policy. So overlaps, gaps and
the next best question can be worked out and need not be guessed.
"""

from .catalogue import ANSWER, ANSWERS, Catalogue, Procedure, QuestionWords, Source, Words
from .cells import Cell, literals, read_cell, read_value, write_cell, write_value
from .deciding import Decision, Facts, RuleSet, chosen_rows, decide
from .errors import CellError, CycleError, FactError, RuleClash, RuleError
from .grid import Axis, axes_of
from .tables import HitPolicy, Input, Origin, Output, Overlay, Row, RowChange, Table, lay_over, row_changes
from .towns import TOWN, in_town
from .values import (
    Kind,
    Names,
    Spans,
    Value,
    Values,
    complement,
    everything,
    fits,
    join,
    just,
    meet,
    span,
    specimen,
    within,
)

__all__ = [
    "ANSWER",
    "ANSWERS",
    "TOWN",
    "Axis",
    "Catalogue",
    "Cell",
    "CellError",
    "CycleError",
    "Decision",
    "FactError",
    "Facts",
    "HitPolicy",
    "Input",
    "Kind",
    "Names",
    "Origin",
    "Output",
    "Overlay",
    "Procedure",
    "QuestionWords",
    "Row",
    "RowChange",
    "RuleClash",
    "RuleError",
    "RuleSet",
    "Source",
    "Spans",
    "Table",
    "Value",
    "Values",
    "Words",
    "axes_of",
    "chosen_rows",
    "complement",
    "decide",
    "everything",
    "fits",
    "in_town",
    "join",
    "just",
    "lay_over",
    "literals",
    "meet",
    "read_cell",
    "read_value",
    "row_changes",
    "span",
    "specimen",
    "within",
    "write_cell",
    "write_value",
]
