"""Cases: numbers that cannot be mistyped, when a case may be closed, free times of a course, rows for other systems."""

from .mapping import ITEM, MADE_UP, SOURCES, Column, FilledRow, MappingFault, fill, mapping_faults
from .numbers import NumberError, case_number, read_number
from .progress import MOVES, OPEN, SETTLED, TaskState, may_close, may_move
from .visits import Course, Slot, bookable_days, slots_of

__all__ = [
    "ITEM", "MADE_UP", "MOVES", "OPEN", "SETTLED", "SOURCES", "Column", "Course", "FilledRow", "MappingFault",
    "NumberError",
    "Slot", "TaskState", "bookable_days", "case_number", "fill", "mapping_faults", "may_close", "may_move",
    "read_number", "slots_of",
]  # fmt: skip
