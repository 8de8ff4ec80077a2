"""The guide (手続案内書): what an interview's answers mean for one household, with days, things to bring and benefits."""

from .benefits import Amounts, BenefitTold, Rates, benefits_told
from .days import BROUGHT_ABOUT_BY, DAYS, CountedFrom, counted_from, days_wanted, events_of
from .making import Book, make_guide
from .sheet import Bring, DueTold, GuideSheet, Line, Stop

__all__ = [
    "BROUGHT_ABOUT_BY", "DAYS", "Amounts", "BenefitTold", "Book", "Bring", "CountedFrom", "DueTold", "GuideSheet",
    "Line", "Rates", "Stop", "benefits_told", "counted_from", "days_wanted", "events_of", "make_guide",
]  # fmt: skip
