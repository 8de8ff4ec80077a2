"""The addresses of the hub."""

from django.urls import URLPattern, path

from hanpo.hub.views import (
    gates,
    ladders,
    meetings,
    minutes,
    problems,
    programmes,
    projects,
    proposals,
    reports,
    stakeholders,
    support,
    templates,
    workload,
)

app_name = "hub"

of_programmes = [
    path("", programmes.programme_list, name="programmes"),
    path("programmes/<int:pk>/", programmes.programme, name="programme"),
    path("programmes/<int:pk>/excel/", programmes.programme_excel, name="programme_excel"),
    path("programmes/<int:pk>/edit/", programmes.programme_edit, name="programme_edit"),
]

of_projects = [
    path("projects/", projects.project_list, name="projects"),
    path("projects/excel/", projects.project_list_excel, name="projects_excel"),
    path("projects/gather/", projects.project_list_gather, name="projects_gather"),
    path("projects/add/", projects.project_add, name="project_add"),
    path("projects/<int:pk>/", projects.project, name="project"),
    path("projects/<int:pk>/excel/", projects.project_excel, name="project_excel"),
    path("projects/<int:pk>/edit/", projects.project_edit, name="project_edit"),
    path("projects/<int:pk>/news/", projects.news_add, name="news_add"),
    path("projects/<int:pk>/add/<slug:kind>/", projects.part_add, name="part_add"),
    path("parts/<slug:kind>/<int:pk>/", projects.part_edit, name="part_edit"),
    path("work/<int:pk>/done/", projects.work_done, name="work_done"),
]

of_support = [
    path("projects/<int:pk>/gate/", gates.gate, name="gate"),
    path("projects/<int:pk>/gate/excel/", gates.gate_excel, name="gate_excel"),
    path("projects/<int:pk>/gate/evidence/", gates.evidence_add, name="evidence_add"),
    path("projects/<int:pk>/gate/decide/", gates.gate_decide, name="gate_decide"),
    path("projects/<int:pk>/sheet/", ladders.sheet, name="sheet"),
    path("projects/<int:pk>/sheet/excel/", ladders.sheet_excel, name="sheet_excel"),
    path("tasks/<int:pk>/rung/", ladders.rung_add, name="rung_add"),
    path("half-steps/", support.half_steps_everywhere, name="half_steps_everywhere"),
    path("half-steps/excel/", support.half_steps_everywhere_excel, name="half_steps_everywhere_excel"),
    path("half-steps/<int:pk>/move/", support.half_step_move, name="half_step_move"),
    path("projects/<int:pk>/half-steps/", support.half_steps, name="half_steps"),
    path("projects/<int:pk>/half-steps/add/", support.half_step_add, name="half_step_add"),
]

of_people = [
    path("projects/<int:pk>/stakeholders/", stakeholders.stakeholder_map, name="stakeholders"),
    path("projects/<int:pk>/stakeholders/excel/", stakeholders.stakeholders_excel, name="stakeholders_excel"),
    path("stakeholders/<int:pk>/contact/", stakeholders.contact_add, name="contact_add"),
    path("decisions/<int:pk>/answer/", stakeholders.agreement_add, name="agreement_add"),
    path("projects/<int:pk>/workload/", workload.workload_page, name="workload"),
    path("projects/<int:pk>/workload/excel/", workload.workload_excel, name="workload_excel"),
    path("projects/<int:pk>/workload/month/", workload.load_add, name="load_add"),
    path("projects/<int:pk>/workload/capacity/", workload.capacity_add, name="capacity_add"),
    path("projects/<int:pk>/workload/season/", workload.season_add, name="season_add"),
]

of_templates = [
    path("templates/", templates.template_list, name="templates"),
    path("templates/steps/<int:pk>/", templates.step_template, name="step_template"),
    path("templates/steps/<int:pk>/edit/", templates.step_template_edit, name="step_template_edit"),
    path("templates/ladders/<int:pk>/", templates.ladder_template, name="ladder_template"),
    path("templates/ladders/<int:pk>/edit/", templates.ladder_template_edit, name="ladder_template_edit"),
    path("templates/install/<str:code>/<slug:seed>/", templates.template_install, name="template_install"),
]

of_meetings = [
    path("meetings/", meetings.meeting_list, name="meetings"),
    path("meetings/add/", meetings.meeting_add, name="meeting_add"),
    path("meetings/actions/", meetings.action_list, name="meeting_actions"),
    path("meetings/actions/excel/", meetings.actions_excel, name="meeting_actions_excel"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/edit/", meetings.meeting_edit, name="meeting_edit"),
    path("meetings/<int:pk>/agenda/", meetings.agenda, name="agenda"),
    path("meetings/<int:pk>/outcome/", meetings.outcome_add, name="outcome_add"),
    path("meetings/agenda/<int:pk>/", meetings.agenda_item_edit, name="agenda_item_edit"),
    path("meetings/outcomes/<int:pk>/", meetings.outcome_correct, name="outcome_correct"),
    path("meetings/outcomes/<int:pk>/done/", meetings.outcome_finish, name="outcome_finish"),
    path("meetings/outcomes/<int:pk>/again/", meetings.outcome_reopen, name="outcome_reopen"),
]

of_minutes = [
    path("minutes/", minutes.minutes_list, name="minutes_list"),
    path("minutes/add/", minutes.minutes_add, name="minutes_add"),
    path("minutes/<int:pk>/", minutes.minutes, name="minutes"),
    path("minutes/<int:pk>/meeting/", minutes.minutes_meeting, name="minutes_meeting"),
    path("minutes/<int:pk>/project/<str:code>/", minutes.minutes_project, name="minutes_project"),
    path("minutes/<int:pk>/text/", minutes.minutes_text, name="minutes_text"),
    path("minutes/<int:pk>/finish/", minutes.minutes_finish, name="minutes_finish"),
    path("minutes/<int:pk>/discard/", minutes.minutes_discard, name="minutes_discard"),
    path("minutes/<int:pk>/blocks/<int:number>/", proposals.block_accept, name="block_accept"),
    path("minutes/proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("minutes/proposals/<int:pk>/accept/", proposals.proposal_accept, name="proposal_accept"),
    path("minutes/proposals/<int:pk>/mend/", proposals.proposal_mend, name="proposal_mend"),
    path("minutes/proposals/<int:pk>/refuse/", proposals.proposal_refuse, name="proposal_refuse"),
    path("minutes/proposals/<int:pk>/undo/", proposals.proposal_undo, name="proposal_undo"),
]

of_problems = [
    path("problems/", problems.problem_list, name="problems"),
    path("problems/excel/", problems.problems_excel, name="problems_excel"),
    path("problems/alike/", problems.alike, name="alike"),
    path("problems/unlike/", problems.pair_refuse, name="pair_refuse"),
    path("problems/<int:pk>/", problems.problem, name="problem"),
    path("problems/issues/", problems.issue_list, name="issues"),
    path("problems/issues/add/", problems.issue_add, name="issue_add"),
    path("problems/issues/<int:pk>/", problems.issue, name="issue"),
    path("problems/issues/<int:pk>/edit/", problems.issue_edit, name="issue_edit"),
    path("problems/issues/members/<int:pk>/leave/", problems.issue_leave, name="issue_leave"),
]

of_reports = [
    path("reports/", reports.report_list, name="reports"),
    path("reports/month/", reports.report, name="report"),
    path("reports/month/issue/", reports.report_issue, name="report_issue"),
]

urlpatterns: list[URLPattern] = [
    *of_programmes,
    *of_projects,
    *of_support,
    *of_people,
    *of_templates,
    *of_meetings,
    *of_minutes,
    *of_problems,
    *of_reports,
]
