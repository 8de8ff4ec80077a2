"""Reads of what sections change together: the list, and one undertaking from the first hearing to its effect."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hanpo.core.models import Municipality, Section
from hanpo.core.queries.places import in_scope, open_sections
from hanpo.core.registry import CalendarItem, SearchText
from hanpo.counter.models import Improvement, ImprovementStep, ProblemCard, StepState
from hanpo.counter.queries.improving.steps import OVER, Board, board


def improvements() -> QuerySet[Improvement]:
    """The undertakings of the current scope, those that go on first."""
    rows: QuerySet[Improvement] = Improvement.objects.select_related("lead", "municipality", "hearing_form")
    return rows.order_by(*("closed_on", "-started_on", "-pk"))


def going_on(*, municipality: Municipality, today: date) -> QuerySet[Improvement]:
    """The undertakings of a municipality that are not over."""
    still = Q(closed_on__isnull=True) | Q(closed_on__gt=today)
    return improvements().filter(still, municipality=municipality)


def sections_here(*, municipality: str, today: date) -> QuerySet[Section]:
    """The sections that the municipality has on a day."""
    return open_sections(day=today).filter(municipality=municipality).order_by("name", "pk")


def places_here() -> QuerySet[Municipality]:
    """The municipalities of the current scope."""
    return in_scope()


@dataclass(frozen=True, slots=True)
class ImprovementLine:
    """An undertaking in the list, with how far it is."""

    improvement: Improvement
    asked: int
    answered: int
    card_count: int
    steps: int
    done: int


def improvement_lines(*, rows: Iterable[Improvement]) -> list[ImprovementLine]:
    """How far the undertakings are, in a constant number of queries."""
    every = list(rows)
    keys = [row.pk for row in every]
    heard = _counted(
        Improvement.objects.filter(pk__in=keys),
        asked=Count("hearings"), answered=Count("hearings", filter=Q(hearings__answered_at__isnull=False)),
    )  # fmt: skip
    cards = _counted(Improvement.objects.filter(pk__in=keys), card_count=Count("cards"))
    steps = _counted(
        Improvement.objects.filter(pk__in=keys), steps=Count("to_bes__steps"),
        done=Count("to_bes__steps", filter=Q(to_bes__steps__state=StepState.DONE)),
    )  # fmt: skip
    return [ImprovementLine(row, **heard[row.pk], **cards[row.pk], **steps[row.pk]) for row in every]


def _counted(rows: QuerySet[Improvement], **counts: Count) -> dict[int, dict[str, int]]:
    found = rows.order_by().annotate(**counts).values("pk", *counts)
    return {row["pk"]: {name: row[name] for name in counts} for row in found}


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of an undertaking: what it is called, how far it is in words, and where it is done."""

    label: str
    words: str
    url: str
    state: str


@dataclass(frozen=True, slots=True)
class ImprovementPage:
    """An undertaking: its stages and the board with the next smallest decision."""

    stages: Sequence[Stage]
    board: Board


def improvement_page(*, improvement: Improvement, today: date) -> ImprovementPage:
    """What the page of an undertaking shows."""
    (line,) = improvement_lines(rows=[improvement])
    own = Improvement.objects.filter(pk=improvement.pk)
    more = {
        "walks": own.aggregate(n=Count("walks"))["n"],
        "loose": ProblemCard.objects.filter(improvement=improvement, merged_into=None, cause=None).count(),
        "wanted": own.aggregate(n=Count("to_bes"))["n"],
        "timed": ImprovementStep.objects.filter(to_be__improvement=improvement, timings__isnull=False)
        .distinct()
        .count(),
    }
    return ImprovementPage(_stages(improvement, line, more), board(improvement=improvement.pk, today=today))


def _stages(improvement: Improvement, line: ImprovementLine, more: dict[str, int]) -> list[Stage]:
    at = {name: reverse(f"counter:{name}", args=[improvement.pk]) for name in PAGES}
    steps_over = line.steps > 0 and line.done == line.steps
    return [
        Stage(
            _("聞き取り"), _("{asked}課のうち{n}課").format(asked=line.asked, n=line.answered), at["hearing_list"],
            _state(line.asked, is_done=line.asked == line.answered),
        ),
        Stage(
            _("体験調査"), ngettext("%d回", "%d回", more["walks"]) % more["walks"], at["walk_list"],
            _state(more["walks"], is_done=more["walks"] > 0),
        ),
        Stage(
            _("課題カード"), _("{n}枚（原因待ち{loose}枚）").format(n=line.card_count, loose=more["loose"]), at["card_wall"],
            _state(line.card_count, is_done=more["loose"] == 0),
        ),
        Stage(
            _("目指す姿"), _("{n}つ").format(n=more["wanted"]), f"{at['card_wall']}#wanted",
            _state(more["wanted"], is_done=more["wanted"] > 0 and more["loose"] == 0),
        ),
        Stage(
            _("改善工程"), _("{n}のうち{done}が済み").format(n=line.steps, done=line.done), at["improvement_steps"],
            _state(line.steps, is_done=steps_over),
        ),
        Stage(
            _("効果"), _("{n}工程で計測").format(n=more["timed"]), at["improvement_effects"],
            _state(more["timed"], is_done=steps_over and more["timed"] == line.steps),
        ),
    ]  # fmt: skip


PAGES = ("hearing_list", "walk_list", "card_wall", "improvement_steps", "improvement_effects")


def _state(count: int, *, is_done: bool) -> str:
    if count == 0:
        return "todo"
    return "done" if is_done else "current"


def improvement_url(row: Improvement) -> str:
    """The page of an undertaking."""
    return reverse("counter:improvement", args=[row.pk])


def improvement_texts(row: Improvement) -> Iterable[SearchText]:
    """What the search reads of an undertaking."""
    return [SearchText(text=row.title, weight=3), SearchText(text=row.aim)]


def card_url(row: ProblemCard) -> str:
    """The wall on which a card hangs, at the card."""
    return f"{reverse('counter:card_wall', args=[row.improvement_id])}#card-{row.merged_into_id or row.pk}"


def calendar(first: date, last: date) -> Iterable[CalendarItem]:
    """The days of hearings and of steps between two days."""
    for row in improvements().filter(hearing_due_on__range=(first, last)):
        yield CalendarItem(
            day=row.hearing_due_on or first, title=_("聞き取りの期限：%s") % row.title,
            url=reverse("counter:hearing_list", args=[row.pk]),
        )  # fmt: skip
    steps = ImprovementStep.objects.filter(due__range=(first, last)).exclude(state__in=OVER)
    for step in steps.order_by("due", "pk"):
        yield CalendarItem(
            day=step.due or first, title=_("改善工程の期限：%s") % step.title,
            url=reverse("counter:improvement_step", args=[step.pk]),
        )  # fmt: skip
