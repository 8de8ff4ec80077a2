"""Pages of the forms: who sees what, editing without losing anything, and filling in from the first question to the
number.
"""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from hanpo.core import scope
from hanpo.core.models import StoredFile
from hanpo.core.tests import factories as ground
from hanpo.forms.actions.responses import save_answers, submit_response
from hanpo.forms.models import FormDraft, Response, ResponseState
from hanpo.forms.tests import factories
from hanpo.forms.tests.factories import COMPLETE

pytestmark = [pytest.mark.django_db]

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"


@pytest.fixture
def clerk(amagasaki):
    return ground.person("section_staff", amagasaki)


@pytest.fixture
def lead(amagasaki):
    return ground.person("section_lead", amagasaki)


@pytest.fixture
def resident(amagasaki):
    person = ground.person("resident", amagasaki)
    ground.resident(amagasaki, person=person)
    return person


@pytest.fixture
def draft(amagasaki):
    return factories.form(amagasaki)


def page(client, name, *arguments, **query):
    return client.get(reverse(f"forms:{name}", args=arguments), query)


def at(name, *arguments):
    return reverse(f"forms:{name}", args=arguments)


def stored(row):
    with scope.within(scope.EVERYWHERE):
        return type(row).objects.get(pk=row.pk)


def test_the_list_shows_the_forms_of_ones_own_municipality(sign_in, clerk, draft, toyooka):
    factories.form(toyooka, title="よその様式")
    answer = page(sign_in(clerk), "forms").content.decode()
    assert "相談の予約" in answer
    assert "よその様式" not in answer


def test_who_sees_every_municipality_works_on_no_form_of_theirs(sign_in, prefecture, draft):
    officer = ground.person("prefecture", prefecture)
    assert page(sign_in(officer), "form", draft.pk).status_code == 404


def test_a_form_shows_its_questions_with_conditions_in_words(sign_in, clerk, draft):
    answer = page(sign_in(clerk), "form", draft.pk).content.decode()
    assert "「何の相談ですか」が「住まい」のとき" in answer


def test_a_form_is_made_and_gets_a_question_with_choices(sign_in, clerk, amagasaki):
    client = sign_in(clerk)
    sent = {"municipality": amagasaki.pk, "title": "点検表", "audience": "staff", "retention_days": 30}
    made = client.post(at("form_add"), sent)
    assert made.status_code == 302
    with scope.within(scope.EVERYWHERE):
        draft = FormDraft.objects.get(title="点検表")
    answer = client.post(
        at("item_add", draft.pk, "s1"), {"label": "窓口は混んでいますか", "kind": "choice", "term": ""}
    )
    assert answer.headers["Location"] == at("item_edit", draft.pk, "q1")
    sent = {"label": "窓口は混んでいますか", "kind": "choice", "choices": "はい\nいいえ", "required": "on"}
    assert client.post(at("item_edit", draft.pk, "q1"), sent).status_code == 302
    item = stored(draft).definition["sections"][0]["items"][0]
    assert [choice["label"] for choice in item["choices"]] == ["はい", "いいえ"]
    assert item["required"] is True


def test_a_choice_that_is_reworded_keeps_its_id(sign_in, clerk, draft):
    client = sign_in(clerk)
    sent = {"label": "何の相談ですか", "kind": "choice", "choices": "住まいと空き家\nしごと"}
    client.post(at("item_edit", draft.pk, "topic"), sent)
    choices = stored(draft).definition["sections"][0]["items"][0]["choices"]
    assert [(one["id"], one["label"]) for one in choices] == [("home", "住まいと空き家"), ("work", "しごと")]


def test_an_item_from_the_dictionary_brings_its_question(sign_in, clerk, draft):
    client = sign_in(clerk)
    client.post(at("item_add", draft.pk, "s2"), {"label": "", "kind": "text", "term": "contact.phone"})
    item = stored(draft).definition["sections"][1]["items"][-1]
    assert item["term"] == "contact.phone"
    assert item["label"]


def test_an_item_that_somebody_changed_meanwhile_is_not_overwritten(sign_in, clerk, draft):
    client = sign_in(clerk)
    seen = re.search(r'name="seen" value="(\w+)"', page(client, "item_edit", draft.pk, "day").content.decode())[1]
    other = {"label": "来る日", "kind": "date"}
    client.post(at("item_edit", draft.pk, "day"), {**other, "seen": seen})
    answer = client.post(at("item_edit", draft.pk, "day"), {"label": "わたしの言葉", "kind": "date", "seen": seen})
    assert answer.status_code == 409
    assert "わたしの言葉" in answer.content.decode()
    assert stored(draft).definition["sections"][1]["items"][1]["label"] == "来る日"


def test_a_condition_is_put_together_from_rows_and_told_in_words(sign_in, clerk, draft):
    client = sign_in(clerk)
    rows = {"joined": "and", "item-0": "topic", "operator-0": "=", "value-0": "work"}
    shown = client.post(at("item_when", draft.pk, "day"), {**rows, "again": "1"}).content.decode()
    assert "「何の相談ですか」が「しごと」のとき" in shown
    assert client.post(at("item_when", draft.pk, "day"), rows).status_code == 302
    assert stored(draft).definition["sections"][1]["items"][1]["when"] == "${topic} = 'work'"


def test_a_condition_without_a_value_is_refused_in_words(sign_in, clerk, draft):
    rows = {"joined": "and", "item-0": "topic", "operator-0": "=", "value-0": ""}
    answer = sign_in(clerk).post(at("item_when", draft.pk, "day"), rows)
    assert answer.status_code == 422
    assert "くらべる答え" in answer.content.decode()


def test_items_move_and_cross_into_the_next_section(sign_in, clerk, draft):
    client = sign_in(clerk)
    client.post(at("item_move", draft.pk, "people"), {"to": "down"})
    sections = stored(draft).definition["sections"]
    assert [item["id"] for item in sections[1]["items"]] == ["people", "name", "day"]


def test_taking_a_question_off_names_what_refers_to_it(sign_in, clerk, draft):
    client = sign_in(clerk)
    assert "rent" in page(client, "item_remove", draft.pk, "topic").content.decode()
    client.post(at("item_remove", draft.pk, "topic"))
    assert "直すところ" in page(client, "form", draft.pk).content.decode()


def test_english_is_written_beside_the_japanese(sign_in, clerk, draft):
    client = sign_in(clerk)
    assert "来たい日" in page(client, "words", draft.pk, "en").content.decode()
    client.post(at("words", draft.pk, "en"), {"w-sections-1-items-1-label": "Which day?"})
    assert stored(draft).definition["sections"][1]["items"][1]["label"] == {"ja": "来たい日", "en": "Which day?"}


def test_staff_of_a_section_may_edit_but_not_publish(sign_in, clerk, lead, draft):
    assert page(sign_in(clerk), "publish", draft.pk).status_code == 403
    answer = sign_in(lead).post(at("publish", draft.pk), {"version": 1, "note": "はじめの版"})
    assert answer.status_code == 302
    assert "第1版を公開中" in page(sign_in(clerk), "form", draft.pk).content.decode()


def test_a_form_is_tried_without_keeping_anything(sign_in, clerk, draft):
    client = sign_in(clerk)
    assert 'name="a-rent"' not in page(client, "preview", draft.pk).content.decode()
    shown = client.post(at("preview", draft.pk), {"asked": "topic", "a-topic": "home"}).content.decode()
    assert 'name="a-rent"' in shown
    with scope.within(scope.EVERYWHERE):
        assert not Response.objects.exists()


def test_a_form_leaves_as_yaml_and_comes_back_the_same(sign_in, clerk, draft, amagasaki):
    client = sign_in(clerk)
    body = page(client, "form_export", draft.pk, "yaml").content
    from django.core.files.uploadedfile import SimpleUploadedFile

    client.post(at("form_import"), {"municipality": amagasaki.pk, "file": SimpleUploadedFile("様式.yaml", body)})
    with scope.within(scope.EVERYWHERE):
        assert FormDraft.objects.exclude(pk=draft.pk).get().definition == draft.definition


@pytest.fixture
def begun(sign_in, resident, amagasaki, draft):
    """A resident who has begun a response, and the response."""
    client = sign_in(resident)
    asked = factories.version(draft)
    client.post(at("start", asked.pk), {"municipality": amagasaki.pk})
    with scope.within(scope.EVERYWHERE):
        return client, Response.objects.get()


def test_a_resident_is_told_why_and_begins(sign_in, resident, draft):
    asked = factories.version(draft)
    client = sign_in(resident)
    assert "相談の予約" in page(client, "answer_list").content.decode()
    start = page(client, "start", asked.pk).content.decode()
    assert "1,095日（およそ3年）" in start
    assert "代わりに" not in start


def test_one_question_a_page_with_progress_and_the_reason(begun):
    client, row = begun
    shown = page(client, "response", row.pk).content.decode()
    assert "何の相談ですか" in shown
    assert "合う担当につなぐためです。" in shown
    assert "4つのうち1つめ" in shown
    assert "氏名" not in shown


def test_a_required_question_is_not_passed_over(begun):
    client, row = begun
    answer = client.post(at("response", row.pk), {"asked": "topic", "do": "next"})
    assert answer.status_code == 422
    assert 'href="#a-topic"' in answer.content.decode()


def test_an_answer_opens_the_question_that_depends_on_it(begun):
    client, row = begun
    answer = client.post(at("response", row.pk), {"asked": "topic", "a-topic": "home", "do": "next", "version": 1})
    assert answer.headers["Location"].endswith("?q=rent")
    assert stored(row).answers == {"topic": {"id": "home"}}


def test_back_keeps_what_was_typed_even_where_it_is_wrong_elsewhere(begun):
    client, row = begun
    client.post(at("response", row.pk), {"asked": "topic", "a-topic": "home", "do": "next", "version": 1})
    answer = client.post(at("response", row.pk), {"asked": "rent", "a-rent": "五万円", "do": "back", "version": 2})
    assert answer.headers["Location"].endswith("?q=topic")
    assert stored(row).answers["rent"] == "50000"


def test_whoever_stops_for_now_owes_no_answer_yet_but_loses_nothing_that_cannot_be_read(begun):
    client, row = begun
    url = at("response", row.pk)
    assert client.post(url, {"asked": "topic", "do": "stop"}).headers["Location"] == at("answer_list")
    unread = client.post(url, {"asked": "day", "a-day": "あした", "do": "stop"})
    assert unread.status_code == 422
    assert 'value="あした"' in unread.content.decode()


def test_a_row_is_added_to_a_table_without_losing_the_others(begun):
    client, row = begun
    sent = {
        "asked": "people",
        "a-people--0--who": "太郎",
        "a-people--0--age": "十",
        "do": "rows:add:people",
        "version": 1,
    }
    shown = client.post(at("response", row.pk), sent).content.decode()
    assert 'name="a-people--1--who"' in shown
    assert stored(row).answers["people"] == [{"who": "太郎", "age": "10"}]


def test_checking_sending_and_the_number(begun):
    client, row = begun
    url = at("response", row.pk)
    client.post(url, {"asked": "topic", "a-topic": "work", "do": "next"})
    client.post(url, {"asked": "name", "a-name--family": "山田", "a-name--given": "花子", "do": "next"})
    assert "来たい日" in page(client, "response", row.pk, page="check").content.decode()
    refused = client.post(url, {"do": "send"})
    assert refused.status_code == 422
    client.post(url, {"asked": "day", "a-day": "令和8年12月1日", "do": "next"})
    checked = page(client, "response", row.pk, page="check").content.decode()
    assert "令和8年12月1日" in checked
    client.post(url, {"do": "send", "version": stored(row).version})
    sent = page(client, "response", row.pk).content.decode()
    assert stored(row).number in sent
    assert "3日以内に電話します。" in sent


def test_all_questions_on_one_page_are_remembered_and_save_themselves(begun):
    client, row = begun
    url = at("response", row.pk)
    client.post(url, {"asked": "topic", "do": "layout:whole"})
    client.post(url, {"do": "layout:whole"})
    whole = page(client, "response", row.pk).content.decode()
    assert 'name="a-day"' in whole
    assert 'name="a-rent"' not in whole
    saved = client.post(url, {"asked": ["topic", "day"], "a-topic": "home", "do": "auto"}).content.decode()
    assert 'name="a-rent"' in saved
    assert stored(row).answers["topic"] == {"id": "home"}


def test_two_who_answered_the_same_question_are_shown_both(begun, resident):
    client, row = begun
    with scope.within(scope.EVERYWHERE):
        save_answers(actor=resident, response=stored(row), based_on=1, changes={"topic": {"id": "work"}})
    answer = client.post(at("response", row.pk), {"asked": "topic", "a-topic": "home", "do": "next", "version": 1})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert 'name="keep-topic"' in shown
    again = {"asked": "topic", "a-topic": "home", "keep-topic": "theirs", "do": "next", "version": 2}
    client.post(at("response", row.pk), again)
    assert stored(row).answers["topic"] == {"id": "work"}


def test_another_resident_does_not_find_the_response(begun, sign_in, amagasaki):
    _client, row = begun
    stranger = sign_in(ground.person("resident", amagasaki))
    for name in ("response", "response_history", "response_paper", "response_reopen"):
        assert page(stranger, name, row.pk).status_code == 404


def test_staff_read_what_was_sent_but_not_what_is_being_written(begun, sign_in, clerk, resident):
    _client, row = begun
    assert page(sign_in(clerk), "response", row.pk).status_code == 403
    with scope.within(scope.EVERYWHERE):
        save_answers(actor=resident, response=row, based_on=1, changes=COMPLETE)
        submit_response(actor=resident, response=row, today=row.started_at.date())
    assert "山田" in page(sign_in(clerk), "response", row.pk).content.decode()
    assert "書き直す" not in page(sign_in(clerk), "response", row.pk).content.decode()


def test_the_history_tells_each_answer_before_and_after(begun):
    client, row = begun
    url = at("response", row.pk)
    client.post(url, {"asked": "topic", "a-topic": "home", "do": "next"})
    client.post(url, {"asked": "topic", "a-topic": "work", "do": "next"})
    assert "住まい → しごと" in page(client, "response_history", row.pk).content.decode()


def test_staff_enter_for_somebody_and_say_why(sign_in, clerk, draft, amagasaki):
    asked = factories.version(draft)
    client = sign_in(clerk)
    sent = {"municipality": amagasaki.pk, "on_behalf_of": "山田 花子", "channel": "phone", "proxy_reason": ""}
    assert client.post(at("start", asked.pk), sent).status_code == 422
    client.post(at("start", asked.pk), {**sent, "proxy_reason": "電話で聞いた"})
    with scope.within(scope.EVERYWHERE):
        row = Response.objects.get()
    assert "山田 花子 さんの代わりに" in page(client, "response", row.pk).content.decode()


def test_a_file_of_the_wrong_kind_says_what_to_do_and_the_right_one_is_kept(sign_in, resident, amagasaki):
    from django.core.files.uploadedfile import SimpleUploadedFile

    item = {"id": "photo", "kind": "file", "label": "写真"}
    definition = {"id": "f", "title": "写真", "sections": [{"id": "s1", "items": [item]}]}
    asked = factories.version(factories.form(amagasaki, definition=definition))
    row = factories.response(resident, amagasaki, asked)
    client, url = sign_in(resident), at("response", row.pk)
    refused = client.post(url, {"asked": "photo", "a-photo": SimpleUploadedFile("a.exe", b"MZ"), "do": "next"})
    assert refused.status_code == 422
    client.post(url, {"asked": "photo", "a-photo": SimpleUploadedFile("a.png", PNG), "do": "next"})
    assert stored(row).answers["photo"]["name"] == "a.png"
    with scope.within(scope.EVERYWHERE):
        assert StoredFile.objects.get().about == f"forms.response:{row.pk}"


def test_known_answers_are_offered_again_with_where_they_came_from(begun, resident, draft, amagasaki):
    client, row = begun
    with scope.within(scope.EVERYWHERE):
        save_answers(actor=resident, response=row, based_on=1, changes=COMPLETE)
        submit_response(actor=resident, response=row, today=row.started_at.date())
        asked = row.form
    client.post(at("start", asked.pk), {"municipality": amagasaki.pk})
    with scope.within(scope.EVERYWHERE):
        second = Response.objects.get(state=ResponseState.DRAFT)
    shown = page(client, "response", second.pk, q="name").content.decode()
    assert 'value="山田"' in shown
    assert "相談の予約に書いた答え" in shown


@pytest.mark.parametrize("kind", ["csv", "csv-cp932", "xlsx", "parquet"])
def test_answers_leave_as_tables(begun, sign_in, lead, resident, draft, kind):
    _client, row = begun
    with scope.within(scope.EVERYWHERE):
        save_answers(actor=resident, response=row, based_on=1, changes=COMPLETE)
        submit_response(actor=resident, response=row, today=row.started_at.date())
    answer = page(sign_in(lead), "answers", draft.pk, kind)
    assert answer.status_code == 200
    assert len(answer.content) > 50


def test_papers_blank_and_filled(begun, sign_in, clerk, draft):
    client, row = begun
    for answer in (page(sign_in(clerk), "paper", draft.pk), page(client, "response_paper", row.pk)):
        assert answer.content.startswith(b"%PDF")


def test_staff_may_add_a_remark_to_an_answer(sign_in, clerk, draft, amagasaki):
    asked = factories.version(draft)
    row = factories.response(clerk, amagasaki, asked)
    client, url = sign_in(clerk), at("response", row.pk)
    client.post(url, {"asked": "topic", "a-topic": "home", "a-topic--remark": "母の家のこと", "do": "next"})
    assert stored(row).remarks == {"topic": "母の家のこと"}
    assert "添え書き：母の家のこと" in page(client, "response", row.pk, page="check").content.decode()
