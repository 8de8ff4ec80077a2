"""The way through a form: what is asked now, in which order, on which page, and what is still to do.

An item that is not asked counts as unanswered for the conditions of others (as in XLSForm); its answer is kept aside
and not sent. Values given for calculated items are ignored: they are worked out anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from hanpo.forms.engine.answering import check, number_text
from hanpo.forms.engine.definition import Form, Item, Kind, Language, Section
from hanpo.forms.engine.expressions import ExpressionError, Result, as_text, evaluate, holds, parse
from hanpo.forms.engine.order import in_order
from hanpo.forms.engine.values import Answers, Value

UNASKED = frozenset({Kind.NOTE, Kind.CALCULATED})
"""Kinds that a person does not answer."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a response from being sent, and what to do about it."""

    item_id: str
    message: str


@dataclass(frozen=True, slots=True)
class Page:
    """One question, with the notes and calculated values before it (after the last question: a page of their own)."""

    section: Section
    items: tuple[Item, ...]
    number: int
    of: int

    @property
    def question(self) -> Item | None:
        """The item to answer; `None` on a page of notes."""
        return next((item for item in self.items if item.kind not in UNASKED), None)

    def progress(self, language: Language = "ja") -> str:
        """How far one is: 5つのうち3つめ."""
        if language == "en":
            return f"{self.number} of {self.of}"
        return f"{self.of}のうち{self.number}ばんめ" if self.of > 9 else f"{self.of}つのうち{self.number}つめ"


@dataclass(frozen=True, slots=True)
class Walk:
    """What holds now: the items that are asked, in the order of the form, and the answers that count."""

    asked: tuple[Item, ...]
    answers: Answers


def walk(form: Form, answers: Answers, today: date | None = None) -> Walk:
    """Work out conditions and formulas, each after what it looks at."""
    sections = {item.id: section for section in form.sections for item in section.items}
    known: dict[str, Value] = {}
    asked_ids: set[str] = set()
    for item in in_order(form):
        if not (_met(sections[item.id].when, known, today) and _met(item.when, known, today)):
            continue
        asked_ids.add(item.id)
        value = _calculate(item, known, today) if item.kind is Kind.CALCULATED else answers.get(item.id)
        if value is not None and item.kind is not Kind.NOTE:
            known[item.id] = _with_calculated_columns(item, value, known, today)
    items = tuple(item for item in form.items() if item.id in asked_ids)
    return Walk(items, {item.id: known[item.id] for item in items if item.id in known})


def _met(condition: str, answers: Answers, today: date | None) -> bool:
    try:
        return not condition or holds(parse(condition), answers, today=today)
    except ExpressionError:  # a draft on trial: the item stands there, and `faults` names what is wrong
        return True


def _calculate(item: Item, answers: Answers, today: date | None) -> Value | None:
    try:
        return _value(evaluate(parse(item.formula), answers, today=today))
    except ExpressionError:
        return None


def _value(result: Result) -> str | None:
    """A result as an answer: numbers without exponent, nothing for '' and for what is no number."""
    if isinstance(result, (bool, str, tuple)):
        return as_text(result) or None
    return number_text(result) if result.is_finite() and abs(result.adjusted()) < 60 else None


def _with_calculated_columns(item: Item, value: Value, answers: Answers, today: date | None) -> Value:
    columns = [column for column in item.columns if column.kind is Kind.CALCULATED]
    if not columns or not isinstance(value, list):
        return value
    return [_with_cells(item, columns, row, answers, today) for row in value if isinstance(row, dict)]


def _with_cells(item: Item, columns: list[Item], row: Answers, answers: Answers, today: date | None) -> Answers:
    """The row with its calculated cells, from left to right."""
    filled = {key: value for key, value in row.items() if key not in {column.id for column in columns}}
    for column in columns:
        cells = {f"{item.id}.{other.id}": filled.get(other.id) for other in item.columns}
        value = _calculate(column, {**answers, **cells}, today)
        filled |= {} if value is None else {column.id: value}
    return filled


def asked(form: Form, answers: Answers, today: date | None = None) -> tuple[Item, ...]:
    """The items whose conditions hold now, in the order of the form; notes and calculated ones among them."""
    return walk(form, answers, today).asked


def calculated(form: Form, answers: Answers, today: date | None = None) -> Answers:
    """The answers that count: those to items that are asked, and what is calculated from them."""
    return walk(form, answers, today).answers


def kept(form: Form, answers: Answers, today: date | None = None) -> Answers:
    """Answers to items that are no longer asked: kept aside in case the person turns back, not sent."""
    now = {item.id for item in asked(form, answers, today)}
    return {item_id: value for item_id, value in answers.items() if item_id not in now}


def questions(form: Form, answers: Answers, today: date | None = None) -> tuple[Item, ...]:
    """The items that a person answers now."""
    return tuple(item for item in asked(form, answers, today) if item.kind not in UNASKED)


def pages(form: Form, answers: Answers, today: date | None = None) -> tuple[Page, ...]:
    """One question a page, as things stand."""
    now = {item.id for item in asked(form, answers, today)}
    made = list(_gathered(form, now))
    return tuple(Page(section, items, at, len(made)) for at, (section, items) in enumerate(made, 1))


def _gathered(form: Form, now: set[str]) -> Iterator[tuple[Section, tuple[Item, ...]]]:
    waiting: list[Item] = []
    for section in form.sections:
        for item in section.items:
            if item.id not in now:
                continue
            waiting.append(item)
            if item.kind not in UNASKED:
                yield section, tuple(waiting)
                waiting = []
    if waiting:
        yield form.sections[-1], tuple(waiting)


def page_of(form: Form, answers: Answers, item_id: str, today: date | None = None) -> Page | None:
    """The page on which an item stands now; `None` where it is not asked."""
    return next((one for one in pages(form, answers, today) if any(item.id == item_id for item in one.items)), None)


def next_item(form: Form, answers: Answers, item_id: str = "", today: date | None = None) -> Item | None:
    """The question after an item as things stand now (the first one for ""); `None` after the last one."""
    if not item_id:
        return next(iter(questions(form, answers, today)), None)
    return _beside(form, questions(form, answers, today), item_id)


def previous_item(form: Form, answers: Answers, item_id: str, today: date | None = None) -> Item | None:
    """The question before an item as things stand now; `None` before the first one."""
    return _beside(form, reversed(questions(form, answers, today)), item_id, backwards=True)


def _beside(form: Form, found: Iterable[Item], item_id: str, *, backwards: bool = False) -> Item | None:
    """The first of the questions that lies beyond the item, which may itself not be asked any more."""
    places = {item.id: at for at, item in enumerate(form.items())}
    here = places.get(item_id, -1)
    for item in found:
        if (places[item.id] < here) if backwards else (places[item.id] > here):
            return item
    return None


def missing(form: Form, answers: Answers, today: date | None = None) -> tuple[Item, ...]:
    """The required questions that are asked now and have no answer."""
    now = walk(form, answers, today)
    return tuple(
        item for item in now.asked if item.required and item.kind not in UNASKED and item.id not in now.answers
    )


def problems(form: Form, answers: Answers, today: date | None = None, language: Language = "ja") -> tuple[Problem, ...]:
    """Everything that keeps the answers from being sent, in the order of the form."""
    now = walk(form, answers, today)
    return tuple(
        Problem(item.id, message)
        for item in now.asked
        if item.kind not in UNASKED
        for message in check(item, now.answers.get(item.id), now.answers, today=today, language=language)
    )
