"""Writes of published versions: what is published stays as it is."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit
from hanpo.core.database.locks import held
from hanpo.core.editing import EditConflict
from hanpo.core.models import Person
from hanpo.forms.models import FormDraft, FormVersion
from hanpo.forms.queries.changes import fingerprint
from hanpo.forms.queries.faults import faults_of


@audit.deed
def publish_version(*, actor: Person | None, form: FormDraft, based_on: int, note: str = "") -> FormVersion:
    """Publish what stands in the editor as the next version.

    Raises `EditConflict` when the form changed since the person looked at it, and `ValidationError` while faults are
    left or nothing differs from the version before.
    """
    current = held(FormDraft.objects.all()).get(pk=form.pk)
    if current.version != based_on:
        raise EditConflict(current=current, clashes=())
    if faults := [fault for fault in faults_of(current.definition) if not fault.is_warning]:
        raise ValidationError(
            _("公開の前に、直すところが%(count)d件あります：%(first)s")
            % {"count": len(faults), "first": faults[0].message}
        )
    version = _next(current, actor, note)
    audit.record(
        actor=actor, verb="publish_form", subject=version,
        new={"form": form.pk, "number": version.number, "checksum": version.checksum, "note": note},
    )  # fmt: skip
    return version


def _next(form: FormDraft, actor: Person | None, note: str) -> FormVersion:
    newest = FormVersion.objects.filter(form=form).order_by("number").last()
    made = FormVersion(
        form=form, owner_id=form.municipality_id, number=newest.number + 1 if newest else 1, title=form.title,
        purpose=form.purpose, definition=form.definition, checksum=fingerprint(form=form), audience=form.audience,
        next_step=form.next_step, retention_days=form.retention_days, note=note, published_by=actor,
    )  # fmt: skip
    if newest and newest.checksum == made.checksum:
        raise ValidationError(_("前の版（第%(number)d版）から変わったところがありません。") % {"number": newest.number})
    made.save()
    return made
