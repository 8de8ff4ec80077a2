"""Reads of files with tables: what taking one over would change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from hanpo.counter.engine.rules import Catalogue, RuleError, in_town
from hanpo.counter.engine.rules.content import (
    Content,
    as_used,
    item_of,
    overlay_between,
    read_content,
    with_item,
)
from hanpo.counter.models import RuleDraft, RuleUpload
from hanpo.counter.queries.rules.book import town_words
from hanpo.counter.queries.rules.changes import RowLine, row_lines
from hanpo.counter.queries.rules.drafts import Desk


@dataclass(frozen=True, slots=True)
class UploadPage:
    """What a file would change, row by row; `fault` where its tables do not fit."""

    upload: RuleUpload
    rows: tuple[RowLine, ...] = ()
    fault: str = ""


def uploads_of(*, draft: RuleDraft) -> QuerySet[RuleUpload]:
    """The files that came in, the newest first."""
    rows: QuerySet[RuleUpload] = RuleUpload.objects.filter(draft=draft).select_related("received_by", "draft")
    return rows.order_by("-pk")


def upload_page(*, upload: RuleUpload, desk: Desk) -> UploadPage:
    """What taking the file over would change in the editor."""
    try:
        content = with_tables(draft=desk.draft, tables=upload.tables)
        after = in_town(_used(content, desk.municipality), town_words(place=desk.draft.municipality))
    except (RuleError, ValidationError) as wrong:
        return UploadPage(upload, fault=" ".join(getattr(wrong, "messages", [str(wrong)])))
    return UploadPage(upload, row_lines(before=desk.catalogue, after=after))


def with_tables(*, draft: RuleDraft, tables: Iterable[Content]) -> Content:
    """The content with these tables in place of those of the same key; laid over the base where there is a model.

    Raises `ValidationError` where a table cannot stand there.
    """
    code, content = str(draft.municipality_id), draft.content
    try:
        for entry in tables:
            base = item_of(content, "tables", entry["id"])
            if not (draft.keeps_base and base is not None):
                content = with_item(content, "tables", entry["id"], entry)
                continue
            typed = read_content(with_item(content, "tables", entry["id"], entry), code)
            tables_now = {table.key: table for table in read_content(content, code).rules.tables}
            used = next(table for table in typed.rules.tables if table.key == entry["id"])
            content = with_item(content, "overlays", entry["id"], overlay_between(tables_now[entry["id"]], used))
        _used(content, code)
    except RuleError as wrong:
        raise ValidationError(str(wrong)) from None
    return content


def _used(content: Content, code: str) -> Catalogue:
    return as_used(read_content(content, code), code)
