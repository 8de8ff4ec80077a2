"""The flow room's pages: everybody of the town sees and marks, nobody's words are lost, foreign flows are not found."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hanpo.core import scope
from hanpo.core.models import AuditEntry
from hanpo.core.tests import factories as ground
from hanpo.counter.engine.flows import add_node, content_of
from hanpo.counter.models import EventLog, Flow, FlowRemark, FlowVote
from hanpo.counter.tests import flows_makers as make
from hanpo.counter.tests import improving_makers as improving

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def flow(db):
    return make.flow()


@pytest.fixture
def staff(flow, sign_in):
    return sign_in(ground.person("section_staff", flow.municipality))


@pytest.fixture
def office(flow, sign_in):
    return sign_in(ground.person("dx_office", flow.municipality))


def url(name, *args):
    return reverse(f"counter:{name}", args=args)


def now(flow):
    with scope.within(scope.EVERYWHERE):
        return Flow.objects.get(pk=flow.pk)


def node(flow, key):
    return next(one for one in now(flow).chart["nodes"] if one["id"] == key)


def test_a_flow_is_drawn_and_told_in_a_table(staff, flow):
    page = staff.get(url("flow", flow.pk)).content.decode()
    assert "<svg" in page
    assert "転入届を書く" in page
    assert "国保の課" in page
    assert "7分" in page
    assert 'id="step-Step_3"' in page
    assert 'href="#step-Step_3"' in page
    assert "どんなときかが書かれていません" in page, "the fork says only one of its two cases"


def test_the_list_has_the_same_number_of_queries_for_one_flow_and_for_many(staff, flow):
    staff.get(url("flows"))
    with CaptureQueriesContext(connection) as one:
        assert "転入" in staff.get(url("flows")).content.decode()
    for n in range(8):
        make.flow(name=f"流れ{n}")
    with CaptureQueriesContext(connection) as many:
        staff.get(url("flows"))
    assert len(one) == len(many)


def test_an_empty_room_says_how_to_begin(sign_in):
    client = sign_in(ground.person("section_staff", ground.municipality(make.NISHINOMIYA)))
    assert "BPMNのファイルがあれば取り込めます" in client.get(url("flows")).content.decode()
    assert "業務の記録がまだありません" in client.get(url("flow_logs")).content.decode()


def test_who_works_elsewhere_finds_no_flow(flow, sign_in, toyooka):
    client = sign_in(ground.person("section_staff", toyooka))
    for name in ("flow", "flow_bpmn", "flow_vote", "flow_mark", "flow_edit"):
        assert client.get(url(name, flow.pk)).status_code == 404


def test_a_flow_begins_with_its_lanes(staff, flow):
    said = {"municipality": make.NISHINOMIYA, "name": "出生", "kind": "as_is", "lanes": "住民\n市民課\n"}
    assert staff.post(url("flow_add"), said).status_code == 302
    with scope.within(scope.EVERYWHERE):
        made = Flow.objects.get(name="出生")
    assert [lane["name"] for lane in made.chart["lanes"]] == ["住民", "市民課"]
    assert [one["tag"] for one in made.chart["nodes"]] == ["startEvent", "endEvent"]


def test_a_step_is_put_between_two_others_and_taken_back(staff, flow):
    said = {"name": "本人を確かめる", "tag": "task", "lane": "Lane_2", "minutes": "2", "after": "Step_2"}
    staff.post(url("flow_node_add", flow.pk), said)
    ways = [(edge["source"], edge["target"]) for edge in now(flow).chart["edges"]]
    assert ("Step_2", "Step_7") in ways
    assert ("Step_7", "Step_3") in ways
    assert ("Step_2", "Step_3") not in ways
    staff.post(url("flow_undo", flow.pk))
    assert now(flow).chart == flow.chart
    assert AuditEntry.objects.filter(verb="redraw_flow").count() == 2


def test_two_who_draw_at_once_keep_both_changes_unless_they_touch_the_same_words(staff, office, flow):
    address = url("flow_node", flow.pk, "Step_3")
    seen = {"initial-name": "届を確かめる", "initial-tag": "task", "initial-lane": "Lane_2", "initial-minutes": ""}
    staff.post(address, {**seen, "name": "届を確かめる", "tag": "task", "lane": "Lane_2", "minutes": "5"})
    office.post(address, {**seen, "name": "届と本人を確かめる", "tag": "task", "lane": "Lane_2", "minutes": ""})
    assert (node(flow, "Step_3")["name"], node(flow, "Step_3")["minutes"]) == ("届と本人を確かめる", 5)
    late = staff.post(address, {**seen, "name": "受け付ける", "tag": "task", "lane": "Lane_2", "minutes": ""})
    assert late.status_code == 422
    assert "ほかの人が先に「届と本人を確かめる」に直しました" in late.content.decode()
    assert "受け付ける" in late.content.decode(), "what was typed stays"
    assert node(flow, "Step_3")["name"] == "届と本人を確かめる"


def test_what_was_taken_off_meanwhile_is_said(staff, office, flow):
    office.post(url("flow_node_remove", flow.pk, "Step_5"))
    answer = staff.post(url("flow_edge_add", flow.pk), {"source": "Step_2", "target": "Step_5", "name": ""})
    assert answer.status_code == 422
    assert staff.get(url("flow_node", flow.pk, "Step_5")).status_code == 404


def test_a_lane_with_steps_is_not_removed(staff, flow):
    page = staff.post(url("flow_lane_remove", flow.pk, "Lane_3"), follow=True).content.decode()
    assert "担当「国保の課」には手順が残っています" in page


def test_a_step_of_a_foreign_flow_is_not_found_whatever_is_sent(office, sign_in, toyooka):
    foreign = make.flow(municipality=toyooka)
    assert office.post(url("flow_node_move", foreign.pk, "Step_3"), {}).status_code == 404


def test_a_dragged_step_goes_to_the_lane_it_was_dropped_in(staff, flow):
    staff.post(url("flow_node_move", flow.pk, "Step_3"), {"x": "400", "y": "20"})
    assert node(flow, "Step_3")["lane"] == "Lane_1"
    assert "順番どおりに並べ直す" in staff.get(url("flow", flow.pk)).content.decode()
    staff.post(url("flow_arrange", flow.pk))
    assert now(flow).chart["places"] == {}


def test_what_is_not_on_the_chart_is_marked_and_answered(staff, office, flow):
    staff.post(url("flow_mark", flow.pk), {"kind": "missing", "node": "Step_3", "words": "控えを別の棚に入れている"})
    with scope.within(scope.EVERYWHERE):
        mark = FlowRemark.objects.get()
    page = staff.get(url("flow", flow.pk)).content.decode()
    assert "控えを別の棚に入れている" in page
    assert "印1" in page
    refused = office.post(
        url("flow_mark_settle", mark.pk), {"version": mark.version, "state": "left_out", "settled": ""}
    )
    assert "理由を書いてください" in refused.content.decode()
    said = {"version": mark.version, "state": "left_out", "settled": "来年度に棚をなくすため"}
    office.post(url("flow_mark_settle", mark.pk), said)
    assert "来年度に棚をなくすため" in staff.get(url("flow", flow.pk)).content.decode()


def test_votes_are_counted_by_step_and_never_shown_by_person(staff, office, flow):
    staff.post(url("flow_vote", flow.pk), {"voice_0": "agree", "voice_1": "differ", "words_1": "うちは二人で見る"})
    office.post(url("flow_vote", flow.pk), {"voice_1": "agree"})
    page = " ".join(staff.get(url("flow", flow.pk)).content.decode().split())
    assert "そのとおり 1、分からない 0、うちは違う 0" in page
    assert "そのとおり 1、分からない 0、うちは違う 1" in page
    assert "うちは二人で見る" in page
    assert "職員 " not in page.split("手順の表")[1]
    staff.post(url("flow_vote", flow.pk), {"voice_0": "unsure", "voice_1": "differ", "words_1": "うちは二人で見る"})
    with scope.within(scope.EVERYWHERE):
        assert FlowVote.objects.count() == 3, "a second vote replaces the first"


def test_the_flow_to_be_shows_what_goes_and_what_it_saves(staff, flow):
    staff.post(url("flow_derive", flow.pk), {"name": "転入"})
    with scope.within(scope.EVERYWHERE):
        wanted = Flow.objects.get(kind="to_be")
    staff.post(url("flow_node_remove", wanted.pk, "Step_2"))
    page = staff.get(url("flow_compare", wanted.pk)).content.decode()
    assert "なくなる" in page
    assert "転入届を書く" in page
    assert "-7" in page
    assert "flow-fate-gone" in page
    assert staff.get(url("flow_compare", flow.pk)).status_code == 302, "nothing to compare with"


def test_a_bpmn_file_comes_in_goes_out_and_is_refused_by_name(staff, flow):
    body = staff.get(url("flow_bpmn", flow.pk)).content
    said = {"municipality": make.NISHINOMIYA, "name": "取り込み", "kind": "as_is"}
    staff.post(url("flow_import"), {**said, "file": SimpleUploadedFile("a.bpmn", body)})
    with scope.within(scope.EVERYWHERE):
        made = Flow.objects.get(name="取り込み")
    assert [one["name"] for one in made.chart["nodes"]] == [one["name"] for one in flow.chart["nodes"]]
    twice = body.replace(b"</bpmn:process>", b'</bpmn:process><bpmn:process id="P2" name="&#20108;" />')
    answer = staff.post(url("flow_import_into", flow.pk), {"file": SimpleUploadedFile("b.bpmn", twice)})
    assert "業務プロセスが2つあります" in answer.content.decode()
    assert now(flow).chart == flow.chart, "nothing was stored"


def test_the_list_leaves_as_excel(staff, flow):
    assert staff.get(url("flows_excel")).content[:2] == b"PK"


def test_a_log_is_brought_read_and_drawn(staff, office, flow):
    body = make.csv(make.events()).encode("cp932")
    said = {"municipality": make.NISHINOMIYA, "name": "転入の記録"}
    assert staff.get(url("flow_log_bring")).status_code == 403
    office.post(url("flow_log_bring"), {**said, "file": SimpleUploadedFile("記録.csv", body)})
    with scope.within(scope.EVERYWHERE):
        made = EventLog.objects.get()
    page = staff.get(url("flow_log", made.pk)).content.decode()
    assert "半分が20分以内" in page
    assert "国保の課" in page
    assert "1通り" in page
    office.post(url("flow_log_chart", made.pk), {"name": "記録から"})
    with scope.within(scope.EVERYWHERE):
        drawn = Flow.objects.get(name="記録から")
    assert {one["name"] for one in drawn.chart["nodes"]} >= {"転入届を書く", "国保に入れる"}


def test_a_log_puts_its_times_on_the_flow(staff, flow):
    with scope.within(scope.EVERYWHERE):
        Flow.objects.filter(pk=flow.pk).update(log=make.log())
    page = staff.get(url("flow", flow.pk)).content.decode()
    assert "実測：半分が10分以内" in page
    assert "待ち：半分が20分以内" in page


def test_columns_are_chosen_by_a_person(office, flow):
    text = "a,b,c\n1,受付,2026-11-02 09:00\n"
    log = make.log(text=text)
    assert "列を選ぶ" in office.get(url("flow_log", log.pk)).content.decode()
    office.post(url("flow_log_columns", log.pk), {"case": "a", "step": "b", "began": "c"})
    assert "5件以上あった手順がまだありません" in office.get(url("flow_log", log.pk)).content.decode()
    twice = office.post(url("flow_log_columns", log.pk), {"case": "a", "step": "a", "began": "c"})
    assert "同じ列を二つの役に使えません" in twice.content.decode()


def test_the_dx_office_asks_a_log_in_sql_and_nobody_else(staff, office, flow):
    log = make.log()
    address = url("flow_log_ask", log.pk)
    assert staff.get(address).status_code == 403
    page = office.get(address, {"sql": "SELECT step, count(*) AS n FROM steps GROUP BY 1 ORDER BY 1"}).content.decode()
    assert "<td>届を確かめる</td>" in page
    assert "<td>10</td>" in page
    single = office.get(address, {"sql": "SELECT case_no, began FROM steps"}).content
    assert "案件をまとめた行だけです" in single.decode()
    few = office.get(address, {"sql": "SELECT count(*) FILTER (WHERE place = 1 AND case_no < 4) FROM steps"}).content
    assert "<td>5件未満</td>" in few.decode()
    refused = office.get(address, {"sql": "COPY steps TO '/tmp/x.csv'"}).content.decode()
    assert "読むための文（SELECT）だけを使えます" in refused


def walked(flow, *stops, phase="before"):
    """A walk in the flow's municipality with stops of (place, seconds waited, seconds served)."""
    lead = ground.section(flow.municipality, "市民課")
    return improving.walk(improving.improvement(lead=lead, title=str(stops)[:80]), *stops, phase=phase)


def test_times_of_walks_stand_beside_the_step_or_the_desk_of_the_same_words(staff, flow):
    walked(flow, ("届を確かめる", 480, 300), ("国保の 課", 1260, 900), ("総合案内", 240, 60))
    walked(flow, ("国保の課", 1140, 900))
    page = staff.get(url("flow", flow.pk)).content.decode()
    assert "待ち8分・応対5分（1回歩いて）" in page
    assert "待ち19分〜21分・応対15分（2回歩いて）" in page
    assert page.count("回歩いて）") == 2, (
        "a stop that the chart does not know says nothing, nor does a step nobody stood at"
    )
    assert "歩いて34分〜36分" in page, "in the drawing"


def test_where_nobody_walked_nothing_is_said_of_walks(staff, flow):
    assert "体験調査：" not in staff.get(url("flow", flow.pk)).content.decode()


def test_walks_after_the_change_and_those_of_another_town_are_not_on_todays_flow(staff, flow):
    walked(flow, ("届を確かめる", 480, 300), phase="after")
    walked(make.flow("282090"), ("届を確かめる", 480, 300))
    assert "体験調査：" not in staff.get(url("flow", flow.pk)).content.decode()
    wanted = make.flow(kind="to_be", name="目指す転入")
    assert "待ち8分・応対5分（1回歩いて）" in staff.get(url("flow", wanted.pk)).content.decode()


def test_a_desk_with_several_steps_leaves_open_at_which_one_stood(staff, flow):
    walked(flow, ("市民課", 480, 300))
    assert "待ち8分" in staff.get(url("flow", flow.pk)).content.decode(), "one task in the lane: it is clear"
    two = make.flow(
        name="二つ", chart=content_of(add_node(make.chart(), name="入力する", lane="Lane_2", after="Step_3"))
    )
    assert "体験調査：" not in staff.get(url("flow", two.pk)).content.decode()
