"""Every page on a phone: no barriers, nothing wider than the screen.

In a file of its own, so that two workers share the longest tests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Page

from tests.browser.every_page import faults_of_every_page

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="whichever database the rows come from, a page is the same page"
)


def test_no_page_has_barriers_on_a_phone(live_page: Page, live_server: Any, no_barriers: Callable[[Page], None]):
    assert faults_of_every_page(live_page, live_server, no_barriers, screen={"width": 390, "height": 844}) == ""
