"""What publishing would change: which households are answered differently, which rows and which words differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core.engine.merge import ABSENT, Difference, difference
from hanpo.core.japanese import format_wareki
from hanpo.counter.engine.proof import possible_changes
from hanpo.counter.engine.rules import Catalogue, Row, RuleError, Table, in_town, row_changes
from hanpo.counter.engine.rules.content import Content, as_used, read_content
from hanpo.counter.models import RuleEdition
from hanpo.counter.queries.rules.book import editions, town_words
from hanpo.counter.queries.rules.drafts import Desk
from hanpo.counter.queries.rules.words import Line, Speech

PARTS = {
    "sections": gettext_lazy("課の名前"),
    "questions": gettext_lazy("質問"),
    "procedures": gettext_lazy("手続き"),
    "title": gettext_lazy("名前"),
    "label": gettext_lazy("文"),
    "why": gettext_lazy("聞くわけ"),
    "boxes": gettext_lazy("選ぶ項目"),
    "values": gettext_lazy("選ぶ項目"),
    "for_whom": gettext_lazy("対象"),
    "bring": gettext_lazy("持ち物"),
    "deadline": gettext_lazy("期限"),
    "places": gettext_lazy("受け付ける場所"),
    "section": gettext_lazy("担当課"),
    "basis": gettext_lazy("根拠"),
    "unverified_basis": gettext_lazy("読んでいない根拠"),
    "source": gettext_lazy("出典"),
    "source_day": gettext_lazy("出典の日付"),
}
"""What the parts of the content are called."""


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A procedure that some household would be told differently; `household` is one of them."""

    title: str
    before: str
    after: str
    household: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row that was added, taken out or changed, as conditions and result."""

    key: str
    table: str
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class WordChange:
    """Words of a procedure, a question or a section that differ."""

    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangePage:
    """The difference between what is published and what stands in the editor. `fault`: it cannot be worked out."""

    edition: RuleEdition | None
    answers: tuple[AnswerChange, ...] = ()
    rows: tuple[RowLine, ...] = ()
    words: tuple[WordChange, ...] = ()
    fault: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.answers or self.rows or self.words or self.fault)


def change_page(*, desk: Desk, on: date) -> ChangePage:
    """What publishing the editor would change on a day, against the newest edition."""
    edition = editions(municipality=desk.municipality).first()
    if edition is None:
        return ChangePage(None)
    return changes_between(edition=edition, desk=desk, on=on)


def changes_between(*, edition: RuleEdition, desk: Desk, on: date) -> ChangePage:
    """What differs between an edition and the editor."""
    code = desk.municipality
    town = town_words(place=desk.draft.municipality)
    before = in_town(as_used(read_content(edition.content, code), code), town)
    labels = {key: str(label) for key, label in PARTS.items()}
    kept = ("sections", "questions", "procedures")
    old, new = ({part: content[part] for part in kept} for content in (edition.content, desk.draft.content))
    words = tuple(_word(one) for one in difference(old, new, labels=labels))
    rows = row_lines(before=before, after=desk.catalogue)
    try:
        answers = answer_changes(before=before, after=desk.catalogue, on=on)
    except RuleError as wrong:
        return ChangePage(edition, (), rows, words, str(wrong))
    return ChangePage(edition, answers, rows, words, desk.fault)


def answer_changes(*, before: Catalogue, after: Catalogue, on: date) -> tuple[AnswerChange, ...]:
    """Every procedure that some household would be told differently on a day: none means that it is proved so."""
    goals = {*before.goals(), *after.goals()}
    speech = Speech(after)
    titles = Speech(before).labels | speech.labels
    return tuple(
        AnswerChange(
            titles.get(one.result, one.result),
            speech.value(one.result, one.before),  # type: ignore[arg-type]
            speech.value(one.result, one.after),  # type: ignore[arg-type]
            speech.household(one.witness),
        )
        for one in possible_changes(before.rules, after.rules, on)
        if one.result in goals
    )


def told_apart(*, desk: Desk, key: str, typed: Table) -> tuple[RowLine, ...]:
    """Where a table as it stands differs from what somebody typed: theirs before, one's own after."""
    speech = Speech(desk.catalogue)
    return tuple(_rows_of(desk.tables.get(key), typed, speech, speech))


def entry_lines(*, theirs: Content | None, mine: Content) -> list[WordChange]:
    """Where an item as it stands differs from what somebody typed."""
    labels = {key: str(label) for key, label in PARTS.items()}
    return [_word(one) for one in difference(theirs or {}, mine, labels=labels)]


def row_lines(*, before: Catalogue, after: Catalogue) -> tuple[RowLine, ...]:
    """Rows that differ, table by table; a table that is new or gone has all its rows here."""
    tables = [{table.key: table for table in one.rules.tables} for one in (before, after)]
    keys = [*tables[0], *(key for key in tables[1] if key not in tables[0])]
    found: list[RowLine] = []
    for key in keys:
        found += _rows_of(tables[0].get(key), tables[1].get(key), Speech(before), Speech(after))
    return tuple(found)


def _rows_of(old: Table | None, new: Table | None, was: Speech, now: Speech) -> Iterable[RowLine]:
    if old is None or new is None:
        table = new or old
        pairs = [(row.key, row if old else None, row if new else None) for row in table.rows] if table else []
    else:
        pairs = [(change.key, change.before, change.after) for change in row_changes(old, new)]
    for key, before, after in pairs:
        told = _told(was, old, before), _told(now, new, after)
        if told[0] != told[1]:
            place = (new or old).key  # type: ignore[union-attr]  # one of them there is
            yield RowLine(key, place, (now if new else was).titles[place], *told)


def _told(speech: Speech, table: Table | None, row: Row | None) -> str:
    if table is None or row is None:
        return _("（なし）")
    conditions = _("、").join(
        _("{label}＝{value}").format(label=label, value=value) for label, value in speech.conditions(table, row)
    )
    told = [conditions or _("どんなときも"), "→", speech.results(table, row.results)]
    told += [_("%sから") % format_wareki(row.valid_from)] if row.valid_from else []
    told += [_("%sまで") % format_wareki(row.valid_to)] if row.valid_to else []
    return " ".join([*told, row.because]).strip()


def _word(one: Difference) -> WordChange:
    return WordChange(one.label, _plain(one.before), _plain(one.after))


def _plain(value: Any) -> str:
    if value is ABSENT:
        return _("（なし）")
    if isinstance(value, list):
        return _("、").join(str(item) for item in value)
    return str(value.get("title") or value.get("label") or value["id"]) if isinstance(value, dict) else str(value)
