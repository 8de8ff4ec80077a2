"""Reads of hearings: what is asked, what is known already from other sections, who has answered, what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hanpo.core.models import Municipality, Section
from hanpo.core.queries.places import sections as sections_on
from hanpo.counter.models import Hearing, Improvement, ProblemCard
from hanpo.forms.engine.prefill import Known
from hanpo.forms.models import ResponseState
from hanpo.forms.queries.responses import answer_lines
from hanpo.forms.queries.versions import form_of
from hanpo.forms.queries.words import language_of

SEED = Path(__file__).resolve().parents[2] / "seeds" / "hearing.yaml"
OUTSIDE = "outside"
MIRRORED: Mapping[str, str] = {"hands": "receives", "receives": "hands"}
"""What one section hands to another, that one receives from it."""


def hearings() -> QuerySet[Hearing]:
    """The hearings of the current scope."""
    rows: QuerySet[Hearing] = Hearing.objects.select_related(
        "improvement", "section", "municipality", "response__form", "response__submitted_by"
    )
    return rows


def hearing_definition(*, municipality: Municipality, today: date) -> dict[str, Any]:
    """The questions of a hearing, with the sections that the municipality has on a day to choose from."""
    choices = [
        {"id": f"s{section.pk}", "label": section.name} for section in sections_on(municipality=municipality, day=today)
    ]
    outside = {"id": OUTSIDE, "label": {"ja": "市役所・役場の外（国・県・事業者など）", "en": "Outside the town hall"}}
    return _with_choices(_seed(), [*choices, outside])


def is_or_is_in(*, card: ProblemCard) -> Q:
    """A card or one that was merged into it."""
    return Q(pk=card.pk) | Q(merged_into=card.pk)


def known_for(*, hearing: Hearing) -> list[Known]:
    """What other sections said of this one: what they hand to it, and what they receive from it."""
    found: dict[str, list[tuple[Hearing, dict[str, Any]]]] = {}
    for other in _answered(hearing.improvement).exclude(pk=hearing.pk):
        for item, mirror in MIRRORED.items():
            rows = (other.response.answers if other.response else {}).get(item) or ()
            about = [row for row in rows if (row.get("section") or {}).get("id") == f"s{hearing.section_id}"]
            found.setdefault(mirror, []).extend((other, row) for row in about)
    return [_known(item, rows) for item, rows in found.items() if rows]


@dataclass(frozen=True, slots=True)
class HearingLine:
    """A section's hearing in the list: whether it has begun and answered, how many values were there already."""

    hearing: Hearing
    is_late: bool

    @property
    def state(self) -> str:
        """done, doing, late or waiting, as states are shown."""
        if self.hearing.answered_at:
            return "done"
        return "late" if self.is_late else ("doing" if self.hearing.response_id else "waiting")

    @property
    def words(self) -> str:
        """The same in words."""
        said = {
            "done": _("回答済み"),
            "doing": _("書いている途中"),
            "late": _("期限を過ぎています"),
            "waiting": _("これから"),
        }
        return said[self.state]


def hearing_lines(*, improvement: Improvement, today: date) -> list[HearingLine]:
    """The sections that were asked, by name."""
    due = improvement.hearing_due_on
    return [
        HearingLine(row, is_late=bool(due and due < today and row.answered_at is None))
        for row in hearings().filter(improvement=improvement).order_by("section__name", "pk")
    ]


def unanswered(*, improvement: Improvement) -> list[Hearing]:
    """The hearings that wait for their section, by its name."""
    return list(hearings().filter(improvement=improvement, answered_at__isnull=True).order_by("section__name", "pk"))


@dataclass(frozen=True, slots=True)
class HearingPage:
    """A section's hearing: its answers question by question (none while it is written), its cards, and the cards of
    other sections that it may have as well.
    """

    hearing: Hearing
    told: Sequence[tuple[str, Any]]
    cards: Sequence[ProblemCard]
    others: Sequence[ProblemCard]
    prefilled: int


def hearing_page(*, hearing: Hearing) -> HearingPage:
    """What the page of a hearing shows."""
    cards = ProblemCard.objects.filter(improvement=hearing.improvement).select_related("section", "merged_into")
    mine = [card for card in cards if card.section_id == hearing.section_id]
    said = {card.merged_into_id or card.pk for card in mine}
    others = [card for card in cards if card.merged_into_id is None and card.pk not in said]
    response = hearing.response
    return HearingPage(
        hearing, list(_told(hearing)), mine, [card for card in others if card.section_id != hearing.section_id],
        len(response.origins) if response else 0,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a section's hearing beside those of the others: cases a month and minutes a case."""

    section: Section
    cases: float | None
    minutes: float | None
    after: float | None

    @property
    def hours(self) -> int | None:
        """Hours a month that the section spends on it; None where it did not say both."""
        if self.cases is None or self.minutes is None:
            return None
        return round(self.cases * (self.minutes + (self.after or 0)) / 60)


def figures(*, improvement: Improvement) -> list[Figure]:
    """What the sections said of their cases and minutes, by the name of the section."""
    rows = _answered(improvement).order_by("section__name", "pk")
    return [Figure(row.section, *(_number(row, item) for item in ("cases", "minutes", "after"))) for row in rows]


def asked_again(*, improvement: Improvement) -> list[tuple[str, int]]:
    """What visitors write by hand, and in how many sections; what is written in two or more is written again."""
    counts: dict[str, int] = {}
    labels: dict[str, str] = {}
    for row in _answered(improvement):
        if row.response is None:
            continue
        item = form_of(row.response.form).item("asks")
        labels.update({choice.id: choice.label.said(language_of(get_language())) for choice in item.choices})
        for chosen in row.response.answers.get("asks") or ():
            if chosen["id"] != "none":
                counts[chosen["id"]] = counts.get(chosen["id"], 0) + 1
    return [(labels[one], counts[one]) for one in labels if counts.get(one, 0) > 1]


def _answered(improvement: Improvement) -> QuerySet[Hearing]:
    return hearings().filter(improvement=improvement, response__state=ResponseState.SENT)


def _known(item: str, rows: Iterable[tuple[Hearing, Mapping[str, Any]]]) -> Known:
    every = list(rows)
    names = _("、").join(dict.fromkeys(other.section.name for other, _row in every))
    day = max(timezone.localdate(other.answered_at) for other, _row in every if other.answered_at)
    value = [{**row, "section": {"id": f"s{other.section_id}"}} for other, row in every]
    return Known("", value, _("%sの聞き取り") % names, day, consented=True, item=item)


def _told(hearing: Hearing) -> Iterator[tuple[str, Any]]:
    response = hearing.response
    if response is None or response.is_open:
        return
    language = language_of(get_language())
    for section in form_of(response.form).sections:
        lines = answer_lines(response=response, answers=response.answers, language=language, items=section.items)
        if lines:
            yield section.title.said(language), lines


def _number(row: Hearing, item: str) -> float | None:
    value = row.response.answers.get(item) if row.response else None
    return float(value) if isinstance(value, str) else None


@cache
def _seed() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(SEED.read_text(encoding="utf-8"))
    return content


def _with_choices(part: Any, choices: list[dict[str, Any]]) -> Any:
    """A copy of the seed in which `choices: sections` is what the town has."""
    if isinstance(part, dict):
        return {
            name: choices if (name, value) == ("choices", "sections") else _with_choices(value, choices)
            for name, value in part.items()
        }
    return [_with_choices(one, choices) for one in part] if isinstance(part, list) else part
