"""The board on the wall: a call appears by itself, a dead line is said, and what was missed stands there afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from hanpo.core import clock, scope
from hanpo.counter.actions.waiting import tickets
from hanpo.counter.actions.waiting.places import set_desk_open
from hanpo.counter.models import Desk, ServiceLine
from hanpo.counter.tests import waiting_makers as make

pytestmark = pytest.mark.django_db(transaction=True)

SOON = 10_000
"""Milliseconds in which a board on the wall has asked again."""


def called(line: ServiceLine, desk: Desk) -> str:
    """The number of somebody who is called to the desk now."""
    with scope.within(scope.EVERYWHERE):
        taken = tickets.take_ticket(actor=None, lines=[line], at=clock.now())
        return tickets.call_number(actor=None, desk=desk, ticket=taken, at=clock.now()).number


def opened(name: str, line: ServiceLine) -> Desk:
    """A desk that is open now."""
    desk = make.desk(name, line, is_open=False)
    with scope.within(scope.EVERYWHERE):
        return set_desk_open(actor=None, desk=desk, is_open=True, at=clock.now() - timedelta(minutes=5))


def test_the_board_survives_a_lost_connection_without_a_reload(live_page: Page):
    line = make.line()
    first, second = opened("1番", line), opened("2番", line)
    live_page.goto(f"/counter/waiting/board/{make.CODE}/")
    live_page.evaluate("window.stillTheSamePage = true")
    calls, stale = live_page.locator(".board-call strong"), live_page.locator("[data-stale]")
    expect(live_page.get_by_text("呼び出し中の番号はありません")).to_be_visible()
    expect(stale).to_be_hidden()

    number = called(line, first)
    expect(calls).to_have_text([number], timeout=SOON)

    live_page.context.set_offline(True)
    expect(stale).to_be_visible()
    expect(stale).to_contain_text("少し前の様子")
    missed = called(line, second)
    expect(calls).to_have_text([number])

    live_page.context.set_offline(False)
    expect(calls.filter(has_text=missed)).to_be_visible(timeout=SOON)
    expect(stale).to_be_hidden()
    assert live_page.evaluate("window.stillTheSamePage")
