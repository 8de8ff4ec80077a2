"""Writes that make rules count: a section confirms a procedure, the DX office publishes an edition."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit
from hanpo.core.database.locks import held
from hanpo.core.models import Municipality, Person, Section
from hanpo.counter.engine.proof import prove
from hanpo.counter.engine.rules import Catalogue, RuleError
from hanpo.counter.engine.rules.content import as_used, checksum, read_content
from hanpo.counter.models import RuleApproval, RuleDraft, RuleEdition, RuleSection
from hanpo.counter.queries.rules import editions, interview_over
from hanpo.counter.queries.rules.drafts import fingerprint_in


@audit.deed
def publish_edition(*, actor: Person | None, draft: RuleDraft, note: str, in_force_from: date) -> RuleEdition:
    """Publish what stands in the editor. Raises `ValidationError` where the proof fails or the day is too early."""
    current = held(RuleDraft.objects.all()).get(pk=draft.pk)
    newest = editions(municipality=str(current.municipality_id)).first()
    if newest is not None and in_force_from < newest.in_force_from:
        raise ValidationError({"in_force_from": _("いまの版を使い始めた日より前にはできません。")})
    if newest is not None and newest.checksum == checksum(current.content):
        raise ValidationError(_("いまの版から変わったところがありません。"))
    _require_sound(current, in_force_from)
    edition: RuleEdition = RuleEdition.objects.create(
        municipality_id=current.municipality_id, number=newest.number + 1 if newest else 1, content=current.content,
        checksum=checksum(current.content), note=note, in_force_from=in_force_from, published_by=actor,
    )  # fmt: skip
    audit.record(
        actor=actor, verb="publish_rules", subject=edition,
        new={"number": edition.number, "in_force_from": in_force_from, "checksum": edition.checksum},
    )  # fmt: skip
    return edition


def _require_sound(draft: RuleDraft, on: date) -> None:
    """Raise `ValidationError` where some household would get no answer, or two, or a fact is never asked."""
    code = str(draft.municipality_id)
    try:
        catalogue = as_used(read_content(draft.content, code), code)
        proof = prove(catalogue.rules, on)
        if not proof.is_sound:
            raise ValidationError(
                _("答えの決まらない世帯があるので、公開できません。「証明」のページで確かめてください。")
            )
        _require_words(catalogue)
        interview_over(catalogue=catalogue, on=on)
    except RuleError as wrong:
        raise ValidationError(str(wrong)) from None


@audit.deed
def confirm_procedure(
    *, actor: Person | None, draft: RuleDraft, procedure: str, seen: str, section: Section | None, note: str
) -> RuleApproval:
    """A section confirms a procedure as it stands in the editor; the mark 未確認 goes for these words and rules.

    `seen` is the fingerprint of what was read. Raises `ValidationError` where it has changed since.
    """
    if not seen or fingerprint_in(draft=draft, procedure=procedure) != seen:
        raise ValidationError(_("読んでいるあいだに決まりが直されました。もう一度読んで確かめてください。"))
    if not note.strip():
        raise ValidationError({"note": _("何で確かめたか（条文・通知・担当課の取扱い）を書いてください。")})
    return _said(actor, draft, procedure, seen, section, note, is_given=True, verb="confirm_procedure")


@audit.deed
def take_confirmation_back(*, actor: Person | None, draft: RuleDraft, procedure: str, note: str) -> RuleApproval:
    """The mark 未確認 comes back."""
    mark = fingerprint_in(draft=draft, procedure=procedure)
    return _said(actor, draft, procedure, mark, None, note, is_given=False, verb="take_confirmation_back")


@audit.deed
def entrust_procedures(*, actor: Person | None, municipality: Municipality, key: str, section: Section) -> RuleSection:
    """Say which section stands behind a section that the rules name."""
    row = RuleSection.objects.filter(municipality=municipality, key=key).first()
    old = {"section": row.section_id} if row else {}
    row = row or RuleSection(municipality=municipality, key=key)
    row.section = section
    row.version += 1
    row.full_clean()
    row.save()
    audit.record(actor=actor, verb="entrust_procedures", subject=row, old=old, new={"key": key, "section": section.pk})
    return row


def _said(
    actor: Person | None, draft: RuleDraft, procedure: str, mark: str, section: Section | None, note: str, *,
    is_given: bool, verb: str,
) -> RuleApproval:  # fmt: skip
    row = RuleApproval(
        municipality_id=draft.municipality_id, procedure=procedure, fingerprint=mark, is_given=is_given,
        section=section, note=note, recorded_by=actor,
    )  # fmt: skip
    row.full_clean(exclude=["recorded_by"])
    row.save(force_insert=True)
    audit.record(actor=actor, verb=verb, subject=row, new={"procedure": procedure, "note": note})
    return row


def _require_words(catalogue: Catalogue) -> None:
    """Every procedure has its table, and every section it names is known."""
    tables = {table.key for table in catalogue.rules.tables}
    for procedure in catalogue.procedures:
        if procedure.key not in tables:
            raise ValidationError(_("手続き「%s」に判定表がありません。") % procedure.title.ja)
        if procedure.section not in catalogue.sections:
            raise ValidationError(_("手続き「%s」の担当課が決まっていません。") % procedure.title.ja)
