"""Proposals in the making: text that still grows until its section ends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hanpo.hub.engine.minutes.model import EMPTY, Confidence, Kind, LineRange, Proposal
from hanpo.hub.engine.minutes.strand import Strand, join


@dataclass(slots=True)
class Draft:
    """A proposal whose text may still grow. `marks` are lines that belong to it without being its text."""

    kind: Kind
    why: str
    confidence: Confidence = Confidence.SURE
    municipality: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    strands: list[Strand] = field(default_factory=list)
    marks: list[Strand] = field(default_factory=list)

    def proposal(self) -> Proposal:
        """The finished proposal."""
        text = "\n".join(filter(None, (strand.original() for strand in _paragraphs(self.strands))))
        source = _merged([*self.marks, *self.strands])
        return Proposal(self.kind, self.municipality, text, source, self.confidence, self.why, dict(self.fields))


def _paragraphs(strands: Iterable[Strand]) -> list[Strand]:
    """Strands that follow one another on the same or the next line joined; others stay apart."""
    result: list[Strand] = []
    for strand in strands:
        if not strand.places:
            continue
        if result and strand.places[0].line == result[-1].places[-1].line:
            result[-1] = join((result[-1], strand))
        else:
            result.append(strand)
    return result


def _merged(strands: Iterable[Strand]) -> tuple[LineRange, ...]:
    spans: dict[int, tuple[int, int]] = {}
    for one in (found for strand in strands for found in strand.ranges()):
        low, high = spans.get(one.first, (one.start, one.end))
        spans[one.first] = (min(low, one.start), max(high, one.end))
    return tuple(LineRange(line, line, low, high) for line, (low, high) in sorted(spans.items()))


@dataclass(slots=True)
class Sheet:
    """Everything found so far, and the strands that nothing claimed."""

    drafts: list[Draft] = field(default_factory=list)
    loose: list[Strand] = field(default_factory=list)

    def add(
        self,
        kind: Kind,
        strand: Strand,
        why: str,
        *,
        confidence: Confidence = Confidence.SURE,
        municipality: str | None = None,
        fields: Mapping[str, str] = EMPTY,
    ) -> Draft:
        """A new draft with its first text."""
        draft = Draft(kind, why, confidence, municipality, dict(fields), [strand])
        self.drafts.append(draft)
        return draft

    def proposals(self) -> tuple[Proposal, ...]:
        """The finished proposals in the order of the text; drafts without any text are dropped."""
        made = [draft.proposal() for draft in self.drafts]
        return tuple(sorted((one for one in made if one.source), key=lambda p: (p.source[0], -p.source[-1].end)))

    def unplaced(self, lines: tuple[str, ...], proposals: Iterable[Proposal]) -> tuple[LineRange, ...]:
        """The loose strands, and every non-blank line that nothing touched at all."""
        loose = {one for strand in self.loose for one in strand.ranges()}
        touched = {one.first for one in loose} | {one.first for p in proposals for one in p.source}
        for number, line in enumerate(lines, start=1):
            if line.strip() and number not in touched:
                start = len(line) - len(line.lstrip())
                loose.add(LineRange(number, number, start, len(line.rstrip())))
        return tuple(sorted(loose))
