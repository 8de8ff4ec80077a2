"""Reads of surveys and replies: the list, one survey with who answered, one reply with its way so far.

How many have answered is told to every member; who said what is seen within the scope alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _

from hanpo.core import scope
from hanpo.core.models import Municipality, Section
from hanpo.core.registry import CalendarItem, Fact, SearchText
from hanpo.council.models import Council, Extension, Membership, Reply, ReplyState, ReplyStep, Survey, SurveyState
from hanpo.council.models.surveys import AT_HOME, COUNTED
from hanpo.council.queries.councils import member_codes
from hanpo.forms.engine.definition import Kind, Language
from hanpo.forms.models import Channel, Deed
from hanpo.forms.queries.responses import AnswerLine, answer_lines
from hanpo.forms.queries.versions import form_of
from hanpo.forms.queries.workbooks import workbook_waits


@dataclass(frozen=True, slots=True)
class Counts:
    """How many members were asked, how many have answered, and how many minutes they told in all."""

    asked: int = 0
    answered: int = 0
    minutes: int = 0
    timed: int = 0

    @property
    def missing(self) -> int:
        """How many have not answered."""
        return self.asked - self.answered

    @property
    def hours(self) -> float:
        """The hours told in all, to one digit."""
        return round(self.minutes / 60, 1)


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """A survey in the list, with the reply of one's own municipality where there is exactly one."""

    survey: Survey
    counts: Counts
    mine: Reply | None = None


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """A reply in the list of members, and when anything last moved there."""

    reply: Reply
    moved_at: datetime | None


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """A survey as its page shows it: `lines` are the replies of the current scope, in the order of the codes."""

    survey: Survey
    counts: Counts
    lines: tuple[ReplyLine, ...]
    follows: Survey | None
    minutes_last_time: int

    @property
    def unsettled(self) -> int:
        """How many replies are in that the secretariat has not settled."""
        return sum(line.reply.state in (ReplyState.SUBMITTED, ReplyState.RESUBMITTED) for line in self.lines)

    @property
    def mine(self) -> Reply | None:
        """The reply of one's own municipality, for who sees exactly one."""
        return self.lines[0].reply if len(self.lines) == 1 else None


@dataclass(frozen=True, slots=True)
class ReplyPage:
    """A reply with its answers in words, section by section, and the steps and extensions so far.

    `workbook_waits` where a workbook came back whose answers nobody has confirmed.
    """

    reply: Reply
    sections: tuple[tuple[str, list[AnswerLine]], ...]
    steps: tuple[ReplyStep, ...]
    extensions: tuple[Extension, ...]
    carried: int
    open_questions: int
    channels: tuple[str, ...]
    workbook_waits: bool


def about(survey: Survey) -> str:
    """What a response to a survey is about, as the forms keep it."""
    return f"council.survey:{survey.pk}"


def places_to_ask(*, council: Council) -> list[Municipality]:
    """The present members that answer surveys, in the order of their codes: all but the host, who asks."""
    members = Membership.objects.filter(council=council, until__isnull=True)
    codes = members.exclude(municipality_id=council.host_id).values("municipality_id")
    return list(Municipality.objects.filter(pk__in=codes).order_by("code"))


def surveys() -> QuerySet[Survey]:
    """The surveys of the councils that the current scope sees, the newest first."""
    return Survey.objects.select_related("council", "follows", "form")


def sent_surveys() -> QuerySet[Survey]:
    """Surveys that members have been asked."""
    return surveys().exclude(state=SurveyState.DRAFT)


def replies() -> QuerySet[Reply]:
    """The replies of the current scope."""
    return Reply.objects.select_related("survey__council", "survey__form", "response__form", "municipality", "section")


def is_in_writing(*, reply: Reply) -> bool:
    """Whether answers can be written now: at home, not in circulation, before the survey was closed or sent back."""
    is_taken = reply.survey.state == SurveyState.OPEN or reply.state == ReplyState.SENT_BACK
    return is_taken and reply.state in (ReplyState.WRITING, ReplyState.SENT_BACK)


def counts_of(*, surveys: Iterable[int]) -> Mapping[int, Counts]:
    """How many members have answered, by survey: told to every member, whatever the scope."""
    with scope.within(scope.EVERYWHERE):
        rows = Reply.objects.filter(survey_id__in=list(surveys)).order_by().values("survey_id")
        found = rows.annotate(
            asked=Count("pk"),
            answered=Count("pk", filter=Q(state__in=COUNTED)),
            minutes=Sum("minutes_spent", filter=Q(state__in=COUNTED), default=0),
            timed=Count("minutes_spent", filter=Q(state__in=COUNTED)),
        )
        return {row.pop("survey_id"): Counts(**row) for row in found}


def survey_lines(*, rows: Sequence[Survey]) -> list[SurveyLine]:
    """The lines of a page of surveys, with two queries however many there are."""
    numbers = [row.pk for row in rows]
    counts = counts_of(surveys=numbers)
    codes = scope.current().codes
    mine = {}
    if codes is not None and len(codes) == 1:
        mine = {reply.survey_id: reply for reply in Reply.objects.filter(survey_id__in=numbers)}
    return [SurveyLine(row, counts.get(row.pk, Counts()), mine.get(row.pk)) for row in rows]


def survey_page(*, survey: Survey) -> SurveyPage:
    """A survey with the replies of the current scope."""
    wanted = [survey.pk, *([survey.follows_id] if survey.follows_id else [])]
    counts = counts_of(surveys=wanted)
    last = counts.get(survey.follows_id or 0, Counts())
    return SurveyPage(
        survey=survey,
        counts=counts.get(survey.pk, Counts()),
        lines=reply_lines(rows=replies().filter(survey=survey)),
        follows=survey.follows,
        minutes_last_time=round(last.minutes / last.timed) if last.timed else 0,
    )


def reply_lines(*, rows: QuerySet[Reply]) -> tuple[ReplyLine, ...]:
    """Replies in the order of the members' codes, with the last movement of each."""
    found = rows.annotate(stepped_at=Max("steps__recorded_at")).order_by("municipality_id")
    return tuple(ReplyLine(row, _moved_at(row)) for row in found)


def missing(*, survey: Survey) -> tuple[ReplyLine, ...]:
    """Who has not answered, in the order of the codes, and when anything moved there."""
    return reply_lines(rows=missing_replies(survey=survey))


def missing_replies(*, survey: Survey) -> QuerySet[Reply]:
    """The replies that are not in, in the order of the codes."""
    return replies().filter(survey=survey, state__in=AT_HOME).order_by("municipality_id")


def reply_page(*, reply: Reply, language: Language, open_questions: int) -> ReplyPage:
    """A reply as its page shows it."""
    return ReplyPage(
        reply=reply,
        sections=tuple(_told(reply, language)),
        steps=tuple(reply.steps.select_related("recorded_by").order_by("-recorded_at", "-pk")),
        extensions=tuple(reply.extensions.select_related("recorded_by")),
        carried=len(reply.response.origins) if reply.response else 0,
        open_questions=open_questions,
        channels=_channels(reply),
        workbook_waits=reply.response is not None and workbook_waits(response=reply.response),
    )


def sections_of(*, reply: Reply) -> QuerySet[Section]:
    """The sections of the member's office."""
    rows: QuerySet[Section] = Section.objects.filter(municipality_id=reply.municipality_id, closed_on__isnull=True)
    return rows.order_by("name")


def due_calendar(first: date, last: date) -> Iterable[CalendarItem]:
    """The days on which replies are due: the members' own days, and the survey's for who sees all."""
    if scope.current().codes is None:
        asked = Survey.objects.filter(state=SurveyState.OPEN, due_on__range=(first, last)).order_by("-pk")
        rows = asked.values_list("due_on", "title", "pk")
    else:
        waiting = Reply.objects.filter(survey__state=SurveyState.OPEN, due_on__range=(first, last), state__in=AT_HOME)
        rows = waiting.order_by("due_on", "pk").values_list("due_on", "survey__title", "survey_id")
    for day, title, key in rows:
        url = reverse_lazy("council:survey", args=[key])
        yield CalendarItem(day=day, title=_("調査の回答期限：%s") % title, url=url)


def reply_facts(_today: date) -> Mapping[str, Fact]:
    """How far the replies of each municipality to the open surveys are: the state of one, or how many of several."""
    rows = Reply.objects.filter(survey__state=SurveyState.OPEN).order_by()
    counted = rows.values("municipality_id").annotate(
        asked=Count("pk"),
        missing=Count("pk", filter=Q(state__in=AT_HOME)),
        only=Min("survey_id"),
        title=Min("survey__title"),
        said=Min("state"),
    )
    return {row["municipality_id"]: _reply_fact(row) for row in counted}


def _reply_fact(row: Mapping[str, Any]) -> Fact:
    if row["asked"] == 1:
        words = row["title"] + _("：") + str(ReplyState(row["said"]).label)
        return Fact(text=words, url=reverse("council:survey", args=[row["only"]]))
    words = _("受付中の調査{asked}件のうち{sent}件を提出").format(
        asked=row["asked"], sent=row["asked"] - row["missing"]
    )
    return Fact(text=words, url=reverse("council:surveys"))


def search_texts(survey: Survey) -> Iterable[SearchText]:
    """What the search reads of a survey: its name, its purpose and its questions."""
    yield SearchText(text=survey.title, weight=3)
    yield SearchText(text=survey.purpose)
    if survey.form is not None:
        for item in form_of(survey.form).items():
            yield SearchText(text=item.label.ja)


def places_that_find(survey: Survey) -> Iterable[str]:
    """Whose people find a survey: every member's once it was sent, the host's alone before."""
    return [survey.council.host_id] if survey.state == SurveyState.DRAFT else member_codes(survey)


def _channels(reply: Reply) -> tuple[str, ...]:
    """The ways in which answers came, in words."""
    if reply.response is None:
        return ()
    used = set(reply.response.entries.exclude(deed=Deed.START).order_by().values_list("channel", flat=True))
    return tuple(str(one.label) for one in Channel if one in used)


def _moved_at(row: Reply) -> datetime | None:
    """When a step was taken or an answer written, whichever came later."""
    stepped: datetime | None = row.stepped_at  # type: ignore[attr-defined]
    written = row.response.updated_at if row.response and row.response.answers else None
    return max((one for one in (stepped, written) if one is not None), default=None)


def _told(reply: Reply, language: Language) -> Iterable[tuple[str, list[AnswerLine]]]:
    if reply.response is None:
        return
    for section in form_of(reply.response.form).sections:
        items = [item for item in section.items if item.kind is not Kind.NOTE]
        lines = answer_lines(response=reply.response, answers=reply.response.answers, items=items, language=language)
        yield section.title.said(language), [line for line in lines if line.value]
