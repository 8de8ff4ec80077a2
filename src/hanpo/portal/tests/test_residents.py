"""Residents' data: asked for with a purpose, written down at every look, read by the resident, hidden where it must
be.
"""

from datetime import timedelta

import pytest
from django.utils.translation import check_for_language

from hanpo.core import audit, clock, scope
from hanpo.core.actions.consents import give_consent
from hanpo.core.models import AccessLogEntry, AuditEntry, Consent
from hanpo.core.queries.consents import is_allowed
from hanpo.core.queries.residents import CONTACT, NOT_SHOWN
from hanpo.core.tests import factories

pytestmark = pytest.mark.django_db

WHY = {"words": "給付の対象の確認"}


@pytest.fixture
def clerk(amagasaki):
    return factories.person("section_staff", amagasaki, section=factories.section(amagasaki))


@pytest.fixture
def staff(clerk, sign_in):
    return sign_in(clerk)


@pytest.fixture
def resident(amagasaki):
    return factories.resident(amagasaki, person=factories.person("resident", amagasaki))


@pytest.fixture
def self_service(resident, sign_in):
    return sign_in(resident.person)


def text(answer) -> str:
    return answer.content.decode()


def looks_at(resident) -> list[AccessLogEntry]:
    with scope.within(scope.EVERYWHERE):
        return list(AccessLogEntry.objects.filter(resident=resident))


def consent_of(resident, **changes) -> Consent:
    facts = {"purpose": "配食の見守り", "data": [CONTACT], "recipient": "観光課", "since": clock.today(), "until": None}
    with scope.within(scope.EVERYWHERE):
        return give_consent(actor=resident.person, resident=resident, **(facts | changes))


def allowed(resident) -> bool:
    with scope.within(scope.EVERYWHERE):
        return is_allowed(resident=resident, data=CONTACT, recipient="観光課", today=clock.today())


def test_nothing_is_shown_before_the_purpose_is_said(staff, resident):
    page = text(staff.get(f"/residents/{resident.pk}/"))
    assert "何のために見ますか" in page
    assert resident.registered_address not in page
    assert "何のために見ますか" in text(staff.post("/residents/", {"name": resident.name}))
    assert looks_at(resident) == []


def test_a_purpose_of_blanks_is_none(staff):
    page = text(staff.post("/residents/purpose/", {"words": "  "}))
    assert "何のために見るのかを選ぶか" in page


def test_after_the_purpose_one_goes_on_to_where_one_was_going(staff, resident):
    answer = staff.post("/residents/purpose/", WHY | {"way_on": f"/residents/{resident.pk}/"})
    assert answer["Location"] == f"/residents/{resident.pk}/"


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com/", "javascript:alert(1)"])
def test_the_way_on_never_leads_to_another_site(staff, elsewhere):
    assert staff.post("/residents/purpose/", WHY | {"way_on": elsewhere})["Location"] == "/residents/"


def test_a_look_is_written_down_with_post_reason_and_data_and_the_resident_reads_it(staff, resident, self_service):
    staff.post("/residents/purpose/", WHY)
    assert resident.registered_address in text(staff.get(f"/residents/{resident.pk}/"))
    (look,) = looks_at(resident)
    assert (look.post, look.purpose) == ("尼崎市 観光課（課の職員）", "給付の対象の確認")
    page = text(self_service.get("/my/looks/"))
    for told in ("尼崎市 観光課（課の職員）", "給付の対象の確認", "住所・電話番号"):
        assert told in page
    assert CONTACT not in page


def test_names_in_a_list_of_results_are_looks_as_well(staff, resident):
    staff.post("/residents/purpose/", WHY)
    assert resident.name in text(staff.post("/residents/", {"name": resident.name}))
    assert [look.data for look in looks_at(resident)] == [["core.identity"]]


def test_looking_again_is_another_look(staff, resident):
    staff.post("/residents/purpose/", WHY)
    for _time in range(2):
        staff.get(f"/residents/{resident.pk}/")
    assert len(looks_at(resident)) == 2


def test_too_many_results_are_neither_shown_nor_written_down(staff, amagasaki):
    everybody = [factories.resident(amagasaki) for _n in range(21)]
    staff.post("/residents/purpose/", WHY)
    page = text(staff.post("/residents/", {"name": "住民"}))
    assert "21人が当てはまる" in page
    assert everybody[0].name not in page
    assert looks_at(everybody[0]) == []


def test_one_letter_of_a_name_is_not_enough(staff):
    staff.post("/residents/purpose/", WHY)
    assert "2文字以上" in text(staff.post("/residents/", {"name": "山"}))


def test_the_purpose_is_asked_again_after_half_an_hour(staff, resident, monkeypatch):
    staff.post("/residents/purpose/", WHY)
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "何のために見ますか" in text(staff.get(f"/residents/{resident.pk}/"))


def test_a_resident_of_a_foreign_municipality_is_not_found(staff, toyooka):
    foreign = factories.resident(toyooka)
    staff.post("/residents/purpose/", WHY)
    assert staff.get(f"/residents/{foreign.pk}/").status_code == 404
    assert "当てはまる人はいません" in text(staff.post("/residents/", {"name": foreign.name}))


@pytest.mark.parametrize("role", ["resident", "supporter", "prefecture", "administrator"])
def test_only_staff_of_the_municipality_look_up_residents(sign_in, resident, role):
    assert sign_in(factories.person(role)).get(f"/residents/{resident.pk}/").status_code == 403


def test_a_protected_address_is_on_no_page_and_in_no_log(staff, sign_in, amagasaki):
    protected = factories.resident(amagasaki, is_protected=True, person=factories.person("resident", amagasaki))
    mine = sign_in(protected.person)
    staff.post("/residents/purpose/", WHY)
    pages = [
        staff.get(f"/residents/{protected.pk}/"),
        staff.post("/residents/", {"name": protected.name}),
        *(mine.get(path) for path in ("/my/", "/my/data/", "/my/looks/", "/my/consents/")),
    ]
    with scope.within(scope.EVERYWHERE):
        audit.record(actor=None, verb="x", subject=protected, new=audit.snapshot(protected))
        logs = str([(e.old, e.new, e.subject_label) for e in AuditEntry.objects.all()]) + str(
            [(e.purpose, e.data, e.post) for e in AccessLogEntry.objects.all()]
        )
    for secret in (protected.registered_address, protected.postal_code, protected.phone):
        assert [page.request["PATH_INFO"] for page in pages if secret in text(page)] == []
        assert secret not in logs
    assert str(NOT_SHOWN) in text(pages[0])
    assert "支援措置" in text(pages[1])


def test_the_home_says_what_is_due_and_plainly_that_nothing_was_asked_for(self_service, letters):
    page = text(self_service.get("/my/"))
    assert "問診に答える" in page
    assert "このページから申しこんだことは、まだありません" in page


def test_a_withdrawn_consent_ends_at_once_and_can_be_given_again(self_service, resident):
    consent = consent_of(resident)
    assert "すぐにあなたの情報を使えなくなります" in text(self_service.get(f"/my/consents/{consent.pk}/end/"))
    assert allowed(resident)
    page = text(self_service.post(f"/my/consents/{consent.pk}/end/", follow=True))
    assert not allowed(resident)
    assert "もう一度同意する" in page
    self_service.post(f"/my/consents/{consent.pk}/again/")
    assert allowed(resident)


def test_a_withdrawal_is_offered_to_be_taken_back_only_once(self_service, resident):
    consent = consent_of(resident)
    self_service.post(f"/my/consents/{consent.pk}/end/")
    assert "もう一度同意する" not in text(self_service.post(f"/my/consents/{consent.pk}/again/", follow=True))


def test_a_consent_is_given_on_the_page_until_a_day_that_counts(self_service, resident, amagasaki):
    factories.section(amagasaki)
    typed = {"recipient": "観光課", "purpose": "案内を受け取る", "kinds": [CONTACT], "months": "12"}
    self_service.post("/my/consents/new/", typed)
    assert allowed(resident)
    with scope.within(scope.EVERYWHERE):
        (consent,) = Consent.objects.filter(resident=resident)
    assert consent.until is not None
    assert 364 <= (consent.until - clock.today()).days <= 365


def test_a_consent_that_lacks_something_keeps_what_was_typed(self_service, amagasaki):
    factories.section(amagasaki)
    page = text(self_service.post("/my/consents/new/", {"purpose": "とても大事な理由", "months": "12"}))
    assert "とても大事な理由" in page
    assert "直していただきたいところ" in page


@pytest.mark.parametrize("deed", ["end", "again"])
def test_nobody_touches_the_consent_of_another(sign_in, resident, amagasaki, deed):
    consent = consent_of(resident)
    other = factories.resident(amagasaki, person=factories.person("resident", amagasaki))
    assert sign_in(other.person).post(f"/my/consents/{consent.pk}/{deed}/").status_code == 404
    assert allowed(resident)


def test_fifty_looks_cost_as_many_queries_as_one(self_service, resident, clerk, django_assert_max_num_queries):
    def look() -> None:
        with scope.within(scope.EVERYWHERE):
            AccessLogEntry.objects.create(resident=resident, person=clerk, post="課", purpose="確認", data=[CONTACT])

    look()
    self_service.get("/my/looks/")
    with django_assert_max_num_queries(40) as first:
        self_service.get("/my/looks/")
    for _n in range(60):
        look()
    with django_assert_max_num_queries(len(first)):
        page = text(self_service.get("/my/looks/"))
    assert page.count("page-my__when") == 50


def test_plain_japanese_has_short_words_and_furigana_and_no_mark_is_left_over(self_service, resident):
    if not check_for_language("ja-easy"):
        pytest.skip("the catalogue of やさしい日本語 is not compiled: hanpo compilemessages")
    consent_of(resident)
    self_service.cookies["django_language"] = "ja-easy"
    for path in ("/my/", "/my/looks/", "/my/consents/", "/my/consents/new/", "/my/data/", "/settings/"):
        page = text(self_service.get(path))
        assert "<rt>" in page
        assert "《" not in page
    assert "情報<rp>（</rp><rt>じょうほう</rt>" in text(self_service.get("/my/"))


def test_settings_change_language_and_address_for_this_person_alone(self_service, resident):
    answer = self_service.post("/settings/", {"language": "en", "email": "new@example.jp"})
    resident.person.refresh_from_db()
    assert (resident.person.language, resident.person.email) == ("en", "new@example.jp")
    assert answer.cookies["django_language"].value == "en"
