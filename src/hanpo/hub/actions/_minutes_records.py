"""What each kind of proposal becomes once a person accepted it. Called by the deeds in `minutes` alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from hanpo.core.models import Municipality
from hanpo.hub.engine.minutes import Kind
from hanpo.hub.models import (
    AgendaItem,
    Answer,
    Meeting,
    MeetingOutcome,
    MinutesImport,
    NextThing,
    Outcome,
    OutcomeKind,
    Output,
    Problem,
    Project,
    Question,
    Statement,
    WorkItem,
)
from hanpo.hub.queries import kinds


@dataclass(frozen=True, slots=True)
class Accepted:
    """A proposal as a person wants it stored. `lines` names the source, such as 「33」 or 「49-51」."""

    minutes: MinutesImport
    meeting: Meeting
    kind: str
    municipality: Municipality | None
    project: Project | None
    text: str
    lines: str
    position: int
    question: Question | None = None
    fields: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        return self.fields.get(name, "").strip()


def make_record(accepted: Accepted) -> models.Model:
    """Store what was accepted. Raises `ValidationError` with a sentence for the person where something is missing."""
    maker = _MUNICIPAL.get(accepted.kind) if accepted.municipality else None
    record = (maker or _OF_THE_MEETING.get(accepted.kind, _statement))(accepted)
    record.full_clean(exclude=["programme", "municipality"])
    record.save()
    return record


def _project(accepted: Accepted) -> Project:
    if accepted.project is None:
        place = accepted.municipality.name if accepted.municipality else ""
        raise ValidationError({"project": _("%(place)sの取組を選ぶか、新しくつくってください。") % {"place": place}})
    if accepted.municipality is None or accepted.project.municipality_id != accepted.municipality.pk:
        raise ValidationError({"project": _("選んだ取組は、選んだ市町の取組ではありません。")})
    return accepted.project


def _source(accepted: Accepted) -> str:
    return f"{accepted.meeting.title} {accepted.lines}"


def _work_item(accepted: Accepted) -> models.Model:
    return WorkItem(project=_project(accepted), title=accepted.text, source=_source(accepted))


def _problem(accepted: Accepted) -> models.Model:
    kind = accepted.value("kind") or kinds.guess(read=accepted.fields, name="kind")
    if not kind:
        raise ValidationError({"kind": _("課題の種類を選んでください。")})
    side = accepted.value("side") or kinds.guess(read=accepted.fields, name="side")
    return Problem(
        project=_project(accepted), text=accepted.text, kind=kind, side=side, in_whose_words=accepted.value("said_by")
    )


def _next_thing(accepted: Accepted) -> models.Model:
    return NextThing(
        project=_project(accepted), title=accepted.text, position=accepted.position, source=_source(accepted)
    )


def _output(accepted: Accepted) -> models.Model:
    return Output(project=_project(accepted), title=accepted.text, source=_source(accepted))


def _outcome(accepted: Accepted) -> models.Model:
    sign = accepted.value("sign")
    return Outcome(
        project=_project(accepted), title=accepted.text, is_soft=bool(sign), sign=sign, source=_source(accepted)
    )


def _part(accepted: Accepted) -> dict[str, object]:
    return {
        "meeting": accepted.meeting,
        "position": accepted.position,
        "source_import": accepted.minutes,
        "source_lines": accepted.lines,
    }


def _agenda_item(accepted: Accepted) -> models.Model:
    return AgendaItem(
        **_part(accepted),
        title=(kinds.guess(read=accepted.fields, name="title") or accepted.text)[:200],
        starts_at=_time(accepted.value("start")),
        ends_at=_time(accepted.value("end")),
        presenter_organisation=kinds.guess(read=accepted.fields, name="presenter_organisation")[:200],
        presenter_name=kinds.guess(read=accepted.fields, name="presenter_name")[:120],
    )


def _statement(accepted: Accepted) -> models.Model:
    heading = _heading(accepted) or accepted.value("title")
    return Statement(
        **_part(accepted),
        municipality=accepted.municipality,
        heading=heading[:200],
        organisation=(accepted.value("organisation") or accepted.value("presenter_organisation"))[:200],
        person_name=(accepted.value("name") or accepted.value("presenter_name"))[:120],
        text=accepted.text,
    )


def _heading(accepted: Accepted) -> str:
    named = _HEADINGS.get(accepted.kind)
    return named(accepted.fields) if named else ""


def _question(accepted: Accepted) -> models.Model:
    return Question(**_part(accepted), text=accepted.text, asked_by=accepted.value("organisation")[:200])


def _answer(accepted: Accepted) -> models.Model:
    if accepted.question is None:
        raise ValidationError({"question": _("先に、この答えのもとになる質問を受け入れてください。")})
    return Answer(
        question=accepted.question,
        position=accepted.position,
        municipality=accepted.municipality,
        organisation=accepted.value("organisation")[:200],
        person_name=accepted.value("name")[:120],
        text=accepted.text,
        source_lines=accepted.lines,
    )


def _result(kind: OutcomeKind) -> Callable[[Accepted], models.Model]:
    def make(accepted: Accepted) -> models.Model:
        if kind == OutcomeKind.ACTION and not (accepted.value("owner") or accepted.municipality):
            raise ValidationError({"owner": _("作業の担当（役職・所属）を書いてください。")})
        return MeetingOutcome(
            **_part(accepted),
            kind=kind,
            text=accepted.text,
            municipality=accepted.municipality,
            owner=accepted.value("owner")[:120],
            due=_day(accepted.value("due")),
        )

    return make


def _next_of_all(accepted: Accepted) -> models.Model:
    """What everybody will do next: an action once somebody is named for it, until then information."""
    kind = OutcomeKind.ACTION if accepted.value("owner") else OutcomeKind.INFORMATION
    return _result(kind)(accepted)


def _time(value: str) -> time | None:
    return time.fromisoformat(value.zfill(5)) if value else None


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


_HEADINGS: dict[str, Callable[[Mapping[str, str]], str]] = {
    Kind.OPTION.value: lambda fields: _("選択肢%(number)s") % {"number": fields.get("number", "")},
    Kind.PREFECTURE_COMMENT.value: lambda _fields: _("県のコメント"),
    Kind.PREFECTURE_VIEW.value: lambda _fields: _("県の所感"),
    Kind.COMMON_ISSUE.value: lambda _fields: _("共通課題"),
    Kind.MUNICIPAL_STATE.value: lambda _fields: _("現状"),
    Kind.MUNICIPAL_THEME.value: lambda _fields: _("取組内容"),
    Kind.PROBLEM.value: lambda _fields: _("課題"),
    Kind.DONE.value: lambda _fields: _("これまでにしたこと"),
    Kind.OUTCOME.value: lambda _fields: _("期待されること"),
}

_MUNICIPAL: dict[str, Callable[[Accepted], models.Model]] = {
    Kind.MUNICIPAL_THEME.value: _work_item,
    Kind.PROBLEM.value: _problem,
    Kind.NEXT_THING.value: _next_thing,
    Kind.DONE.value: _output,
    Kind.OUTCOME.value: _outcome,
}

_OF_THE_MEETING: dict[str, Callable[[Accepted], models.Model]] = {
    Kind.AGENDA_ITEM.value: _agenda_item,
    Kind.QUESTION.value: _question,
    Kind.ANSWER.value: _answer,
    Kind.NEXT_THING.value: _next_of_all,
    Kind.DECISION.value: _result(OutcomeKind.DECISION),
    Kind.ACTION.value: _result(OutcomeKind.ACTION),
    Kind.INFORMATION.value: _result(OutcomeKind.INFORMATION),
    Kind.HELD_OVER.value: _result(OutcomeKind.HELD_OVER),
}
"""Every other kind becomes a statement."""
