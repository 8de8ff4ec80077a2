"""What the interview shows: the next question, one that somebody goes back to, a clerk's whole household, the days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core import clock
from hanpo.counter.engine.guide import GuideSheet
from hanpo.counter.engine.interview import Ask, Interview, Said
from hanpo.counter.engine.rules import QuestionWords, Words
from hanpo.counter.models import Guidance
from hanpo.counter.queries.guide.reading import days_of, said_of, sheet_of
from hanpo.counter.queries.guide.words import told
from hanpo.counter.queries.rules import NoRulesPublished, RuleBook, book_of

UNKNOWN = "unknown"
"""What a choice sends for "I do not know"."""


KEYS = "1234567890-^"
"""The keys of the upper row, from the left: those that tick the boxes of a question on a clerk's screen."""


@dataclass(frozen=True, slots=True)
class Option:
    """A box or a choice: what it sends, what stands beside it, and whether it was said."""

    name: str
    value: str
    label: str
    is_said: bool
    key: str = ""
    """The key that ticks it on a clerk's screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPage:
    """One question on a page: what is asked and why, what waits for the answer, how far one is.

    `number` counts from one; `at_most` more questions can follow. `back` is the question before, "" at the first.
    """

    key: str
    ask: str
    why: str
    options: tuple[Option, ...]
    is_choice: bool
    is_unknown: bool
    is_answered: bool
    waiting: tuple[str, ...]
    number: int
    at_most: int
    back: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayWords:
    """A day that is asked for: the question, its label, and why."""

    ask: str | Promise
    why: str | Promise


DAY_WORDS: Mapping[str, DayWords] = {
    "moved_in": DayWords(
        gettext_lazy("新しい家に住み始めたのは、いつですか。"),
        gettext_lazy("転入届や転居届の期限は、この日から数えます。"),
    ),
    "planned_leaving": DayWords(
        gettext_lazy("転出届に書いた（書く）転出予定日は、いつですか。"),
        gettext_lazy("児童手当とマイナンバーカードの期限は、この日から数えます。転出証明書に書いてあります。"),
    ),
    "household_changed": DayWords(
        gettext_lazy("世帯が変わったのは、いつですか。"), gettext_lazy("世帯変更届の期限は、この日から数えます。")
    ),
    "born": DayWords(
        gettext_lazy("お子さんが生まれたのは、いつですか。"), gettext_lazy("出生届と手当の期限は、この日から数えます。")
    ),
    "married": DayWords(
        gettext_lazy("結婚の届出をした（する）のは、いつですか。"),
        gettext_lazy("保険の届出の期限は、この日から数えます。"),
    ),
    "divorced": DayWords(
        gettext_lazy("離婚したのは、いつですか。"), gettext_lazy("氏の届出と手当の期限は、この日から数えます。")
    ),
    "died": DayWords(
        gettext_lazy("亡くなったのは、いつですか。"),
        gettext_lazy("死亡届・年金・相続の期限は、この日か、知った日から数えます。"),
    ),
    "left_job": DayWords(
        gettext_lazy("職場の健康保険をやめたのは、いつですか。"),
        gettext_lazy("保険と年金の届出の期限は、この日から数えます。"),
    ),
    "new_job": DayWords(
        gettext_lazy("職場の健康保険に入ったのは、いつですか。"),
        gettext_lazy("国民健康保険をやめる届出の期限は、この日から数えます。"),
    ),
}


@dataclass(frozen=True, slots=True)
class Talk:
    """An interview as it stands: the stored row, the rules of today, what was said."""

    guidance: Guidance
    book: RuleBook
    said: Said

    @property
    def interview(self) -> Interview:
        """The prepared interview."""
        return self.book.compiled

    @property
    def asked(self) -> list[str]:
        """The questions that were answered, in the order of asking."""
        answered = set(self.interview.trail(self.said))
        return [key for key in dict.fromkeys(self.guidance.asked) if key in answered]

    def question(self, key: str) -> QuestionWords:
        """A question in words. Raises KeyError."""
        return {question.key: question for question in self.book.catalogue.questions}[key]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPage:
    """A day that is asked for, with what was told before, and how many days there are."""

    key: str
    ask: str | Promise
    why: str | Promise
    value: date | None
    number: int
    total: int
    back: str


def talk_of(*, guidance: Guidance) -> Talk:
    """An interview as it stands. Raises `NoRulesPublished`."""
    book = book_of(municipality=str(guidance.municipality_id), on=clock.today())
    return Talk(guidance, book, said_of(guidance=guidance, book=book))


def next_page(*, talk: Talk) -> AskPage | None:
    """The next question; None when every answer is certain or nothing more can be told."""
    ask = talk.interview.next(talk.said)
    return _page(talk, ask.question, ask.inputs, ask.goals) if ask else None


def page_again(*, talk: Talk, question: str) -> AskPage | None:
    """A question that was answered, as it was answered; None where today's rules do not ask it."""
    if question not in {one.key for one in talk.book.catalogue.questions}:
        return None
    said = talk.interview.reopen(talk.said, question)
    still = next((ask for ask in talk.interview.open_questions(talk.said) if ask.question == question), None)
    names = {*said, *(still.inputs if still else ())}
    inputs = tuple(name for name in talk.question(question).inputs if name in names)
    return _page(talk, question, inputs, still.goals if still else ()) if inputs else None


def household(*, talk: Talk) -> list[AskPage]:
    """Every question that matters for the life events that were ticked, for one screen."""
    first = talk.book.catalogue.questions[0]
    known = talk.said.known()
    events = talk.interview.answer(Said(), {name: known[name] for name in first.inputs if name in known})
    asks = [Ask(first.key, first.inputs, (), Fraction(0)), *_others(talk, events, first.key)]
    return [_page(talk, ask.question, ask.inputs, ask.goals) for ask in asks]


def day_page(*, guidance: Guidance, sheet: GuideSheet, day: str) -> DayPage | None:
    """One of the days that limits run from; None for a day that is not asked."""
    if day not in sheet.days_wanted:
        return None
    place = sheet.days_wanted.index(day)
    words = DAY_WORDS[day]
    return DayPage(
        key=day, ask=words.ask, why=words.why, value=days_of(guidance=guidance).get(day), number=place + 1,
        total=len(sheet.days_wanted), back=sheet.days_wanted[place - 1] if place else "",
    )  # fmt: skip


def day_after(*, guidance: Guidance, day: str = "") -> str:
    """The day to be asked after another one (the first one after ""), or "" when there is none left."""
    wanted = sheet_of(guidance=guidance).days_wanted
    return next(iter(wanted[wanted.index(day) + 1 :] if day in wanted else wanted), "")


def trail(*, talk: Talk) -> list[tuple[str, str, str]]:
    """The questions answered so far: key, what was asked, what was said."""
    return [(key, told(talk.question(key).ask), _answer_words(talk, key)) for key in talk.asked]


@dataclass(frozen=True, slots=True)
class DayField:
    """A day on the clerk's screen."""

    name: str
    label: str | Promise
    value: str


def days_for_desk(*, guidance: Guidance) -> list[DayField]:
    """The days that limits run from, as they were told."""
    wanted = sheet_of(guidance=guidance).days_wanted
    return [DayField(day, DAY_WORDS[day].ask, guidance.days.get(day, "")) for day in wanted]


@dataclass(frozen=True, slots=True)
class DeskLine:
    """An interview in the clerk's list: the life events that were ticked stand for a name."""

    guidance: Guidance
    events: str
    questions: int


def desk_lines(*, rows: Iterable[Guidance]) -> list[DeskLine]:
    """The interviews of a page, with what they are about."""
    lines, known = [], dict[str, dict[str, str]]()
    for row in rows:
        town = str(row.municipality_id)
        words = known[town] if town in known else known.setdefault(town, _event_words(town))
        events = [words[name] for name, value in row.answers.items() if value is True and name in words]
        lines.append(DeskLine(row, _("、").join(events), len(row.asked)))
    return lines


@dataclass(frozen=True, slots=True)
class Extent:
    """How much an interview is about: procedures and sections."""

    procedures: int
    sections: int


def extent(*, municipality: str) -> Extent:
    """What the interview of a municipality covers. Raises `NoRulesPublished`."""
    procedures = book_of(municipality=municipality, on=clock.today()).catalogue.procedures
    return Extent(len(procedures), len({procedure.section for procedure in procedures}))


def address_of(*, guidance: Guidance) -> str:
    """The address of a guide: whoever has it sees the guide."""
    return reverse("counter:guide_sheet", kwargs={"town": guidance.municipality_id, "token": guidance.token})


def _event_words(municipality: str) -> dict[str, str]:
    try:
        first = book_of(municipality=municipality, on=clock.today()).catalogue.questions[0]
    except NoRulesPublished:
        return {}
    return {name: told(words) for name, words in first.boxes.items()}


def _others(talk: Talk, events: Said, first: str) -> list[Ask]:
    if not events.facts:
        return []
    return [ask for ask in talk.interview.open_questions(events) if ask.question != first]


def _page(talk: Talk, key: str, names: Sequence[str], goals: Sequence[str]) -> AskPage:
    question, known = talk.question(key), talk.said.known()
    asked = talk.asked
    place = asked.index(key) if key in asked else len(asked)
    titles = {procedure.goal: told(procedure.title) for procedure in talk.book.catalogue.procedures}
    still = [ask.question for ask in talk.interview.open_questions(talk.said)]
    return AskPage(
        key=key,
        ask=told(question.ask),
        why=told(question.why),
        options=_options(question, names, known),
        is_choice=bool(question.choice),
        is_unknown=bool(names) and set(names) <= talk.said.unknown,
        is_answered=key in asked,
        waiting=tuple(titles[goal] for goal in goals if goal in titles),
        number=place + 1,
        at_most=len([one for one in still if one != key]),
        back=asked[place - 1] if place else "",
        names=tuple(names),
    )


def _options(question: QuestionWords, names: Sequence[str], known: Mapping[str, Any]) -> tuple[Option, ...]:
    if question.choice:
        said = known.get(question.choice)
        return tuple(
            Option(question.choice, value, told(words), said == value) for value, words in question.values.items()
        )
    boxes: Mapping[str, Words] = question.boxes
    return tuple(
        Option(name, "on", told(boxes[name]), known.get(name) is True, key)
        for name, key in zip(names, [*KEYS, *[""] * len(names)], strict=False)
    )


def _answer_words(talk: Talk, key: str) -> str:
    question, known = talk.question(key), talk.said.known()
    if question.choice:
        value = known.get(question.choice)
        return told(question.values[str(value)]) if value is not None else str(NOT_KNOWN)
    ticked = [told(words) for name, words in question.boxes.items() if known.get(name) is True]
    unknown = [name for name in question.inputs if name in talk.said.unknown]
    return _("、").join([*ticked, *([str(NOT_KNOWN)] if unknown else [])]) or str(NONE_OF_THEM)


NOT_KNOWN, NONE_OF_THEM = gettext_lazy("わからない"), gettext_lazy("どれもない")
