"""What of the results may be shown to others, by what was promised before anybody answered.

Where names were promised, everything is shown. Otherwise small counts are hidden in each table (see
`hanpo.forms.engine.aggregates`), and everything is left out from which a hidden number could be worked out together
with that table: a second grouping of the same question, the smallest and largest number, the change among some of the
members, numbers worked out from other answers, rows of tables that one member fills in several times, and how many were
asked a question that only some were asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from hanpo.council.engine.results.shape import NotComparable, Question, Results, Said, Withheld
from hanpo.forms.engine.aggregates import Table, suppress
from hanpo.forms.engine.definition import Form, Kind
from hanpo.forms.engine.order import needs

LEAST_K: Final = 3
"""The smallest number of members that is shown where names were not promised, unless a larger one is chosen."""


class Promised(StrEnum):
    """How answers are shown to others."""

    NAMED = "named"
    CLASS = "class"
    OFFICE = "office"


GROUPINGS: Final = {
    Promised.NAMED: ("kind", "people", "region"),
    Promised.CLASS: ("kind", "people"),
    Promised.OFFICE: (),
}
"""By which classes members may be told apart in what others see."""


def for_others(
    results: Results, *, form: Form, promised: Promised, k: int, promised_before: Promised | None = None
) -> Results:
    """The results as others may see them. Raises `ValueError` for a grouping that was not promised, and for a k below
    2 where names were not.
    """
    if results.by and results.by not in GROUPINGS[promised]:
        raise ValueError(f"{results.by} was not promised")
    if promised is Promised.NAMED:
        questions = [_beside_before(one, promised_before) for one in results.questions]
        return replace(results, questions=tuple(_unlinked(one) for one in questions))
    hidden = {one.id: _hidden(one, k) for one in results.questions}
    kept_back = _kept_back(form, hidden, k)
    return replace(
        results, hidden_below=k,
        questions=tuple(_shown(one, kept_back.get(one.id), promised, k) for one in hidden.values()),
    )  # fmt: skip


def _unlinked(question: Question) -> Question:
    """Without the way back to replies, which others may not open anyway."""
    quotes = tuple(replace(said, reply=0) for said in question.quotes)
    return replace(question, quotes=quotes, tables=_bare(question.tables))


def _bare(tables: Iterable[Table]) -> tuple[Table, ...]:
    """The tables without their texts: those know the place of the reply in the order of the members."""
    return tuple(replace(table, quotes=()) for table in tables)


def _beside_before(question: Question, promised_before: Promised | None) -> Question:
    """The change tells what was answered last time as well: shown where names were promised then, too."""
    if question.change is None or promised_before is Promised.NAMED:
        return question
    return replace(question, change=None, not_comparable=NotComparable.PROMISE)


def _hidden(question: Question, k: int) -> Question:
    tables = question.tables[:1] if question.kind is Kind.TABLE else question.tables
    return replace(question, tables=tuple(suppress(table, k) for table in tables), spans=(), named=())


def _kept_back(form: Form, questions: Mapping[str, Question], k: int) -> Mapping[str, Withheld]:
    """The questions of which even how many were asked must not be told, and those worked out from other answers."""
    looks_at = needs(form)
    found = {one.id: Withheld.WORKED_OUT for one in questions.values() if one.kind is Kind.CALCULATED}
    told = {one.id: one for one in questions.values() if one.id not in found}
    while fresh := {
        key
        for key, one in told.items()
        if key not in found and looks_at[key] and _tells_too_much(one, looks_at[key], found, questions, k)
    }:
        found |= dict.fromkeys(fresh, Withheld.CONDITION)
    return found


def _tells_too_much(
    question: Question,
    looks_at: Iterable[str],
    found: Mapping[str, Withheld],
    questions: Mapping[str, Question],
    k: int,
) -> bool:
    """Whether the number asked says something that is hidden: it counts those who gave certain answers before."""
    if any(one in found or _has_hidden(questions[one].tables) for one in looks_at if one in questions):
        return True
    return any(0 < count < k for table in question.tables for count in _asked_or_not(table))


def _asked_or_not(table: Table) -> list[int]:
    not_asked = [row for line, row in zip(table.lines, table.counts, strict=True) if line.key == "not-asked"]
    counts = [count or 0 for row in not_asked for count in row]
    return [
        *counts,
        *(n - count for row in not_asked for n, count in zip(table.n, (one or 0 for one in row), strict=True)),
    ]


def _has_hidden(tables: Sequence[Table]) -> bool:
    return any(None in row for table in tables for row in table.counts)


def _shown(question: Question, reason: Withheld | None, promised: Promised, k: int) -> Question:
    plain = replace(question, change=None, not_comparable=question.not_comparable or NotComparable.PROMISE)
    if reason is not None:
        return replace(plain, withheld=reason, tables=(), quotes=())
    quotes = () if promised is Promised.OFFICE else _quotes(plain.tables, k)
    return replace(plain, quotes=quotes, tables=_bare(plain.tables))


def _quotes(tables: Sequence[Table], k: int) -> tuple[Said, ...]:
    """The sentences with the class of who wrote them, where that may be told; in the order of the alphabet, because the
    order of the members would say whose they are.
    """
    said = []
    for table in tables:
        told = _classes_told(table, k)
        said += [Said(text=one.text, who=told.get(one.column, "")) for one in table.quotes]
    return tuple(sorted(said, key=lambda one: (one.who, one.text)))


def _classes_told(table: Table, k: int) -> Mapping[str, str]:
    """The classes that sentences may carry: large ones. Sentences without a class come from k members at least, or the
    classes that are missing would say whose they are; so the smallest of the large ones go with them.
    """
    sizes = sorted((n, at) for at, n in enumerate(table.n) if at and n)
    told = [(n, at) for n, at in sizes if n >= k]
    untold = sum(n for n, _at in sizes if n < k)
    while 0 < untold < k and told:
        untold += told.pop(0)[0]
    return {table.columns[at].key: table.columns[at].label.ja for _n, at in told}


@dataclass(frozen=True, slots=True)
class Pooled:
    """A group of texts by its name with how many members it holds; no name: small groups taken together."""

    name: str
    count: int


def pooled(groups: Sequence[tuple[str, int]], *, k: int) -> tuple[Pooled, ...]:
    """Groups of texts and their sizes, where those of fewer than k are taken together, and with them as many of the
    smallest others as it takes to make k. Fewer than k texts in all are told as nothing.
    """
    ordered = sorted((one for one in groups if one[1]), key=lambda one: (-one[1], one[0]))
    shown = [one for one in ordered if one[1] >= k]
    rest = sum(count for _name, count in ordered) - sum(count for _name, count in shown)
    while 0 < rest < k and shown:
        rest += shown.pop()[1]
    told = [Pooled(name, count) for name, count in shown]
    return (*told, Pooled("", rest)) if rest >= k else tuple(told)
