"""Days, months and numbers of things as offices write them: 和暦 on Japanese pages, the ISO form in other languages."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import get_language, gettext, ngettext

from hanpo.core import clock
from hanpo.core.japanese import format_wareki

register = template.Library()

DAYS_OF_YEAR = 365


@register.filter(name="wareki")
def wareki(day: date | None) -> str:
    """令和8年11月23日（月）; nothing for no day."""
    return _written(day, style="long")


@register.filter(name="wareki_short")
def wareki_short(day: date | None) -> str:
    """R8.11.23(月), for tables; nothing for no day."""
    return _written(day, style="short")


@register.filter(name="wareki_month")
def wareki_month(day: date | None) -> str:
    """令和8年11月, for a month named by any of its days; nothing for no day."""
    if not day:
        return ""
    return format_wareki(day).rpartition("月")[0] + "月" if _is_japanese() else f"{day:%Y-%m}"


@register.filter(name="wareki_moment")
def wareki_moment(moment: datetime | None) -> str:
    """R8.11.23(月) 14:20, in Japan's time; nothing for no moment."""
    return f"{_written(moment, style='short')} {timezone.localtime(moment):%H:%M}" if moment else ""


@register.filter(name="month_name")
def month_name(month: int, length: str = "") -> str:
    """4月, April, or Apr. where the length is "short": a month of any year by its number."""
    if _is_japanese():
        return f"{month}月"
    return str((MONTHS_3 if length == "short" else MONTHS)[month]).capitalize()


@register.filter(name="pieces")
def pieces(number: int | str) -> str:
    """The unit that follows a number of things: 件, item or items."""
    return ngettext("件", "件", int(number or 0))


@register.filter(name="lines")
def lines(number: int | str) -> str:
    """The unit that follows a number of lines or rows: 行, row or rows."""
    return ngettext("行", "行", int(number or 0))


@register.filter(name="listed")
def listed(numbers: str) -> str:
    """Numbers that were written side by side, parted as the language of the page does: 13、15 or 13, 15."""
    return numbers.replace("、", gettext("、"))


@register.filter(name="days_long")
def days_long(days: int) -> str:
    """A long number of days with the years that people think in: 1,825日（およそ5年）; short ones as days alone."""
    said = ngettext("%(days)s日", "%(days)s日", days) % {"days": intcomma(days)}
    if days < DAYS_OF_YEAR:
        return said
    years = f"{days / DAYS_OF_YEAR:.1f}".removesuffix(".0")
    return gettext("%(days)s（およそ%(years)s年）") % {"days": said, "years": years}


@register.simple_tag(name="wareki_now")
def wareki_now() -> str:
    """The moment at which the page is made, for the head of a printed sheet."""
    return wareki_moment(clock.now())


def _is_japanese() -> bool:
    return (get_language() or "ja").startswith("ja")


def _written(day: date | None, *, style: str) -> str:
    if not day:
        return ""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    if _is_japanese():
        return format_wareki(day, style="short" if style == "short" else "long", weekday=True)
    return day.isoformat()
