"""How well whole minutes are read, against what a careful reader found in them."""

import re

import pytest

from hanpo.hub.engine.minutes import Kind, MinutesReading, Scores, evaluate, score_report
from hanpo.hub.tests.minutes.samples import GIVEN, OWN_NAMES, gold_data, gold_items, own_text, read

IMPORTANT = (
    Kind.MUNICIPAL_THEME,
    Kind.PROBLEM,
    Kind.NEXT_THING,
    Kind.QUESTION,
    Kind.ANSWER,
    Kind.OPTION,
    Kind.AGENDA_ITEM,
)
WELL_FORMED = 0.95
UNFAMILIAR = 0.90
GIVEN_GOLD = "2024-08-29"


@pytest.fixture(scope="module")
def given() -> MinutesReading:
    if not GIVEN.exists():
        pytest.skip(f"the programme's minutes are not at {GIVEN}")
    return read(GIVEN_GOLD, GIVEN.read_text(encoding="utf-8"))


def holds(scores: Scores, least: float) -> None:
    report = score_report(scores) + f"\nmissed: {scores.missed}\nextra: {scores.extra}"
    assert scores.overall.precision >= least, report
    assert scores.overall.recall >= least, report
    for kind in IMPORTANT:
        if kind in scores.by_kind:
            assert scores.by_kind[kind].precision >= least, report
            assert scores.by_kind[kind].recall >= least, report


def test_the_programmes_minutes_are_read_as_a_careful_reader_reads_them(given: MinutesReading) -> None:
    holds(evaluate(given, gold_items(GIVEN_GOLD)), WELL_FORMED)


def test_the_programmes_minutes_leave_nothing_unplaced(given: MinutesReading) -> None:
    assert given.unplaced == ()


def test_the_programmes_minutes_hold_what_can_be_counted_in_them(given: MinutesReading) -> None:
    def count(kind: Kind) -> int:
        return sum(one.kind is kind for one in given.proposals)

    assert (count(Kind.AGENDA_ITEM), count(Kind.PREFECTURE_COMMENT), count(Kind.OPTION)) == (6, 6, 3)
    answers = [one.fields["question"] for one in given.proposals if one.kind is Kind.ANSWER]
    assert (answers.count("1"), answers.count("2")) == (5, 6)
    named = {one.municipality for one in given.proposals if one.kind is Kind.MUNICIPAL_THEME}
    assert named == set(gold_data(GIVEN_GOLD)["municipalities"])


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("programme_2024-11-21", WELL_FORMED),
        ("council_reiwa", WELL_FORMED),
        ("dialogue", UNFAMILIAR),
        ("memo_broken", UNFAMILIAR),
    ],
)
def test_our_own_minutes_are_read_as_a_careful_reader_reads_them(name: str, least: float) -> None:
    holds(evaluate(read(name, own_text(name)), gold_items(name)), least)


FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in [*range(0x30, 0x3A), *range(0x41, 0x5B), 0x3A]})
DISGUISES = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "full-width figures and letters": lambda text: text.translate(FULL_WIDTH),
    "trailing spaces": lambda text: text.replace("\n", "　 \n"),
    "black bullets": lambda text: re.sub(r"(?m)^・", "●", text),
}


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("name", OWN_NAMES[:3])
def test_the_outward_form_of_a_text_does_not_change_its_reading(name: str, disguise: str) -> None:
    holds(evaluate(read(name, DISGUISES[disguise](own_text(name))), gold_items(name)), WELL_FORMED)


@pytest.mark.parametrize("name", OWN_NAMES[:3])
def test_lines_broken_at_forty_characters_are_read_like_whole_ones(name: str) -> None:
    before = [(one.kind, one.municipality) for one in read(name, own_text(name)).proposals]
    broken = "\n".join(
        part
        for line in own_text(name).split("\n")
        for part in [line[at : at + 40] for at in range(0, len(line), 40)] or [""]
    )
    after = [(one.kind, one.municipality) for one in read(name, broken).proposals]
    assert after == before
