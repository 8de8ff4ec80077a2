"""Steps that every journey takes. Each ends when the next page has come, so that nothing looks at the page before."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


def follow(step: Locator) -> None:
    """Click what leads to another page, and wait for that page."""
    with step.page.expect_navigation():
        step.click()


def press(page: Page, name: str) -> None:
    """Press the button of this name, and wait for the page that it leads to."""
    follow(page.get_by_role("button", name=name, exact=True).last)
