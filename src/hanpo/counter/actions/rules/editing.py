"""Writes of the rules in the editor: start them, change one part at a time, take a change back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit
from hanpo.core.actions.rows import add_row
from hanpo.core.database.locks import held
from hanpo.core.engine.merge import merge
from hanpo.core.models import Municipality, Person
from hanpo.counter.engine.rules import RuleError, Table
from hanpo.counter.engine.rules.content import (
    Content,
    checksum,
    item_of,
    overlay_between,
    read_content,
    table_content,
    with_item,
)
from hanpo.counter.models import RuleDraft, RuleEdit

PARTS = ("sections", "inputs", "questions", "procedures", "tables", "overlays")
"""The lists of the content that can be changed item by item."""


class PartMoved(Exception):
    """Somebody else changed the same part since this person opened it; `current` is what stands there now."""

    def __init__(self, current: Content | None) -> None:
        super().__init__("the part was changed by somebody else")
        self.current = current


@audit.deed
def start_rules(
    *, actor: Person | None, municipality: Municipality, name: str, content: Content, keeps_base: bool = False
) -> RuleDraft:
    """Begin the rules of a municipality. Raises `ValidationError` where it has some already or they do not hold."""
    if RuleDraft.objects.filter(municipality=municipality).exists():
        raise ValidationError(_("このまちには、手続きの決まりがもうあります。"))
    _require_readable(content, municipality.code)
    row = RuleDraft(municipality=municipality, name=name, content=content, keeps_base=keeps_base)
    draft: RuleDraft = add_row(actor=actor, row=row)
    return draft


@audit.deed
def change_part(
    *, actor: Person | None, draft: RuleDraft, part: str, key: str, seen: str, after: Content | None, words: str
) -> RuleEdit:
    """Put an item of the content in place of the one the person saw (`seen` is its checksum), or take it out.

    Raises `PartMoved` where somebody else was quicker, `ValidationError` where the rules could not be read any more.
    """
    current = _locked(draft)
    before = item_of(current.content, part, key)
    if checksum(before) != seen and before != after:
        raise PartMoved(before)
    return _write(current, draft, actor, part, key, before, after, words, verb="edit_rules")


@audit.deed
def change_table(*, actor: Person | None, draft: RuleDraft, table: Table, seen: str, words: str) -> RuleEdit:
    """Put a table as it is to be used in the place of the one the person saw.

    Where the tables came from a model, what differs is laid over them instead. Raises as `change_part` does.
    """
    current = _locked(draft)
    catalogue = read_content(current.content, str(current.municipality_id))
    in_use = {one.key: one for one in catalogue.rules_of(str(current.municipality_id)).tables}
    before = table_content(in_use[table.key]) if table.key in in_use else None
    after = table_content(table)
    if checksum(before) != seen and before != after:
        raise PartMoved(before)
    base = next((one for one in catalogue.rules.tables if one.key == table.key), None)
    is_laid_over = current.keeps_base and base is not None
    part = "overlays" if is_laid_over else "tables"
    item = _laid_over(base, table) if is_laid_over and base else after
    stood = item_of(current.content, part, table.key)
    return _write(current, draft, actor, part, table.key, stood, item, words, verb="edit_rules")


@audit.deed
def undo_edit(*, actor: Person | None, edit: RuleEdit) -> RuleEdit:
    """Take an edit back and keep what was changed elsewhere since.

    Raises `ValidationError` where the same place was edited again.
    """
    draft = edit.draft
    current = _locked(draft)
    if RuleEdit.objects.filter(undoes=edit).exists():
        raise ValidationError(_("この編集は、もう取り消してあります。"))
    stands = item_of(current.content, edit.part, edit.key) if edit.part else current.content
    taken_back = merge(edit.after, stands, edit.before)
    if stands != edit.after and (stands is None or edit.before is None or taken_back.conflicts):
        raise ValidationError(_("そのあとに同じところが直されています。先に、あとの編集を取り消してください。"))
    words = _("取消し：%s") % edit.words
    restored = edit.before if stands == edit.after else taken_back.content
    return _write(
        current, draft, actor, edit.part, edit.key, stands, restored, words, verb="undo_rule_edit", undoes=edit
    )  # fmt: skip


@audit.deed
def replace_content(*, actor: Person | None, draft: RuleDraft, content: Content, words: str) -> RuleEdit:
    """Put other content in the place of all that stands there: a new version of the model, a file that was read."""
    current = _locked(draft)
    return _write(current, draft, actor, "", "", current.content, content, words, verb="edit_rules")


def _write(
    current: RuleDraft,
    draft: RuleDraft,
    actor: Person | None,
    part: str,
    key: str,
    before: Any,
    after: Any,
    words: str,
    *,
    verb: str,
    undoes: RuleEdit | None = None,
) -> RuleEdit:
    content = with_item(current.content, part, key, after) if part else after
    _require_readable(content, str(current.municipality_id))
    current.content = content
    current.version += 1
    current.save()
    edit: RuleEdit = RuleEdit.objects.create(
        draft=current, part=part, key=key, before=before, after=after, words=words[:200], undoes=undoes,
        recorded_by=actor,
    )  # fmt: skip
    audit.record(actor=actor, verb=verb, subject=current, new={"part": part, "key": key, "words": words})
    draft.content, draft.version = current.content, current.version
    return edit


def _require_readable(content: Content, municipality: str) -> None:
    try:
        catalogue = read_content(content, municipality)
        catalogue.rules_of(municipality)
    except RuleError as wrong:
        raise ValidationError(str(wrong)) from None


def _laid_over(base: Table, table: Table) -> Content | None:
    try:
        return overlay_between(base, table)
    except RuleError as wrong:
        raise ValidationError(str(wrong)) from None


def _locked(draft: RuleDraft) -> RuleDraft:
    found: RuleDraft = held(RuleDraft.objects.all()).get(pk=draft.pk)
    return found
