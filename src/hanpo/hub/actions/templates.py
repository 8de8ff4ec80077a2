"""Writes of templates: install a seed, and write a whole template as the data that is also exported as a model.

The content of a step template is `{"name", "source", "note", "steps": [{"id", "position", "name", "purpose",
"is_wording_official", "criteria": [{"id", "position", "view", "statement", "hint", "is_required"}]}]}`; that of a
ladder `{"name", "source", "note", "rungs": [{"id", "position", "name", "stage", "meaning"}]}`. What is no longer in
the content is retired where something points to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from hanpo.core import audit
from hanpo.core.editing import EditConflict
from hanpo.core.models import Municipality, Person
from hanpo.hub.models import GateCriterion, LadderRung, LadderTemplate, Step, StepTemplate
from hanpo.hub.queries import seeds
from hanpo.hub.queries.templates import ladder_content, step_content

_HEAD = ("name", "source", "note")
_STEP = ("position", "name", "purpose", "is_wording_official")
_CRITERION = ("position", "view", "statement", "hint", "is_required")
_RUNG = ("position", "name", "stage", "meaning")


@audit.deed
def install_step_template(*, actor: Person | None, municipality: Municipality, seed: str) -> StepTemplate:
    """Give a municipality its own copy of a seed; the copy it already has is left as it is."""
    known = StepTemplate.objects.filter(municipality=municipality, origin=seed).first()
    if known is not None:
        audit.record(actor=actor, verb="keep_step_template", subject=known)
        return known
    template = StepTemplate(municipality=municipality, origin=seed)
    return _write_steps(actor, template, seeds.load(seed))


@audit.deed
def install_ladder(*, actor: Person | None, municipality: Municipality, seed: str) -> LadderTemplate:
    """Give a municipality its own copy of a ladder; the copy it already has is left as it is."""
    known = LadderTemplate.objects.filter(municipality=municipality, origin=seed).first()
    if known is not None:
        audit.record(actor=actor, verb="keep_ladder", subject=known)
        return known
    return _write_rungs(actor, LadderTemplate(municipality=municipality, origin=seed), seeds.load(seed))


@audit.deed
def write_step_template(
    *, actor: Person | None, template: StepTemplate, content: Mapping[str, Any], based_on: int | None = None
) -> StepTemplate:
    """Write a whole template (new or known) from content. `based_on` is the version the person saw; raises
    `EditConflict` where it has moved on, `ValidationError` where the content cannot stand."""
    _refuse_stale(template, based_on)
    return _write_steps(actor, template, content)


@audit.deed
def write_ladder(
    *, actor: Person | None, template: LadderTemplate, content: Mapping[str, Any], based_on: int | None = None
) -> LadderTemplate:
    """Write a whole ladder (new or known) from content. Raises `EditConflict` and `ValidationError`."""
    _refuse_stale(template, based_on)
    return _write_rungs(actor, template, content)


def _refuse_stale(template: StepTemplate | LadderTemplate, based_on: int | None) -> None:
    if based_on is None or template.pk is None:
        return
    current = type(template).objects.get(pk=template.pk)
    if current.version != based_on:
        raise EditConflict(current=current, clashes=())


def _write_steps(actor: Person | None, template: StepTemplate, content: Mapping[str, Any]) -> StepTemplate:
    old = step_content(template) if template.pk else {}
    _write_head(template, content)
    steps = _write_children(Step, {"template": template}, content["steps"], _STEP)
    for step, wanted in zip(steps, content["steps"], strict=True):
        _write_children(GateCriterion, {"step": step}, wanted.get("criteria", []), _CRITERION)
    audit.record(actor=actor, verb="write_steptemplate", subject=template, old=old, new=step_content(template))
    return template


def _write_rungs(actor: Person | None, template: LadderTemplate, content: Mapping[str, Any]) -> LadderTemplate:
    old = ladder_content(template) if template.pk else {}
    _write_head(template, content)
    _write_children(LadderRung, {"template": template}, content["rungs"], _RUNG)
    audit.record(actor=actor, verb="write_laddertemplate", subject=template, old=old, new=ladder_content(template))
    return template


def _write_head(template: StepTemplate | LadderTemplate, content: Mapping[str, Any]) -> None:
    for name in _HEAD:
        setattr(template, name, content.get(name, ""))
    if template.pk:
        template.version += 1
    template.full_clean()
    template.save()


def _write_children(
    model: type[Step | GateCriterion | LadderRung],
    parent: Mapping[str, models.Model],
    wanted: Iterable[Mapping[str, Any]],
    names: tuple[str, ...],
) -> list[Any]:
    known = {row.key: row for row in model.objects.filter(**parent)}
    written = []
    for place, item in enumerate(wanted, start=1):
        row = known.pop(item["id"], None) or model(key=item["id"], **parent)
        values = {"position": place, **{name: item[name] for name in names if name in item}}
        written.append(_write(row, {**values, **({"is_retired": False} if hasattr(row, "is_retired") else {})}))
    for row in known.values():
        _retire(row)
    return written


def _write(row: Any, values: Mapping[str, Any]) -> Any:
    for name, value in values.items():
        setattr(row, name, value)
    row.place_under_parent()
    row.full_clean()
    row.save()
    return row


def _retire(row: Any) -> None:
    """Steps and criteria may have records and are kept; a rung that has any is kept as well."""
    if hasattr(row, "is_retired"):
        row.is_retired = True
        row.save()
        return
    try:
        row.delete()
    except models.ProtectedError:
        return
