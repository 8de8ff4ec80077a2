"""The pages of application forms: at home without signing in, and at the counter."""

from __future__ import annotations

import io
import json
from datetime import date

import pypdf
import pytest
from django.urls import reverse
from django.utils import translation

from hanpo.core import scope
from hanpo.core.models import AccessLogEntry
from hanpo.core.tests import factories as ground
from hanpo.counter.models import PaperForm, PaperSet, PaperSetState
from hanpo.counter.tests import guide_makers
from hanpo.counter.tests import papers_makers as make
from hanpo.counter.tests.papers_family import ADDRESS_KEPT_APART

pytestmark = pytest.mark.django_db


def at(name: str, *arguments: object) -> str:
    return reverse(f"counter:{name}", args=arguments)


def home(row: PaperSet, name: str = "paper_fill") -> str:
    return at(name, row.municipality_id, row.number, row.token)


def stored(row: PaperSet) -> PaperSet:
    with scope.within(scope.EVERYWHERE):
        return PaperSet.objects.get(pk=row.pk)


@pytest.fixture
def clerk(sign_in):
    return sign_in(ground.person("section_staff", make.town()))


@pytest.fixture
def lead(sign_in):
    return sign_in(ground.person("section_lead", make.town()))


def test_a_household_begins_at_home_without_signing_in(client):
    town = make.town()
    chosen = [row.pk for row in make.papers(town, ["dog", "moped"])]
    answer = client.post(at("paper_start", town.code), {"papers": chosen})
    with scope.within(scope.EVERYWHERE):
        row = PaperSet.objects.get()
    assert answer.url == home(row)
    assert "だれが窓口に来ますか" in client.get(answer.url).content.decode()


def test_a_wrong_address_shows_nothing(client):
    row = make.paper_set()
    answer = client.get(at("paper_fill", row.municipality_id, row.number, "x" * 32))
    assert answer.status_code == 404
    assert "この申請書はありません" in answer.content.decode()


def test_the_themes_follow_one_another_and_keep_what_is_entered(client):
    row = make.paper_set()
    answer = client.post(home(row), {"do": "next:coming", "asked": "comes", "a-comes": "member"})
    assert answer.url.endswith("?q=p1")
    assert stored(row).values["comes"] == {"id": "member"}
    assert stored(row).origins["comes"]["origin"] == "typed"


def person(**more: str) -> dict[str, object]:
    return {
        "asked": ["p1_foreign", "p1_name", "p1_born", "p1_sex", "p1_relation"], "a-p1_foreign": "no",
        "a-p1_name--family": "渡邉", "a-p1_name--given": "恭子", "a-p1_name--family_kana": "ワタナベ",
        "a-p1_name--given_kana": "キョウコ", "a-p1_born": "平成2年3月4日", "a-p1_sex": "female", "a-p1_relation": "head",
        "do": "next:p1", **more,
    }  # fmt: skip


def test_a_doubtful_reading_is_asked_once_and_kept(client):
    row = make.paper_set()
    typed = person(**{"a-p1_name--given_kana": "キヨウコ"})
    asked = client.post(home(row), typed)
    assert asked.status_code == 422
    assert "「キヨウコ」は「キョウコ」ではありませんか" in asked.content.decode()
    assert stored(row).values["p1_name"]["given_kana"] == "キヨウコ"
    sure = client.post(home(row), {**typed, "a-p1_name--sure": "ワタナベ キヨウコ"})
    assert sure.status_code == 302
    assert stored(row).origins["p1_name"]["sure"] == "ワタナベ キヨウコ"


def test_a_foreign_resident_is_then_asked_as_on_the_residence_card(client):
    row = make.paper_set()
    answer = client.post(home(row), person(**{"a-p1_foreign": "yes", "a-p1_name--family": "", "a-p1_name--given": "",
                                             "a-p1_name--family_kana": "", "a-p1_name--given_kana": ""}))  # fmt: skip
    assert answer.url.endswith("?q=p1")
    assert "氏名（ローマ字）" in client.get(answer.url).content.decode()


def test_a_refused_entry_stays_on_the_screen(client):
    row = make.paper_set()
    answer = client.post(home(row), {"do": "next:shared", "theme": "shared", "asked": ["phone"], "a-phone": "でんわ"})
    assert answer.status_code == 422
    assert "でんわ" in answer.content.decode()


def test_a_person_is_added_and_removed(client):
    row = make.paper_set()
    answer = client.post(home(row), {**person(), "do": "person:p1"})
    assert answer.url.endswith("?q=p2")
    client.post(home(row), {"do": "remove:p2"})
    assert stored(row).people == ["p1"]


def test_everything_is_told_with_where_it_came_from_and_handed_in(client):
    row = make.family_set()
    page = client.get(f"{home(row)}?page=check").content.decode()
    assert "すべて入りました" in page
    assert "本人が記入" in page
    assert client.post(home(row), {"do": "done"}).status_code == 302
    assert stored(row).state == PaperSetState.READY
    assert row.number in client.get(f"{home(row)}?page=check").content.decode()


def test_the_household_prints_and_erases_its_set(client):
    row = make.family_set()
    assert client.get(home(row, "paper_pdf")).content.startswith(b"%PDF")
    assert "すべて消す" in client.get(home(row, "paper_erase")).content.decode()
    assert client.get(home(row)).status_code == 200
    client.post(home(row, "paper_erase"))
    assert client.get(home(row)).status_code == 404


def test_the_clerk_sees_the_same_values_with_their_origins(clerk):
    row = make.family_set()
    page = clerk.get(at("paper_set", row.pk)).content.decode()
    assert ADDRESS_KEPT_APART in page
    assert "本人が記入" in page
    assert "紙に出る値" in page


def test_what_the_clerk_enters_says_so(clerk):
    row = make.paper_set()
    clerk.post(at("paper_set_fill", row.pk), {"do": "next:coming", "asked": "comes", "a-comes": "other"})
    assert stored(row).origins["comes"]["origin"] == "counter"


def test_the_list_finds_a_set_by_the_number_that_somebody_says(clerk):
    row, other = make.paper_set(), make.paper_set()
    page = clerk.get(at("paper_sets"), {"number": row.number[:5].lower()}).content.decode()
    assert row.number in page
    assert other.number not in page


def test_the_clerk_checks_and_takes_back(clerk):
    row = make.family_set()
    clerk.post(at("paper_set_check", row.pk), {"version": row.version})
    assert stored(row).state == PaperSetState.CHECKED
    clerk.post(at("paper_set_reopen", row.pk))
    assert stored(row).state == PaperSetState.FILLING


def test_what_changed_meanwhile_is_not_checked_unseen(clerk):
    row = make.family_set()
    answer = clerk.post(at("paper_set_check", row.pk), {"version": row.version - 1}, follow=True)
    assert "ほかの人が先に書き換えました" in answer.content.decode()
    assert stored(row).state == PaperSetState.FILLING


def test_no_page_and_no_file_of_a_protected_set_tells_an_address(clerk, client):
    row = make.family_set()
    clerk.post(at("paper_set_protect", row.pk), {"on": "1"})
    said = [clerk.get(at(name, row.pk)).content for name in ("paper_set", "paper_set_csv", "paper_set_json")]
    said += [client.get(f"{home(row)}?page=check").content, client.get(f"{home(row)}?q=shared").content]
    assert not [page for page in said if ADDRESS_KEPT_APART.encode() in page or b"090-0000-0001" in page]
    assert "支援措置のため表示しません" in said[0].decode()


def test_values_leave_as_csv_and_json(clerk):
    row = make.family_set()
    told = json.loads(clerk.get(at("paper_set_json", row.pk)).content)
    assert told["values"]["p3_name"]["family"] == "葛\U000e0100城"
    assert "葛\U000e0100城" in clerk.get(at("paper_set_csv", row.pk)).content.decode("utf-8-sig")


def test_the_register_is_searched_with_a_trace_and_used_with_consent(clerk):
    row = make.paper_set()
    resident = ground.resident(make.town())
    found = clerk.post(at("paper_set_register", row.pk), {"name": resident.name}).content.decode()
    assert resident.kana in found
    refused = clerk.post(at("paper_set_take", row.pk, resident.pk), {})
    assert refused.url.endswith("agree=1")
    clerk.post(at("paper_set_take", row.pk, resident.pk), {"agreed": "on"})
    assert stored(row).origins["p1_born"]["origin"] == "register"
    with scope.within(scope.EVERYWHERE):
        assert AccessLogEntry.objects.filter(resident=resident).count() == 2


def test_other_forms_are_put_into_a_set(clerk):
    row = make.paper_set(["dog"])
    chosen = [one.pk for one in make.papers(make.town(), ["dog", "water"])]
    clerk.post(at("paper_set_papers", row.pk), {"papers": chosen})
    assert "水道使用開始届" in clerk.get(at("paper_set", row.pk)).content.decode()


def test_a_clerk_begins_a_set(clerk):
    chosen = [row.pk for row in make.papers(make.town(), ["dog"])]
    answer = clerk.post(at("paper_set_add"), {"papers": chosen})
    assert answer.status_code == 302
    assert "だれが窓口に来ますか" in clerk.get(answer.url).content.decode()


def test_the_forms_are_taken_and_given_to_sections(sign_in):
    town = ground.municipality("282090")
    lead = sign_in(ground.person("section_lead", town))
    assert "まだありません" in lead.get(at("paper_forms")).content.decode()
    lead.post(at("paper_forms_install"))
    section = ground.section(town, "市民課")
    with scope.within(scope.EVERYWHERE):
        row = PaperForm.objects.filter(municipality=town).first()
    lead.post(at("paper_form_edit", row.pk), {"section": section.pk, "is_offered": "on", "version": row.version})
    assert "市民課" in lead.get(at("paper_forms")).content.decode()


def test_another_municipality_finds_no_set(sign_in):
    row = make.paper_set()
    elsewhere = sign_in(ground.person("section_staff", ground.municipality("282022")))
    assert elsewhere.get(at("paper_set", row.pk)).status_code == 404


def test_the_list_is_read_in_as_many_queries_for_one_as_for_many(clerk, django_assert_max_num_queries):
    for _number in range(3):
        make.paper_set(["dog"])
    with django_assert_max_num_queries(16):
        clerk.get(at("paper_sets"))


FORMS_OF_THE_GUIDE = {
    "move_in", "card", "signature_certificate", "nhi_join", "care", "latter_stage", "child_medical", "child_allowance",
    "school", "moped", "dog", "water",
}  # fmt: skip


def test_the_guide_chooses_the_forms_and_gives_its_days(client):
    guidance = guide_makers.held(guide_makers.FAMILY, moved_in=date(2026, 10, 3))
    town = make.town()
    address = f"{at('paper_start', town.code)}?guide={guidance.token}"
    page = client.get(address)
    assert "手続案内の答えから、要る申請書を選びました" in page.content.decode()
    chosen = page.context["form"].initial["papers"]
    assert {row.key for row in chosen} >= FORMS_OF_THE_GUIDE
    client.post(address, {"papers": [row.pk for row in chosen]})
    with scope.within(scope.EVERYWHERE):
        row = PaperSet.objects.get(guidance=guidance)
    assert row.values["moved_on"] == "2026-10-03"
    assert row.origins["moved_on"]["origin"] == "guidance"


@pytest.fixture
def own_language():
    """A page in another language leaves none behind."""
    with translation.override("ja"):
        yield


@pytest.mark.usefixtures("own_language")
def test_forms_are_named_in_the_language_of_the_page_and_printed_in_japanese(client):
    row = make.paper_set(["dog"])
    english = client.get(at("paper_start", row.municipality_id), headers={"accept-language": "en"})
    assert "New address of a registered dog" in english.content.decode()
    body = client.get(home(row, "paper_pdf"), headers={"accept-language": "en"}).content
    assert "犬の登録事項変更届" in pypdf.PdfReader(io.BytesIO(body)).pages[0].extract_text()
