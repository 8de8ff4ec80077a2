"""What a law says about the last day of a procedure, as data: from which event, how long, how counted, what if closed.

Three ways of counting live side by side and are never to be mixed up: 戸籍法43条 counts the day of the event (出生, 死亡);
住民基本台帳法 has no rule of its own, so 民法140条 leaves it out (転入, 転居, 世帯変更); 児童手当 runs from the planned leaving
date told to the municipality before, not from the moving-in date. Whether a last day on a closing day moves is a fact
of each procedure (地方自治法4条の2第4項, or a municipality's own announcement) and never assumed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from hanpo.core.japanese import (
    CIVIL,
    KEEP_LAST_DAY,
    ClosedDayRule,
    CountingRule,
    Period,
)


class DeadlineRuleError(ValueError):
    """A rule contradicts itself, or two rules have the same key."""


class Limit(Enum):
    """What kind of limit a procedure has."""

    WITHIN = "within"
    """Within a period that begins with an event."""
    BEFORE = "before"
    """Before an event: at the latest on the eve (転出届: あらかじめ)."""
    UNTIL = "until"
    """Until a day of the calendar, the same for everybody."""
    PROMPTLY = "promptly"
    """すみやかに: no day can be named."""
    NONE = "none"
    """No limit: the notice itself makes it so (婚姻届, 協議離婚)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The limit of one procedure.

    `event` names the day from which it is counted (`moved_in`, `planned_leaving`, `born` …). `certain_count` is False
    where the law or page gives the length without saying how it is counted: then 民法140条 is taken as the general rule
    and the day before is advised. `verified` is False where the clause itself has not been read.
    """

    key: str
    name_ja: str
    limit: Limit
    article: str
    event: str = ""
    event_ja: str = ""
    period: Period | None = None
    counting: CountingRule = CIVIL
    closed_days: ClosedDayRule = KEEP_LAST_DAY
    until: date | None = None
    certain_count: bool = True
    verified: bool = True
    valid_from: date | None = None
    valid_to: date | None = None
    consequence_ja: str = ""
    procedures: tuple[str, ...] = ()
    source: str = ""

    def __post_init__(self) -> None:
        counted = self.limit in {Limit.WITHIN, Limit.BEFORE}
        if counted != bool(self.event) or (self.limit is Limit.WITHIN) != (self.period is not None):
            raise DeadlineRuleError(f"{self.key}: a counted limit needs an event, a period only if it runs after it")
        if (self.limit is Limit.UNTIL) != (self.until is not None):
            raise DeadlineRuleError(f"{self.key}: only a limit of the calendar has a day of its own")
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise DeadlineRuleError(f"{self.key}: the rule ends before it begins")

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def by_key(rules: Iterable[Rule]) -> Mapping[str, Rule]:
    """Rules by key. Raises DeadlineRuleError where two share one."""
    found: dict[str, Rule] = {}
    for rule in rules:
        if rule.key in found:
            raise DeadlineRuleError(f"{rule.key}: two rules have this key")
        found[rule.key] = rule
    return found


def overlaid(rules: Iterable[Rule], closed_days: Mapping[str, ClosedDayRule]) -> tuple[Rule, ...]:
    """The rules of one municipality: the same, with its own rule for closing days where it has announced one.

    Raises DeadlineRuleError for a key that no rule has, so that a mistyped override is not lost.
    """
    known = by_key(rules)
    unknown = sorted(closed_days.keys() - known.keys())
    if unknown:
        raise DeadlineRuleError(f"no rule has the key {', '.join(unknown)}")
    return tuple(replace(rule, closed_days=closed_days.get(key, rule.closed_days)) for key, rule in known.items())
