"""The rules in force: which edition answers on a day, and which procedures still bear the mark 未確認."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hanpo.core import scope
from hanpo.core.demo.ground import load_ground
from hanpo.core.tests import factories as ground
from hanpo.counter.actions.rules.publishing import (
    confirm_procedure,
    publish_edition,
    take_confirmation_back,
)
from hanpo.counter.demo.rules import load_rules
from hanpo.counter.engine.interview import Said
from hanpo.counter.engine.rules import Source
from hanpo.counter.models import RuleDraft
from hanpo.counter.queries.rules import NoRulesPublished, book_of
from hanpo.counter.queries.rules.changes import change_page
from hanpo.counter.queries.rules.drafts import desk_of, fingerprint_in
from hanpo.counter.tests import rules_makers as make

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 24)


def test_a_town_without_an_edition_says_so(amagasaki):
    with pytest.raises(NoRulesPublished):
        book_of(municipality="282022", on=DAY)


def test_an_edition_answers_from_its_day_on(amagasaki):
    make.edition(since=date(2026, 12, 1))
    with pytest.raises(NoRulesPublished):
        book_of(municipality="282022", on=DAY)
    assert len(book_of(municipality="282022", on=date(2026, 12, 1)).procedures) == 68


def test_the_overlay_of_the_municipality_is_applied_and_that_of_others_is_not(amagasaki, toyooka):
    here, there = (make.edition(code).municipality_id for code in ("282022", "282090"))
    said = Said((("event_death", True), ("deceased_head", True)))
    answers = [book_of(municipality=code, on=DAY).compiled.answers(said)["P053.answer"] for code in (here, there)]
    assert answers == ["automatic", "needed"]


@pytest.mark.parametrize(("code", "name", "english"), [("282090", "豊岡市", "Toyooka"), ("282201", "加西市", "Kasai")])
def test_the_questions_name_the_municipality_that_asks_them(db, code, name, english):
    make.edition(code)
    events = book_of(municipality=code, on=DAY).catalogue.questions[0]
    moved = events.boxes["event_move_in"]
    assert (moved.ja, moved.easy) == (f"{name}へ引っ越してきた", f"{name}へ 引っ越して きました")
    assert moved.en == f"Moved to {english}"


@pytest.mark.parametrize("code", ["282090", "282201"])
def test_no_sentence_of_the_rules_names_another_municipality(db, code):
    make.edition(code)
    book = book_of(municipality=code, on=DAY)
    said = [str(question) for question in book.catalogue.questions]
    said += [str(replace(one, source=Source(""))) for one in book.catalogue.procedures]
    said += [row.because for table in book.catalogue.rules.tables for row in table.rows]
    assert [words for words in said if "西宮" in words or "Nishinomiya" in words or "{town}" in words] == []


def test_a_row_counts_on_its_last_day_and_no_longer_on_the_next(amagasaki):
    make.edition(since=date(2026, 1, 1))
    books = [book_of(municipality="282022", on=day) for day in (date(2026, 5, 25), date(2026, 5, 26))]
    assert [[row.key for row in book.tables["P064"].rows] for book in books] == [["P064-1"], ["P064-2"]]
    said = Said((("event_register", True), ("reading_differs", True)))
    assert [book.compiled.answers(said).get("P064.answer") for book in books] == ["needed", "confirm"]


def test_a_confirmation_holds_for_the_words_and_rules_that_were_read(amagasaki, everywhere):
    draft = make.draft()
    person = ground.person("section_staff")
    publish_edition(actor=None, draft=draft, note="最初の版", in_force_from=make.SINCE)
    assert book_of(municipality="282022", on=DAY).is_unverified("P003")
    mark = fingerprint_in(draft=draft, procedure="P003")
    confirm_procedure(actor=person, draft=draft, procedure="P003", seen=mark, section=None, note="条文を読んだ")
    assert not book_of(municipality="282022", on=DAY).is_unverified("P003")
    take_confirmation_back(actor=person, draft=draft, procedure="P003", note="条文が改まった")
    assert book_of(municipality="282022", on=DAY).is_unverified("P003")


def test_a_book_costs_two_queries_once_it_was_read(amagasaki, django_assert_num_queries):
    make.edition()
    book_of(municipality="282022", on=DAY)
    with django_assert_num_queries(2):
        book_of(municipality="282022", on=DAY)


def test_the_demo_has_two_editions_and_two_cities_that_adopted_the_model(everywhere):
    load_ground(today=DAY)
    load_rules(today=DAY)
    assert RuleDraft.objects.count() == 3
    books = {code: book_of(municipality=code, on=DAY) for code in ("282049", "282090", "282201")}
    assert [book.edition.number for book in books.values()] == [2, 1, 1]
    assert books["282049"].confirmed
    assert not books["282049"].is_unverified("P003")
    said = Said((("event_death", True), ("deceased_head", True)))
    answers = [book.compiled.answers(said)["P053.answer"] for book in books.values()]
    assert answers == ["needed", "automatic", "automatic"]
    shown = change_page(desk=desk_of(draft=RuleDraft.objects.get(municipality="282049")), on=DAY)
    assert [(one.before, one.after) for one in shown.answers] == [("要らない", "要る")]
    assert shown.answers[0].household[0][1] == "はい"


def test_a_book_sees_only_its_own_municipality(amagasaki, toyooka):
    make.edition("282090")
    with scope.within(scope.of("282022")), pytest.raises(NoRulesPublished):
        book_of(municipality="282022", on=DAY)
