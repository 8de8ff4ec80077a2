"""Rules as people read them: facts, cells, answers and households in the words of the questions."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from hanpo.counter.engine.proof import Witness
from hanpo.counter.engine.rules import ANSWERS, Catalogue, Cell, Names, Row, Table, Value, Words, everything

Line = tuple[str, str]
"""A label and what stands beside it."""


def spoken(words: Words) -> str:
    """The text in the language of the page."""
    language = get_language() or "ja"
    if language == "ja-easy":
        return words.easy
    return words.en if language == "en" else words.ja


def answer_word(value: object) -> str:
    """What the answer of a procedure's table is called."""
    named = {
        "needed": _("要る"),
        "elsewhere": _("ほかの役所で要る"),
        "automatic": _("市が行う（届出は要らない）"),
        "confirm": _("窓口で確かめる"),
        "not_needed": _("要らない"),
        None: _("答えなし"),
    }
    return named.get(value, plain_value(value)) if isinstance(value, str | None) else plain_value(value)


def answer_choices() -> list[tuple[str, str]]:
    """The answers to choose from."""
    return [(value, answer_word(value)) for value in ANSWERS]


def plain_value(value: object) -> str:
    """A value of no question: yes, no, or the value itself."""
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    return str(value)


class Speech:
    """Speaks of a catalogue's facts: a box by its label, a choice by its question, a result by its table's title."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    @cached_property
    def labels(self) -> dict[str, str]:
        """What each fact is called."""
        named: dict[str, str] = {}
        for question in self.catalogue.questions:
            named |= {name: spoken(words) for name, words in question.boxes.items()}
            named |= {question.choice: spoken(question.ask)} if question.choice else {}
        titles = {one.key: spoken(one.title) for one in self.catalogue.procedures}
        for table in self.catalogue.rules.tables:
            title = titles.get(table.key, table.title)
            named |= {f"{table.key}.{output.name}": title for output in table.outputs}
        return named

    @cached_property
    def choices(self) -> dict[str, dict[str, str]]:
        """The values that each fact of a choice can have, in words."""
        asked = (question for question in self.catalogue.questions if question.choice)
        return {one.choice: {value: spoken(words) for value, words in one.values.items()} for one in asked}

    @cached_property
    def titles(self) -> dict[str, str]:
        """What each table is called: a procedure's by the procedure."""
        named = {table.key: table.title for table in self.catalogue.rules.tables}
        return named | {one.key: spoken(one.title) for one in self.catalogue.procedures}

    def label(self, name: str) -> str:
        """What a fact is called."""
        return self.labels.get(name, name)

    def value(self, name: str, value: Value | None) -> str:
        """What a fact says."""
        known = self.choices.get(name, {})
        if isinstance(value, str) and value in known:
            return known[value]
        return answer_word(value) if name.endswith(".answer") else plain_value(value)

    def cell(self, name: str, cell: Cell, kind: object) -> str:
        """A condition; empty where any value will do."""
        values = cell.values
        if values == everything(kind):  # type: ignore[arg-type]
            return ""
        if isinstance(values, Names):
            listed = pgettext("並べる", "・").join(self.value(name, item) for item in sorted(values.items, key=str))
            return _("%sのほか") % listed if values.rest else listed
        return cell.text

    def conditions(self, table: Table, row: Row) -> tuple[Line, ...]:
        """The conditions of a row that ask for something."""
        pairs = zip(table.inputs, row.cells, strict=True)
        said = ((self.label(column.name), self.cell(column.name, cell, column.kind)) for column, cell in pairs)
        return tuple((label, words) for label, words in said if words)

    def row(self, table: Table, key: str) -> str:
        """A row as one names it: by its number and its conditions."""
        place = next((n for n, row in enumerate(table.rows, 1) if row.key == key), 0)
        conditions = self.conditions(table, table.rows[place - 1]) if place else ()
        said = _("、").join(_("{label}＝{value}").format(label=label, value=value) for label, value in conditions)
        return _("{n}行目（{conditions}）").format(n=place, conditions=said or _("どんなときも"))

    def household(self, witness: Witness) -> tuple[Line, ...]:
        """A household of a proof, fact by fact; what does not matter is left out."""
        return self.facts(witness.facts)

    def facts(self, facts: Iterable[tuple[str, Value]]) -> tuple[Line, ...]:
        """Facts in words: what is the case first."""
        said = sorted(facts, key=lambda fact: fact[1] is False)
        return tuple((self.label(name), self.value(name, value)) for name, value in said)

    def results(self, table: Table, results: Iterable[Value]) -> str:
        """What a row answers."""
        pairs = zip(table.outputs, results, strict=True)
        return _("、").join(self.value(f"{table.key}.{output.name}", value) for output, value in pairs)
