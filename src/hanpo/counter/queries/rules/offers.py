"""What the rules give to the house: search, and what waits for a section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from hanpo.core.models import Municipality, Section
from hanpo.core.registry import SearchText
from hanpo.counter.engine.rules import Procedure
from hanpo.counter.models import RuleDraft
from hanpo.counter.queries.rules.book import sections_of
from hanpo.counter.queries.rules.drafts import Desk, desk_of, drafts
from hanpo.counter.queries.rules.listing import ends_soon, is_old


@dataclass(frozen=True, slots=True)
class Waiting:
    """Procedures of a section that wait for it: unread clauses, old sources, rules that run out."""

    section: Section
    procedures: tuple[Procedure, ...]


def search_texts(draft: RuleDraft) -> Iterator[SearchText]:
    """A draft is found by its name and by its procedures with their clauses."""
    yield SearchText(text=draft.name, weight=3)
    for entry in draft.content["procedures"]:
        words = [entry["id"], entry["title"], entry["title_en"], entry["for_whom"], *entry["basis"]]
        yield SearchText(text=" ".join(words), weight=2)


def desks_in(*, municipality: Municipality) -> list[Desk]:
    """The rules of a municipality, read (one or none)."""
    return [desk_of(draft=draft) for draft in drafts().filter(municipality=municipality)]


def to_confirm(*, desk: Desk) -> list[Waiting]:
    """For every section that was entrusted with procedures, those that nobody has confirmed."""
    return _by_section(desk, (one for one in desk.catalogue.procedures if desk.is_unverified(one.key)))


def to_look_after(*, desk: Desk, today: date) -> list[Waiting]:
    """For every section, procedures with a rule that runs out soon or a source that was read too long ago."""
    due = (one for one in desk.catalogue.procedures if _is_due(desk, one, today))
    return _by_section(desk, due)


def _is_due(desk: Desk, one: Procedure, today: date) -> bool:
    table = desk.tables.get(one.key)
    return (table is not None and ends_soon(table=table, today=today) is not None) or is_old(procedure=one, today=today)


def _by_section(desk: Desk, procedures: Iterable[Procedure]) -> list[Waiting]:
    sections = sections_of(municipality=desk.municipality)
    groups: dict[int, list[Procedure]] = {}
    named: dict[int, Section] = {section.pk: section for section in sections.values()}
    for one in procedures:
        if one.section in sections:
            groups.setdefault(sections[one.section].pk, []).append(one)
    return [Waiting(named[pk], tuple(found)) for pk, found in groups.items()]
