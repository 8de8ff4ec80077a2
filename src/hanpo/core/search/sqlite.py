"""The index on SQLite: an FTS5 table of code words beside the passages, kept in step by triggers.

FTS5's own tokenizers lose Japanese: `unicode61` takes a sentence for one word, `trigram` finds nothing shorter than
three characters. The table stores no text (`content=''`); its row number is the place of the passage in the order, so
that reading gives the best first, and a page need not sort all hits. It is read forwards: read backwards, FTS5 (seen in
SQLite 3.40.1) leaves out hits of long phrases.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from hanpo.core.search.question import COUNTED, Found, Question, Ranking, Sql, ranking, visible
from hanpo.core.search.words import code_phrase, code_words

TABLE = "core_passage_words"
_ID_BITS = 38
_ID_MASK = (1 << _ID_BITS) - 1
_DAY_BITS = 22
_LAST = 7 << (_ID_BITS + _DAY_BITS)
"""The place of a passage is so much less its rank; weights up to 6 have room."""

_JOINED = f"{TABLE} w CROSS JOIN core_passage p ON p.id = (({_LAST} - w.rowid) & {_ID_MASK})"
_SELECT = f"SELECT p.id, p.source, p.object_id FROM {_JOINED}"


def put_up_index(wrapper: BaseDatabaseWrapper) -> None:
    """Create the index and its triggers where they are missing, and fill a new index from the passages."""
    wrapper.ensure_connection()
    prepare_connection(wrapper.connection)
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = %s", [TABLE])
        is_new = cursor.fetchone() is None
        for statement in _statements():
            cursor.execute(statement)
    if is_new:
        refill_index(wrapper)


def refill_index(wrapper: BaseDatabaseWrapper) -> None:
    """Throw the index away and make it anew from the passages."""
    with wrapper.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES ('delete-all')")
        cursor.execute(f"INSERT INTO {TABLE}(rowid, words) SELECT {_place('p')}, {_words('p')} FROM core_passage p")
        cursor.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES ('optimize')")


def prepare_connection(raw: sqlite3.Connection) -> None:
    """Teach a connection the function that the triggers call."""
    raw.create_function("hanpo_words", 3, indexed_words, deterministic=True)


def indexed_words(folded: str, municipality: str | None, source: str) -> str:
    """What the index holds of a passage: the words of its text, its municipality and its source."""
    return f"{code_words(folded)} {municipality_word(municipality or '')} {source_word(source)}"


def municipality_word(code: str) -> str:
    """The word of a municipality; never taken for a word of text, which is hexadecimal."""
    return f"m{code}"


def source_word(source: str) -> str:
    """The word of a source, in hexadecimal behind its letter so that no tokenizer cuts it."""
    return f"s{source.encode().hex()}"


def _statements() -> list[str]:
    added = f"INSERT INTO {TABLE}(rowid, words) VALUES ({_place('new')}, {_words('new')});"
    removed = f"INSERT INTO {TABLE}({TABLE}, rowid, words) VALUES ('delete', {_place('old')}, {_words('old')});"
    start = "CREATE TRIGGER IF NOT EXISTS core_passage_words"
    return [
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5(words, content='', tokenize='ascii', columnsize=0)",
        f"{start}_added AFTER INSERT ON core_passage BEGIN {added} END",
        f"{start}_removed AFTER DELETE ON core_passage BEGIN {removed} END",
        f"{start}_changed AFTER UPDATE ON core_passage BEGIN {removed} {added} END",
    ]


def _place(row: str) -> str:
    """The heaviest come first, then the latest date (none comes last), then the newest row; the row's id can be read
    from the number again.
    """
    day = f"CAST(coalesce(julianday({row}.dated) + 0.5, 0) AS INTEGER)"
    return f"({_LAST} - (({row}.weight << {_ID_BITS + _DAY_BITS}) | ({day} << {_ID_BITS}) | {row}.id))"


def _words(row: str) -> str:
    return f"hanpo_words({row}.folded, {row}.municipality_id, {row}.source)"


def _match(question: Question, terms: tuple[str, ...]) -> str:
    """The FTS5 query: every phrase, and what narrows the passages to those that can be visible."""
    parts = [f'"{code_phrase(term)}"' for term in terms]
    if question.source is not None:
        parts.append(source_word(question.source))
    codes = question.narrowest()
    if codes is not None:
        parts.append(f"({' OR '.join(municipality_word(code) for code in codes)})")
    return " AND ".join(parts)


class SqliteEngine:
    """Answers by reading the FTS5 table: the best passages come first, and reading stops at the cap."""

    def ranked(self, question: Question, need: int) -> Ranking:
        condition, parameters = visible(question)
        limit = max(need, COUNTED + 1)
        rows = _rows(
            f"{_SELECT} WHERE w.words MATCH %s AND {condition} ORDER BY w.rowid LIMIT %s",
            [_match(question, question.terms), *parameters, limit],
        )
        return ranking(list(map(Found._make, rows)))

    def scattered(self, question: Question) -> list[Found]:
        records, values = _records_with_all(question)
        condition, parameters = visible(question)
        either = " OR ".join(f"({_match(question, (term,))})" for term in question.terms)
        rows = _rows(
            f"{_SELECT} WHERE w.words MATCH %s AND {condition} AND (p.source, p.object_id) IN ({records})"
            " ORDER BY w.rowid LIMIT %s",
            [either, *parameters, *values, COUNTED + 1],
        )
        return list(map(Found._make, rows))

    def all_ids(self, question: Question) -> set[int]:
        condition, parameters = visible(question)
        rows = _rows(
            f"{_SELECT} WHERE w.words MATCH %s AND {condition}",
            [_match(question, question.terms), *parameters],
        )
        return {row[0] for row in rows}


def _records_with_all(question: Question) -> Sql:
    condition, parameters = visible(question)
    one = f"SELECT p.source, p.object_id FROM {_JOINED} WHERE w.words MATCH %s AND {condition}"
    values = [value for term in question.terms for value in (_match(question, (term,)), *parameters)]
    return " INTERSECT ".join([one] * len(question.terms)), values


def _rows(sql: str, parameters: list[str | int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
