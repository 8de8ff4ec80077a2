"""What can be wrong with a rule. Messages are Japanese: the person who edits the table reads them."""

from __future__ import annotations


class RuleError(ValueError):
    """A table, a cell or a fact that cannot be used as it stands."""


class CellError(RuleError):
    """A cell that is no unary test of the subset; the message says what would be."""


class FactError(RuleError):
    """A fact that is missing, of the wrong kind or outside what its input allows."""


class RuleClash(RuleError):
    """Rows that may not apply together do: two rows under UNIQUE, or two different results under ANY."""


class CycleError(RuleError):
    """Tables that wait for each other's results."""
