"""What the hub offers to the house: permissions, places, preparers, search, calendar, templates to adopt."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hanpo.core.manifest import PROGRAMME, STAFF
from hanpo.core.models import Municipality, Person
from hanpo.core.registry import (
    Adoptable,
    CalendarSource,
    JobKind,
    Manifest,
    Permission,
    Place,
    PrefectureFact,
    SearchSource,
    verbs_of,
)
from hanpo.hub.actions._finding import LET_FIND, let_find_as_job
from hanpo.hub.actions.templates import write_ladder, write_step_template
from hanpo.hub.demo import load_demo
from hanpo.hub.files.gathering import GATHER_PROJECTS, gather_projects
from hanpo.hub.models import (
    AgendaItem,
    Answer,
    CommonIssue,
    Decision,
    LadderTemplate,
    Meeting,
    MeetingOutcome,
    Problem,
    Project,
    ProjectNews,
    Question,
    Stakeholder,
    Statement,
    StepTemplate,
    WorkItem,
)
from hanpo.hub.preparers import PREPARERS
from hanpo.hub.queries import meeting_offers, meetings, offers, sharing, templates

IN_THE_PROGRAMME = STAFF | PROGRAMME | {"supporter"}
AT_THE_PROJECT = STAFF | {"supporter", "prefecture"}

PERMISSIONS = (
    Permission(key="hub.see_programme", label=_("事業と参加市町の取組を見る"), roles=IN_THE_PROGRAMME),
    Permission(key="hub.manage_programme", label=_("事業の内容を直す"), roles=frozenset({"prefecture"})),
    Permission(key="hub.see_projects", label=_("取組を見る"), roles=IN_THE_PROGRAMME),
    Permission(key="hub.start_projects", label=_("取組を始める"),
               roles=frozenset({"dx_office", "section_lead", "prefecture"})),
    Permission(key="hub.edit_projects", label=_("取組を書き直す・記録する"), roles=AT_THE_PROJECT),
    Permission(key="hub.decide_gates", label=_("ゲートの判定を記録する"),
               roles=frozenset({"dx_office", "section_lead", "prefecture"})),
    Permission(key="hub.work_half_steps", label=_("半歩先の一手を記録する"), roles=AT_THE_PROJECT),
    Permission(key="hub.see_stakeholders", label=_("関係者と合意の状況を見る"), roles=AT_THE_PROJECT),
    Permission(key="hub.edit_stakeholders", label=_("関係者との話を記録する"), roles=STAFF | {"supporter"}),
    Permission(key="hub.see_meetings", label=_("会議の記録を見る"), roles=IN_THE_PROGRAMME),
    Permission(key="hub.edit_meetings", label=_("会議を予定に入れる・結果を記録する"), roles=PROGRAMME),
    Permission(key="hub.finish_actions", label=_("会議の宿題を済みにする"), roles=IN_THE_PROGRAMME),
    Permission(key="hub.import_minutes", label=_("議事録を取り込む"), roles=PROGRAMME),
    Permission(key="hub.see_names", label=_("会議の出席者・発表者の氏名を見る"), roles=PROGRAMME | {"supporter"}),
    Permission(key="hub.see_problems", label=_("課題と共通課題を見る"), roles=IN_THE_PROGRAMME),
    Permission(key="hub.confirm_issues", label=_("共通課題にまとめる"), roles=PROGRAMME | {"supporter", "dx_office"}),
    Permission(key="hub.see_reports", label=_("月次報告を見る"), roles=IN_THE_PROGRAMME),
    Permission(key="hub.issue_reports", label=_("月次報告を出す"),
               roles=frozenset({"dx_office", "section_lead", "prefecture"})),
    Permission(key="hub.edit_templates", label=_("ひな型を直す"),
               roles=frozenset({"dx_office", "section_lead", "prefecture"})),
)  # fmt: skip

PLACES = (
    Place(label=pgettext_lazy("一覧", "事業"), url_name="hub:programmes", permission="hub.see_programme"),
    Place(label=pgettext_lazy("一覧", "取組"), url_name="hub:projects", permission="hub.see_projects"),
    Place(label=pgettext_lazy("一覧", "課題"), url_name="hub:problems", permission="hub.see_problems"),
    Place(label=pgettext_lazy("一覧", "会議"), url_name="hub:meetings", permission="hub.see_meetings"),
    Place(label=_("議事録の取り込み"), url_name="hub:minutes_list", permission="hub.import_minutes"),
    Place(label=pgettext_lazy("一覧", "月次報告"), url_name="hub:reports", permission="hub.see_reports"),
    Place(
        label=pgettext_lazy("一覧", "半歩先の一手"), url_name="hub:half_steps_everywhere", permission="hub.see_projects"
    ),
    Place(label=pgettext_lazy("一覧", "ひな型"), url_name="hub:templates", permission="hub.see_projects"),
)

SEARCH = (
    SearchSource(
        key="hub.project", label=_("取組"), model=Project, permission="hub.see_projects",
        title=lambda row: row.title, url=offers.project_url, texts=offers.project_texts, dated=lambda row: row.as_of,
    ),
    SearchSource(
        key="hub.problem", label=_("課題"), model=Problem, permission="hub.see_projects",
        title=lambda row: row.text[:80], url=offers.project_url, texts=offers.problem_texts,
    ),
    SearchSource(
        key="hub.work_item", label=_("作業"), model=WorkItem, permission="hub.see_projects",
        title=lambda row: row.title, url=offers.project_url, texts=offers.work_texts, dated=lambda row: row.due,
    ),
    SearchSource(
        key="hub.news", label=_("近況"), model=ProjectNews, permission="hub.see_projects",
        title=lambda row: row.text[:80], url=offers.project_url, texts=offers.news_texts,
        dated=lambda row: row.happened_on,
    ),
    SearchSource(
        key="hub.stakeholder", label=_("関係者"), model=Stakeholder, permission="hub.see_stakeholders",
        title=lambda row: row.name, url=offers.stakeholders_url, texts=offers.stakeholder_texts,
    ),
    SearchSource(
        key="hub.decision", label=_("決めること"), model=Decision, permission="hub.see_stakeholders",
        title=lambda row: row.title, url=offers.stakeholders_url, texts=offers.decision_texts,
        dated=lambda row: row.made_on,
    ),
)  # fmt: skip

SEARCH_MEETINGS = tuple(
    SearchSource(
        key=key, label=label, model=model, permission="hub.see_meetings", title=lambda row: str(row)[:80],
        url=meeting_offers.meeting_url, texts=texts, dated=meeting_offers.meeting_day, places=sharing.members,
    )
    for key, label, model, texts in (
        ("hub.meeting", _("会議"), Meeting, meeting_offers.meeting_texts),
        ("hub.agenda_item", _("議題"), AgendaItem, meeting_offers.agenda_texts),
        ("hub.statement", _("発言・報告"), Statement, meeting_offers.statement_texts),
        ("hub.question", _("質疑"), Question, meeting_offers.question_texts),
        ("hub.answer", _("質疑の答え"), Answer, meeting_offers.answer_texts),
        ("hub.meeting_outcome", _("会議の結果"), MeetingOutcome, meeting_offers.outcome_texts),
    )
)  # fmt: skip

SEARCH_ISSUES = (
    SearchSource(
        key="hub.common_issue", label=_("共通課題"), model=CommonIssue, permission="hub.see_problems",
        title=lambda row: row.title, url=meeting_offers.issue_url, texts=meeting_offers.issue_texts,
        places=sharing.members,
    ),
)  # fmt: skip


def apply_steps(person: Person, municipality: Municipality, pk: str | None, content: dict[str, Any]) -> str:
    """Write an adopted step template into a municipality, and return its number."""
    template = StepTemplate.objects.get(pk=pk) if pk else StepTemplate(municipality=municipality)
    return str(write_step_template(actor=person, template=template, content=content).pk)


def apply_ladder(person: Person, municipality: Municipality, pk: str | None, content: dict[str, Any]) -> str:
    """Write an adopted ladder into a municipality, and return its number."""
    template = LadderTemplate.objects.get(pk=pk) if pk else LadderTemplate(municipality=municipality)
    return str(write_ladder(actor=person, template=template, content=content).pk)


WORDS = {
    "name": _("名前"),
    "source": _("出典"),
    "note": _("注"),
    "position": _("順番"),
    "steps": _("ステップ"),
    "purpose": _("ねらい"),
    "is_wording_official": _("公式の名前か"),
    "criteria": _("確かめること"),
    "view": _("観点"),
    "statement": _("文"),
    "hint": _("証拠の例"),
    "is_required": _("必須か"),
    "rungs": _("段"),
    "stage": _("段階"),
    "meaning": _("意味"),
}
"""What the keys of a template's content are called."""

ADOPTABLE = (
    Adoptable(
        key="hub.step_template", label=_("ステップとゲートのひな型"),
        candidates=lambda: StepTemplate.objects.all(),
        export=lambda pk: templates.step_content(StepTemplate.objects.get(pk=pk)),
        apply=apply_steps, url=lambda pk: reverse("hub:step_template", args=[pk]), words=WORDS,
    ),
    Adoptable(
        key="hub.ladder", label=_("進捗シートのはしご"),
        candidates=lambda: LadderTemplate.objects.all(),
        export=lambda pk: templates.ladder_content(LadderTemplate.objects.get(pk=pk)),
        apply=apply_ladder, url=lambda pk: reverse("hub:ladder_template", args=[pk]), words=WORDS,
    ),
)  # fmt: skip

VERBS = {
    "decide_gate": _("ゲートを判定"),
    "offer_half_step": _("半歩先の一手を申し出"),
    "move_half_step": _("半歩先の一手の状態を記録"),
    "keep_step_template": _("登録済みのステップのひな型をそのまま使用"),
    "write_steptemplate": _("ステップのひな型を書換え"),
    "keep_ladder": _("登録済みのはしごのひな型をそのまま使用"),
    "write_laddertemplate": _("はしごのひな型を書換え"),
    "plan_meeting": _("会議を予定に入れた"),
    "edit_meeting": _("会議を変更"),
    "settle_meeting": _("会議を議事録で確定"),
    "set_agenda": _("議題を登録"),
    "remove_agenda_items": _("議題を削除"),
    "record_outcome": _("会議の結果を記録"),
    "correct_outcome": _("会議の結果を訂正"),
    "finish_action": _("会議の宿題を済みにした"),
    "reopen_action": _("会議の宿題を再開"),
    "import_minutes": _("議事録を取込み"),
    "import_minutes_again": _("同じ議事録を再び取込み"),
    "accept_proposal": _("議事録の読取りを受入れ"),
    "accept_proposals": _("議事録の読取りをまとめて受入れ"),
    "refuse_proposal": _("議事録の読取りを不採用"),
    "reopen_proposal": _("議事録の読取りを未確認に戻した"),
    "finish_import": _("議事録の確認を終了"),
    "discard_import": _("議事録の取込みを取りやめ"),
    "begin_project": _("議事録から取組を登録"),
    "confirm_common_issue": _("共通課題にまとめた"),
    "leave_common_issue": _("共通課題から外した"),
    "refuse_pair": _("似ていない課題と記録"),
    "issue_report": _("月次報告を発行"),
    "withdraw_report": _("月次報告を取下げ"),
}
"""What the deeds of the hub are called in the audit record, beside adding and changing rows."""


MANIFEST = Manifest(
    key="hub",
    label=_("推進・伴走支援"),
    accent="blue",
    permissions=PERMISSIONS,
    places=PLACES,
    preparers=PREPARERS,
    search=(*SEARCH, *SEARCH_MEETINGS, *SEARCH_ISSUES),
    calendar=(
        CalendarSource(key="hub.work", permission="hub.see_projects", items=offers.work_calendar),
        CalendarSource(key="hub.meetings", permission="hub.see_meetings", items=meetings.meeting_calendar),
        CalendarSource(key="hub.decisions", permission="hub.see_stakeholders", items=offers.decision_calendar),
    ),
    prefecture_facts=(
        PrefectureFact(key="hub.step", label=_("取組のステップ"), permission="hub.see_programme",
                       values=offers.steps_of_municipalities),
        PrefectureFact(key="hub.news", label=_("最後の近況"), permission="hub.see_programme",
                       values=offers.news_of_municipalities),
    ),
    adoptable=ADOPTABLE,
    jobs=(
        JobKind(key=GATHER_PROJECTS, label=_("取組の中身のとりまとめ"), run=gather_projects),
        JobKind(key=LET_FIND, label=_("事業に加わった市町の検索の準備"), run=let_find_as_job),
    ),
    verbs=verbs_of("hub", VERBS),
    demo=load_demo,
)  # fmt: skip
