"""Answers as tables: every answer that was ever given has a column, whatever became of its question."""

from __future__ import annotations

import csv
import io
from copy import deepcopy

import pytest

from hanpo.core import clock, scope
from hanpo.core.documents import About
from hanpo.core.tests import factories as ground
from hanpo.forms.actions.drafts import save_draft
from hanpo.forms.actions.responses import save_answers, submit_response
from hanpo.forms.actions.versions import publish_version
from hanpo.forms.engine.definition import Choice, Form, Item, Kind, Section, Words
from hanpo.forms.engine.united import united
from hanpo.forms.files.answers import answers_file
from hanpo.forms.queries.responses import sent_to
from hanpo.forms.queries.versions import newest_form
from hanpo.forms.tests import factories

FORM = {
    "id": "tools",
    "title": "道具の調査",
    "sections": [{"id": "s1", "items": [
        {"id": "count", "kind": "number", "label": "台数", "unit": "台"},
        {"id": "old", "kind": "text", "label": "置き場所"},
        {"id": "kinds", "kind": "multiple", "label": "種類", "choices": [
            {"id": "pc", "label": "パソコン"}, {"id": "fax", "label": "ファクス"}]},
    ]}],
}  # fmt: skip


def form(*items):
    return Form(id="f", title=Words("様式"), sections=(Section(id="s", items=items),))


def text(item, label="質問", **settings):
    return Item(id=item, label=Words(label), **{"kind": Kind.TEXT, **settings})


def test_a_question_that_was_removed_stands_at_the_end():
    found = united(form(text("a"), text("c")), [form(text("a"), text("b"))])
    assert [(one.item.id, one.is_former) for one in found] == [("a", False), ("c", False), ("b", True)]


def test_a_question_that_became_another_kind_or_unit_stands_apart():
    people, share = (text("a", kind=Kind.NUMBER, unit=unit) for unit in ("人", "%"))
    found = united(form(share), [form(people), form(text("a"))])
    assert [(one.column, one.item.unit) for one in found] == [("a", "%"), ("a@2", "人"), ("a@3", "")]


def test_a_choice_that_was_removed_keeps_its_words():
    now, before = (
        text("a", kind=Kind.CHOICE, choices=tuple(Choice(id=one, label=Words(one)) for one in ids))
        for ids in ("xy", "xz")
    )
    (question,) = united(form(now), [form(before)])
    assert [(one.id, one.is_retired) for one in question.item.choices] == [("x", False), ("y", False), ("z", True)]


@pytest.mark.django_db
@pytest.mark.usefixtures("everywhere")
def test_answers_to_questions_that_a_later_version_removed_leave_with_the_others(amagasaki):
    clerk = ground.person("section_staff", amagasaki)
    draft = factories.form(amagasaki, definition=FORM, title="道具の調査")
    answered(clerk, amagasaki, factories.version(draft), count="3", old="倉庫", kinds=[{"id": "fax"}])
    changed = deepcopy(FORM)
    items = changed["sections"][0]["items"]
    del items[1]
    items[0]["unit"] = "式"
    del items[1]["choices"][1]
    save_draft(actor=clerk, form=draft, based_on=draft.version, changes={"definition": changed})
    newer = publish_version(actor=clerk, form=draft, based_on=draft.version)
    answered(clerk, amagasaki, newer, count="2")
    about = About(source="道具の調査", as_of=clock.now(), municipality="尼崎市", made_by="山本")
    file = answers_file(form=newest_form(draft=draft), responses=sent_to(form=draft), kind="csv", about=about)
    head, first, second = csv.reader(io.StringIO(file.body.decode("utf-8-sig")))
    old, new = (dict(zip(head, row, strict=True)) for row in (first, second))
    assert head.index("置き場所（以前の版の質問）") > head.index("種類")
    assert old["置き場所（以前の版の質問）"] == "倉庫"
    assert (old["台数（台）（以前の版の質問）"], old["台数（式）"]) == ("3", "")
    assert (new["台数（台）（以前の版の質問）"], new["台数（式）"]) == ("", "2")
    assert (old["種類"], old["種類／ファクス"], new["種類／ファクス"]) == ("ファクス", "1", "")


def answered(person, place, version, **answers):
    row = factories.response(person, place, version)
    with scope.within(scope.EVERYWHERE):
        save_answers(actor=person, response=row, based_on=row.version, changes=answers)
        submit_response(actor=person, response=row, today=row.started_at.date())
