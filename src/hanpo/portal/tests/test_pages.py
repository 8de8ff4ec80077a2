"""The other pages: prefecture, people, jobs, notifications, files, audit, search."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client

from hanpo.core import audit, clock, scope
from hanpo.core.actions.files import store_file
from hanpo.core.models import Assignment, AuditEntry, Job, JobState, Notification, Person
from hanpo.core.tests import factories
from hanpo.portal.engine import Spot, bar_chart, markers, outline_paths
from hanpo.portal.engine.map import HEIGHT, WIDTH

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return answer.content.decode()


def test_the_prefecture_stands_in_the_order_of_codes_with_the_facts_of_the_fields(sign_in, letters, amagasaki, toyooka):
    page = text(sign_in(factories.person("prefecture")).get("/prefecture/"))
    assert "実証に入った" in page
    assert "<svg" in page
    assert "順位はつけません" in page
    assert 'href="/m/282090/"' in page


def test_a_municipality_does_not_see_the_prefecture(sign_in):
    assert sign_in(factories.person("section_staff")).get("/prefecture/").status_code == 403


def test_a_municipality_page_shows_who_works_where(sign_in, amagasaki):
    person = factories.person("section_staff", section=factories.section(amagasaki))
    page = text(sign_in(person).get("/m/282022/"))
    assert "観光課" in page
    assert person.name in page


def test_the_head_of_every_page_names_the_post_of_the_reader_and_of_nobody_else(sign_in, amagasaki):
    reader = factories.person("dx_office", section=factories.section(amagasaki, "デジタル推進課"))
    leaving = factories.person("section_staff", section=factories.section(amagasaki))
    page = text(sign_in(reader).get(f"/people/{leaving.pk}/leave/"))
    head = page[page.index("post__place") : page.index("header__room")]
    assert "デジタル推進課" in head
    assert "観光課" in page[page.index("<main") :]


def test_the_page_of_a_foreign_municipality_is_not_found(sign_in, toyooka):
    assert sign_in(factories.person("section_staff")).get("/m/282090/").status_code == 404


def test_no_two_labels_on_the_map_overlap_where_there_is_room():
    near = [Spot("1", "西宮市", 135.34, 34.74, True), Spot("2", "尼崎市", 135.41, 34.73, True)]
    left, right = sorted(markers(near), key=lambda marker: marker.x)
    assert left.anchor == "end"
    assert right.anchor == "start"


def test_the_outline_and_all_labels_lie_on_the_drawing():
    assert all(path.startswith("M") and path.endswith("Z") for path in outline_paths())
    (marker,) = markers([Spot("1", "尼崎市", 135.42, 34.73, True)])
    assert 0 < marker.x < WIDTH
    assert 0 < marker.y < HEIGHT


def test_the_tallest_bar_is_the_greatest_value_and_zero_has_no_height():
    chart = bar_chart([("4月", 0), ("5月", 30), ("6月", 60)])
    assert [bar.height for bar in chart.bars] == [0, 80, 160]
    assert bar_chart([]).bars == []


@pytest.fixture
def dx(sign_in, amagasaki):
    return sign_in(factories.person("dx_office", amagasaki))


def test_a_person_is_registered_with_the_first_assignment(dx, amagasaki):
    section = factories.section(amagasaki)
    typed = {
        "username": "new-clerk", "name": "新任 花", "kana": "シンニン ハナ", "email": "new@example.jp",
        "municipality": "282022", "section": section.pk, "role": "section_staff", "since": "R9.4.1",
    }  # fmt: skip
    assert dx.post("/people/new/", typed).status_code == 302
    assert "新任 花" in text(dx.get("/people/?when=later"))
    assert "新任 花" not in text(dx.get("/people/"))


NEW_CLERK = {
    "username": "new-clerk", "name": "新任 花", "email": "new@example.jp", "municipality": "282022",
    "role": "section_staff", "since": "R8.4.1",
}  # fmt: skip


def test_somebody_new_gets_one_mail_that_says_everything_and_sets_the_password(dx, client):
    page = text(dx.post("/people/new/", NEW_CLERK, follow=True))
    assert "new@example.jp）に、パスワードを決める案内を送りました" in page
    letter = mail.outbox[-1]
    assert letter.to == ["new@example.jp"]
    for said in ("新任 花 様", "new-clerk", "尼崎市 課の職員、令和8年4月1日（水）から", "一度だけ", "二段階の確認"):
        assert said in letter.body
    link = re.search(r"https?://\S+/key/\S+", letter.body).group()
    form = client.get(urlsplit(link).path, follow=True)
    typed = {"password1": "tsuki to hoshi 7", "password2": "tsuki to hoshi 7"}
    client.post(form.redirect_chain[-1][0], typed)
    assert client.login(username="new-clerk", password="tsuki to hoshi 7", request=form.wsgi_request)
    assert "使えません" in text(Client().get(urlsplit(link).path, follow=True))


def test_without_an_address_the_office_is_told_that_no_mail_went(dx):
    page = text(dx.post("/people/new/", NEW_CLERK | {"email": ""}, follow=True))
    assert "案内は送っていません" in page
    assert mail.outbox == []


def test_a_mail_that_does_not_go_out_loses_nobody_and_can_be_sent_again(dx, settings):
    settings.EMAIL_BACKEND = "hanpo.portal.tests.test_pages.BrokenMail"
    page = text(dx.post("/people/new/", NEW_CLERK, follow=True))
    assert "案内のメールを送れませんでした" in page
    assert not AuditEntry.objects.filter(verb="invite_person").exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    person = Person.objects.get(username="new-clerk")
    assert "案内を送りました" in text(dx.post(f"/people/{person.pk}/invite/", follow=True))
    assert AuditEntry.objects.get(verb="invite_person").new == {"email": "new@example.jp"}


def test_nobody_of_a_foreign_municipality_is_invited(dx, toyooka):
    foreign = factories.person("section_staff", toyooka)
    assert dx.post(f"/people/{foreign.pk}/invite/").status_code == 404
    assert mail.outbox == []


class BrokenMail(BaseEmailBackend):
    """A mail server that cannot be reached."""

    def send_messages(self, _messages):
        raise ConnectionRefusedError


def test_a_municipality_is_not_even_offered_a_role_that_reaches_everywhere(dx):
    page = text(dx.get("/people/new/"))
    assert 'value="administrator"' not in page
    typed = {"username": "x", "name": "x", "municipality": "282022", "role": "administrator", "since": "R9.4.1"}
    assert dx.post("/people/new/", typed).status_code == 200


def test_people_of_a_foreign_municipality_are_neither_listed_nor_opened(dx, toyooka):
    foreign = factories.person("section_staff", toyooka)
    assert foreign.name not in text(dx.get("/people/"))
    assert dx.get(f"/people/{foreign.pk}/").status_code == 404


def test_an_assignment_that_somebody_else_ended_meanwhile_is_not_overwritten(dx, amagasaki):
    held = assignment_of(factories.person("section_staff", amagasaki))
    first = dx.post(f"/assignments/{held.pk}/end/", {"last_day": "R9.3.31", "seen_until": ""})
    assert first.status_code == 302
    page = text(dx.post(f"/assignments/{held.pk}/end/", {"last_day": "R9.6.30", "seen_until": ""}))
    assert "ほかの人が先に" in page
    assert "2027-03-31" in page


def test_a_rotation_moves_those_chosen_and_nobody_else(dx, amagasaki):
    new = factories.section(amagasaki, "農政課")
    mover, stays = (assignment_of(factories.person("section_staff", amagasaki)) for _n in range(2))
    everybody = {"municipality": "282022", "day": "2027-04-01"}
    assert mover.person.name in text(dx.get("/people/rotation/", everybody))
    lines = _unmoved_lines(everybody)
    lines |= {f"{mover.pk}-what": "goes", f"{mover.pk}-section": new.pk, f"{mover.pk}-role": "section_lead"}
    assert dx.post("/people/rotation/", everybody | lines).status_code == 302
    with scope.within(scope.EVERYWHERE):
        held = Assignment.objects.filter(person=mover.person).order_by("since")
        assert [(a.role, a.section, str(a.until)) for a in held] == [
            ("section_staff", None, "2027-03-31"),
            ("section_lead", new, "None"),
        ]
        assert Assignment.objects.get(person=stays.person).until is None


def test_a_new_post_chosen_for_somebody_who_stays_is_asked_about(dx, amagasaki):
    held = assignment_of(factories.person("section_staff", amagasaki))
    everybody = {"municipality": "282022", "day": "2027-04-01"}
    lines = _unmoved_lines(everybody) | {f"{held.pk}-role": "section_lead"}
    assert "「ほかの課・役割へ」にしてください" in text(dx.post("/people/rotation/", everybody | lines))


def test_staff_of_a_section_do_not_manage_people(sign_in):
    client = sign_in(factories.person("section_staff"))
    for path in ("/people/", "/people/new/", "/people/rotation/"):
        assert client.get(path).status_code == 403


def test_a_hundred_assignments_cost_as_many_queries_as_one(dx, amagasaki, django_assert_max_num_queries):
    dx.get("/people/")
    with django_assert_max_num_queries(50) as first:
        dx.get("/people/")
    for _n in range(60):
        factories.person("section_staff", amagasaki)
    with django_assert_max_num_queries(len(first)):
        page = text(dx.get("/people/"))
    assert "1〜50 件目" in page


@pytest.fixture
def clerk(amagasaki):
    return factories.person("section_staff", amagasaki)


@pytest.fixture
def staff(clerk, sign_in):
    return sign_in(clerk)


@pytest.fixture
def job(clerk, amagasaki):
    with scope.within(scope.EVERYWHERE):
        return Job.objects.create(
            municipality=amagasaki, kind="x", title="まとめ作成", owner=clerk, state=JobState.RUNNING,
            done=3, total=12, started_at=clock.now(),
        )  # fmt: skip


def test_a_running_job_tells_a_number_and_asks_for_itself_again(staff, job):
    page = text(staff.get(f"/jobs/{job.pk}/"))
    assert "3 / 12" in page
    assert "every 2s" in page
    part = text(staff.get(f"/jobs/{job.pk}/", HTTP_HX_REQUEST="true"))
    assert "<html" not in part


def test_a_job_that_is_over_asks_no_more(staff, job):
    with scope.within(scope.EVERYWHERE):
        Job.objects.filter(pk=job.pk).update(state=JobState.DONE)
    assert "every 2s" not in text(staff.get(f"/jobs/{job.pk}/"))


def test_a_job_is_cancelled_by_its_owner_alone(staff, job, sign_in):
    assert sign_in(factories.person("section_staff")).post(f"/jobs/{job.pk}/cancel/").status_code == 404
    staff.post(f"/jobs/{job.pk}/cancel/")
    with scope.within(scope.EVERYWHERE):
        assert Job.objects.get(pk=job.pk).is_cancel_asked


def test_notifications_are_one_s_own_and_are_marked_as_read(staff, clerk, amagasaki):
    with scope.within(scope.EVERYWHERE):
        mine, foreign = (
            Notification.objects.create(municipality=amagasaki, person=person, title=title, body="本文", url="/tray/")
            for person, title in ((clerk, "わたし宛て"), (factories.person(), "ほかの人宛て"))
        )
    page = text(staff.get("/notifications/"))
    assert "わたし宛て" in page
    assert "ほかの人宛て" not in page
    assert staff.post(f"/notifications/{mine.pk}/read/")["Location"] == "/tray/"
    staff.post(f"/notifications/{foreign.pk}/read/")
    with scope.within(scope.EVERYWHERE):
        read = dict(Notification.objects.values_list("title", "read_at"))
    assert read["わたし宛て"] is not None
    assert read["ほかの人宛て"] is None


def test_a_file_leaves_under_its_japanese_name(staff, clerk, amagasaki):
    file = _file(amagasaki, clerk, permission="core.work_with_tray")
    answer = staff.get(f"/files/{file.pk}/")
    assert b"".join(answer) == "議事録".encode()
    assert "filename*=utf-8''%E7%AC%AC" in answer["Content-Disposition"]


def test_a_file_is_opened_only_with_its_own_permission_in_its_own_municipality(staff, clerk, amagasaki, toyooka):
    assert staff.get(f"/files/{_file(amagasaki, clerk, permission='core.see_audit').pk}/").status_code == 403
    assert staff.get(f"/files/{_file(toyooka, clerk, permission='core.work_with_tray').pk}/").status_code == 404


def test_the_audit_page_filters_verifies_and_shows_the_end_of_the_chain(sign_in, amagasaki):
    audit.record(actor=None, verb="approve_work", subject=amagasaki, new={"n": 1})
    administrator = sign_in(factories.person("administrator"))
    page = text(administrator.get("/audit/?verb=approve_work"))
    assert "おぜん立てを承認" in page
    assert "当てはまる記録はありません" in text(administrator.get("/audit/?text=だれでもない"))
    assert "合わないところはありませんでした" in text(administrator.post("/audit/verify/"))
    assert administrator.get("/audit/?since=あした").status_code == 200


@pytest.mark.parametrize("role", ["section_staff", "dx_office", "prefecture", "resident"])
def test_only_an_administrator_reads_the_audit_record(sign_in, role):
    assert sign_in(factories.person(role)).get("/audit/").status_code == 403


def test_search_says_what_to_do_without_a_query_and_without_a_hit(staff):
    assert "何を探しますか" in text(staff.get("/search/"))
    assert "見つかりませんでした" in text(staff.get("/search/?q=どこにもない言葉"))
    assert staff.get("/search/?q=x&page=たくさん").status_code == 200


def assignment_of(person) -> Assignment:
    with scope.within(scope.EVERYWHERE):
        return Assignment.objects.select_related("person").get(person=person)


def _unmoved_lines(everybody) -> dict[str, object]:
    with scope.within(scope.EVERYWHERE):
        held = Assignment.objects.filter(municipality_id=everybody["municipality"])
        return {
            f"{one.pk}-{name}": value
            for one in held
            for name, value in (
                ("what", "stays"), ("section", one.section_id or ""), ("role", one.role), ("seen_until", ""),
            )
        }  # fmt: skip


def _file(place, person, *, permission):
    with scope.within(scope.EVERYWHERE):
        return store_file(
            actor=person, name="第2回議事録.txt", content=ContentFile("議事録".encode()), municipality=place,
            permission=permission,
        )  # fmt: skip
