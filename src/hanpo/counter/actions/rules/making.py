"""Writes that add to the rules or take from them: a procedure with its table, a box of a question."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit
from hanpo.core.models import Person
from hanpo.counter.actions.rules.editing import replace_content
from hanpo.counter.engine.rules import ANSWER, ANSWERS, HitPolicy, Kind, Output, Table
from hanpo.counter.engine.rules.content import Content, item_of, table_content, with_item
from hanpo.counter.models import RuleDraft, RuleEdit


@audit.deed
def add_procedure(*, actor: Person | None, draft: RuleDraft, key: str, entry: Content) -> RuleEdit:
    """A procedure of one's own; nobody needs it until its table has rows. Raises `ValidationError`."""
    if item_of(draft.content, "procedures", key) or item_of(draft.content, "tables", key):
        raise ValidationError({"key": _("この番号は、もう使われています。")})
    output = Output(ANSWER, Kind.TEXT, ANSWERS)
    table = Table(
        key=key, title=entry["title"], inputs=(), outputs=(output,), rows=(), policy=HitPolicy.ANY,
        otherwise=("not_needed",),
    )  # fmt: skip
    content = with_item(draft.content, "procedures", key, {**entry, "id": key})
    content = with_item(content, "tables", key, table_content(table))
    words = _("手続き「%s」を足した") % entry["title"]
    return replace_content(actor=actor, draft=draft, content=content, words=words)


@audit.deed
def remove_procedure(*, actor: Person | None, draft: RuleDraft, key: str) -> RuleEdit:
    """Take a procedure out, with its table and what was laid over it. Raises `ValidationError`."""
    entry = item_of(draft.content, "procedures", key)
    if entry is None:
        raise ValidationError(_("この手続きは、もうありません。"))
    content = draft.content
    for part in ("procedures", "tables", "overlays"):
        content = with_item(content, part, key, None)
    words = _("手続き「%s」を外した") % entry["title"]
    return replace_content(actor=actor, draft=draft, content=content, words=words)


@audit.deed
def add_box(
    *, actor: Person | None, draft: RuleDraft, question: str, key: str, label: str, label_easy: str, label_en: str
) -> RuleEdit:
    """A further yes/no fact, asked as a box of a question. Raises `ValidationError`."""
    entry = item_of(draft.content, "questions", question)
    if entry is None or entry["choice"]:
        raise ValidationError(_("この質問には、項目を足せません。"))
    if item_of(draft.content, "inputs", key):
        raise ValidationError({"key": _("この名前の項目は、もうあります。")})
    box = {"id": key, "label": label, "label_easy": label_easy, "label_en": label_en}
    content = with_item(draft.content, "questions", question, {**entry, "boxes": [*entry["boxes"], box]})
    content = with_item(content, "inputs", key, {"id": key, "kind": Kind.BOOLEAN.value, "domain": "-"})
    return replace_content(actor=actor, draft=draft, content=content, words=_("選ぶ項目「%s」を足した") % label)
