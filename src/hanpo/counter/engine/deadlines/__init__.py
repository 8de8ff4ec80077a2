"""Deadlines: the last day of each procedure with its reason and article, and what a missed one costs."""

from .cards import CardClocks, CardState, card_clocks
from .counting import Due, NoDay, all_due, due
from .months import PaymentStart, following_month, payment_start
from .rules import DeadlineRuleError, Limit, Rule, by_key, overlaid

__all__ = [
    "CardClocks", "CardState", "DeadlineRuleError", "Due", "Limit", "NoDay", "PaymentStart", "Rule", "all_due",
    "by_key", "card_clocks", "due", "following_month", "overlaid", "payment_start",
]  # fmt: skip
