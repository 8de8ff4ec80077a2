"""Reads of imported minutes: every line of the text, and beside it what was proposed from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from hanpo.core.models import Municipality
from hanpo.hub.engine.minutes import Kind
from hanpo.hub.models import (
    ImportState,
    Meeting,
    MeetingState,
    MinutesImport,
    MinutesProposal,
    Participation,
    Project,
    ProposalState,
)
from hanpo.hub.queries.kinds import NOT_UNDERSTOOD, KindWords, guess, words_of

FORMS_THE_MEETING = Kind.MEETING.value
SAYS_NOTHING = Kind.STRUCTURE.value
ACCEPTED = (ProposalState.ACCEPTED, ProposalState.MENDED)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of the text with the parts that carry a proposal: `(text, is_marked)` in order."""

    number: int
    parts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A proposal beside its source. `place` names the municipality, `projects` are those that it can go to."""

    proposal: MinutesProposal
    source: tuple[SourceLine, ...]
    lines: str
    place: str
    projects: tuple[Project, ...]

    @property
    def is_waiting(self) -> bool:
        """Whether nobody decided it yet."""
        return self.proposal.state == ProposalState.PROPOSED

    @property
    def is_accepted(self) -> bool:
        """Whether it became a record."""
        return self.proposal.state in ACCEPTED

    @property
    def is_lost(self) -> bool:
        """Whether no rule understood the lines."""
        return self.proposal.kind == NOT_UNDERSTOOD

    @property
    def place_id(self) -> str:
        """The municipality it is about, as read or as mended; empty for none."""
        return self.proposal.mended.get("municipality", self.proposal.municipality_id) or ""

    @property
    def words(self) -> KindWords:
        """Its kind in words, as read or as mended."""
        return words_of(self.proposal.mended.get("kind", self.proposal.kind))

    @property
    def text(self) -> str:
        """What it says, as read or as mended."""
        return str(self.proposal.mended.get("text", self.proposal.text))

    @property
    def destination(self) -> object:
        """What it becomes."""
        return self.words.destination(has_place=bool(self.place_id))

    @property
    def needs_project(self) -> bool:
        """Whether it can be accepted only once the municipality has a project."""
        return bool(self.place_id and self.words.of_project) and not self.projects

    @property
    def is_problem(self) -> bool:
        """Whether accepting it asks for a kind of problem."""
        return "kind" in self.words.fields(has_place=bool(self.place_id))

    @property
    def problem_kind(self) -> str:
        """The kind of problem that the reader guessed; empty where it could not."""
        return guess(read=self.proposal.fields, name="kind")

    @property
    def who(self) -> str:
        """Who said or presents it, as far as the text tells."""
        found = self.proposal.fields
        named = [found.get(name, "") for name in ("organisation", "name", "presenter_organisation", "presenter_name")]
        return " ".join(name for name in named if name)


@dataclass(frozen=True, slots=True)
class Block:
    """Proposals that belong together: a municipality's part, a comment, the questions; in the order of the text."""

    number: int
    heading: str
    municipality: Municipality | None
    items: tuple[Reviewed, ...]

    @property
    def waiting(self) -> int:
        """How many still wait for a person."""
        return sum(item.is_waiting for item in self.items)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the text with the proposals that rest on it."""

    number: int
    text: str
    proposals: tuple[MinutesProposal, ...]

    @property
    def fates(self) -> list[str]:
        """What the line was taken for, and what became of it; nothing for a heading or a page number."""
        asked = [p for p in self.proposals if p.kind != SAYS_NOTHING]
        return list(dict.fromkeys(f"{words_of(p.kind).label}{_('：')}{p.get_state_display()}" for p in asked))

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in the line."""
        return not self.text.strip()


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


def proposals() -> QuerySet[MinutesProposal]:
    """The proposals that may be seen."""
    return MinutesProposal.objects.select_related("minutes__meeting", "municipality", "decided_by", "parent")


def imports() -> QuerySet[MinutesImport]:
    """The imports that may be seen, newest first, with how many proposals they have and how many wait in each."""
    rows = MinutesImport.objects.select_related("meeting", "imported_by", "programme")
    counted = rows.annotate(waiting=_count(state=ProposalState.PROPOSED), asked=_count())
    return counted.order_by("-imported_at", "-pk")


def _count(**fixed: str) -> Coalesce:
    """How many proposals of an import ask for a decision: counted for the rows of a page alone, not for all imports."""
    rows = MinutesProposal.objects.filter(minutes=OuterRef("pk"), **fixed)
    asked = rows.exclude(kind__in=(SAYS_NOTHING, FORMS_THE_MEETING)).order_by().values("minutes")
    return Coalesce(Subquery(asked.annotate(n=Count("pk")).values("n")), 0)


def waiting_imports() -> int:
    """How many imports of the current scope wait for a person."""
    return MinutesImport.objects.filter(state=ImportState.OPEN).count()


def undecided(minutes: MinutesImport) -> QuerySet[MinutesProposal]:
    """The proposals that still wait for a person; headings and page numbers ask nothing."""
    waiting: QuerySet[MinutesProposal] = minutes.proposals.filter(state=ProposalState.PROPOSED)
    return waiting.exclude(kind__in=(SAYS_NOTHING, FORMS_THE_MEETING))


def progress(minutes: MinutesImport) -> Progress:
    """How many proposals were decided, and how many lines nobody understood."""
    asked = minutes.proposals.exclude(kind__in=(SAYS_NOTHING, FORMS_THE_MEETING))
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
    """The whole import for review. A heading, a talk and a question each begin a block; the meeting's header is left to
    its form."""
    shelf = _shelf(minutes)
    rows = minutes.proposals.exclude(kind=FORMS_THE_MEETING).select_related("municipality", "decided_by", "parent")
    runs: list[tuple[str, list[Reviewed]]] = []
    heading = ""
    for row in rows.order_by("position"):
        heading = _heading(row) or heading
        if row.kind == SAYS_NOTHING:
            continue
        if not runs or runs[-1][0] != heading:
            runs.append((heading, []))
        runs[-1][1].append(_reviewed(row, shelf))
    return [_block(number, heading, run) for number, (heading, run) in enumerate(runs)]


def reviewed(proposal: MinutesProposal) -> Reviewed:
    """One proposal beside its source."""
    return _reviewed(proposal, _shelf(proposal.minutes))


def header_source(minutes: MinutesImport) -> list[SourceLine]:
    """The lines of the header, each once, with everything that was read from it marked."""
    lines = minutes.text.splitlines()
    rows = minutes.proposals.filter(kind=FORMS_THE_MEETING).order_by("position")
    return list(_source([place for row in rows for place in row.lines], lines))


def planned_meetings(minutes: MinutesImport) -> QuerySet[Meeting]:
    """Meetings on the calendar of the programme that have no minutes yet, the latest first."""
    rows = Meeting.objects.filter(programme=minutes.programme_id, state=MeetingState.PLANNED, imports=None)
    return rows.order_by("-held_on", "-pk")


def lines_of(minutes: MinutesImport) -> list[TextLine]:
    """Every line of the text with what became of it: nothing is lost on the way."""
    fates: dict[int, list[MinutesProposal]] = defaultdict(list)
    for row in minutes.proposals.order_by("position"):
        for number in sorted({n for first, last, *_columns in row.lines for n in range(first, last + 1)}):
            fates[number].append(row)
    return [TextLine(n, text, tuple(fates.get(n, ()))) for n, text in enumerate(minutes.text.splitlines(), start=1)]


def waiting_among(minutes: MinutesImport, *, numbers: Sequence[str]) -> list[MinutesProposal]:
    """Of these proposals (by number) those that still wait, in the order of the text."""
    wanted = [number for number in numbers if number.isdecimal()]
    return list(undecided(minutes).filter(pk__in=wanted).order_by("position"))


def said_of_block(refused: Mapping[int, ValidationError]) -> str:
    """What came of accepting a part of the text at once, in words."""
    if not refused:
        return _("この部分を受け入れました。")
    whys = dict.fromkeys(message for error in refused.values() for message in error.messages)
    return _("%(n)d件は、まだ決められません：%(why)s") % {"n": len(refused), "why": " ".join(whys)}


def projects_of(minutes: MinutesImport) -> dict[str, Project]:
    """The project of each municipality that has exactly one in the programme, by the municipality's code."""
    return {code: rows[0] for code, rows in _by_municipality(_projects(minutes)).items() if len(rows) == 1}


def projects_in(minutes: MinutesImport, *, code: str) -> list[Project]:
    """The projects of a municipality (by its code) in the programme of these minutes."""
    return _by_municipality(_projects(minutes)).get(code, [])


def places_in(minutes: MinutesImport) -> QuerySet[Municipality]:
    """The municipalities that take part in the programme, and those of which the minutes speak."""
    part = participants(minutes).values("municipality_id")
    named = minutes.proposals.exclude(municipality=None).values("municipality_id")
    return Municipality.objects.filter(Q(pk__in=part) | Q(pk__in=named)).order_by("pk")


def themes(minutes: MinutesImport, *, municipality: Municipality) -> list[str]:
    """What the minutes say a municipality works on."""
    rows = minutes.proposals.filter(kind=Kind.MUNICIPAL_THEME.value, municipality=municipality)
    return list(rows.order_by("position").values_list("text", flat=True))


def line_label(proposal: MinutesProposal) -> str:
    """The lines of a proposal as people write them: 「33」, 「49-51」, 「61、63」."""
    return "、".join(str(first) if first == last else f"{first}-{last}" for first, last, *_columns in proposal.lines)


def missing_projects(minutes: MinutesImport) -> QuerySet[Municipality]:
    """Municipalities that the minutes speak of and that have no project in the programme yet."""
    named = minutes.proposals.exclude(municipality=None).values("municipality_id")
    have = Project.objects.filter(participation__programme=minutes.programme_id).values("municipality_id")
    return Municipality.objects.filter(pk__in=named).exclude(pk__in=have)


def participants(minutes: MinutesImport) -> QuerySet[Participation]:
    """Who takes part in the programme of these minutes."""
    return Participation.objects.filter(programme=minutes.programme_id).select_related("municipality")


def _heading(row: MinutesProposal) -> str:
    """The title of the block that begins with this row; empty where the block goes on."""
    if row.kind == SAYS_NOTHING:
        return row.text.strip("（）()【】 　")
    if row.kind == Kind.QUESTION.value:
        return _("質問%s") % row.fields.get("number", "")
    return str(row.fields.get("title", "")) if row.kind == Kind.PRESENTATION.value else ""


def _block(number: int, heading: str, run: list[Reviewed]) -> Block:
    """A block belongs to a municipality when all of it does."""
    places = {item.proposal.municipality for item in run}
    return Block(number, heading, places.pop() if len(places) == 1 else None, tuple(run))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What every proposal of an import is shown with: the lines, the projects, the names of municipalities."""

    lines: list[str]
    projects: dict[str, list[Project]]
    places: dict[str, str]


def _shelf(minutes: MinutesImport) -> _Shelf:
    names = dict(Municipality.objects.values_list("pk", "name"))
    return _Shelf(minutes.text.splitlines(), _by_municipality(_projects(minutes).only("municipality", "title")), names)


def _reviewed(row: MinutesProposal, shelf: _Shelf) -> Reviewed:
    code = row.mended.get("municipality", row.municipality_id) or ""
    return Reviewed(
        proposal=row,
        source=_source(row.lines, shelf.lines),
        lines=line_label(row),
        place=shelf.places.get(code, ""),
        projects=tuple(shelf.projects.get(code, ())),
    )


def _source(places: Sequence[Sequence[int]], lines: list[str]) -> tuple[SourceLine, ...]:
    marks: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for first, last, start, end in places:
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


def _projects(minutes: MinutesImport) -> QuerySet[Project]:
    rows: QuerySet[Project] = Project.objects.filter(participation__programme=minutes.programme_id).order_by("pk")
    return rows


def _by_municipality(projects: QuerySet[Project]) -> dict[str, list[Project]]:
    found: dict[str, list[Project]] = defaultdict(list)
    for project in projects:
        found[project.municipality_id].append(project)
    return found
