"""Changing the counter: which problems say the same, what may begin, what may be decided next, what a step did.

`similar` finds cards that say the same; `order` reads what needs what; `consensus` finds the next smallest decision;
`effect` compares timings before and after and refuses to conclude from few; `totals` adds up walks.
"""

from .consensus import Item, Move, Need, Voice, needs_of, next_decision
from .effect import Conclusion, Effect, compare
from .order import Circle, in_order, ready
from .similar import Pair, alike
from .totals import Stop, WalkTotal, total

__all__ = [
    "Circle", "Conclusion", "Effect", "Item", "Move", "Need", "Pair", "Stop", "Voice", "WalkTotal", "alike", "compare",
    "in_order", "needs_of", "next_decision", "ready", "total",
]  # fmt: skip
