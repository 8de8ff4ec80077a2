"""Walks through every page that the crawl knows, in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from hanpo.core import scope
from tests.house import people, routes
from tests.house.furniture import furnish
from tests.house.samples import HOME, arguments_for

SIGN_IN = ("/account/login/", "/account/password/reset/")
NOT_ON_A_PHONE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def pages(walkers: dict[tuple[str, str], Client]) -> Iterator[tuple[str, Client]]:
    """The address of every page that shows something, with somebody who may see it."""
    yield from ((address, Client()) for address in SIGN_IN)
    for route in routes.ours():
        client = walkers[people.role_for(route), HOME]
        address = reverse(route.name, kwargs=dict(arguments_for(route, HOME)))
        answer = client.get(address)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            yield address, client


def faults_of_every_page(
    page: Page, live_server: Any, no_barriers: Callable[[Page], None], *, screen: dict[str, int]
) -> str:
    """What is a barrier on any page, or wider than a screen of this size in pixels; empty where nothing is."""
    with scope.within(scope.EVERYWHERE):
        furnish()
        walkers = people.signed_in()
    page.set_viewport_size(screen)
    return "\n".join(
        fault
        for address, client in pages(walkers)
        for fault in _faults(page, live_server, address, client, no_barriers)
    )


def _faults(
    page: Page, live_server: Any, address: str, client: Client, no_barriers: Callable[[Page], None]
) -> Iterator[str]:
    _become(page, live_server, client)
    page.goto(address)
    try:
        no_barriers(page)
    except AssertionError as barriers:
        yield str(barriers)
    if (wider := page.evaluate(NOT_ON_A_PHONE)) > 0:
        yield f"{address} is {wider} pixels wider than the screen"


def _become(page: Page, live_server: Any, client: Client) -> None:
    page.context.clear_cookies()
    if settings.SESSION_COOKIE_NAME in client.cookies:
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
