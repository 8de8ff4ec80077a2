"""Answer a query: the records that hold every term, as far as this person may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from hanpo.core.access import Access
from hanpo.core.models import Passage
from hanpo.core.search.postgresql import PostgresqlEngine
from hanpo.core.search.question import COUNTED, Engine, Found, Question, grants_of
from hanpo.core.search.sqlite import SqliteEngine
from hanpo.core.search.synonyms import other_queries
from hanpo.core.search.words import MAX_TERM_LENGTH, Piece, extract, marked, nearness, terms

PAGE_SIZE = 20

RERANKED = 200
"""Of the hits that are best by weight and date, so many are put in order by nearness when there are several terms."""


class QueryTooLong(ValueError):
    """A term is longer than `MAX_TERM_LENGTH` folded characters: beyond it a hit across a cut could be missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A record that was found: its title and the passage around the hit, as written, in marked and plain pieces."""

    source: str
    object_id: str
    municipality_id: str | None
    title: tuple[Piece, ...]
    extract: tuple[Piece, ...]
    url: str
    dated: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A page of results. `count` is the number of records; when `is_capped`, there are at least so many.

    `also` are queries that say the same in other words, to be offered and never mixed in.
    """

    query: str
    terms: tuple[str, ...]
    hits: tuple[Hit, ...]
    count: int
    is_capped: bool
    page: int
    has_next: bool
    also: tuple[str, ...]


def find(
    *,
    query: str,
    access: Access,
    source: str | None = None,
    municipality: str | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Results:
    """The records that hold every term of the query, best first: by weight, nearness of the terms, and date.

    Only passages count whose permission the person holds where they belong (those of no municipality: anywhere).
    `source` and `municipality` narrow further. Raises `QueryTooLong`.
    """
    question = _question(query, access, source, municipality)
    first, beyond = (page - 1) * size, page * size + 1
    if not question.terms or not question.grants:
        return _results(query, question, [], 0, is_capped=False, page=page, has_next=False)
    records, count, is_capped = _best_records(question, beyond)
    hits = _hits(records[first : beyond - 1], question.terms)
    return _results(query, question, hits, count, is_capped=is_capped, page=page, has_next=len(records) >= beyond)


def passage_ids(*, query: str, access: Access, source: str | None = None, municipality: str | None = None) -> set[int]:
    """Every passage that holds all terms and may be seen; without paging, for checks and exports."""
    question = _question(query, access, source, municipality)
    return _engine().all_ids(question) if question.terms and question.grants else set()


def _question(query: str, access: Access, source: str | None, municipality: str | None) -> Question:
    wanted = terms(query)
    if any(len(term) > MAX_TERM_LENGTH for term in wanted):
        raise QueryTooLong(f"a term may have {MAX_TERM_LENGTH} characters")
    return Question(terms=wanted, grants=grants_of(access), source=source, municipality=municipality)


def _engine() -> Engine:
    return PostgresqlEngine() if connection.vendor == "postgresql" else SqliteEngine()


def _best_records(question: Question, wanted: int) -> tuple[list[Found], int, bool]:
    """The best passage of each record, best first, up to `wanted` of them or more; the count; whether it is capped."""
    several = len(question.terms) > 1
    need = max(wanted + 5, RERANKED if several else 0)
    ranking = _engine().ranked(question, need)
    records = _one_each(ranking.best)
    while len(records) < wanted and len(ranking.best) >= need:
        need = 4 * len(ranking.best)
        ranking = _engine().ranked(question, need)
        records = _one_each(ranking.best)
    if not several:
        return records, ranking.records, ranking.is_capped
    records = _by_nearness(records, question.terms)
    if ranking.is_capped:
        return records, ranking.records, True
    scattered = _engine().scattered(question)
    records = _one_each([*records, *scattered])
    return records, max(len(records), ranking.records), len(scattered) > COUNTED


def _one_each(passages: Sequence[Found]) -> list[Found]:
    """The first passage of each record."""
    first: dict[tuple[str, str], Found] = {}
    for passage in passages:
        first.setdefault(passage[1:], passage)
    return list(first.values())


def _by_nearness(records: list[Found], wanted: tuple[str, ...]) -> list[Found]:
    """Within a weight, the records whose terms stand nearer to each other come first."""
    head = records[:RERANKED]
    rows = {
        row[0]: row for row in Passage.objects.filter(pk__in=[r.id for r in head]).values_list("pk", "weight", "folded")
    }

    def order(found: Found) -> tuple[int, int]:
        _pk, weight, folded = rows[found.id]
        start, end = nearness(folded, wanted) or (0, len(folded))
        return -weight, end - start

    return [*sorted((r for r in head if r.id in rows), key=order), *records[RERANKED:]]


def _hits(records: Sequence[Found], wanted: tuple[str, ...]) -> list[Hit]:
    rows = {
        row[0]: row for row in Passage.objects.filter(pk__in=[record.id for record in records]).values_list(*_SHOWN)
    }
    return [_hit(*rows[record.id][1:], wanted=wanted) for record in records if record.id in rows]


_SHOWN = ("pk", "source", "object_id", "municipality_id", "title", "text", "url", "dated")


def _hit(
    source: str, object_id: str, municipality_id: str | None, title: str, text: str, url: str, dated: date | None,
    *, wanted: tuple[str, ...],
) -> Hit:  # fmt: skip
    return Hit(
        source=source,
        object_id=object_id,
        municipality_id=municipality_id,
        title=marked(title, wanted),
        extract=extract(text, wanted),
        url=url,
        dated=dated,
    )


def _results(
    query: str, question: Question, hits: Sequence[Hit], count: int, *, is_capped: bool, page: int, has_next: bool
) -> Results:
    return Results(
        query=query,
        terms=question.terms,
        hits=tuple(hits),
        count=count,
        is_capped=is_capped,
        page=page,
        has_next=has_next,
        also=other_queries(query),
    )
