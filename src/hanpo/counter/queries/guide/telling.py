"""The guide as it is read: every text in the language of the page, for the screen, the print and the copied list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.counter.engine.benefits import Answer
from hanpo.counter.engine.deadlines import CardClocks, Due
from hanpo.counter.engine.guide import BenefitTold, DueTold, GuideSheet, Line, Stop
from hanpo.counter.engine.rules import Catalogue
from hanpo.counter.models import Guidance
from hanpo.counter.queries.guide.reading import sheet_of
from hanpo.counter.queries.guide.words import (
    BENEFITS,
    LIFE_EVENTS,
    MISSING,
    WHY,
    questions_behind,
    reason_words,
    said_in_rules,
    told,
    without_readings,
)
from hanpo.counter.queries.rules import book_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DueWords:
    """A last day: the day to come by, the day by law where that is later, why this day, and what a missed one costs."""

    name: str
    day: date
    by_law: date | None
    why: str
    article: str
    consequence: str
    is_over: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWords:
    """A procedure of the guide in words. `mark`: what staff must know was not verified; never shown to residents."""

    key: str
    title: str
    event: str
    section: str
    places: str
    because: tuple[str, ...]
    bring: tuple[str, ...]
    dues: tuple[DueWords, ...]
    deadline: str
    open_questions: tuple[str, ...]
    basis: str
    source: str
    source_url: str
    is_unverified: bool


@dataclass(frozen=True, slots=True)
class StopWords:
    """A section to visit, its place in the order, and what to do there."""

    number: int
    section: str
    lines: tuple[LineWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitWords:
    """A benefit in words: the amount a month, or the most it can be, or why neither can be told."""

    name: str
    month: date | None
    amount: str
    why: str
    notes: tuple[str, ...]
    parts: tuple[str, ...]
    clause: str
    source: str
    is_unverified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideWords:
    """A guide in words."""

    stops: tuple[StopWords, ...]
    elsewhere: tuple[LineWords, ...]
    automatic: tuple[LineWords, ...]
    unsure: tuple[LineWords, ...]
    not_needed: tuple[LineWords, ...]
    far_off: int
    bring: tuple[tuple[str, tuple[str, ...]], ...]
    benefits: tuple[BenefitWords, ...]
    next_due: tuple[DueWords, LineWords] | None
    count: int
    days_missing: tuple[str, ...]
    is_finished: bool
    edition: int | None
    on: date


def guide_words_of(*, sheet: GuideSheet, catalogue: Catalogue) -> GuideWords:
    """A guide in the language of the page."""
    teller = _Teller(catalogue, sheet.on)
    stops = tuple(teller.stop(n, stop) for n, stop in enumerate(sheet.stops, 1))
    elsewhere = teller.lines(sheet.elsewhere)
    near = [line for line in sheet.not_needed if line.is_near]
    titles = {line.key: line.title for stop in stops for line in stop.lines}
    here = [line for stop in stops for line in stop.lines]
    return GuideWords(
        stops=stops,
        elsewhere=elsewhere,
        automatic=teller.lines(sheet.automatic),
        unsure=teller.lines(sheet.unsure),
        not_needed=teller.lines(near),
        far_off=len(sheet.not_needed) - len(near),
        bring=tuple((said_in_rules(one.item), tuple(titles[key] for key in one.procedures)) for one in sheet.bring),
        benefits=tuple(teller.benefit(one) for one in sheet.benefits),
        next_due=_next_due((*here, *elsewhere)),
        count=len(here),
        days_missing=tuple(day for day in sheet.days_wanted if day not in sheet.days),
        is_finished=sheet.is_finished,
        edition=sheet.edition,
        on=sheet.on,
    )


def words_of(*, guidance: Guidance) -> GuideWords:
    """The guide of an interview in the language of the page. Raises `NoRulesPublished`."""
    book = book_of(municipality=str(guidance.municipality_id), on=clock.today())
    return guide_words_of(sheet=sheet_of(guidance=guidance), catalogue=book.catalogue)


def checklist_text(*, words: GuideWords, place: str) -> str:
    """The guide as plain text, to be copied into a message or a note."""
    out = [_("手続案内書（%s）") % place, ""]
    for stop in words.stops:
        out.append(f"{stop.number}. {stop.section}")
        for line in stop.lines:
            until = _("（%sまで）") % line.dues[0].day.isoformat() if line.dues else ""
            out.append(f"  □ {line.title}{until}")
    if words.elsewhere:
        out += ["", _("役所の外")]
        out += [f"  □ {line.title}" for line in words.elsewhere]
    if words.bring:
        out += ["", _("持ち物")]
        out += [f"  □ {item}" for item, _titles in words.bring]
    return without_readings("\n".join(out) + "\n")


def _next_due(lines: Sequence[LineWords]) -> tuple[DueWords, LineWords] | None:
    every = [(due, line) for line in lines for due in line.dues if not due.is_over]
    return min(every, key=lambda pair: (pair[0].day, pair[1].key), default=None)


def _amount(answer: Answer | None) -> str:
    """How much a benefit is in a month."""
    if answer is not None and answer.yen is not None:
        return _("月%s円") % f"{answer.yen:,}"
    if answer is not None and answer.at_most is not None:
        return _("いちばん多くて月%s円") % f"{answer.at_most:,}"
    return _("まだ言えません")


class _Teller:
    """Puts the lines of one guide into words."""

    def __init__(self, catalogue: Catalogue, on: date) -> None:
        self.catalogue = catalogue
        self.on = on
        self.is_english = (get_language() or "ja").startswith("en")

    def stop(self, number: int, stop: Stop) -> StopWords:
        return StopWords(number, told(stop.name), self.lines(stop.lines))

    def lines(self, lines: Iterable[Line]) -> tuple[LineWords, ...]:
        return tuple(self.line(line) for line in lines)

    def line(self, line: Line) -> LineWords:
        procedure = line.procedure
        section = self.catalogue.sections.get(procedure.section)
        return LineWords(
            key=line.key,
            title=told(procedure.title),
            event=str(LIFE_EVENTS.get(procedure.event, procedure.event)),
            section=told(section) if section else procedure.section,
            places=said_in_rules(procedure.places),
            because=self._because(line),
            bring=tuple(said_in_rules(item) for item in procedure.bring),
            dues=tuple(self.due(one) for one in line.dues) + self._card(line.cards),
            deadline=said_in_rules(procedure.deadline),
            open_questions=tuple(questions_behind(catalogue=self.catalogue, facts=line.open_facts)),
            basis="・".join((*procedure.basis, *procedure.unverified_basis)),
            source=procedure.source.name,
            source_url=procedure.source.url,
            is_unverified=line.is_unverified,
        )

    def _because(self, line: Line) -> tuple[str, ...]:
        if line.because:
            return tuple(said_in_rules(text) for text in line.because)
        return tuple(reason_words(catalogue=self.catalogue, reasons=line.reasons))

    def due(self, told_: DueTold) -> DueWords:
        due = told_.due
        notes = [_("実際に知った日などが後なら、期限も後になります。")] if told_.is_earliest else []
        return self._words(due, notes)

    def _card(self, cards: CardClocks | None) -> tuple[DueWords, ...]:
        """The third clock of a card, which runs once the move has been notified."""
        if cards is None:
            return ()
        note = _("転入届を出した日から数えます。これは、いちばん遅く届け出たときの日です。")
        return (self._words(cards.use, [note]),)

    def _words(self, due: Due, notes: Sequence[str]) -> DueWords:
        return DueWords(
            name=said_in_rules(due.rule.name_ja),
            day=due.advised_day,
            by_law=due.last_day if due.last_day != due.advised_day else None,
            why=due.reason_en if self.is_english else due.reason_ja,
            article=due.article,
            consequence=said_in_rules(due.rule.consequence_ja),
            is_over=due.last_day < self.on,
            notes=tuple(notes),
        )

    def benefit(self, one: BenefitTold) -> BenefitWords:
        answer = one.answer
        notes = [str(MISSING[what]) for what in one.missing]
        if one.from_employer:
            notes.append(_("公務員の分は、勤め先から出ます。"))
        return BenefitWords(
            name=str(BENEFITS[one.benefit]),
            month=answer.month if answer else None,
            amount=_amount(answer),
            why=str(WHY[answer.why]) if answer else "",
            notes=tuple(notes),
            parts=tuple(self._part(part.number, part.yen) for part in answer.parts) if answer else (),
            clause=answer.clause if answer else "",
            source=answer.source if answer else "",
            is_unverified=answer is not None and not answer.verified,
        )

    def _part(self, number: int, yen: int) -> str:
        return _("%(number)d人目　月%(yen)s円") % {"number": number, "yen": f"{yen:,}"} if number else ""
