"""Every page is well-formed: each element is closed where it was opened. A browser mends a stray end tag in silence,
and the page slips out of its frame.
"""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from tests.house import people, routes
from tests.house.samples import HOME, arguments_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

ROUTES = [pytest.param(route, id=route.name) for route in routes.ours()]
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Balance(HTMLParser):
    """Remembers what is open, and every end tag that closes something else."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, int]] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append((tag, self.getpos()[0]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of SVG that closes itself."""

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            self.faults.append(f"line {self.getpos()[0]}: </{tag}> while {self.open[-1:]} is open")
        else:
            self.open.pop()


def faults_of(page: str) -> list[str]:
    """What is not closed where it was opened."""
    balance = Balance()
    balance.feed(page)
    return balance.faults + [f"line {line}: <{tag}> is never closed" for tag, line in balance.open]


def test_a_stray_end_tag_is_found():
    assert faults_of("<main><p>a</p></div></main>")
    assert faults_of("<main><p>a</main>")
    assert not faults_of("<main><p>a<br></p><svg><path d='M0'/></svg></main>")


@pytest.mark.parametrize("route", ROUTES)
def test_every_page_is_closed_where_it_was_opened(route: routes.Route, walkers: dict[tuple[str, str], Client]):
    client = Client() if route.is_public else walkers[people.role_for(route), HOME]
    answer = client.get(reverse(route.name, kwargs=dict(arguments_for(route, HOME))))
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
        pytest.skip("nothing to look at")
    assert faults_of(answer.content.decode()) == []
