"""Forty-one damaged workbooks: nothing is misread in silence, nearly all is read, and the rest is named."""

from __future__ import annotations

import random

import pytest

from hanpo.forms.engine.workbook import recover
from hanpo.forms.files.workbook_reading import read_grid
from hanpo.forms.tests.damage import batch, damaged, judged, opened
from hanpo.forms.tests.damage_books import GENTLE, HARSH, question_deleted, sheet_duplicated
from hanpo.forms.tests.damage_cells import DOUBTING, KEEPING
from hanpo.forms.tests.damage_form import survey

LEAST_READ = 0.97


def test_forty_one_damaged_workbooks_are_read_without_a_silent_misreading():
    sent = batch()
    results = [judged(one) for one in sent]
    assert len(sent) == 41
    assert [one.wrong for one in results if one.wrong] == []
    assert [one.lost for one in results if one.lost] == []
    assert [one.unnamed for one in results if one.unnamed] == []
    cells = sum(len(one.keys) for one in sent)
    assert 1 - sum(len(one.asked) for one in results) / cells >= LEAST_READ


def test_the_batch_holds_at_least_fifteen_kinds_of_damage_to_books_and_to_cells():
    damages = [damage for one in batch() for damage in one.damages]
    assert len({one for one in damages if " " not in one}) >= 15
    assert len({one.split()[0] for one in damages if " " in one}) >= 15


@pytest.mark.parametrize("damage", GENTLE, ids=lambda one: one.__name__)
def test_gentle_damage_costs_nothing(damage):
    sent = damaged(opened(random.Random(11)), damage)
    found = recover({1: survey()}, read_grid(sent.content), municipality=sent.municipality)
    assert dict(found.answers) == sent.truth
    assert found.doubts == ()
    assert found.confirm == ()


@pytest.mark.parametrize("damage", HARSH, ids=lambda one: one.__name__)
def test_after_harsh_damage_nothing_wrong_is_taken_and_nothing_is_lost(damage):
    result = judged(damaged(opened(random.Random(12)), damage))
    assert result.wrong == ()
    assert result.lost == ()


@pytest.mark.parametrize("seed", range(6))
def test_much_damage_at_once_is_named_and_never_misread(seed):
    chance = random.Random(seed)
    books = (chance.choice(HARSH[:-1]), *chance.sample(GENTLE[:12], 2))
    result = judged(damaged(opened(chance), *books, cells=0.5, doubtful=0.3))
    assert result.wrong == ()
    assert result.lost == ()


def test_a_question_that_only_one_of_two_differing_sheets_holds_is_asked_about():
    result = judged(damaged(opened(random.Random(12)), sheet_duplicated, question_deleted))
    assert result.wrong == ()
    assert "systems" in result.held


def _changes(kinds):
    return [(entry, change) for entry, changes in kinds.items() for change in changes]


def _all_changed(entry, change):
    """Every cell of an entry in one other form; `None` where none could be."""
    case = opened(random.Random(5))
    changed = []
    for field in case.plan.fields:
        if field.slot.part.entry is entry and field.place in case.page.cells:
            cell = change(case.chance, field.slot, case.page.cells[field.place])
            if cell is not None:
                case.page.cells[field.place] = cell
                changed.append(field.slot.key)
    sent = damaged(case)
    return sent, changed, recover({1: survey()}, read_grid(sent.content), municipality=sent.municipality)


@pytest.mark.parametrize("entry, change", _changes(KEEPING), ids=lambda one: getattr(one, "__name__", str(one)))
def test_an_answer_in_another_form_is_read(entry, change):
    sent, changed, found = _all_changed(entry, change)
    assert changed
    assert found.doubts == ()
    assert dict(found.answers) == sent.truth


@pytest.mark.parametrize("entry, change", _changes(DOUBTING), ids=lambda one: getattr(one, "__name__", str(one)))
def test_a_doubtful_answer_is_named_with_sheet_and_address(entry, change):
    _sent, changed, found = _all_changed(entry, change)
    named = {one.key: one for one in found.doubts}
    assert changed
    assert set(changed) <= set(named)
    assert all(named[key].place.startswith("回答!") and named[key].message for key in changed)
    assert not {one.item_id for one in found.doubts} & set(found.answers)
