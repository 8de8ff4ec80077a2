"""Starting a project where the review of minutes finds that a municipality has none yet."""

from __future__ import annotations

from datetime import date

from hanpo.core import audit
from hanpo.core.models import Municipality, Person
from hanpo.hub.actions.programmes import join_programme
from hanpo.hub.actions.projects import start_project
from hanpo.hub.actions.templates import install_step_template
from hanpo.hub.models import Participation, Programme, Project, StepTemplate

USUAL_STEPS = "programme-steps"
"""The seed of steps for a municipality that has no template of its own."""


@audit.deed
def begin_project(
    *,
    actor: Person,
    programme: Programme,
    municipality: Municipality,
    field: str,
    title: str,
    benefit_for_staff: str,
    starts_on: date,
) -> Project:
    """Start a project of a municipality; it joins the programme with this field where it does not take part yet, and
    gets the usual steps where it has no template. Raises `ValidationError`."""
    participation = Participation.objects.filter(programme=programme, municipality=municipality).order_by("pk").first()
    if participation is None:
        participation = join_programme(
            actor=actor, programme=programme, municipality=municipality, field=field, since=starts_on
        )
    template = StepTemplate.objects.filter(municipality=municipality).order_by("pk").first()
    project = start_project(
        actor=actor,
        participation=participation,
        template=template or install_step_template(actor=actor, municipality=municipality, seed=USUAL_STEPS),
        title=title,
        benefit_for_staff=benefit_for_staff,
        starts_on=starts_on,
        values={"field": field},
    )
    audit.record(actor=actor, verb="begin_project", subject=project, new={"title": title, "programme": programme.pk})
    return project
