"""Writes of the import of minutes: propose, then accept, mend or refuse; nothing becomes a record before a person says
so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from hanpo.core import audit, clock
from hanpo.core.database.locks import held
from hanpo.core.models import Municipality, MunicipalityKind, Person
from hanpo.hub.actions._minutes_reading import hang_answers_on_questions, proposals_of
from hanpo.hub.actions._minutes_records import Accepted, make_record
from hanpo.hub.engine.minutes import read_minutes
from hanpo.hub.models import (
    ImportState,
    Meeting,
    MeetingState,
    MinutesImport,
    MinutesProposal,
    Problem,
    ProblemMention,
    Programme,
    Project,
    ProposalState,
    Question,
)
from hanpo.hub.queries.minutes import FORMS_THE_MEETING, line_label, undecided

BECAME_A_RECORD = (ProposalState.ACCEPTED, ProposalState.MENDED)


class ProposalDecided(Exception):
    """Somebody decided this proposal before; `proposal` says who and how."""

    def __init__(self, proposal: MinutesProposal) -> None:
        super().__init__(f"proposal {proposal.pk} is {proposal.state}")
        self.proposal = proposal


class NotYet(Exception):
    """The step cannot be taken now; the message says in plain Japanese what comes first."""


@audit.deed
def import_minutes(*, actor: Person | None, programme: Programme, file_name: str, text: str) -> MinutesImport:
    """Keep a text of minutes whole and propose what it says. The same text again gives the import that exists."""
    fingerprint = hashlib.sha256(text.encode()).hexdigest()
    known = MinutesImport.objects.filter(programme=programme, sha256=fingerprint).first()
    if known is not None:
        audit.record(actor=actor, verb="import_minutes_again", subject=known, new={"file_name": file_name})
        return known
    places = {m.name: m for m in Municipality.objects.exclude(kind=MunicipalityKind.PREFECTURE)}
    reading = read_minutes(text, municipalities=list(places), today_year_hint=clock.today().year)
    minutes = MinutesImport.objects.create(
        programme=programme,
        file_name=file_name[:200],
        text=text,
        sha256=fingerprint,
        line_count=len(reading.lines),
        imported_by=actor,
    )
    proposals = MinutesProposal.objects.bulk_create(proposals_of(minutes, reading, places))
    hang_answers_on_questions(proposals)
    audit.record(
        actor=actor,
        verb="import_minutes",
        subject=minutes,
        new={"file_name": file_name, "sha256": fingerprint, "proposals": len(proposals)},
    )
    return minutes


@audit.deed
def settle_meeting(
    *, actor: Person, minutes: MinutesImport, values: Mapping[str, Any], planned: Meeting | None = None
) -> Meeting:
    """Make the meeting of these minutes (or mend it) from the header as the person confirmed it.

    `planned` names the meeting that was on the calendar; with these minutes it was held.
    """
    meeting = minutes.meeting or planned or Meeting(programme=minutes.programme)
    meeting.state = MeetingState.HELD
    old = audit.snapshot(meeting, *values) if meeting.pk else {}
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.source = meeting.source or minutes.file_name
    meeting.version += 1 if meeting.pk else 0
    meeting.full_clean()
    meeting.save()
    if minutes.meeting_id != meeting.pk:
        minutes.meeting = meeting
        minutes.save()
    for proposal in minutes.proposals.filter(kind=FORMS_THE_MEETING, state=ProposalState.PROPOSED):
        _decide(proposal, actor, ProposalState.ACCEPTED, meeting)
    audit.record(actor=actor, verb="settle_meeting", subject=meeting, old=old, new=dict(values))
    return meeting


@audit.deed
def accept_proposal(
    *,
    actor: Person,
    proposal: MinutesProposal,
    project: Project | None = None,
    kind: str | None = None,
    place: str | None = None,
    text: str | None = None,
    fields: Mapping[str, str] | None = None,
) -> models.Model:
    """Store what a proposal says, as it was read or as the person mended it, and return the record it became.

    `place` is the code of the municipality that the person chose, empty for none. Raises `ValidationError` naming what
    is missing, `ProposalDecided` when somebody was quicker, and `NotYet` before the meeting itself was confirmed.
    """
    proposal = _open(proposal)
    mended = _mended(proposal, kind=kind, place=place, text=text, fields=fields)
    accepted = _accepted(proposal, mended, project)
    record = make_record(accepted)
    proposal.mended = mended
    _decide(proposal, actor, ProposalState.MENDED if mended else ProposalState.ACCEPTED, record)
    audit.record(
        actor=actor,
        verb="accept_proposal",
        subject=proposal,
        old={"state": ProposalState.PROPOSED},
        new={"state": proposal.state, "became": proposal.became_id},
    )
    return record


@dataclass(frozen=True, slots=True)
class Together:
    """What became of proposals that were accepted together: how many, and why others still wait (by their number)."""

    accepted: int
    refused: Mapping[int, ValidationError]


@audit.deed
def accept_proposals(
    *, actor: Person, minutes: MinutesImport, proposals: Sequence[MinutesProposal], projects: Mapping[str, Project]
) -> Together:
    """Accept proposals as they were read, in their order. `projects` names the project of a municipality (by its code).

    One that cannot stand as it is (no kind of problem, no owner) waits on; one that somebody else decided stays
    decided.
    """
    accepted, refused = 0, dict[int, ValidationError]()
    for proposal in proposals:
        try:
            accept_proposal(actor=actor, proposal=proposal, project=projects.get(proposal.municipality_id or ""))
        except ValidationError as error:
            refused[proposal.pk] = error
        except ProposalDecided:
            continue
        else:
            accepted += 1
    new = {"accepted": accepted, "waiting": sorted(refused)}
    audit.record(actor=actor, verb="accept_proposals", subject=minutes, new=new)
    return Together(accepted, refused)


@audit.deed
def refuse_proposal(*, actor: Person, proposal: MinutesProposal) -> None:
    """Leave a proposal out; its lines stay readable in the import."""
    proposal = _open(proposal)
    _decide(proposal, actor, ProposalState.REFUSED, None)
    audit.record(actor=actor, verb="refuse_proposal", subject=proposal, new={"state": proposal.state})


@audit.deed
def reopen_proposal(*, actor: Person, proposal: MinutesProposal) -> None:
    """Take a decision back: the record it became goes away, as long as nothing was built on it (else `NotYet`)."""
    proposal = _locked(proposal)
    if proposal.minutes.state != ImportState.OPEN:
        raise NotYet(_("この議事録の確認はもう終わっています。直すときは、できた記録のページで直してください。"))
    _remove_record(proposal)
    old = {"state": proposal.state, "became": proposal.became_id}
    proposal.state, proposal.mended = ProposalState.PROPOSED, {}
    proposal.became_type = proposal.became_id = ""
    proposal.decided_by, proposal.decided_at = None, None
    proposal.version += 1
    proposal.save()
    audit.record(actor=actor, verb="reopen_proposal", subject=proposal, old=old, new={"state": proposal.state})


@audit.deed
def finish_import(*, actor: Person, minutes: MinutesImport) -> MinutesImport:
    """Close an import in which everything was decided; its problems keep where they were mentioned."""
    left = undecided(minutes).count()
    if left or minutes.meeting is None:
        raise NotYet(_("まだ確かめていない項目が%(left)d件あります。") % {"left": left + (minutes.meeting is None)})
    _record_mentions(minutes, minutes.meeting, actor)
    return _close(actor, minutes, "finish_import", ImportState.FINISHED)


@audit.deed
def discard_import(*, actor: Person, minutes: MinutesImport) -> MinutesImport:
    """Put an import aside that should not have been (the wrong file); the text is kept. Raises `NotYet` once a record
    came of it."""
    if minutes.meeting is not None or minutes.proposals.filter(state__in=BECAME_A_RECORD).exists():
        raise NotYet(_("もう受け入れた項目があります。取りやめる前に、それぞれを取り消してください。"))
    return _close(actor, minutes, "discard_import", ImportState.DISCARDED)


def _close(actor: Person, minutes: MinutesImport, verb: str, state: ImportState) -> MinutesImport:
    if minutes.state != ImportState.OPEN:
        raise NotYet(_("この議事録の確認はもう終わっています。"))
    minutes.state = state
    minutes.version += 1
    minutes.save()
    audit.record(actor=actor, verb=verb, subject=minutes, new={"state": minutes.state})
    return minutes


def _mended(
    proposal: MinutesProposal,
    *,
    kind: str | None,
    place: str | None,
    text: str | None,
    fields: Mapping[str, str] | None,
) -> dict[str, Any]:
    """Only what differs from the reading."""
    mended: dict[str, Any] = {}
    if kind and kind != proposal.kind:
        mended["kind"] = kind
    if place is not None and place != (proposal.municipality_id or ""):
        mended["municipality"] = place
    if text is not None and text.strip() != proposal.text:
        mended["text"] = text.strip()
    changed = {name: value for name, value in (fields or {}).items() if value != proposal.fields.get(name, "")}
    return {**mended, "fields": changed} if changed else mended


def _accepted(proposal: MinutesProposal, mended: Mapping[str, Any], project: Project | None) -> Accepted:
    minutes = proposal.minutes
    if minutes.meeting is None:
        raise NotYet(_("先に、会議の名前と日付を確かめてください。"))
    code = mended.get("municipality", proposal.municipality_id)
    return Accepted(
        minutes=minutes,
        meeting=minutes.meeting,
        kind=mended.get("kind", proposal.kind),
        municipality=Municipality.objects.get(pk=code) if code else None,
        project=project,
        text=mended.get("text", proposal.text),
        lines=line_label(proposal),
        position=proposal.position,
        question=_question_of(proposal),
        fields={**proposal.fields, **mended.get("fields", {})},
    )


def _question_of(proposal: MinutesProposal) -> Question | None:
    parent = proposal.parent
    if parent is None or parent.became_type != Question._meta.label_lower:
        return None
    return Question.objects.get(pk=parent.became_id)


def _decide(proposal: MinutesProposal, actor: Person, state: ProposalState, record: models.Model | None) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, actor, clock.now()
    if record is not None:
        proposal.became_type, proposal.became_id = record._meta.label_lower, str(record.pk)
    proposal.version += 1
    proposal.save()


def _remove_record(proposal: MinutesProposal) -> None:
    if not proposal.became_id or proposal.kind == FORMS_THE_MEETING:
        return
    model = apps.get_model(proposal.became_type)
    record = model._default_manager.filter(pk=proposal.became_id).first()
    if record is None:
        return
    if proposal.children.filter(state__in=BECAME_A_RECORD).exists():
        raise NotYet(_("この質問にはもう答えがあります。先に答えを取り消してください。"))
    if isinstance(record, Problem) and record.memberships.exists():
        raise NotYet(_("この課題はもう共通課題に入っています。先に共通課題から外してください。"))
    if getattr(record, "version", 1) > 1:
        raise NotYet(_("できた記録をもう誰かが直しています。取り消すときは、その記録のページで直してください。"))
    try:
        record.delete()
    except ProtectedError as problem:
        raise NotYet(_("できた記録をもう別の記録が使っています。先にそちらを取り消してください。")) from problem


def _record_mentions(minutes: MinutesImport, meeting: Meeting, actor: Person) -> None:
    became = minutes.proposals.filter(became_type=Problem._meta.label_lower)
    problems = {str(problem.pk): problem for problem in Problem.objects.filter(pk__in=[p.became_id for p in became])}
    ProblemMention.objects.bulk_create(
        ProblemMention(
            problem=problems[proposal.became_id],
            mentioned_on=meeting.held_on,
            source=meeting.title,
            source_import=minutes,
            source_lines=line_label(proposal),
            recorded_by=actor,
        )
        for proposal in became
        if proposal.became_id in problems
    )


def _open(proposal: MinutesProposal) -> MinutesProposal:
    proposal = _locked(proposal)
    if proposal.state != ProposalState.PROPOSED:
        raise ProposalDecided(proposal)
    return proposal


def _locked(proposal: MinutesProposal) -> MinutesProposal:
    return held(MinutesProposal.objects.select_related("minutes__meeting", "parent")).get(pk=proposal.pk)
