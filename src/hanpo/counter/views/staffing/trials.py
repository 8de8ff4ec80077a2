"""Pages of trials: what would change, at once and at length."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.actions.jobs import start_job
from hanpo.core.pages import PageRequest, page, show
from hanpo.counter.actions.staffing._playing import PLAY_TRIAL
from hanpo.counter.inputs.staffing import TrialForm
from hanpo.counter.queries.staffing import days, trials


@page("counter.see_staffing")
def trial_try(request: PageRequest) -> HttpResponse:
    """Try a change on a few played days."""
    form, place, base = _asked(request, request.GET)
    result, status = None, 200
    if request.GET and form.is_valid():
        asked = form.asked()
        try:
            result = trials.try_quickly(base=base, change=asked.change, weekday=asked.weekday)
        except trials.CannotTry as refusal:
            form.refuse(ValidationError(str(refusal)))
    if form.errors:
        status = 422
    context = {"form": form, "place": place, "base": base, "result": result, "kept": trials.trials()[:10]}
    return show(request, "counter/staffing/trial_try.html", status=status, here="trials", **context)


@page("counter.see_staffing")
@require_POST
def trial_start(request: PageRequest) -> HttpResponse:
    """Have a change played at length."""
    form, place, base = _asked(request, request.POST)
    if place is None or not form.is_valid():
        return redirect("counter:staffing_trial_try")
    asked = form.asked()
    change = trials.title_of(change=asked.change, weekday=asked.weekday, lines=base.lines)
    title = _("試算：{change}").format(change=change)
    question = trials.question_json(change=asked.change, weekday=asked.weekday)
    job = start_job(
        actor=request.user, kind=PLAY_TRIAL, title=title[:200], municipality=place, arguments={"question": question}
    )
    return redirect("portal:job", pk=job.pk)


@page("counter.see_staffing")
def trial(request: PageRequest, pk: int) -> HttpResponse:
    """What a kept trial found."""
    row = get_object_or_404(trials.trials(), pk=pk)
    result = trials.result_of(title=row.title, question=row.question, answer=row.answer, days=row.played_days)
    return show(request, "counter/staffing/trial.html", trial=row, result=result, here="trials")


def _asked(request: PageRequest, data: Any) -> tuple[TrialForm, Any, Any]:
    """The form, the municipality, and its measured counter on the asked weekday."""
    place = days.place_of(asked=data.get("place", ""))
    weekday = data.get("weekday", "")
    chosen = int(weekday) if weekday in tuple("0123456") and weekday else None
    code = place.pk if place else ""
    base = trials.base_of(municipality=code, today=clock.today(), now=clock.now(), weekday=chosen)
    return TrialForm(data or None, lines=base.lines, desks=base.desks, booking_now=base.booking_now), place, base
