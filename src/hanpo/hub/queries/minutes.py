"""Reads of imported minutes: every line of the text, and beside it what was proposed from it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from hanpo.core.models import Municipality
from hanpo.hub.engine.minutes import Kind
from hanpo.hub.models import MinutesImport, MinutesProposal, Participation, Project, ProposalState

FORMS_THE_MEETING = Kind.MEETING.value
SAYS_NOTHING = Kind.STRUCTURE.value
NOT_UNDERSTOOD = "not_understood"
"""The kind of what no rule could place."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of the text with the parts that carry a proposal: `(text, is_marked)` in order."""

    number: int
    parts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A proposal beside its source. `projects` are those that it can go to."""

    proposal: MinutesProposal
    source: tuple[SourceLine, ...]
    lines: str
    projects: tuple[Project, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Proposals that belong together: a municipality's part, a comment, the questions; in the order of the text."""

    key: str
    heading: str
    municipality: Municipality | None
    items: tuple[Reviewed, ...]

    @property
    def waiting(self) -> int:
        """How many still wait for a person."""
        return sum(item.proposal.state == ProposalState.PROPOSED for item in self.items)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review of an import has come."""

    total: int
    decided: int
    not_understood: int

    @property
    def left(self) -> int:
        """What still waits."""
        return self.total - self.decided


def imports() -> QuerySet[MinutesImport]:
    """The imports that may be seen, newest first, with how many proposals wait in each."""
    waiting = Q(proposals__state=ProposalState.PROPOSED) & ~Q(proposals__kind=SAYS_NOTHING)
    return MinutesImport.objects.select_related("meeting", "imported_by").annotate(
        waiting=Count("proposals", filter=waiting)
    )


def undecided(minutes: MinutesImport) -> QuerySet[MinutesProposal]:
    """The proposals that still wait for a person; headings and page numbers ask nothing."""
    waiting: QuerySet[MinutesProposal] = minutes.proposals.filter(state=ProposalState.PROPOSED)
    return waiting.exclude(kind=SAYS_NOTHING)


def progress(minutes: MinutesImport) -> Progress:
    """How many proposals were decided, and how many lines nobody understood."""
    asked = minutes.proposals.exclude(kind=SAYS_NOTHING)
    counts = asked.aggregate(
        total=Count("pk"),
        decided=Count("pk", filter=~Q(state=ProposalState.PROPOSED)),
        lost=Count("pk", filter=Q(kind=NOT_UNDERSTOOD)),
    )
    return Progress(counts["total"], counts["decided"], counts["lost"])


def header(minutes: MinutesImport) -> dict[str, str]:
    """What the header of the minutes says of the meeting: title, date, time, place, attendance."""
    rows = minutes.proposals.filter(kind=FORMS_THE_MEETING).order_by("position")
    found: dict[str, str] = {}
    for row in rows:
        found.setdefault(row.fields.get("name", ""), row.fields.get("value", row.text))
    return found


def blocks(minutes: MinutesImport) -> list[Block]:
    """The whole import for review. Headings stand as the titles of blocks, the meeting's header is left to its form."""
    lines = minutes.text.splitlines()
    projects = _projects_by_municipality(minutes)
    rows = minutes.proposals.exclude(kind=FORMS_THE_MEETING).select_related("municipality", "decided_by", "parent")
    found: list[Block] = []
    heading, run = "", list[Reviewed]()
    key: tuple[str, str | None] | None = None
    for row in rows.order_by("position"):
        if row.kind == SAYS_NOTHING:
            heading = row.text
            continue
        row_key = (heading, row.municipality_id)
        if key != row_key and run:
            found.append(_block(len(found), run, key))
            run = []
        key = row_key
        run.append(_reviewed(row, lines, projects))
    if run:
        found.append(_block(len(found), run, key))
    return found


def reviewed(proposal: MinutesProposal) -> Reviewed:
    """One proposal beside its source."""
    minutes = proposal.minutes
    return _reviewed(proposal, minutes.text.splitlines(), _projects_by_municipality(minutes))


def line_label(proposal: MinutesProposal) -> str:
    """The lines of a proposal as people write them: 「33」, 「49-51」, 「61、63」."""
    return "、".join(str(first) if first == last else f"{first}-{last}" for first, last, *_rest in proposal.lines)


def missing_projects(minutes: MinutesImport) -> QuerySet[Municipality]:
    """Municipalities that the minutes speak of and that have no project in the programme yet."""
    named = minutes.proposals.exclude(municipality=None).values("municipality_id")
    have = Project.objects.filter(participation__programme=minutes.programme_id).values("municipality_id")
    return Municipality.objects.filter(pk__in=named).exclude(pk__in=have)


def participants(minutes: MinutesImport) -> QuerySet[Participation]:
    """Who takes part in the programme of these minutes."""
    return Participation.objects.filter(programme=minutes.programme_id).select_related("municipality")


def _block(number: int, run: list[Reviewed], key: tuple[str, str | None] | None) -> Block:
    heading = key[0] if key else ""
    return Block(f"block-{number}", heading, run[0].proposal.municipality, tuple(run))


def _reviewed(row: MinutesProposal, lines: list[str], projects: dict[str, list[Project]]) -> Reviewed:
    places = tuple(projects.get(row.municipality_id or "", ()))
    return Reviewed(row, _source(row, lines), line_label(row), places)


def _source(row: MinutesProposal, lines: list[str]) -> tuple[SourceLine, ...]:
    marks: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for first, last, start, end in row.lines:
        for number in range(first, last + 1):
            text = lines[number - 1]
            marks[number].append((start if number == first else 0, end if number == last else len(text)))
    return tuple(SourceLine(number, _parts(lines[number - 1], spans)) for number, spans in sorted(marks.items()))


def _parts(text: str, spans: list[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    parts, at = [], 0
    for start, end in sorted(spans):
        parts += [(text[at:start], False), (text[max(at, start) : end], True)]
        at = max(at, end)
    return tuple((part, marked) for part, marked in [*parts, (text[at:], False)] if part)


def _projects_by_municipality(minutes: MinutesImport) -> dict[str, list[Project]]:
    found: dict[str, list[Project]] = defaultdict(list)
    for project in Project.objects.filter(participation__programme=minutes.programme_id).order_by("pk"):
        found[project.municipality_id].append(project)
    return found
