"""The table of limits: `seeds/deadlines.yaml` into rules."""

from hanpo.core.japanese import CLOSED_DAY_RULES, COUNTING_RULES, Period
from hanpo.counter.engine.deadlines import DeadlineRuleError, Limit, Rule, by_key

from .tables import SEEDS, Entry, TableError, entries

_FIELDS = frozenset(
    "key name limit article event event_ja period counting closed_days until certain_count verified "
    "valid_from valid_to consequence procedures source".split()
)
_UNITS = {"days": Period.days, "weeks": Period.weeks, "months": Period.months, "years": Period.years}


def read_deadlines(text: str) -> tuple[Rule, ...]:
    """The rules in a YAML text. Raises TableError with entry and field."""
    rules = tuple(_rule(entry) for entry in entries(text))
    try:
        by_key(rules)
    except DeadlineRuleError as error:
        raise TableError(str(error)) from error
    return rules


def deadline_rules() -> tuple[Rule, ...]:
    """The rules that come with Hanpo."""
    return read_deadlines((SEEDS / "deadlines.yaml").read_text("utf-8"))


def _rule(entry: Entry) -> Rule:
    entry.only(_FIELDS)
    try:
        return Rule(
            key=entry.text("key"),
            name_ja=entry.text("name"),
            limit=entry.choice("limit", {one.value: one for one in Limit}, ""),
            article=entry.text("article"),
            event=entry.text("event", ""),
            event_ja=entry.text("event_ja", ""),
            period=_period(entry),
            counting=entry.choice("counting", COUNTING_RULES, "civil"),
            closed_days=entry.choice("closed_days", CLOSED_DAY_RULES, "keep"),
            until=entry.day("until"),
            certain_count=entry.flag("certain_count", True),
            verified=entry.flag("verified", True),
            valid_from=entry.day("valid_from"),
            valid_to=entry.day("valid_to"),
            consequence_ja=entry.text("consequence", ""),
            procedures=entry.texts("procedures"),
            source=entry.text("source", ""),
        )
    except DeadlineRuleError as error:
        raise TableError(str(error)) from error


def _period(entry: Entry) -> Period | None:
    if "period" not in entry.fields:
        return None
    amount, _space, unit = entry.text("period").partition(" ")
    if not amount.isdecimal() or unit not in _UNITS:
        raise entry.fail("period", "a length such as 14 days or 3 months is needed")
    return _UNITS[unit](int(amount))
