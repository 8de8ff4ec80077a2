"""Writes of forms: make one, save what stands in the editor, copy one, write one that was adopted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit, clock, editing, scope
from hanpo.core.models import Municipality, Person
from hanpo.core.models import Section as OfficeSection
from hanpo.forms.engine.definition import DefinitionError, Form, Section, Words
from hanpo.forms.engine.reading import form_data, read_form
from hanpo.forms.models import FormDraft
from hanpo.forms.queries.changes import changed_parts

SETTINGS = ("title", "purpose", "audience", "next_step", "retention_days")
"""What is said of a form beside its questions."""


@audit.deed
def create_form(
    *,
    actor: Person | None,
    municipality: Municipality,
    title: str,
    key: str = "",
    section: OfficeSection | None = None,
    definition: Mapping[str, Any] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> FormDraft:
    """Make a form: blank, or with the questions of a template or a file. Raises `ValidationError`."""
    scope.require(municipality.code)
    chosen = key or free_key(municipality)
    content = readable(definition or blank(chosen, title))
    row = FormDraft(
        municipality=municipality, section=section, key=chosen, title=title, definition=content, **(settings or {})
    )
    row.full_clean()
    row.save(force_insert=True)
    audit.record(actor=actor, verb="create_form", subject=row, new={"key": row.key, "title": title, **_said(row)})
    return row


@audit.deed
def save_draft(*, actor: Person, form: FormDraft, based_on: int, changes: Mapping[str, Any]) -> FormDraft:
    """Keep what stands in the editor. `changes` may hold settings and a whole `definition`.

    Raises `EditConflict` where somebody else saved meanwhile, `ValidationError` where the definition is none.
    """
    wanted = dict(changes)
    if "definition" in wanted:
        wanted["definition"] = readable(wanted["definition"])
    done = editing.change(row=form, based_on=based_on, changes=wanted)
    old, new = dict(done.old), dict(done.new)
    if "definition" in new:
        old["definition"], new["definition"] = changed_parts(old=old["definition"], new=new["definition"])
    audit.record(actor=actor, verb="save_form", subject=form, old=old, new=new)
    return form


@audit.deed
def copy_form(*, actor: Person, form: FormDraft, municipality: Municipality, title: str) -> FormDraft:
    """Make a form of one's own out of another; questions keep their ids, so that answers can be set side by side."""
    settings = {name: getattr(form, name) for name in SETTINGS if name != "title"}
    made = create_form(
        actor=actor, municipality=municipality, title=title, definition=form.definition, settings=settings
    )
    audit.record(actor=actor, verb="copy_form", subject=made, old={"form": form.pk}, new={"form": made.pk})
    return made


@audit.deed
def write_form(
    *, actor: Person, municipality: Municipality, form: FormDraft | None, content: Mapping[str, Any]
) -> FormDraft:
    """Write a whole form from an adopted model, to the form named or a new one."""
    settings = {name: content[name] for name in SETTINGS if name in content}
    if form is None:
        title = settings.pop("title")
        made = create_form(
            actor=actor, municipality=municipality, title=title, definition=content["definition"], settings=settings
        )
    else:
        made = save_draft(
            actor=actor, form=form, based_on=form.version, changes={**settings, "definition": content["definition"]}
        )
    audit.record(actor=actor, verb="write_form", subject=made, new={"form": made.pk})
    return made


def readable(definition: Mapping[str, Any]) -> dict[str, Any]:
    """The definition as it is stored; inside a deed. Raises `ValidationError` where it is no form."""
    try:
        return form_data(read_form(definition))
    except DefinitionError as fault:
        raise ValidationError({"definition": str(fault)}) from fault


def blank(key: str, title: str) -> dict[str, Any]:
    """A form without questions, as a deed begins with it (inside a deed)."""
    first = Section(id="s1", title=Words(_("質問")))
    return form_data(Form(id=key, title=Words(title), sections=(first,)))


def free_key(municipality: Municipality) -> str:
    """A key that no form of the municipality has, counted up by the day; inside a deed."""
    stem = f"form-{clock.today():%Y%m%d}"
    taken = set(FormDraft.objects.filter(municipality=municipality, key__startswith=stem).values_list("key", flat=True))
    return next(key for key in (f"{stem}-{n}" for n in range(1, len(taken) + 2)) if key not in taken)


def _said(row: FormDraft) -> dict[str, Any]:
    return {name: getattr(row, name) for name in SETTINGS if name != "title"}
