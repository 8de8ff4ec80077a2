"""The problem register: one's own, what others share, and what people put together."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from hanpo.core import scope
from hanpo.core.tests import factories as ground
from hanpo.hub.actions.problems import confirm_common_issue
from hanpo.hub.models import CommonIssue, CommonIssueMember, ProblemKind, ProblemMention, RefusedPair
from hanpo.hub.tests import factories

pytestmark = pytest.mark.django_db
HTMX = {"headers": {"HX-Request": "true"}}
TEXT_A = "担当者が異動すると引継ぎが途切れて知識が残らない"
TEXT_B = "異動のたびに引継ぎが足りず知識が残らない"


def everywhere(ask):
    with scope.within(scope.EVERYWHERE):
        return ask()


@pytest.fixture
def programme(amagasaki):
    return factories.participation(amagasaki).programme


@pytest.fixture
def own(amagasaki, programme):
    part = everywhere(lambda: programme.participations.get(municipality=amagasaki))
    project = factories.project(amagasaki, part)
    return factories.problem(project, TEXT_A, in_whose_words="観光課 係長", tried="引継ぎ帳を作った")


@pytest.fixture
def theirs(toyooka, programme):
    project = factories.project(toyooka, factories.participation(toyooka, programme))
    return factories.problem(project, TEXT_B, in_whose_words="交通課", kind=ProblemKind.SKILL)


@pytest.fixture
def hidden(theirs):
    return factories.problem(theirs.project, "まだ見せたくないこと", is_shared=False)


@pytest.fixture
def staff(amagasaki, sign_in):
    return sign_in(ground.person("section_staff", amagasaki))


@pytest.fixture
def office(amagasaki, sign_in):
    return sign_in(ground.person("dx_office", amagasaki))


def test_the_register_holds_ones_own_and_what_others_share(staff, own, theirs, hidden):
    page = staff.get(reverse("hub:problems")).content.decode()
    assert TEXT_A in page
    assert TEXT_B in page
    assert hidden.text not in page


def test_what_is_not_shared_is_seen_at_home_and_by_the_prefecture(own, hidden, toyooka, prefecture, sign_in):
    for role, place in (("section_staff", toyooka), ("prefecture", prefecture)):
        page = sign_in(ground.person(role, place)).get(reverse("hub:problems")).content.decode()
        assert hidden.text in page, role


def test_outside_the_programme_there_is_no_register(own, sign_in):
    kobe = ground.municipality("283657")
    client = sign_in(ground.person("section_staff", kobe))
    assert TEXT_A not in client.get(reverse("hub:problems")).content.decode()
    assert client.get(reverse("hub:problem", args=[own.pk])).status_code == 404
    assert client.get(reverse("hub:problems_excel")).status_code == 302


def test_the_register_is_narrowed_down_by_kind_place_state_and_words(staff, own, theirs):
    address = reverse("hub:problems")
    for asked, shown, left in (
        ({"kind": "skill"}, TEXT_B, TEXT_A),
        ({"place": own.municipality_id}, TEXT_A, TEXT_B),
        ({"q": "担当者"}, TEXT_A, TEXT_B),
    ):
        page = staff.get(address, asked).content.decode()
        assert shown in page, asked
        assert left not in page, asked
    assert TEXT_A not in staff.get(address, {"state": "solved"}).content.decode()


def test_kinds_are_counted_beside_the_municipalities_in_the_order_of_their_codes(staff, own, theirs, hidden):
    table = staff.get(reverse("hub:problems")).context["table"]
    assert [place.name for place in table.places] == ["尼崎市", "豊岡市"]
    assert {line.label: line.counts for line in table.lines} == {"スキル": (0, 1), "組織": (1, 0)}


def test_ones_own_problem_tells_who_said_it_and_where_it_was_mentioned(staff, own):
    everywhere(
        lambda: ProblemMention.objects.create(
            problem=own, mentioned_on=date(2026, 6, 4), source="第2回検討会", source_lines="33"
        )
    )
    page = staff.get(reverse("hub:problem", args=[own.pk])).content.decode()
    for shown in ("観光課 係長", "引継ぎ帳を作った", "第2回検討会", "令和8年6月4日"):
        assert shown in page


def test_a_foreign_problem_tells_no_more_than_its_owners_share(staff, theirs, hidden):
    page = staff.get(reverse("hub:problem", args=[theirs.pk])).content.decode()
    assert TEXT_B in page
    assert "交通課" not in page
    assert staff.get(reverse("hub:problem", args=[hidden.pk])).status_code == 404


def test_what_resembles_a_problem_elsewhere_is_shown_with_the_shared_words_marked(staff, own, theirs, hidden):
    asked = {"about": own.pk}
    page = staff.get(reverse("hub:alike"), asked, **HTMX).content.decode()
    assert "<mark>知識</mark>" in page
    assert "豊岡市" in page
    assert hidden.text not in page


def test_a_pair_that_is_not_alike_is_not_proposed_again(office, own, theirs):
    assert TEXT_B in office.get(reverse("hub:alike")).content.decode().replace("<mark>", "").replace("</mark>", "")
    office.post(reverse("hub:pair_refuse"), {"problem": [own.pk, theirs.pk]}, **HTMX)
    assert everywhere(RefusedPair.objects.count) == 1
    assert not office.get(reverse("hub:alike")).context["suggestions"]


def test_problems_of_two_municipalities_become_a_common_issue(office, own, theirs):
    address = f"{reverse('hub:issue_add')}?problem={own.pk}&problem={theirs.pk}"
    assert TEXT_B in office.get(address).content.decode()
    assert office.post(address, {"title": "", "kind": "organisation"}).status_code == 422
    office.post(address, {"title": "異動で知識が続かない", "kind": "organisation"})
    issue = everywhere(CommonIssue.objects.get)
    page = office.get(reverse("hub:issue", args=[issue.pk])).content.decode()
    assert TEXT_A in page
    assert TEXT_B in page
    assert not office.get(reverse("hub:alike")).context["suggestions"]


def test_problems_of_one_municipality_are_no_common_issue(office, own):
    address = f"{reverse('hub:issue_add')}?problem={own.pk}"
    answer = office.post(address, {"title": "一つの市町だけ", "kind": "organisation"})
    assert "2つ以上の市町" in answer.content.decode()
    assert not everywhere(CommonIssue.objects.exists)


def test_what_a_neighbour_does_not_share_is_not_put_together(office, own, hidden):
    address = f"{reverse('hub:issue_add')}?problem={own.pk}&problem={hidden.pk}"
    office.post(address, {"title": "まとめたい", "kind": "organisation"})
    assert not everywhere(CommonIssueMember.objects.exists)


@pytest.fixture
def issue(own, theirs, programme):
    return everywhere(
        lambda: confirm_common_issue(
            actor=None, programme=programme, title="異動で知識が続かない", kind="organisation", problems=[own, theirs]
        )
    )


def test_what_was_learned_is_written_down_without_losing_anybodys_text(office, issue):
    address = reverse("hub:issue_edit", args=[issue.pk])
    sent = {"version": 1, "title": issue.title, "kind": "organisation", "note": "引継ぎを月初に", "initial-note": ""}
    office.post(address, sent)
    answer = office.post(address, {**sent, "note": "引継ぎを毎週"})
    assert answer.status_code == 409
    assert "引継ぎを月初に" in answer.content.decode()
    assert everywhere(lambda: CommonIssue.objects.get().note) == "引継ぎを月初に"


def test_a_problem_leaves_a_common_issue_and_stays_in_the_register(office, issue, theirs):
    member = everywhere(lambda: CommonIssueMember.objects.get(problem=theirs))
    office.post(reverse("hub:issue_leave", args=[member.pk]))
    page = office.get(reverse("hub:issue", args=[issue.pk])).content.decode()
    assert TEXT_B not in page
    assert TEXT_B in office.get(reverse("hub:problems")).content.decode()


def test_a_problem_that_is_no_longer_shared_leaves_the_common_page(staff, issue, theirs):
    everywhere(lambda: type(theirs).objects.filter(pk=theirs.pk).update(is_shared=False))
    assert TEXT_B not in staff.get(reverse("hub:issue", args=[issue.pk])).content.decode()


def test_the_register_leaves_as_excel_exactly_as_it_is_asked_for(staff, own, theirs, issue):
    body = staff.get(reverse("hub:problems_excel"), {"kind": "skill"}).content
    book = load_workbook(BytesIO(body))
    texts = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
    assert TEXT_B in texts
    assert TEXT_A not in texts
    assert "異動で知識が続かない" in texts
    assert "スキル" in [str(cell.value) for row in book.worksheets[1].iter_rows() for cell in row]


def test_section_staff_look_but_do_not_decide_what_is_common(staff, own, theirs, issue):
    assert staff.get(reverse("hub:issue_add")).status_code == 403
    assert staff.post(reverse("hub:pair_refuse"), {"problem": [own.pk, theirs.pk]}).status_code == 403
    assert "似ていない" not in staff.get(reverse("hub:alike"), {"about": own.pk}, **HTMX).content.decode()


def test_the_register_asks_as_many_queries_for_many_problems(staff, own, theirs):
    counts = []
    for _more in range(2):
        for address in (reverse("hub:problems"), reverse("hub:alike"), reverse("hub:issues")):
            staff.get(address)
            with CaptureQueriesContext(connection) as seen:
                staff.get(address)
            counts.append(len(seen))
        for n in range(5):
            factories.problem(own.project, f"新しい困りごと {n}")
            factories.problem(theirs.project, f"別の町の困りごと {n}")
    assert counts[:3] == counts[3:]
