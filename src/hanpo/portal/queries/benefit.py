"""職員メリット帳: what prepared work saved, for a fiscal year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hanpo.core.japanese import fiscal_year, format_fiscal_year
from hanpo.core.queries.prepared import LedgerKind, LedgerMonth, benefit_by_kind, benefit_ledger
from hanpo.core.registry import Text
from hanpo.portal.engine import BarChart, bar_chart
from hanpo.portal.queries.tray import kind_labels


@dataclass(frozen=True, slots=True)
class Total:
    """Rows of the ledger added up; minutes are estimates."""

    approved: int
    changed: int
    declined: int
    minutes_saved: int

    @property
    def accepted(self) -> int:
        return self.approved + self.changed

    @property
    def hours_saved(self) -> str:
        """Hours with one decimal; an estimate like the minutes."""
        return f"{self.minutes_saved / 60:.1f}"


@dataclass(frozen=True, slots=True)
class Benefit:
    """The ledger of a fiscal year (April to March): by month, by kind, in all, and as bars."""

    year: int
    label: str
    months: Sequence[LedgerMonth]
    kinds: Sequence[LedgerKind]
    total: Total
    chart: BarChart
    is_this_year: bool

    @property
    def named_kinds(self) -> list[tuple[Text, LedgerKind]]:
        """The kinds with their names; one that no field offers any more keeps its key."""
        labels = kind_labels()
        return [(labels.get(kind.preparer, kind.preparer), kind) for kind in self.kinds]


def benefit(*, year: str | None, today: date) -> Benefit:
    """The ledger of the fiscal year asked for, or of this one."""
    this_year = fiscal_year(today)
    wanted = int(year) if year and year.isdecimal() and 2000 <= int(year) <= this_year else this_year
    since, until = date(wanted, 4, 1), date(wanted + 1, 3, 31)
    months = benefit_ledger(since=since, until=until)
    kinds = benefit_by_kind(since=since, until=until)
    bars = bar_chart([(_("{month}月").format(month=m.month.month), m.minutes_saved) for m in months])
    return Benefit(wanted, _label(wanted), months, kinds, _total(months), bars, wanted == this_year)


def _label(year: int) -> str:
    """The fiscal year as one says it: by era in Japanese, as FY2026 in English."""
    return format_fiscal_year(year) if (get_language() or "ja").startswith("ja") else f"FY{year}"


def _total(rows: Iterable[LedgerMonth]) -> Total:
    every = list(rows)
    return Total(
        sum(row.approved for row in every),
        sum(row.changed for row in every),
        sum(row.declined for row in every),
        sum(row.minutes_saved for row in every),
    )
