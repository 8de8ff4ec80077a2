"""Reads of effects: before and after with uncertainty, and what the measured months gave back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Avg, Q, QuerySet
from django.utils.translation import gettext as _

from hanpo.counter.engine.improving import Conclusion, Effect, compare
from hanpo.counter.engine.improving.effect import FEWEST
from hanpo.counter.models import Improvement, ImprovementStep, Measure, Phase, Timing

CENT = Decimal("0.01")
ONCE_IN = 0.001


def timings() -> QuerySet[Timing]:
    """The timings of the current scope."""
    rows: QuerySet[Timing] = Timing.objects.select_related("step__to_be__improvement")
    return rows


def measures() -> QuerySet[Measure]:
    """The measures of the current scope."""
    rows: QuerySet[Measure] = Measure.objects.select_related("step__to_be__improvement", "section", "municipality")
    return rows


def mean_minutes(*, step: ImprovementStep) -> tuple[Decimal | None, Decimal | None]:
    """The mean of the staff's minutes a case before and after a step; None where nothing was timed."""
    means = Timing.objects.filter(step=step, of_staff=True).aggregate(
        before=Avg("minutes", filter=Q(phase=Phase.BEFORE)), after=Avg("minutes", filter=Q(phase=Phase.AFTER))
    )
    return _rounded(means["before"]), _rounded(means["after"])


@dataclass(frozen=True, slots=True)
class Finding:
    """What a step did to the minutes of residents or staff, and what may be said of it."""

    step: ImprovementStep
    of_staff: bool
    effect: Effect

    @property
    def span(self) -> str:
        """The difference with its bounds, in minutes; empty where there are too few timings."""
        effect = self.effect
        if effect.saved is None or effect.low is None or effect.high is None:
            return ""
        said = {"saved": f"{effect.saved:.1f}", "low": f"{effect.low:.1f}", "high": f"{effect.high:.1f}"}
        return _("%(saved)s分（%(low)s〜%(high)s）") % said

    @property
    def chance(self) -> str:
        """How often shuffling alone would differ as much; empty where there are too few timings."""
        chance = self.effect.chance
        if chance is None:
            return ""
        return _("1000回に1回未満") if chance < ONCE_IN else f"{chance:.3f}"

    @property
    def words(self) -> str:
        """The finding in a sentence that claims no more than the timings show."""
        effect = self.effect
        if effect.conclusion == Conclusion.TOO_FEW or effect.low is None or effect.high is None:
            return _("まだ言えません。前と後で%d件ずつ計ると、比べられます。") % FEWEST
        low, high = sorted((abs(effect.low), abs(effect.high)))
        if effect.conclusion == Conclusion.OPEN:
            return _("減ったとも増えたとも言えません。計る件数を増やすか、別の手を考えてください。")
        said = {"low": f"{low:.1f}", "high": f"{high:.1f}"}
        if effect.conclusion == Conclusion.LESS:
            return _("1件あたり%(low)s〜%(high)s分短くなったと言えます。") % said
        return _("1件あたり%(low)s〜%(high)s分長くなったと言えます。") % said


def findings(*, improvement: Improvement) -> list[Finding]:
    """What was timed, step by step, residents before staff."""
    rows = timings().filter(step__to_be__improvement=improvement).order_by("step_id", "of_staff", "pk")
    groups: dict[tuple[int, bool], list[Timing]] = {}
    for row in rows:
        groups.setdefault((row.step_id, row.of_staff), []).append(row)
    return [Finding(found[0].step, of_staff, _compared(found)) for (_pk, of_staff), found in groups.items()]


@dataclass(frozen=True, slots=True)
class MonthTotal:
    """What a month's confirmed measures gave the staff of a section back, in minutes."""

    month: date
    section: str
    cases: int
    minutes: int


def confirmed_months(*, improvement: Improvement | None = None) -> list[MonthTotal]:
    """Confirmed measures by month and section, the newest month first; sections by name, never by minutes."""
    rows = measures().filter(confirmed_at__isnull=False)
    if improvement is not None:
        rows = rows.filter(step__to_be__improvement=improvement)
    found: dict[tuple[date, str], list[Measure]] = {}
    for row in rows.order_by("-month", "section__name", "pk"):
        found.setdefault((row.month, row.section.name), []).append(row)
    return [
        MonthTotal(month, name, sum(one.cases for one in some), sum(one.minutes_saved for one in some))
        for (month, name), some in found.items()
    ]


def to_confirm() -> Sequence[Measure]:
    """Measures that nobody has confirmed yet and that gave minutes back, the oldest month first."""
    rows = measures().filter(confirmed_at__isnull=True).order_by("month", "pk")
    return [row for row in rows if row.minutes_saved > 0]


def _compared(rows: Sequence[Timing]) -> Effect:
    before = [float(row.minutes) for row in rows if row.phase == Phase.BEFORE]
    after = [float(row.minutes) for row in rows if row.phase == Phase.AFTER]
    return compare(before, after)


def _rounded(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(CENT)
