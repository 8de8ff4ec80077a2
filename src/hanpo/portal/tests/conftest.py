"""What tests of the portal's pages may ask for: a field that prepares work, and work in somebody's tray."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from hanpo.core import clock, registry, scope
from hanpo.core.models import Municipality, PreparedWork
from hanpo.core.registry import (
    CalendarItem,
    CalendarSource,
    Fact,
    Manifest,
    PrefectureFact,
    ResidentItem,
    ResidentSource,
)
from hanpo.core.tests import factories


class Letters:
    """A preparer of letters; remembers what was carried out and taken back."""

    key = "sample.letter"
    label = "手紙の下書き"

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []

    def prepare(self, *, municipality, today):
        return ()

    def approve(self, *, actor, work, values):
        self.sent.append(dict(values))
        return {"number": len(self.sent)}

    def undo(self, *, actor, work):
        self.sent.pop()


@pytest.fixture
def letters() -> Iterator[Letters]:
    """A field of its own that offers one of everything the portal shows."""
    letters = Letters()
    manifest = Manifest(
        key="sample",
        label="見本",
        preparers=(letters,),
        calendar=(
            CalendarSource(
                key="sample",
                permission="core.work_with_tray",
                items=lambda since, _until: [CalendarItem(day=since, title="打合せ", url="/tray/", time="10:00")],
            ),
        ),
        prefecture_facts=(
            PrefectureFact(
                key="sample.step",
                label="見本のステップ",
                permission="core.see_prefecture",
                values=lambda _today: {"282090": Fact(text="実証に入った", url="/m/282090/")},
            ),
        ),
        residents=(
            ResidentSource(
                key="sample",
                due=lambda _resident, today: [ResidentItem(title="問診に答える", url="/my/", day=today)],
            ),
        ),
    )
    registry.register(manifest)
    yield letters
    registry._manifests.pop("sample")


@pytest.fixture
def prepare(letters: Letters) -> Callable[..., PreparedWork]:
    """Put a letter into the tray of a municipality's section staff."""

    def prepared(place: Municipality | None = None, **facts: Any) -> PreparedWork:
        count = next(factories._number)
        defaults = {
            "municipality": place or factories.municipality(),
            "preparer": letters.key,
            "key": f"letter-{count}",
            "role": "section_staff",
            "title": f"手紙 {count}",
            "why": [{"text": "期限が近い", "url": "/tray/"}],
            "effect": "手紙を送ります。",
            "due": None,
            "minutes_saved": 15,
            "draft": {"text": "こんにちは", "day": "2026-12-01"},
            "fields": [
                {"name": "text", "label": "文", "kind": "text"},
                {"name": "day", "label": "日付", "kind": "date"},
            ],
        }
        with scope.within(scope.EVERYWHERE):
            return PreparedWork.objects.create(**(defaults | facts))

    return prepared


@pytest.fixture
def in_days() -> Callable[[int], date]:
    """The day so many days from today."""
    return lambda days: clock.today() + timedelta(days=days)
