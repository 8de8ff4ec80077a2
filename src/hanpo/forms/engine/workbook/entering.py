"""What is entered in an answer cell: the choices offered, the rule that Excel keeps, the notes beside it, the value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from hanpo.forms.engine.definition import Choice, Form, Item, Kind, Language, Section, Words
from hanpo.forms.engine.expressions import ExpressionError, in_words, parse
from hanpo.forms.engine.values import Value, absence_of
from hanpo.forms.engine.workbook import wording
from hanpo.forms.engine.workbook.slots import COMPOUND, Entry, Slot, offered

TICK: Final = "○"
LONGEST_CELL: Final = 32_767
"""Characters that one cell of Excel holds."""

MOST_DIGITS: Final = 15
"""Significant digits that a spreadsheet keeps of a number; longer ones are written as text."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What Excel lets into a cell and tells the person in it. `is_firm` refuses, otherwise it only warns."""

    entry: Entry
    title: str
    message: str
    choices: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    decimals: int = 0
    is_firm: bool = True


_MESSAGES: Final[Mapping[Entry, Words]] = {
    Entry.NUMBER: Words("数字だけを入れてください。", "数字だけ 書いて ください。", "Please enter digits only."),
    Entry.MONEY: Words(
        "円の単位で、数字だけを入れてください。", "円の 数字だけ 書いて ください。", "In yen, digits only."
    ),
    Entry.DATE: Words(
        "日付を「2026/4/1」のように入れてください。",
        "日を 「2026/4/1」のように 書いて ください。",
        "A day such as 2026/4/1.",
    ),
    Entry.SCALE: Words("番号を一つ入れてください。", "番号を ひとつ 書いて ください。", "Please enter one number."),
    Entry.CHOICE: Words(
        "一覧から一つ選んでください。", "ひとつ えらんで ください。", "Please choose one from the list."
    ),
    Entry.MARK: Words("選ぶときは○を入れてください。", "えらぶ ときは ○を 書いて ください。", "Put ○ to choose this."),
    Entry.SEVERAL: Words(
        "一つの行に一つずつ書いてください。", "ひとつの 行に ひとつ 書いて ください。", "One choice to a line."
    ),
    Entry.POSTAL: Words("7けたの数字を入れてください。", "7つの 数字を 書いて ください。", "Seven digits."),
    Entry.ABSENCE: Words(
        "答えられないときだけ、一覧から選んでください。",
        "答えが ない ときだけ えらんで ください。",
        "Only if there is no answer.",
    ),
}
_EXAMPLES: Final[Mapping[Entry, Words]] = {
    Entry.NUMBER: Words("120", "120", "120"),
    Entry.MONEY: Words("30000", "30000", "30000"),
    Entry.DATE: Words("令和8年4月1日", "2026/4/1", "2026/4/1"),
}
_YEN: Final = Words("円", "円", "yen")


def listed(item: Item, language: Language) -> tuple[tuple[Choice, str], ...]:
    """The choices of an item with the text by which the workbook offers them, each text once only.

    Where two labels would fold into one, all of them carry their number.
    """
    choices = offered(item)
    labels = [choice.label.said(language) for choice in choices]
    if len({wording.folded(label) for label in labels}) < len(labels):
        labels = [f"{number} {label}" for number, label in enumerate(labels, start=1)]
    return tuple(zip(choices, labels, strict=True))


def numbered(item: Item, language: Language) -> tuple[tuple[Choice, int, str], ...]:
    """The choices with the number by which a person may name them and the text as printed (1 はい, ①体制を広げる).

    Labels that carry their own numbering from 1 on keep it; 「その他」 then has the next number.
    """
    choices = listed(item, language)
    own = [wording.own_number(text) for _choice, text in choices]
    own_count = len(choices) - (1 if item.has_other else 0)
    has_own = own[:own_count] == list(range(1, own_count + 1))
    return tuple(
        (choice, number, text if has_own and number <= own_count else f"{number}　{text}")
        for number, (choice, text) in enumerate(choices, start=1)
    )


def absence_words(slot: Slot) -> tuple[str, ...]:
    """The kinds of "no answer" that may be written into this very cell."""
    is_whole = slot.item.kind not in COMPOUND or slot.part.entry is Entry.SEVERAL
    if slot.part.entry is Entry.ABSENCE:
        return slot.owner.absences if not slot.record else slot.item.absences
    return slot.item.absences if is_whole and not slot.part.name else ()


def unit_of(slot: Slot, language: Language) -> str:
    """The unit printed beside an answer cell."""
    if slot.part.entry is Entry.MONEY:
        return _YEN.said(language)
    return slot.item.unit if slot.part.entry is Entry.NUMBER else ""


def rule_of(slot: Slot, language: Language) -> Rule:
    """What Excel lets into the cell. Where words for "no answer" are allowed, a number is only advised."""
    entry, item = slot.part.entry, slot.item
    absences = tuple(wording.ABSENCES[kind].said(language) for kind in absence_words(slot))
    choices = absences
    if entry is Entry.CHOICE:
        choices = (*(text for _choice, text in listed(item, language)), *absences)
    elif entry is Entry.MARK:
        choices = (TICK,)
    message = _MESSAGES.get(entry, Words()).said(language)
    title = (slot.item.label.said(language) if not slot.part.label else slot.part.label.said(language))[:32]
    low, high = (Decimal(1), Decimal(item.steps)) if entry is Entry.SCALE else (item.low, item.high)
    return Rule(entry, title, message, choices, low, high, item.decimals, not absences or entry in _LISTS)


_LISTS: Final = (Entry.CHOICE, Entry.ABSENCE)


def notes_of(asked: Item | Section, form: Form, language: Language, numbers: Mapping[str, str]) -> str:
    """The notes beside a question: when it is asked, help, why, choices and an example; of a section, the condition."""
    lines = [_condition(asked.when, form, language, numbers)]
    if isinstance(asked, Item) and asked.kind is not Kind.NOTE:
        lines.insert(0, f"【{wording.REQUIRED.said(language)}】" if asked.required else "")
        lines += [asked.help.said(language), asked.why.said(language), _choices(asked, language)]
        lines += [_absences(asked, language), _example(asked, language)]
    return "\n".join(filter(None, lines))


def _condition(when: str, form: Form, language: Language, numbers: Mapping[str, str]) -> str:
    """The condition in words, questions by their numbers: 問3が「はい」のとき."""
    if not when:
        return ""
    try:
        told = in_words(parse(when), _numbered(form, numbers), language)
    except ExpressionError:
        return ""
    for number in numbers.values():
        told = told.replace(f"「{number}」", number).replace(f"“{number}”", number)
    return told


def _numbered(form: Form, numbers: Mapping[str, str]) -> Form:
    """The form with numbers in place of the words of its questions."""

    def named(item: Item) -> Item:
        number = numbers.get(item.id, "")
        return replace(item, label=Words(number, number, number)) if number else item

    sections = tuple(replace(one, items=tuple(map(named, one.items))) for one in form.sections)
    return replace(form, sections=sections)


def _choices(item: Item, language: Language) -> str:
    if item.kind is Kind.MULTIPLE:
        return wording.MARK_HELP.said(language)
    if item.kind is Kind.SCALE:
        low, high = item.low_label.said(language), item.high_label.said(language)
        return f"1 {low}～{item.steps} {high}".replace(" ～", "～").strip()
    if item.kind not in (Kind.CHOICE, Kind.MATRIX):
        return ""
    texts = [text for _choice, _number, text in numbered(item, language)]
    return f"{wording.CHOICES.said(language)}：{'／'.join(texts)}"


def _absences(item: Item, language: Language) -> str:
    words = [wording.ABSENCES[kind].said(language) for kind in item.absences]
    return f"{wording.ABSENT.said(language)} {'・'.join(words)}" if words else ""


def _example(item: Item, language: Language) -> str:
    entry = {Kind.NUMBER: Entry.NUMBER, Kind.MONEY: Entry.MONEY, Kind.DATE: Entry.DATE}.get(item.kind)
    return f"{wording.EXAMPLE.said(language)}：{_EXAMPLES[entry].said(language)}" if entry else ""


def written(slot: Slot, value: Value | None, language: Language) -> str | Decimal | date | None:
    """The value of an answer cell as it is written into the workbook. Raises `ValueError` where it is too long."""
    if value is None or value is False:
        return None
    absence = absence_of(value)
    if absence is not None:
        return wording.ABSENCES[absence].said(language)
    entry = slot.part.entry
    if entry in (Entry.NUMBER, Entry.MONEY, Entry.SCALE):
        number = Decimal(value)
        return number if len(number.as_tuple().digits) <= MOST_DIGITS else str(value)
    if entry is Entry.DATE:
        day = date.fromisoformat(value)
        return day if day.year >= FIRST_YEAR else str(value)
    if entry is Entry.MARK:
        return TICK
    if entry is Entry.CHOICE:
        return _label(slot.item, value["id"], language)
    text = "\n".join(_label(slot.item, id_, language) for id_ in value) if entry is Entry.SEVERAL else str(value)
    if len(text) > LONGEST_CELL:
        raise ValueError(
            f"「{slot.owner.label.ja}」の答えが長すぎて、Excelの一つのセルに入りません。画面で回答してください。"
        )
    return text


FIRST_YEAR: Final = 1901
"""Earlier days are written as text: a spreadsheet knows no day before 1900, and a 29 February 1900 that never was."""


def _label(item: Item, choice_id: str, language: Language) -> str:
    """The text by which a choice is offered; a choice no longer offered keeps its label."""
    texts = {choice.id: text for choice, text in listed(item, language)}
    retired = {choice.id: choice.label.said(language) for choice in item.choices}
    return texts.get(choice_id) or retired.get(choice_id) or choice_id
