"""Pages of templates: steps with gates, and ladders, as data that a municipality may change."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core.pages import PageRequest, page
from hanpo.core.queries import places
from hanpo.hub.actions import templates as actions
from hanpo.hub.inputs.templates import LadderForm, StepTemplateForm
from hanpo.hub.queries import seeds, templates
from hanpo.hub.views.common import form_page, show


@page("hub.see_projects")
def template_list(request: PageRequest) -> HttpResponse:
    """The templates of the municipality, and the seeds that it has not taken over yet."""
    context: dict[str, Any] = {
        "steps": templates.step_templates(),
        "ladders": templates.ladder_templates(),
        "seeds": templates.seeds_to_install(),
    }
    return show(request, "hub/templates.html", **context)


@page("hub.see_projects")
def step_template(request: PageRequest, pk: int) -> HttpResponse:
    """A step template: its steps and what is asked at each gate."""
    row = get_object_or_404(templates.step_templates(), pk=pk)
    return show(request, "hub/step_template.html", template=row, steps=templates.steps_with_criteria(row))


@page("hub.edit_templates")
def step_template_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Edit a step template as data; edits stay in this municipality."""
    row = get_object_or_404(templates.step_templates(), pk=pk)
    form = StepTemplateForm(request.POST or None, content=templates.step_content(row), version=row.version)

    def save() -> str:
        version = form.head.cleaned_data["version"]
        actions.write_step_template(actor=request.user, template=row, content=form.content(), based_on=version)
        return _("ひな型を保存しました。この市町の取組にだけ反映されます。")

    back = reverse("hub:step_template", args=[pk])
    return form_page(
        request, form=form, save=save, back=back, context={"template": row}, template="hub/template_edit.html"
    )


@page("hub.see_projects")
def ladder_template(request: PageRequest, pk: int) -> HttpResponse:
    """A ladder: its rungs, and what is known and doubted about its text."""
    row = get_object_or_404(templates.ladder_templates(), pk=pk)
    return show(request, "hub/ladder_template.html", template=row, content=templates.ladder_content(row))


@page("hub.edit_templates")
def ladder_template_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Edit a ladder as data."""
    row = get_object_or_404(templates.ladder_templates(), pk=pk)
    form = LadderForm(request.POST or None, content=templates.ladder_content(row), version=row.version)

    def save() -> str:
        version = form.head.cleaned_data["version"]
        actions.write_ladder(actor=request.user, template=row, content=form.content(), based_on=version)
        return _("はしごを保存しました。この市町の進捗シートにだけ反映されます。")

    back = reverse("hub:ladder_template", args=[pk])
    return form_page(
        request, form=form, save=save, back=back, context={"template": row}, template="hub/template_edit.html"
    )


@page("hub.edit_templates")
@require_POST
def template_install(request: PageRequest, code: str, seed: str) -> HttpResponse:
    """Give a municipality its own copy of a seed."""
    town = get_object_or_404(places.municipalities(), pk=code)
    if seed in seeds.LADDERS:
        actions.install_ladder(actor=request.user, municipality=town, seed=seed)
    elif seed in seeds.STEP_TEMPLATES:
        actions.install_step_template(actor=request.user, municipality=town, seed=seed)
    else:
        raise Http404
    messages.success(request, _("{town}のひな型として取り入れました。言い方を直して使えます。").format(town=town.name))
    return redirect("hub:templates")
