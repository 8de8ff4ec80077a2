"""The index on PostgreSQL: a GIN index over the characters, pairs, triples and fours of each passage, computed by the
database.

The words are kept without positions, so that neither of the limits on positions (16,383 in a text, 256 of one word; see
"Limitations" of text search in PostgreSQL's manual) can lose a hit: what holds all fours of a term is then compared
with the folded text. Fours are there because shorter words alone let too much through that has to be compared in vain,
and because their lists are short. The index follows the rows by itself, being an index.

How a question is answered depends on how common its terms are, and that is seen from the passages that are first in
order: if they hold a page of hits, the page is known; else the index gathers the hits that are counted. If these are
all, they are sorted; if not, the part of the table in which they were gathered tells whether to sort all hits, or to
meet the page by reading on in order.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from hanpo.core.search.question import COUNTED, Found, Question, Ranking, Sql, visible, visible_at

_FIRST = 300
"""Passages, first in order, that are read to begin with."""

_SORTED = 900
"""Hits, as far as can be guessed, that are sorted; beyond, the first are met sooner by reading passages in order."""

_READ_ON = 6000
"""Passages that are read in order at most; where they hold no page of hits, all hits are sorted."""

_FEW_PLACES = 6
"""Up to so many municipalities are read each in its own order and merged."""

_LONGEST_WORD = 4
_WORDS = "hanpo_words(p.folded, p.municipality_id::text, p.source::text)"
_PAGES = "(pg_relation_size('core_passage') / current_setting('block_size')::int)"
_ORDER = "p.weight DESC, p.dated DESC NULLS LAST, p.id DESC"

_FUNCTION = """
CREATE OR REPLACE FUNCTION hanpo_words(folded text, municipality text, source text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL UNSAFE COST 1000000 AS $$
    SELECT array_to_tsvector(array_agg(word)) FROM (
        SELECT unnest(ARRAY[a, a || b, a || b || c, a || b || c || d]) AS word FROM (
            SELECT a, lead(a) OVER (ORDER BY n) AS b,
                lead(a, 2) OVER (ORDER BY n) AS c, lead(a, 3) OVER (ORDER BY n) AS d
            FROM unnest(string_to_array(folded, NULL)) WITH ORDINALITY AS letters(a, n)
        ) AS fours
        UNION ALL SELECT 'municipality:' || coalesce(municipality, '')
        UNION ALL SELECT 'source:' || source
    ) AS words WHERE word IS NOT NULL
$$
"""


def put_up_index(wrapper: BaseDatabaseWrapper) -> None:
    """Create the function and the indexes where they are missing."""
    with wrapper.cursor() as cursor:
        cursor.execute(_FUNCTION)
        cursor.execute(
            "CREATE INDEX IF NOT EXISTS core_passage_words ON core_passage USING gin"
            " (hanpo_words(folded, municipality_id::text, source::text)) WITH (fastupdate = off)"
        )
        cursor.execute(
            "CREATE INDEX IF NOT EXISTS core_passage_order ON core_passage"
            " (weight DESC, dated DESC NULLS LAST, id DESC)"
        )
        cursor.execute(
            "CREATE INDEX IF NOT EXISTS core_passage_order_at_home ON core_passage"
            " (municipality_id, weight DESC, dated DESC NULLS LAST, id DESC)"
        )


def refill_index(wrapper: BaseDatabaseWrapper) -> None:
    """Throw the index away and make it anew from the passages, which are laid down in their order: so many of them
    stand on a page together when they are read one after the other.
    """
    with wrapper.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still to be made cannot be laid anew
        cursor.execute("CLUSTER core_passage USING core_passage_order")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ANALYZE core_passage")


def prepare_connection(raw: Any) -> None:
    """Tell a new connection not to compile queries: compiling takes longer than any of ours runs."""
    raw.execute("SET jit = off")


def _lexeme(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _words_of(term: str) -> list[str]:
    """The longest words of the index that the term is made of."""
    last = max(0, len(term) - _LONGEST_WORD)
    return [term[n : n + _LONGEST_WORD] for n in range(last + 1)]


def _tsquery(question: Question, terms: tuple[str, ...]) -> str:
    """Every word of the terms, and what narrows the passages to those that can be visible."""
    words = dict.fromkeys(word for term in terms for word in _words_of(term))
    parts = [_lexeme(word) for word in words]
    if question.source is not None:
        parts.append(_lexeme(f"source:{question.source}"))
    codes = question.narrowest()
    if codes is not None:
        parts.append(f"({' | '.join(_lexeme(f'municipality:{code}') for code in codes)})")
    return " & ".join(parts)


class PostgresqlEngine:
    """Answers by the index where hits are few, and by reading passages in their order where they are many."""

    def ranked(self, question: Question, need: int) -> Ranking:
        first = _found(*_among_first(question, _FIRST, need))
        if len(first) >= need and question.narrowest() is None:
            return _ranking(first, *_rows(*_count_of_any(question))[0])
        rows = _rows(*_gathered(question, need))
        hits, records, share = rows[0][3:] if rows else (0, 0, 1)
        if hits <= COUNTED:
            return Ranking([Found(*row[:3]) for row in rows], records, is_capped=False)
        best = first if len(first) >= need else _best(question, need, hits / share)
        return _ranking(best, hits, records)

    def scattered(self, question: Question) -> list[Found]:
        records, values = _records_with_all(question)
        condition, parameters = visible(question)
        each = [_term_hits(question, term) for term in question.terms]
        return _found(
            f"SELECT p.id, p.source, p.object_id FROM core_passage p WHERE {condition}"
            f" AND ({' OR '.join(sql for sql, _ in each)}) AND (p.source, p.object_id) IN ({records})"
            f" ORDER BY {_ORDER} LIMIT %s",
            [*parameters, *(value for _, some in each for value in some), *values, COUNTED + 1],
        )

    def all_ids(self, question: Question) -> set[int]:
        return {row[0] for row in _rows(*_hits(question, "p.id"))}


def _ranking(best: list[Found], hits: int, records: int) -> Ranking:
    return Ranking(best, min(records, COUNTED), is_capped=hits > COUNTED)


def _best(question: Question, need: int, likely: float) -> list[Found]:
    """The best of about `likely` hits: met by reading on in order, unless they are few or lie far down, or a late page
    is asked for.
    """
    best = _found(*_among_first(question, _READ_ON, need)) if likely > _SORTED else []
    return best if len(best) >= need else _found(*_sorted(question, need))


def _count_of_any(question: Question) -> Sql:
    """The number of hits, and of their records, up to the cap, in whatever order they lie: quick where hits abound."""
    holds, compared = _holds(question.terms)
    condition, parameters = visible(question)
    return (
        "SELECT count(*), count(DISTINCT (p.source, p.object_id))"
        " FROM (SELECT p.source, p.object_id FROM core_passage p"
        f" WHERE {holds} AND {condition} LIMIT %s) p",
        [*compared, *parameters, COUNTED + 1],
    )


def _gathered(question: Question, need: int) -> Sql:
    """The `need` best of the hits that are counted, with their number and that of their records, and in which share of
    the table they were gathered (from its beginning; above 0, up to 1).
    """
    sql, parameters = _hits(question, "p.id, p.source, p.object_id, p.weight, p.dated, p.ctid AS place")
    return (
        f"WITH p AS MATERIALIZED ({sql} LIMIT %s)"
        " SELECT p.id, p.source, p.object_id, (SELECT count(*) FROM p),"
        " (SELECT count(*) FROM (SELECT DISTINCT source, object_id FROM p) AS records),"
        f" (SELECT ((max(place)::text::point)[0] + 1) / {_PAGES} FROM p)"
        f" FROM p ORDER BY {_ORDER} LIMIT %s",
        [*parameters, COUNTED + 1, need],
    )


def _among_first(question: Question, reach: int, limit: int) -> Sql:
    """The best hits among the `reach` passages that are first in order."""
    holds, compared = _holds(question.terms)
    first, parameters = _in_order(question, reach)
    return (
        f"SELECT p.id, p.source, p.object_id FROM ({first}) p WHERE {holds} ORDER BY {_ORDER} LIMIT %s",
        [*parameters, *compared, limit],
    )


def _in_order(question: Question, limit: int) -> Sql:
    """The first visible passages in their order; of few municipalities, each read by itself."""
    codes = question.narrowest()
    is_narrow = codes is not None and len(codes) <= _FEW_PLACES
    shown = [visible_at(question, code) for code in codes or ()] if is_narrow else [visible(question)]
    each = [f"(SELECT p.* FROM core_passage p WHERE {condition} ORDER BY {_ORDER} LIMIT %s)" for condition, _ in shown]
    values = [value for _, parameters in shown for value in (*parameters, limit)]
    if len(each) == 1:
        return each[0], values
    return f"SELECT p.* FROM ({' UNION ALL '.join(each)}) p ORDER BY {_ORDER} LIMIT %s", [*values, limit]


def _sorted(question: Question, limit: int) -> Sql:
    """The best hits, met by sorting all of them."""
    sql, parameters = _hits(question, "p.id, p.source, p.object_id")
    return f"{sql} ORDER BY {_ORDER} LIMIT %s", [*parameters, limit]


def _hits(question: Question, columns: str) -> Sql:
    """The passages that hold every term, by the index. Terms of up to four characters are words of it already."""
    holds, compared = _holds(tuple(term for term in question.terms if len(term) > _LONGEST_WORD))
    condition, parameters = visible(question)
    return (
        f"SELECT {columns} FROM core_passage p WHERE {_WORDS} @@ %s::tsquery AND {holds} AND {condition}",
        [_tsquery(question, question.terms), *compared, *parameters],
    )


def _term_hits(question: Question, term: str) -> Sql:
    holds, compared = _holds((term,))
    return f"({_WORDS} @@ %s::tsquery AND {holds})", [_tsquery(question, (term,)), *compared]


def _records_with_all(question: Question) -> Sql:
    condition, parameters = visible(question)
    each = [_term_hits(question, term) for term in question.terms]
    one = [f"SELECT p.source, p.object_id FROM core_passage p WHERE {sql} AND {condition}" for sql, _ in each]
    return " INTERSECT ".join(one), [value for _, values in each for value in (*values, *parameters)]


def _holds(terms: tuple[str, ...]) -> Sql:
    """The folded text holds the terms."""
    return " AND ".join(["strpos(p.folded, %s) > 0"] * len(terms)) or "true", [*terms]


def _found(sql: str, parameters: list[str | int]) -> list[Found]:
    return list(map(Found._make, _rows(sql, parameters)))


def _rows(sql: str, parameters: list[str | int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
