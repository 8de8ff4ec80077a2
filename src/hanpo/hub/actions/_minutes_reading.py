"""A reading of minutes as rows that wait for a person. Called by the deeds in `minutes` alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hanpo.core.models import Municipality
from hanpo.hub.engine.minutes import Confidence, Kind, LineRange, MinutesReading, Proposal
from hanpo.hub.models import MinutesImport, MinutesProposal
from hanpo.hub.queries.kinds import NOT_UNDERSTOOD

CONFIDENCE = {Confidence.SURE: 1.0, Confidence.LIKELY: 0.7, Confidence.UNSURE: 0.4}


def proposals_of(
    minutes: MinutesImport, reading: MinutesReading, places: Mapping[str, Municipality]
) -> list[MinutesProposal]:
    """The reading as rows in the order of the text, with what was not understood among them."""
    rows = [_row(minutes, proposal, places) for proposal in reading.proposals]
    rows += [_left_over(minutes, place, reading.lines) for place in reading.unplaced]
    rows.sort(key=lambda row: (row.lines[0][0], row.lines[0][2]))
    for position, row in enumerate(rows, start=1):
        row.position = position
    return rows


def _row(minutes: MinutesImport, proposal: Proposal, places: Mapping[str, Municipality]) -> MinutesProposal:
    return MinutesProposal(
        minutes=minutes,
        kind=proposal.kind.value,
        municipality=places.get(proposal.municipality or ""),
        text=proposal.text,
        lines=[_as_list(place) for place in proposal.source],
        fields={**proposal.fields, "why": proposal.why},
        confidence=CONFIDENCE[proposal.confidence],
    )


def _left_over(minutes: MinutesImport, place: LineRange, lines: tuple[str, ...]) -> MinutesProposal:
    text = "\n".join(lines[place.first - 1 : place.last])
    return MinutesProposal(minutes=minutes, kind=NOT_UNDERSTOOD, text=text, lines=[_as_list(place)], confidence=0.0)


def _as_list(place: LineRange) -> list[int]:
    return [place.first, place.last, place.start, place.end]


def hang_answers_on_questions(proposals: Iterable[MinutesProposal]) -> None:
    """An answer belongs to the question that was asked last before it."""
    question: MinutesProposal | None = None
    for proposal in proposals:
        if proposal.kind == Kind.QUESTION.value:
            question = proposal
        elif proposal.kind == Kind.ANSWER.value and question is not None:
            proposal.parent = question
            proposal.save(update_fields=["parent"])
