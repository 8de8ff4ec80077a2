"""The English pages read as English: words that Japanese may put side by side are parted by blanks, and the marks
between them are English ones.

Whether a translation reads well is for people to see; this finds what comes of joining translated pieces.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.house import people, routes
from tests.house.samples import HOME, arguments_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

ROUTES = [pytest.param(route, id=route.name) for route in routes.ours()]
RUN_ON = {"span", "strong", "em", "b", "i", "time", "code", "output", "small", "ruby", "rt", "rp", "use", "svg", "path"}
"""Elements within a line: what stands in them is read together with what stands beside them."""
SILENT = {"script", "style", "kbd", "title", "text"}
"""What is not read as part of a line: keys beside a word, numbers placed in a chart."""
FAULTS = {
    "a number and a word without a blank": re.compile(
        r"(?<![\w/.:#@-])(?:\d[\d.-]*)?\d(?!(?:st|nd|rd|th)\b)(?=[A-Za-z]*[a-z])[A-Za-z]{2,}\b(?![-.:/@])"
    ),
    "a word and a number without a blank": re.compile(r"(?<![\w/.:#@-])(?:about|in|due|Rows|Months?|unread)\d"),
    "two sentences without a blank": re.compile(r"[a-z0-9)][.!?][A-Z][a-z]"),
    "two words without a blank": re.compile(r"\b[a-z]{3,}[A-Z][a-z]+"),
    "a Japanese mark in English": re.compile(r"[A-Za-z\d)][（：、。〜・｜][A-Za-z\d]"),
}
NAMES = ("JavaScript", "iCal", "GitHub", "PostgreSQL")


class Lines(HTMLParser):
    """The lines of a page as they are read aloud. What says that it is Japanese (`lang="ja"`) is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.left_out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.left_out or tag in SILENT or (dict(attrs).get("lang") == "ja" and tag != "html"):
            self.left_out.append(tag)
        elif tag not in RUN_ON:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.left_out:
            while self.left_out.pop() != tag:
                pass
        elif tag not in RUN_ON:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.left_out:
            self.pieces.append(re.sub(r"\s+", " ", data))


def lines_of(page: str) -> list[str]:
    """The lines of a page that hold words."""
    lines = Lines()
    lines.feed(page)
    return [line.strip() for line in "".join(lines.pieces).splitlines() if line.strip()]


def faults_of(line: str) -> list[str]:
    """What is wrong with a line of English."""
    for name in NAMES:
        line = line.replace(name, name.lower())
    return [f"{what}: {line}" for what, pattern in FAULTS.items() if pattern.search(line)]


@pytest.mark.parametrize(
    "line", ["2026-11-19at the latest", "(27Rows)", "about60minutes", "returned.Includes", "unreadYou", "days：overdue"]
)
def test_pieces_that_were_joined_without_a_blank_are_found(line: str):
    assert faults_of(line)


@pytest.mark.parametrize(
    "line",
    [
        "due 2026-11-20 (3 days left)",
        "第3回会議（27行）",
        "walker-prefecture-282090",
        "A4",
        "set of application forms 8HZFXAZ",
    ],
)
def test_a_line_that_reads_well_is_left_alone(line: str):
    assert not faults_of(line)


def test_a_line_is_read_across_the_elements_within_it():
    assert lines_of("<p>due <span>2026-11-20</span><span>at</span></p><p lang=ja>件</p>") == ["due 2026-11-20at"]


@pytest.mark.parametrize("route", ROUTES)
def test_every_page_parts_its_english_words(route: routes.Route, walkers: dict[tuple[str, str], Client]):
    found: set[str] = set()
    for client in _readers(route, walkers):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        answer = client.get(reverse(route.name, kwargs=dict(arguments_for(route, HOME))))
        del client.cookies[settings.LANGUAGE_COOKIE_NAME]
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            found.update(fault for line in lines_of(answer.content.decode()) for fault in faults_of(line))
    assert found == set()


def _readers(route: routes.Route, walkers: dict[tuple[str, str], Client]) -> list[Client]:
    """Whoever sees most of the page, and the section's staff where they may see it too."""
    if route.is_public:
        return [Client()]
    roles = {people.role_for(route)} | ({"section_staff"} & people.roles_for(route))
    return [walkers[role, HOME] for role in sorted(roles)]
