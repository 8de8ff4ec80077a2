"""What the replies to a survey say together: tables with who has not answered, the change since last time, and what of
it may be shown to others.

`gather` makes the results of a survey, `compare` sets them beside the survey before, `for_others` leaves out what was
promised not to be shown, `pooled` counts groups of texts without telling small ones. Results are kept as plain data by
`as_data` and read back by `from_data`.
"""

from hanpo.council.engine.results.classes import CLASSES, class_labels, class_of, grouping
from hanpo.council.engine.results.comparing import compare
from hanpo.council.engine.results.gathering import Member, gather
from hanpo.council.engine.results.keeping import as_data, from_data
from hanpo.council.engine.results.shape import (
    Base,
    Change,
    ChangedLine,
    Named,
    NotComparable,
    Question,
    Results,
    Said,
    Span,
    Withheld,
)
from hanpo.council.engine.results.showing import LEAST_K, Pooled, Promised, for_others, pooled

__all__ = [
    "CLASSES",
    "LEAST_K",
    "Base",
    "Change",
    "ChangedLine",
    "Member",
    "Named",
    "NotComparable",
    "Pooled",
    "Promised",
    "Question",
    "Results",
    "Said",
    "Span",
    "Withheld",
    "as_data",
    "class_labels",
    "class_of",
    "compare",
    "for_others",
    "from_data",
    "gather",
    "grouping",
    "pooled",
]
