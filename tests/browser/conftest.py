"""What every browser test may ask for: a page on the live server, a person signed in, and the check for barriers.

`live_page` is an empty tab whose addresses are relative to the live server; `enter` signs a person in without typing;
`no_barriers` fails with what axe-core found. `pytest-playwright` drives the chromium that the machine has.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from playwright.sync_api import Page

from hanpo.core.models import Person

# Playwright keeps an event loop in the thread of the tests; Django would refuse the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, and skip it where there is no browser."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker("browser")
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no chromium on this machine (Debian: apt install chromium)"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own chromium, as it runs in a container."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], live_server: Any) -> dict[str, Any]:
    """A Japanese office PC, looking at the live server."""
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "locale": "ja-JP",
        "timezone_id": "Asia/Tokyo",
        "viewport": {"width": 1366, "height": 768},
    }


@pytest.fixture
def cleared(transactional_db: None) -> Iterator[None]:
    """Let the database be emptied after the test: its guards refuse to remove history. Emptying puts them up again."""
    yield
    with connection.cursor() as cursor:
        for statement in _without_guards(cursor):
            cursor.execute(statement)


def _without_guards(cursor: Any) -> list[str]:
    if connection.vendor == "postgresql":
        return ["DROP FUNCTION IF EXISTS hanpo_history_is_appended() CASCADE"]
    cursor.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND (name LIKE '%_no_update' OR name LIKE '%_no_delete')"
    )
    return [f'DROP TRIGGER "{name}"' for (name,) in cursor.fetchall()]


@pytest.fixture
def live_page(cleared: None, page: Page) -> Iterator[Page]:
    """A tab on the live server. The test fails when the page's own code fails or breaks the content security policy."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None)
    cache.clear()
    yield page
    assert complaints == []


@pytest.fixture
def enter(live_page: Page, live_server: Any) -> Callable[[Person], Page]:
    """Give the tab in which this person has signed in."""

    def entered(person: Person) -> Page:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
        live_page.context.add_cookies([{**cookie, "url": live_server.url}])
        return live_page

    return entered


@pytest.fixture(scope="session")
def no_barriers() -> Callable[[Page], None]:
    """Check a page with axe-core; every violation is a failure."""
    axe = Axe()

    def check(page: Page) -> None:
        page.wait_for_load_state()  # a document that is still coming cannot be judged
        found = axe.run(page).response["violations"]
        said = [
            f"{one['id']}: {node['target']} {node.get('failureSummary', '')}" for one in found for node in one["nodes"]
        ]
        assert said == [], "\n".join([page.url, *said])

    return check
