"""Pages of effects: before and after, timings, a month's measure."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.pages import PageRequest, page, show
from hanpo.counter.actions.improving import effects as actions
from hanpo.counter.inputs.improving.steps import MeasureForm, TimingForm
from hanpo.counter.models import ImprovementStep
from hanpo.counter.queries.improving import effects as queries
from hanpo.counter.queries.improving import steps
from hanpo.counter.views.improving.common import at, edit, sections_of, undertaking


@page("counter.see_improving")
def improvement_effects(request: PageRequest, pk: int) -> HttpResponse:
    """What the steps did, with what uncertainty, and what the measured months gave back."""
    row = undertaking(pk)
    lines = steps.step_lines(improvement=pk, today=clock.today())
    return show(
        request, "counter/improving/effects.html", improvement=row, lines=lines,
        findings=queries.findings(improvement=row), months=queries.confirmed_months(improvement=row),
        measures=queries.measures().filter(step__to_be__improvement=pk),
    )  # fmt: skip


@page("counter.improve")
def timing_add(request: PageRequest, pk: int) -> HttpResponse:
    """Add timings of single cases."""
    row = _step(pk)
    form = TimingForm(request.POST or None, initial={"timed_on": clock.today(), "whose": "staff"})

    def save() -> str:
        facts = dict(form.cleaned_data)
        of_staff = facts.pop("whose") == "staff"
        made = actions.add_timings(actor=request.user, step=row, of_staff=of_staff, **facts)
        return _("{n}件の計測を加えました。").format(n=len(made))

    here = row.to_be.improvement
    return edit(request, here, form, save, _("計測を加える"), back=at("improvement_effects", here.pk), lead=row.title)


@page("counter.improve")
def measure_add(request: PageRequest, pk: int) -> HttpResponse:
    """Enter a month's counted cases."""
    row = _step(pk)
    here = row.to_be.improvement
    form = MeasureForm(request.POST or None, initial={"section": row.owner_id}, sections=sections_of(here))

    def save() -> str:
        made = actions.add_measure(actor=request.user, step=row, **form.cleaned_data)
        said = _("{minutes}分と計算しました。課長が確かめると、職員メリット帳に載ります。")
        return said.format(minutes=made.minutes_saved)

    back = at("improvement_effects", here.pk)
    return edit(request, here, form, save, _("件数を入れる"), back=back, lead=row.title)


def _step(pk: int) -> ImprovementStep:
    return get_object_or_404(steps.steps(), pk=pk)
