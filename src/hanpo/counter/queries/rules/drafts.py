"""Reads of the rules in the editor: one municipality's draft, as it would be used if it were published."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from hanpo.counter.engine.rules import Catalogue, Procedure, RuleError, Table, in_town
from hanpo.counter.engine.rules.content import Content, as_used, read_content
from hanpo.counter.models import RuleDraft, RuleEdit
from hanpo.counter.queries.rules.book import confirmed_of, fingerprints_of, town_words


@dataclass(frozen=True)
class Desk:
    """A draft as people read it: `base` as it was adopted or written, `catalogue` with what is laid over it."""

    draft: RuleDraft
    base: Catalogue
    catalogue: Catalogue
    fault: str = ""

    @property
    def municipality(self) -> str:
        """The six-digit code."""
        return str(self.draft.municipality_id)

    @cached_property
    def procedures(self) -> dict[str, Procedure]:
        """The procedures by their keys."""
        return {one.key: one for one in self.catalogue.procedures}

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The tables by their keys, as they are used."""
        return {table.key: table for table in self.catalogue.rules.tables}

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """What each procedure says now."""
        return fingerprints_of(self.catalogue)

    @cached_property
    def confirmed(self) -> frozenset[str]:
        """The procedures that a section has confirmed as they stand here."""
        return confirmed_of(municipality=self.municipality, fingerprints=self.fingerprints)

    def is_unverified(self, key: str) -> bool:
        """Whether staff must be warned."""
        return self.procedures[key].is_unverified and key not in self.confirmed


def drafts() -> QuerySet[RuleDraft]:
    """The drafts of the current scope."""
    return RuleDraft.objects.select_related("municipality")


def desk_of(*, draft: RuleDraft) -> Desk:
    """A draft, read. A ring of tables is kept as `fault`, so that the page can still be opened and mended."""
    code = str(draft.municipality_id)
    base = in_town(read_content(draft.content, code), town_words(place=draft.municipality))
    try:
        return Desk(draft, base, as_used(base, code))
    except RuleError as wrong:
        return Desk(draft, base, base, str(wrong))


def fingerprint_in(*, draft: RuleDraft, procedure: str) -> str:
    """What a procedure in the editor says now; empty where there is none of that key."""
    return desk_of(draft=draft).fingerprints.get(procedure, "")


def every_edit(*, draft: RuleDraft) -> QuerySet[RuleEdit]:
    """Everything that was changed, with what stood there before and after."""
    rows: QuerySet[RuleEdit] = RuleEdit.objects.filter(draft=draft).select_related("draft")
    return rows


def edits_of(*, draft: RuleDraft, part: str = "", key: str = "") -> QuerySet[RuleEdit]:
    """What was changed, the newest first; all of it, or one item (a table with what is laid over it)."""
    rows = RuleEdit.objects.filter(draft=draft).select_related("recorded_by", "undone_by").defer("before", "after")
    if key:
        parts = ("tables", "overlays") if part == "tables" else (part,)
        rows = rows.filter(part__in=parts, key=key)
    return rows.order_by("-pk")


def rules_content(*, draft: RuleDraft) -> Content:
    """The rules as a model: with their name, and without what is laid over them at home."""
    parts: dict[str, Any] = {key: value for key, value in draft.content.items() if key != "overlays"}
    return {"name": draft.name, **parts}
