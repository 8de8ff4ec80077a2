"""Application forms on paper and as files: every value is there, in the right glyph, and only a signature is
missing.
"""

from __future__ import annotations

import io

import pypdf
import pytest

from hanpo.core import scope
from hanpo.core.tests import factories as ground
from hanpo.counter.actions.papers import protect_set
from hanpo.counter.files.paper_glyphs import known_sequences, sequences_in
from hanpo.counter.files.papers import papers_pdf
from hanpo.counter.queries.papers import opened
from hanpo.counter.tests import papers_makers as make
from hanpo.counter.tests.names_trip import trip
from hanpo.counter.tests.papers_family import ADDRESS_KEPT_APART

pytestmark = pytest.mark.django_db
SAMPLE = 60
"""Variants of kanji that a test sends all the way; `bench/names.py` sends them all."""


@pytest.fixture(autouse=True)
def everywhere():
    with scope.within(scope.EVERYWHERE):
        yield


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_every_value_of_every_sheet_stands_in_the_pdf():
    one = opened(paper_set=make.family_set(), language="ja")
    text = text_of(papers_pdf(one))
    values = {"".join(box.text.split()) for sheet in one.sheets for box in sheet.boxes()}
    assert [value for value in values if value not in text] == []
    assert text.count("署名") >= len(one.sheets)


def test_the_mandate_is_printed_for_the_one_who_gives_it_and_names_what_it_is_for():
    row = make.family_set(comes={"id": "other"}, agent_name={"family": "山田", "given": "太"}, agent_born="1970-01-01")
    text = text_of(papers_pdf(opened(paper_set=row, language="ja")))
    assert text.count("わたしは、次の人に、下の手続きをまかせます。") == 2
    assert "山田太" in text


def test_no_address_of_somebody_protected_is_printed():
    row = make.family_set()
    protect_set(actor=ground.person(), paper_set=row, is_protected=True)
    text = text_of(papers_pdf(opened(paper_set=row, language="ja")))
    assert ADDRESS_KEPT_APART not in text
    assert "支援措置のため表示しません" in text


def test_variants_of_kanji_arrive_everywhere_with_their_own_glyph():
    every = list(known_sequences())
    if not every:
        pytest.skip("fonts-ipamj-mincho is not installed")
    assert len(every) == 11_474
    lost = trip(every[:: len(every) // SAMPLE])
    assert not lost, lost


def test_only_variants_that_the_typeface_knows_are_given_to_it():
    if not known_sequences():
        pytest.skip("fonts-ipamj-mincho is not installed")
    assert sequences_in(["葛\U000e0100城と一\U000e01ee", "葛\U000e0100"]) == [
        one for one in ["葛\U000e0100", "一\U000e01ee"] if one in known_sequences()
    ]
