"""What is open in the council now, for its first page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hanpo.core.japanese.deadlines import add_months
from hanpo.council.models import Conversation, DecisionRecord, DecisionState, JointSystem, Poll, PollState, Survey
from hanpo.council.models import SurveyState as Surveying

UNDER_WAY = (DecisionState.PROPOSED, DecisionState.ASKED, DecisionState.AMENDED, DecisionState.REVIEW)
"""States of a decision in which members still have something to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """One thing that is open: its title, page and state, and the day that counts for it."""

    title: str
    url: str
    state: str | Promise
    day_label: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenKind:
    """What is open of one kind; `url` is the page of all of them."""

    title: str
    url: str
    rows: list[Open]
    nothing: str


def open_now(*, today: date) -> list[OpenKind]:
    """What is open in the councils of the current scope, kind by kind: surveys, choices, decisions, conversations."""
    return [
        OpenKind(title=_("答えを待っている調査"), url=reverse("council:surveys"), rows=list(_surveys()),
                 nothing=_("いま受付中の調査はありません。")),
        OpenKind(title=_("選んでいる案"), url=reverse("council:polls"), rows=list(_polls()),
                 nothing=_("いま受付中の案選びはありません。")),
        OpenKind(title=_("決める途中のこと"), url=reverse("council:decisions"), rows=list(_decisions()),
                 nothing=_("提案・意見照会・見直しの途中のものはありません。")),
        OpenKind(title=_("意見を聞いている話題"), url=reverse("council:conversations"), rows=list(_talks(today)),
                 nothing=_("いま開いている意見の場はありません。")),
        OpenKind(title=_("契約の終わりが1年半以内のシステム"), url=reverse("council:systems"), rows=list(_systems(today)),
                 nothing=_("1年半以内に契約が終わるシステムはありません。")),
    ]  # fmt: skip


def _surveys() -> Iterable[Open]:
    for row in Survey.objects.filter(state=Surveying.OPEN).order_by("due_on", "pk"):
        url = reverse("council:survey", args=[row.pk])
        yield Open(title=row.title, url=url, state=row.get_state_display(), day_label=_("期限"), day=row.due_on)


def _polls() -> Iterable[Open]:
    for row in Poll.objects.filter(state=PollState.OPEN).order_by("due_on", "pk"):
        url = reverse("council:poll", args=[row.pk])
        yield Open(title=str(row), url=url, state=row.get_state_display(), day_label=_("期限"), day=row.due_on)


def _decisions() -> Iterable[Open]:
    for row in DecisionRecord.objects.filter(state__in=UNDER_WAY).order_by("answer_by", "pk"):
        url = reverse("council:decision", args=[row.pk])
        yield Open(
            title=row.title, url=url, state=row.get_state_display(), day_label=_("意見の期限"), day=row.answer_by
        )


def _talks(today: date) -> Iterable[Open]:
    for row in Conversation.objects.filter(opens_on__lte=today, closes_on__gte=today).order_by("closes_on", "pk"):
        url = reverse("council:conversation", args=[row.pk])
        yield Open(title=row.topic, url=url, state=_("受付中"), day_label=_("最後の日"), day=row.closes_on)


def _systems(today: date) -> Iterable[Open]:
    until = add_months(today, 18)
    for row in JointSystem.objects.filter(ends_on__gte=today, ends_on__lt=until).order_by("ends_on", "pk"):
        url = reverse("council:system", args=[row.pk])
        yield Open(title=row.name, url=url, state=row.supplier, day_label=_("契約の終わり"), day=row.ends_on)
