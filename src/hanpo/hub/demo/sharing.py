"""Loads what is shared: a model that was published and adopted, and files that people asked to be made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.actions.adoption import adopt_model, publish_model
from hanpo.core.demo import backdate, office_moment, run_job_at
from hanpo.core.models import Adoption, ModelPackage, Municipality, Person
from hanpo.core.preparers import ModelUpgradePreparer
from hanpo.hub.actions.templates import write_step_template
from hanpo.hub.demo.days import data
from hanpo.hub.demo.tray import decide
from hanpo.hub.files.gathering import GATHER_PROJECTS
from hanpo.hub.models import StepTemplate
from hanpo.hub.queries.templates import step_content

KIND = "hub.step_template"


def load_sharing(*, today: date) -> None:
    """Load the model with its versions and adoptions, and the long work, in the order in which it happened."""
    content = data("models")
    first, *others = content["versions"]
    package = _publish(content, first, today)
    adoptions = [(_adopt(entry, package, today), entry) for entry in content["adoptions"]]
    for version in others:
        _publish(content, version, today)
    for adoption, entry in adoptions:
        if "upgraded" in entry:
            decide(
                preparer=ModelUpgradePreparer(), municipality=adoption.municipality,
                at=office_moment(today, entry["upgraded"], "11:45"),
            )  # fmt: skip
    for entry in content["jobs"]:
        _job(entry, today)


def _publish(content: Mapping[str, Any], version: Mapping[str, Any], today: date) -> ModelPackage:
    """The template at home is improved, then published."""
    town = Municipality.objects.get(pk=content["publisher"])
    person = Person.objects.get(username="nishinomiya-dx")
    template = StepTemplate.objects.filter(municipality=town).order_by("pk")[0]
    at = office_moment(today, version["day"], "15:20")
    with clock.telling(at):
        _improve(template, person, version["head"], version["criteria"])
        package = publish_model(
            actor=person, municipality=town, kind=KIND, object_id=str(template.pk), name=content["name"],
            title=content["title"], note=version["note"],
        )  # fmt: skip
    backdate(package, published_at=at)
    return package


def _adopt(entry: Mapping[str, Any], package: ModelPackage, today: date) -> Adoption:
    """A municipality uses the model, and may have changed it at home since."""
    town, person = Municipality.objects.get(pk=entry["place"]), Person.objects.get(username=entry["by"])
    at = office_moment(today, entry["day"], "10:50")
    with clock.telling(at):
        adoption = adopt_model(actor=person, municipality=town, package=package)
    backdate(adoption, adopted_at=at)
    if "edited" in entry:
        with clock.telling(office_moment(today, entry["edited"]["day"], "16:05")):
            template = StepTemplate.objects.get(pk=adoption.object_id)
            _improve(template, person, {}, entry["edited"]["criteria"])
    return adoption


def _improve(
    template: StepTemplate, person: Person, head: Mapping[str, str], criteria: Iterable[Mapping[str, Any]]
) -> None:
    """Write a template with criteria that are new or take the place of those with the same id."""
    content = {**step_content(template), **head}
    steps = {step["id"]: step for step in content["steps"]}
    for wanted in criteria:
        step = steps[wanted["step"]]
        criterion = {name: value for name, value in wanted.items() if name != "step"}
        kept = [c for c in step["criteria"] if c["id"] != criterion["id"]]
        step["criteria"] = [*kept, criterion]
    write_step_template(actor=person, template=template, content=content, based_on=template.version)


def _job(entry: Mapping[str, Any], today: date) -> None:
    town = Municipality.objects.get(pk=entry["place"])
    run_job_at(
        kind=GATHER_PROJECTS, title=_("取組の中身をまとめる（{place}）").format(place=town.name), municipality=town,
        owner=Person.objects.get(username=entry["by"]), at=office_moment(today, entry["day"], entry["at"]),
        is_cancelled=entry.get("cancelled", False), is_read=entry.get("read", False),
    )  # fmt: skip
