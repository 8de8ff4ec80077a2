"""Writes of forms and responses: what is kept, what is refused, and what the record says about it."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from hanpo.core import scope
from hanpo.core.editing import EditConflict
from hanpo.core.models import AuditEntry, HistoryIsAppended
from hanpo.core.tests import factories as ground
from hanpo.forms.actions.drafts import copy_form, create_form, save_draft
from hanpo.forms.actions.responses import (
    Incomplete,
    reopen_response,
    save_answers,
    start_response,
    submit_response,
)
from hanpo.forms.actions.versions import publish_version
from hanpo.forms.engine.prefill import Known
from hanpo.forms.models import Deed, FormVersion, Response, ResponseEntry, ResponseState
from hanpo.forms.tests import factories
from hanpo.forms.tests.factories import COMPLETE, DEFINITION

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]

TODAY = date(2026, 11, 23)


@pytest.fixture
def clerk(amagasaki):
    return ground.person("section_staff", amagasaki)


@pytest.fixture
def other(amagasaki):
    return ground.person("dx_office", amagasaki)


@pytest.fixture
def response(clerk):
    return factories.response(clerk)


def changed(**item) -> dict:
    definition = deepcopy(DEFINITION)
    definition["sections"][0]["items"][0].update(item)
    return definition


def test_a_blank_form_begins_with_a_section_and_a_key_of_the_day(amagasaki, clerk):
    made = create_form(actor=clerk, municipality=amagasaki, title="点検表")
    assert [section["id"] for section in made.definition["sections"]] == ["s1"]
    assert made.key.startswith("form-")
    again = create_form(actor=clerk, municipality=amagasaki, title="点検表その2")
    assert again.key != made.key


def test_what_is_no_form_is_refused_in_words(amagasaki, clerk):
    with pytest.raises(ValidationError, match="様式"):
        create_form(actor=clerk, municipality=amagasaki, title="x", definition={"id": "x", "sections": [{}]})


def test_a_form_outside_the_scope_is_refused(amagasaki, toyooka, clerk):
    with scope.within(scope.of(amagasaki.code)), pytest.raises(scope.OutOfScope):
        create_form(actor=clerk, municipality=toyooka, title="x")


def test_the_record_keeps_of_an_edit_what_differs_and_not_the_whole_form(clerk):
    draft = factories.form()
    save_draft(actor=clerk, form=draft, based_on=1, changes={"definition": changed(label="どんな相談ですか")})
    entry = AuditEntry.objects.get(verb="save_form")
    assert set(entry.new["definition"]) == {"topic"}
    assert entry.old["definition"]["topic"]["label"] == "何の相談ですか"


def test_two_who_save_a_form_at_once_see_both(clerk, other):
    draft = factories.form()
    save_draft(actor=clerk, form=draft, based_on=1, changes={"title": "一つめ"})
    with pytest.raises(EditConflict):
        save_draft(actor=other, form=draft, based_on=1, changes={"title": "二つめ"})


def test_a_form_with_faults_is_not_published(clerk):
    draft = factories.form(definition=changed(when="${nobody} = 'x'"))
    with pytest.raises(ValidationError, match="直すところ"):
        publish_version(actor=clerk, form=draft, based_on=1)
    assert not FormVersion.objects.exists()


def test_versions_are_counted_and_an_equal_one_is_refused(clerk):
    draft = factories.form()
    assert publish_version(actor=clerk, form=draft, based_on=1).number == 1
    with pytest.raises(ValidationError, match="変わったところがありません"):
        publish_version(actor=clerk, form=draft, based_on=1)
    save_draft(actor=clerk, form=draft, based_on=1, changes={"title": "相談のお申込み"})
    assert publish_version(actor=clerk, form=draft, based_on=2).number == 2


def test_what_changed_since_one_looked_is_not_published(clerk):
    draft = factories.form()
    save_draft(actor=clerk, form=draft, based_on=1, changes={"title": "別の名前"})
    with pytest.raises(EditConflict):
        publish_version(actor=clerk, form=draft, based_on=1)


def test_a_published_version_stays_as_it_is():
    row = factories.version()
    for attempt in (row.save, row.delete, FormVersion.objects.all().delete):
        with pytest.raises(HistoryIsAppended):
            attempt()


def test_a_copy_keeps_the_ids_of_questions_so_that_answers_can_be_compared(amagasaki, clerk):
    draft = factories.form()
    made = copy_form(actor=clerk, form=draft, municipality=amagasaki, title="写し")
    assert made.pk != draft.pk
    assert made.definition["sections"] == draft.definition["sections"]


def test_known_answers_are_offered_with_where_they_came_from(amagasaki, clerk):
    known = [Known("person.name", {"family": "山田", "given": "花子"}, "住民登録", date(2026, 4, 1), True)]
    row = start_response(actor=clerk, form=factories.version(), municipality=amagasaki, known=known)
    assert row.answers["name"]["family"] == "山田"
    assert row.origins["name"] == {"origin": "住民登録", "as_of": "2026-04-01"}


def test_a_typed_answer_has_no_foreign_origin_any_more(amagasaki, clerk):
    known = [Known("person.name", {"family": "山田", "given": "花子"}, "住民登録", date(2026, 4, 1), True)]
    row = start_response(actor=clerk, form=factories.version(), municipality=amagasaki, known=known)
    save_answers(actor=clerk, response=row, based_on=1, changes={"name": {"family": "佐藤", "given": "花子"}})
    assert row.origins == {}


def test_whoever_writes_for_another_says_why(amagasaki, clerk):
    asked = factories.version()
    with pytest.raises(ValidationError, match="理由"):
        start_response(actor=clerk, form=asked, municipality=amagasaki, on_behalf_of="山田 花子")
    row = start_response(
        actor=clerk,
        form=asked,
        municipality=amagasaki,
        on_behalf_of="山田 花子",
        proxy_reason="電話で聞いた",
        channel="phone",
    )
    entry = row.entries.get()
    assert (entry.on_behalf_of, entry.reason, entry.channel) == ("山田 花子", "電話で聞いた", "phone")


def test_each_save_leaves_an_entry_with_before_and_after(clerk, response):
    save_answers(actor=clerk, response=response, based_on=1, changes={"topic": {"id": "home"}})
    save_answers(actor=clerk, response=response, based_on=2, changes={"topic": {"id": "work"}})
    assert response.entries.first().changes == {"topic": [{"id": "home"}, {"id": "work"}]}


def test_saving_what_stands_there_already_writes_no_entry(clerk, response):
    save_answers(actor=clerk, response=response, based_on=1, changes={"topic": {"id": "home"}})
    save_answers(actor=clerk, response=response, based_on=2, changes={"topic": {"id": "home"}})
    assert response.version == 2
    assert response.entries.filter(deed=Deed.SAVE).count() == 1


def test_the_record_holds_no_answers(clerk, response):
    save_answers(actor=clerk, response=response, based_on=1, changes={"name": {"family": "秘密", "given": "太郎"}})
    entry = AuditEntry.objects.get(verb="save_answers")
    assert "秘密" not in json.dumps([entry.old, entry.new], ensure_ascii=False)
    assert entry.new["items"] == ["name"]
    assert len(entry.new["trace"]) == 64


def test_two_may_write_different_questions_at_once(clerk, other, response):
    twin = Response.objects.get(pk=response.pk)
    save_answers(actor=clerk, response=response, based_on=1, changes={"topic": {"id": "home"}})
    save_answers(actor=other, response=twin, based_on=1, changes={"day": "2026-12-01"})
    assert twin.answers == {"topic": {"id": "home"}, "day": "2026-12-01"}


def test_two_who_write_the_same_question_see_both(clerk, other, response):
    save_answers(actor=clerk, response=response, based_on=1, changes={"topic": {"id": "home"}})
    with pytest.raises(EditConflict) as conflict:
        save_answers(actor=other, response=response, based_on=1, changes={"topic": {"id": "work"}, "day": "2026-12-01"})
    (clash,) = conflict.value.clashes
    assert (clash.label, clash.theirs, clash.mine) == ("何の相談ですか", "住まい", "しごと")
    assert "day" not in Response.objects.get(pk=response.pk).answers


def test_an_incomplete_response_is_not_sent_and_says_what_is_missing(clerk, response):
    with pytest.raises(Incomplete) as refused:
        submit_response(actor=clerk, response=response, today=TODAY)
    assert [problem.item_id for problem in refused.value.problems] == ["topic", "name", "day"]


def test_a_sent_response_has_a_number_a_day_and_an_end_of_keeping(clerk, response):
    save_answers(actor=clerk, response=response, based_on=1, changes=COMPLETE)
    submit_response(actor=clerk, response=response, today=TODAY)
    assert response.state == ResponseState.SENT
    assert response.number == f"261123-{response.pk:05d}"
    assert response.erase_after == date(2029, 11, 22)


def test_what_is_not_asked_any_more_is_left_out_and_comes_back_when_it_is_written_again(clerk, response):
    save_answers(actor=clerk, response=response, based_on=1, changes={"topic": {"id": "home"}, "rent": "50000"})
    save_answers(actor=clerk, response=response, based_on=2, changes=COMPLETE)
    submit_response(actor=clerk, response=response, today=TODAY)
    assert "rent" not in response.answers
    reopen_response(actor=clerk, response=response, reason="住まいの相談だった")
    assert response.answers["rent"] == "50000"


def test_a_sent_response_is_not_written_before_it_is_taken_back(clerk, response):
    save_answers(actor=clerk, response=response, based_on=1, changes=COMPLETE)
    submit_response(actor=clerk, response=response, today=TODAY)
    number = response.number
    with pytest.raises(ValidationError, match="もう提出"):
        save_answers(actor=clerk, response=response, based_on=response.version, changes={"day": "2026-12-02"})
    with pytest.raises(ValidationError, match="理由"):
        reopen_response(actor=clerk, response=response, reason=" ")
    reopen_response(actor=clerk, response=response, reason="日を変えたい")
    save_answers(actor=clerk, response=response, based_on=response.version, changes={"day": "2026-12-02"})
    submit_response(actor=clerk, response=response, today=TODAY)
    assert response.number == number


def test_what_changed_while_one_looked_through_is_not_sent(clerk, response):
    save_answers(actor=clerk, response=response, based_on=1, changes=COMPLETE)
    with pytest.raises(EditConflict):
        submit_response(actor=clerk, response=response, today=TODAY, based_on=1)


def test_the_database_refuses_a_sent_response_without_number_and_a_proxy_without_reason(clerk, response):
    for broken in ({"state": "sent"}, {"on_behalf_of": "山田 花子"}, {"state": "lost"}, {"channel": "smoke"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Response.objects.filter(pk=response.pk).update(**broken)


def test_an_entry_is_never_edited_in_the_program_or_in_the_database(response):
    entry = response.entries.get()
    for attempt in (entry.save, entry.delete):
        with pytest.raises(HistoryIsAppended):
            attempt()
    with pytest.raises(DatabaseError, match="history is appended"), transaction.atomic():
        connection.cursor().execute("UPDATE forms_responseentry SET reason = 'x'")
    assert ResponseEntry.objects.count() == 1
