"""Rules of the hub's deeds."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from hanpo.core import scope
from hanpo.core.editing import EditConflict
from hanpo.core.models import AuditEntry
from hanpo.core.tests import factories as ground
from hanpo.hub.actions import gates, ladders, parts, problems, programmes, projects, stakeholders, support, workload
from hanpo.hub.actions import templates as template_actions
from hanpo.hub.actions.gates import Reading
from hanpo.hub.models import (
    Decision,
    GateEvidence,
    HalfStepState,
    LadderTask,
    NextThing,
    Outcome,
    Output,
    Problem,
    ProblemKind,
    ProjectNews,
    ProjectState,
    Readiness,
    RefusedPair,
    Stakeholder,
    WorkItem,
    WorkState,
)
from hanpo.hub.queries import seeds
from hanpo.hub.queries.templates import ladder_content, step_content
from hanpo.hub.tests import factories

pytestmark = pytest.mark.django_db

DAY = date(2024, 9, 2)
ALL_GREEN = {view: Reading("green", "確かめた") for view in Readiness.values}


@pytest.fixture(autouse=True)
def _everywhere(everywhere):
    """Deeds here are not about scope."""


@pytest.fixture
def actor(amagasaki):
    return ground.person("dx_office", amagasaki)


@pytest.fixture
def project(amagasaki):
    return factories.project(amagasaki)


def verbs() -> list[str]:
    return list(AuditEntry.objects.values_list("verb", flat=True))


# programme and projects ------------------------------------------------------------------------------------------


def test_a_municipality_joins_a_programme_with_a_field(actor, prefecture, amagasaki):
    programme = programmes.start_programme(
        actor=actor, host=prefecture, name="地域DX", starts_on=DAY, ends_on=DAY, values={"purpose": "学び合う"}
    )
    part = programmes.join_programme(
        actor=actor, programme=programme, municipality=amagasaki, field="観光DX", since=DAY
    )
    assert (part.municipality, part.field) == (amagasaki, "観光DX")
    assert verbs() == ["add_programme", "add_participation"]


def test_a_project_starts_at_the_first_step_of_its_template(actor, amagasaki):
    template = factories.step_template(amagasaki)
    project = projects.start_project(
        actor=actor, participation=factories.participation(amagasaki), template=template, title="観光の取組",
        benefit_for_staff="集計が一度で済む", starts_on=DAY,
    )  # fmt: skip
    assert project.current_step == template.steps.first()


def test_a_project_that_does_not_say_what_staff_gain_is_refused(actor, amagasaki):
    with pytest.raises(ValidationError):
        projects.start_project(
            actor=actor, participation=factories.participation(amagasaki),
            template=factories.step_template(amagasaki), title="観光の取組", benefit_for_staff="", starts_on=DAY,
        )  # fmt: skip


def test_of_two_clerks_the_slower_one_is_shown_both_texts(actor, project):
    seen = project.version
    projects.change_project(actor=actor, project=project, based_on=seen, changes={"goal": "一人目の文"})
    with pytest.raises(EditConflict) as conflict:
        projects.change_project(actor=actor, project=project, based_on=seen, changes={"goal": "二人目の文"})
    (clash,) = conflict.value.clashes
    assert (clash.theirs, clash.mine) == ("一人目の文", "二人目の文")


def test_news_is_told_with_who_wrote_it_down(actor, project):
    news = projects.tell_news(actor=actor, project=project, happened_on=DAY, text="聞き取りを終えた")
    assert (news.recorded_by, news.municipality_id) == (actor, project.municipality_id)


# parts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "values"),
    [
        (Problem, {"text": "時間がない", "kind": ProblemKind.WORKLOAD}),
        (WorkItem, {"title": "様式をそろえる"}),
        (Output, {"title": "聞き取り票"}),
        (Outcome, {"title": "待ち時間が減る", "unit": "分"}),
        (NextThing, {"title": "実証"}),
        (Stakeholder, {"name": "観光協会", "kind": "group"}),
        (Decision, {"title": "データの持ち方"}),
    ],
)
def test_each_part_is_added_to_its_project_and_changed_with_a_trace(actor, project, part, values):
    row = parts.add_part(actor=actor, project=project, part=part, values=values)
    name = next(iter(values))
    parts.change_part(actor=actor, part=row, based_on=row.version, changes={name: "直した文"})
    entry = AuditEntry.objects.last()
    assert (entry.old, entry.new) == ({name: values[name]}, {name: "直した文"})
    assert row.municipality_id == project.municipality_id


def test_a_soft_outcome_without_a_sign_is_refused_with_a_reason(actor, project):
    with pytest.raises(ValidationError):
        parts.add_part(actor=actor, project=project, part=Outcome, values={"title": "自分で動く", "is_soft": True})


def test_finished_work_has_its_day(actor, project):
    item = parts.add_part(actor=actor, project=project, part=WorkItem, values={"title": "様式をそろえる"})
    parts.finish_work_item(actor=actor, item=item, done_on=DAY)
    assert (item.state, item.done_on) == (WorkState.DONE, DAY)


def test_a_problem_remembers_where_it_was_mentioned(actor, project):
    mention = parts.mention_problem(
        actor=actor, problem=factories.problem(project), mentioned_on=DAY, source="第2回の議事録", source_lines="12-14"
    )
    assert mention.source_lines == "12-14"


# gates -----------------------------------------------------------------------------------------------------------


def decide(actor, project, decision, **more):
    return gates.decide_gate(
        actor=actor, project=project, decision=decision, readings=more.pop("readings", ALL_GREEN),
        decided_by="推進会議", decided_on=DAY, **more,
    )  # fmt: skip


def test_a_passed_gate_moves_the_project_one_step_and_is_news(actor, project):
    record = decide(actor, project, "pass")
    project.refresh_from_db()
    assert project.current_step.key == "second"
    assert record.readings.count() == 5
    assert ProjectNews.objects.get(project=project).kind == "step"


def test_staying_leaves_the_project_where_it_is(actor, project):
    decide(actor, project, "stay")
    project.refresh_from_db()
    assert project.current_step.key == "first"


def test_going_back_is_ordinary(actor, project):
    decide(actor, project, "pass")
    decide(actor, project, "back")
    project.refresh_from_db()
    assert project.current_step.key == "first"
    assert project.gates.count() == 2


def test_a_stopped_project_is_no_longer_active(actor, project):
    decide(actor, project, "stop")
    project.refresh_from_db()
    assert project.state == ProjectState.STOPPED


def test_a_gate_needs_a_reading_of_each_of_the_five_views(actor, project):
    with pytest.raises(ValidationError, match="人材"):
        decide(actor, project, "pass", readings={v: r for v, r in ALL_GREEN.items() if v != "people"})


def test_a_colour_without_evidence_is_refused_but_unknown_is_allowed(actor, project):
    with pytest.raises(ValidationError):
        decide(actor, project, "pass", readings={**ALL_GREEN, "people": Reading("green")})
    assert decide(actor, project, "pass", readings={**ALL_GREEN, "people": Reading("unknown")}).pk


def test_a_conditional_pass_names_its_conditions(actor, project):
    with pytest.raises(ValidationError):
        decide(actor, project, "conditions")
    assert decide(actor, project, "conditions", conditions="規程の改正を年内に").pk


def test_evidence_is_added_and_never_replaced(actor, project):
    criterion = project.current_step.criteria.first()
    for state in ("not_met", "met"):
        gates.record_evidence(
            actor=actor, project=project, criterion=criterion, state=state, evidence="業務フロー図",
            observed_on=DAY, shown_by="観光課 担当",
        )  # fmt: skip
    assert GateEvidence.objects.filter(project=project).count() == 2


# ladder and half-steps -------------------------------------------------------------------------------------------


def test_a_task_may_go_back_a_rung(actor, project):
    task = factories.ladder_task(project)
    first, second, _third = task.template.rungs.all()
    for rung in (second, first):
        ladders.record_rung(
            actor=actor, task=task, rung=rung, side="staff", observed_on=DAY, done_by="観光課 担当",
            watched_by="伴走支援者", evidence="会議の進行表",
        )  # fmt: skip
    assert [r.rung_id for r in task.records.order_by("pk")] == [second.pk, first.pk]


def test_a_rung_of_another_ladder_is_refused(actor, project, amagasaki):
    other = factories.ladder_template(amagasaki).rungs.first()
    with pytest.raises(ValidationError):
        ladders.record_rung(
            actor=actor, task=factories.ladder_task(project), rung=other, side="staff", observed_on=DAY,
            done_by="担当", watched_by="支援者", evidence="表",
        )  # fmt: skip


def test_a_ladder_task_names_a_section_and_no_person(project):
    assert {f.related_model.__name__ for f in LadderTask._meta.get_fields() if f.many_to_one} == {
        "Municipality", "Project", "LadderTemplate", "Section",
    }  # fmt: skip


def test_a_half_step_goes_from_offered_over_done_to_taken_over(actor, project):
    step = support.offer_half_step(
        actor=actor, project=project, title="会議録の下書き", supporter="支援企業", offered_on=DAY, minutes_saved=60
    )
    for state in (HalfStepState.DONE, HalfStepState.TAKEN_OVER):
        step = support.move_half_step(actor=actor, half_step=step, to=state, happened_on=DAY, post="観光課")
    assert step.state == HalfStepState.TAKEN_OVER
    assert step.records.count() == 3


def test_nothing_is_taken_over_before_it_was_done(actor, project):
    step = support.offer_half_step(actor=actor, project=project, title="下書き", supporter="企業", offered_on=DAY)
    with pytest.raises(support.WrongMove):
        support.move_half_step(actor=actor, half_step=step, to="taken_over", happened_on=DAY, post="観光課")


# stakeholders ----------------------------------------------------------------------------------------------------


@pytest.fixture
def stakeholder(actor, project):
    return parts.add_part(actor=actor, project=project, part=Stakeholder, values={"name": "観光協会", "kind": "group"})


@pytest.fixture
def decision(actor, project):
    return parts.add_part(actor=actor, project=project, part=Decision, values={"title": "データの持ち方"})


def test_warmth_runs_from_minus_two_to_two(actor, stakeholder):
    with pytest.raises(ValidationError):
        stakeholders.record_contact(
            actor=actor, stakeholder=stakeholder, spoken_on=DAY, spoken_by="担当", understanding="not_sure", warmth=3
        )


def test_agreement_with_conditions_names_them(actor, stakeholder, decision):
    with pytest.raises(ValidationError):
        stakeholders.record_agreement(
            actor=actor, decision=decision, stakeholder=stakeholder, answer="conditions", answered_on=DAY
        )


def test_only_a_stakeholder_of_the_project_answers_its_decisions(actor, decision, amagasaki):
    other = factories.project(amagasaki)
    stranger = parts.add_part(actor=actor, project=other, part=Stakeholder, values={"name": "別の会", "kind": "group"})
    with pytest.raises(ValidationError):
        stakeholders.record_agreement(
            actor=actor, decision=decision, stakeholder=stranger, answer="agree", answered_on=DAY
        )


def test_a_decision_that_is_made_keeps_its_reason(actor, decision):
    stakeholders.make_decision(
        actor=actor, decision=decision, based_on=decision.version, made_on=DAY, result="市で持つ", reason="続けやすい"
    )
    assert (decision.state, decision.reason) == ("made", "続けやすい")


# workload --------------------------------------------------------------------------------------------------------


def test_hours_of_a_month_are_recorded_once_and_then_replaced(actor, project):
    for hours in (Decimal(8), Decimal(6)):
        workload.record_load(
            actor=actor, project=project, section=project.owner_section, month=date(2024, 9, 20),
            values={"hours_asked": hours},
        )  # fmt: skip
    load = project.loads.get()
    assert (load.month, load.hours_asked) == (date(2024, 9, 1), Decimal(6))


def test_a_section_states_its_hours_and_its_busy_season(actor, project):
    section = project.owner_section
    stated = workload.state_capacity(
        actor=actor, section=section, hours_per_month=Decimal(12), since=DAY, stated_by="課長", stated_on=DAY
    )
    season = workload.add_busy_season(
        actor=actor, section=section, from_month=12, to_month=4, reason="年度末", hours_per_month=Decimal(2)
    )
    workload.change_workload(actor=actor, row=season, based_on=season.version, changes={"hours_per_month": Decimal(3)})
    assert (stated.since, season.hours_per_month) == (date(2024, 9, 1), Decimal(3))


# common issues ---------------------------------------------------------------------------------------------------


def test_a_common_issue_takes_members_once(actor, project):
    programme, problem = project.participation.programme, factories.problem(project)
    for _turn in range(2):
        issue = problems.confirm_common_issue(
            actor=actor, programme=programme, title="人事異動", kind="organisation", problems=[problem]
        )
    assert issue.members.count() == 1
    problems.leave_common_issue(actor=actor, member=issue.members.get())
    assert issue.members.count() == 0


def test_a_pair_is_refused_in_whatever_order_it_was_shown(actor, project):
    programme, first, second = project.participation.programme, factories.problem(project), factories.problem(project)
    problems.refuse_pair(actor=actor, programme=programme, problem=second, other=first)
    problems.refuse_pair(actor=actor, programme=programme, problem=first, other=second)
    assert RefusedPair.objects.count() == 1


# templates -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", seeds.STEP_TEMPLATES)
def test_a_seed_is_installed_whole_and_once(actor, amagasaki, seed):
    first = template_actions.install_step_template(actor=actor, municipality=amagasaki, seed=seed)
    again = template_actions.install_step_template(actor=actor, municipality=amagasaki, seed=seed)
    assert first.pk == again.pk
    assert step_content(first) == seeds.load(seed)
    for step in step_content(first)["steps"]:
        assert [c["view"] for c in step["criteria"]] == Readiness.values


def test_a_ladder_is_installed_with_its_eleven_rungs(actor, amagasaki):
    ladder = template_actions.install_ladder(actor=actor, municipality=amagasaki, seed="yamamoto-ladder")
    assert ladder_content(ladder) == seeds.load("yamamoto-ladder")
    assert ladder.rungs.count() == 11


def test_a_step_that_is_left_out_is_retired_and_its_records_stay(actor, amagasaki):
    template = template_actions.install_step_template(actor=actor, municipality=amagasaki, seed="programme-steps")
    content = step_content(template)
    template_actions.write_step_template(
        actor=actor, template=template, content={**content, "steps": content["steps"][:3]}, based_on=template.version
    )
    assert [s["id"] for s in step_content(template)["steps"]] == ["find", "set", "design"]
    assert template.steps.count() == 4


def test_a_template_changed_by_somebody_else_is_not_overwritten(actor, amagasaki):
    template = factories.step_template(amagasaki)
    seen = template.version
    template_actions.write_step_template(actor=actor, template=template, content=step_content(template), based_on=seen)
    with pytest.raises(EditConflict):
        template_actions.write_step_template(
            actor=actor, template=template, content=step_content(template), based_on=seen
        )


def test_a_municipality_cannot_write_another_ones_project(actor, project, toyooka):
    with scope.within(scope.of(toyooka.code)), pytest.raises(ValidationError):
        projects.tell_news(actor=actor, project=project, happened_on=DAY, text="よその近況")
