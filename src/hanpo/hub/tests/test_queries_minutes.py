"""Reads of imported minutes: nothing of the text is lost, and each kind says what it becomes."""

from __future__ import annotations

from pathlib import Path

import pytest

from hanpo.core.tests import factories as ground
from hanpo.hub.actions.minutes import import_minutes
from hanpo.hub.engine.minutes import Kind
from hanpo.hub.queries import kinds
from hanpo.hub.queries import minutes as queries
from hanpo.hub.tests import factories

FOLDER = Path(__file__).parent.parent / "demo_data" / "minutes"


def test_every_kind_that_the_reader_knows_has_words():
    assert {kind.value for kind in Kind} - {queries.SAYS_NOTHING} <= kinds.WORDS.keys()


def test_a_problem_becomes_a_problem_of_the_project_only_for_a_municipality():
    words = kinds.words_of("problem")
    assert (words.fields(has_place=True), words.fields(has_place=False)) == (("kind", "side", "said_by"), ())
    assert words.destination(has_place=True) != words.destination(has_place=False)


@pytest.mark.parametrize(
    ("read", "name", "value"),
    [
        ({"category": "費用"}, "kind", "money"),
        ({}, "kind", ""),
        ({"scope": "外部"}, "side", "external"),
        ({}, "side", "own"),
        ({"start": "9:30"}, "start", "09:30"),
        ({"title": "開会", "title_2": "報告"}, "title", "開会、報告"),
    ],
)
def test_what_the_reader_guessed_stands_in_the_form_in_its_own_words(read, name, value):
    assert kinds.guess(read=read, name=name) == value


def test_what_a_person_writes_replaces_everything_that_was_read_for_that_field():
    read = {"title": "開会", "title_2": "報告"}
    assert kinds.mended(read=read, name="title", value="開会と報告") == {"title": "開会と報告", "title_2": ""}


@pytest.mark.django_db
@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_every_line_and_every_proposal_of_any_minutes_is_shown(path, prefecture, amagasaki):
    text = path.read_text("utf-8")
    minutes = import_minutes(
        actor=ground.person("prefecture", prefecture), programme=factories.programme(), file_name=path.name, text=text
    )
    lines = queries.lines_of(minutes)
    assert [line.text for line in lines] == text.splitlines()
    assert all(line.proposals for line in lines if not line.is_blank)
    shown = {item.proposal.pk for block in queries.blocks(minutes) for item in block.items}
    assert shown == set(queries.undecided(minutes).values_list("pk", flat=True))
    progress = queries.progress(minutes)
    assert (progress.total, progress.decided, progress.left) == (len(shown), 0, len(shown))
