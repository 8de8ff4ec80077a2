"""Addresses: arrivals, what-if, rosters, the calendar of crowding."""

from django.urls import path

from hanpo.counter.views.staffing import plans, public, reading, trials

urlpatterns = [
    path("", reading.arrivals, name="staffing_arrivals"),
    path("excel/", reading.arrivals_excel, name="staffing_arrivals_excel"),
    path("waits/", reading.waits, name="staffing_waits"),
    path("waits/excel/", reading.waits_excel, name="staffing_waits_excel"),
    path("quick/", reading.quick, name="staffing_quick"),
    path("trials/", trials.trial_try, name="staffing_trial_try"),
    path("trials/start/", trials.trial_start, name="staffing_trial_start"),
    path("trials/<int:pk>/", trials.trial, name="staffing_trial"),
    path("plans/", plans.plan_list, name="staffing_plans"),
    path("plans/add/", plans.plan_add, name="staffing_plan_add"),
    path("plans/<int:pk>/", plans.plan, name="staffing_plan"),
    path("plans/<int:pk>/excel/", plans.plan_excel, name="staffing_plan_excel"),
    path("plans/<int:pk>/again/", plans.plan_again, name="staffing_plan_again"),
    path("plans/<int:pk>/decide/", plans.plan_decide, name="staffing_plan_decide"),
    path("plans/<int:pk>/reopen/", plans.plan_reopen, name="staffing_plan_reopen"),
    path("plans/<int:pk>/drop/", plans.plan_drop, name="staffing_plan_drop"),
    path("plans/<int:pk>/<str:day>/move/", plans.plan_move, name="staffing_plan_move"),
    path("clerks/add/", plans.clerk_add, name="staffing_clerk_add"),
    path("clerks/<int:pk>/edit/", plans.clerk_edit, name="staffing_clerk_edit"),
    path("counts/add/", plans.counts_add, name="staffing_counts_add"),
    path("hours/", plans.hours_edit, name="staffing_hours"),
    path("crowding/", public.own_crowding, name="staffing_own_crowding"),
    path("crowding/<str:code>/", public.crowding, name="staffing_crowding"),
]
