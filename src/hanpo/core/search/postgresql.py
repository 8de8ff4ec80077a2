"""The index on PostgreSQL: a GIN index over the characters, pairs and triples of each passage, computed by the
database.

The words are kept without positions, so that neither of the limits on positions (16,383 in a text, 256 of one word; see
"Limitations" of text search in PostgreSQL's manual) can lose a hit: what holds all triples of a term is then compared
with the folded text. Triples are there because pairs alone let too much through that has to be compared in vain. The
index follows the rows by itself, being an index.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from hanpo.core.search.question import COUNTED, Found, Question, Ranking, Sql, ranking, visible, visible_at

_SAMPLE = 200
"""The passages, first in order, that are looked at to guess how common the terms are."""

_COMMON = 20
"""In so many of the sample: reading on in order soon meets all hits that are counted."""

_FREQUENT = 2
"""In so many of the sample: reading on in order soon meets a page of hits, and the index counts them."""

_GATHERED = 1500
"""Hits that are gathered and sorted; beyond, the first are met sooner by reading the passages in order."""

_WALK = 200
"""Of more hits, up to this many are met by reading the passages in order; for a late page all hits are sorted."""

_FEW_PLACES = 6
"""Up to so many municipalities are read each in its own order and merged."""

_LONGEST_WORD = 3
_WORDS = "hanpo_words(p.folded, p.municipality_id::text, p.source::text)"
_ORDER = "p.weight DESC, p.dated DESC NULLS LAST, p.id DESC"

_FUNCTION = """
CREATE OR REPLACE FUNCTION hanpo_words(folded text, municipality text, source text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL UNSAFE COST 1000000 AS $$
    SELECT array_to_tsvector(array_agg(word)) FROM (
        SELECT unnest(ARRAY[letter, letter || second, letter || second || third]) AS word FROM (
            SELECT letter, lead(letter) OVER (ORDER BY n) AS second, lead(letter, 2) OVER (ORDER BY n) AS third
            FROM unnest(string_to_array(folded, NULL)) WITH ORDINALITY AS letters(letter, n)
        ) AS triples
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
    """Throw the index away and make it anew from the passages."""
    with wrapper.cursor() as cursor:
        cursor.execute("REINDEX INDEX core_passage_words")
        cursor.execute("ANALYZE core_passage")


def prepare_connection(raw: Any) -> None:
    """Tell a new connection not to compile queries: compiling takes longer than any of ours runs."""
    raw.execute("SET jit = off")


def _lexeme(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _words_of(term: str) -> list[str]:
    """The longest words of the index that the term is made of."""
    return [term] if len(term) <= _LONGEST_WORD else [term[n : n + _LONGEST_WORD] for n in range(len(term) - 2)]


def _tsquery(question: Question, terms: tuple[str, ...]) -> str:
    """Every triple of the terms, and what narrows the passages to those that can be visible."""
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
        met = self._met_in_sample(question)
        if met >= _COMMON:
            return ranking(_found(*_walk(question, max(need, COUNTED + 1))))
        gathered = COUNTED if met >= _FREQUENT else _GATHERED
        rows = _rows(*_counted(question, need, gathered))
        hits, records = (rows[0][3], rows[0][4]) if rows else (0, 0)
        if hits <= gathered:
            return Ranking([Found(*row[:3]) for row in rows], min(records, COUNTED), is_capped=records > COUNTED)
        best = _found(*(_walk(question, need) if need <= _WALK else _sorted(question, need)))
        return Ranking(best, min(records, COUNTED), is_capped=True)

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

    def _met_in_sample(self, question: Question) -> int:
        holds, compared = _holds(question.terms)
        first, parameters = _in_order(question, "folded", ("true", []), _SAMPLE)
        rows = _rows(f"SELECT count(*) FROM ({first}) p WHERE {holds}", [*parameters, *compared])
        return int(rows[0][0])


def _counted(question: Question, need: int, gathered: int) -> Sql:
    """The `need` best of the hits, with the number of hits and of records, both true up to `gathered`."""
    sql, parameters = _hits(question, "p.id, p.source, p.object_id, p.weight, p.dated")
    return (
        f"WITH p AS MATERIALIZED ({sql} LIMIT %s)"
        " SELECT p.id, p.source, p.object_id, (SELECT count(*) FROM p),"
        " (SELECT count(*) FROM (SELECT DISTINCT source, object_id FROM p) AS records)"
        f" FROM p ORDER BY {_ORDER} LIMIT %s",
        [*parameters, gathered + 1, need],
    )


def _walk(question: Question, limit: int) -> Sql:
    """The best hits, met by reading the passages in their order."""
    return _in_order(question, "id, p.source, p.object_id", _holds(question.terms), limit)


def _in_order(question: Question, columns: str, holds: Sql, limit: int) -> Sql:
    """The first visible passages in their order that pass a test; of few municipalities, each read by itself."""
    codes = question.narrowest()
    is_narrow = codes is not None and len(codes) <= _FEW_PLACES
    shown = [visible_at(question, code) for code in codes or ()] if is_narrow else [visible(question)]
    each = [
        f"(SELECT p.{columns}, p.weight, p.dated, p.id AS last FROM core_passage p"
        f" WHERE {condition} AND {holds[0]} ORDER BY {_ORDER} LIMIT %s)"
        for condition, _ in shown
    ]
    values = [value for _, parameters in shown for value in (*parameters, *holds[1], limit)]
    order = "p.weight DESC, p.dated DESC NULLS LAST, p.last DESC"
    return f"SELECT p.{columns} FROM ({' UNION ALL '.join(each)}) p ORDER BY {order} LIMIT %s", [*values, limit]


def _sorted(question: Question, limit: int) -> Sql:
    """The best hits, met by sorting all of them."""
    sql, parameters = _hits(question, "p.id, p.source, p.object_id")
    return f"{sql} ORDER BY {_ORDER} LIMIT %s", [*parameters, limit]


def _hits(question: Question, columns: str) -> Sql:
    """The passages that hold every term, by the index. Terms of up to three characters are words of it already."""
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
