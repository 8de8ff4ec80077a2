"""Days as offices write them: 和暦 on Japanese pages, the ISO form in other languages."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from hanpo.core.japanese import format_wareki

register = template.Library()


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
