"""Reading minutes from the first line to the last: sections, and what stands in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, auto

from hanpo.hub.engine.minutes.blocks import Block, Shape, blocks_of
from hanpo.hub.engine.minutes.discussion import Discussion
from hanpo.hub.engine.minutes.drafts import Draft, Sheet
from hanpo.hub.engine.minutes.header import agenda_run, read_agenda_row, read_header, title_and_presenter
from hanpo.hub.engine.minutes.labels import (
    municipality_at_start,
    municipality_in,
    names_other_municipality,
    parse_label,
    topics_in,
)
from hanpo.hub.engine.minutes.model import Confidence, Kind, MinutesReading
from hanpo.hub.engine.minutes.options import Options
from hanpo.hub.engine.minutes.problems import problems
from hanpo.hub.engine.minutes.speakers import read_speaker
from hanpo.hub.engine.minutes.statements import KIND_OF_TOPIC, Setting, read_sentence, read_under_topic
from hanpo.hub.engine.minutes.strand import Strand, fold_line, key_of, sentences, split_lines
from hanpo.hub.engine.minutes.things import Finding
from hanpo.hub.engine.minutes.words import MEETING_ENDS, TITLE_ENDS, Topic


class _Zone(Enum):
    HEADER = auto()
    AGENDA = auto()
    TALK = auto()
    MUNICIPAL = auto()
    COMMENTS = auto()
    VIEW = auto()
    DISCUSSION = auto()
    FREE = auto()


_TEXT = (Shape.PLAIN, Shape.BULLET, Shape.NUMBERED, Shape.LABELLED, Shape.TURN)
_SETTINGS_OF_MUNICIPALITY = frozenset({Topic.THEME, Topic.STATE, Topic.PROBLEM, Topic.NEXT, Topic.DONE, Topic.OUTCOME})
_ZONE_OF = {Topic.COMMENT: _Zone.COMMENTS, Topic.VIEW: _Zone.VIEW, Topic.QUESTIONS: _Zone.DISCUSSION}


@dataclass(slots=True)
class _Reader:
    blocks: Sequence[Block]
    municipalities: Sequence[str]
    year: int | None
    sheet: Sheet = field(default_factory=Sheet)
    zone: _Zone = _Zone.HEADER
    municipality: str | None = None
    topic: Topic | None = None
    """What the heading says its whole section is."""
    label: Topic | None = None
    """What the last label says of the lines below it."""
    talk: Draft | None = None
    state: Draft | None = None
    comment: Draft | None = None
    opening: bool = False
    agenda_lines: set[int] = field(default_factory=set)
    agenda_titles: set[str] = field(default_factory=set)
    titled: bool = False
    day: date | None = None
    options: Options = field(init=False)
    discussion: Discussion = field(init=False)

    def __post_init__(self) -> None:
        self.options = Options(self.sheet)
        self.discussion = Discussion(self.sheet, self.municipalities)

    # -- walking ------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Every block in its order."""
        for index, block in enumerate(self.blocks):
            self._block(index, block)

    def _block(self, index: int, block: Block) -> None:
        if block.shape is Shape.PAGE:
            self._structure(block, "頁")
        elif block.shape is Shape.CLOSING:
            self._begin(block, _Zone.FREE)
        elif block.strand.text[:1] == "※":
            self._remainder(block.body.squeezed(), self.municipality)
        elif not (self._head(index, block) or self.options.take(block) or self._section(index, block)):
            self._text(block)

    def _structure(self, block: Block, why: str) -> None:
        self.sheet.add(Kind.STRUCTURE, block.strand, why)

    # -- header and agenda --------------------------------------------------------------------------------

    def _head(self, index: int, block: Block) -> bool:
        if self.zone not in (_Zone.HEADER, _Zone.AGENDA):
            return False
        if block.shape is Shape.TIME_ROW or index in self.agenda_lines:
            self.zone = _Zone.AGENDA
            self.agenda_titles.add(key_of(read_agenda_row(block, self.sheet, self.municipalities)))
        elif block.shape is Shape.HEADER:
            self._header(block)
        elif self._is_title(index, block):
            self.titled = True
            fields = {"name": "title", "value": block.strand.original()}
            self.sheet.add(Kind.MEETING, block.strand, "議事録", fields=fields)
        elif block.shape is Shape.TITLE and self.titled and not self.agenda_titles:
            self.sheet.loose.append(block.strand)
        else:
            return self._agenda_label(index, block)
        return True

    def _agenda_label(self, index: int, block: Block) -> bool:
        """アジェンダ alone on its line, or 議題：(1)… with the first item behind it."""
        label = parse_label(block.strand, self.municipalities)
        if label and label.topics == {Topic.AGENDA} and label.rest.text:
            row = replace(block, body=label.rest)
            self.agenda_titles.add(key_of(read_agenda_row(row, self.sheet, self.municipalities)))
        elif block.shape in (Shape.HEADING, Shape.LABELLED) and topics_in(block.body.text) == {Topic.AGENDA}:
            self._structure(block, "議題")
        else:
            return False
        self.zone = _Zone.AGENDA
        self.agenda_lines = agenda_run(self.blocks, index + 1, alone=not (label and label.rest.text))
        return True

    def _header(self, block: Block) -> None:
        before = len(self.sheet.drafts)
        read_header(block, self.sheet, year_hint=self.year)
        for draft in self.sheet.drafts[before:]:
            if draft.fields.get("name") == "date":
                self.day = date.fromisoformat(draft.fields["value"])

    def _is_title(self, index: int, block: Block) -> bool:
        if self.titled or index > 6:
            return False
        squeezed = re.sub(r"\s", "", block.body.text)
        ends = squeezed.endswith(TITLE_ENDS + MEETING_ENDS) and len(squeezed) < 60
        return block.shape is Shape.TITLE or (block.shape is Shape.HEADING and ends)

    # -- sections -----------------------------------------------------------------------------------------

    def _section(self, index: int, block: Block) -> bool:
        heading = block.shape in (Shape.HEADING, Shape.BRACKET, Shape.NUMBERED, Shape.TITLE)
        if not heading or not self._is_heading(index, block):
            return False
        self.options.end()
        self.label = None
        title, presenter = title_and_presenter(block.body)
        municipality = municipality_in(title.text, self.municipalities)
        topics = topics_in(title.text)
        if presenter and municipality is None:
            self._begin_talk(block, title, presenter)
        elif key_of(title.text) in self.agenda_titles and not topics:
            self._begin_talk(block, title, "")
        elif topics & _ZONE_OF.keys():
            self._begin(block, next(_ZONE_OF[t] for t in _ZONE_OF if t in topics))
        elif municipality:
            self._begin_municipality(block, municipality, title, topics)
        else:
            self._begin_other(index, block, title, topics)
        return True

    def _is_heading(self, index: int, block: Block) -> bool:
        if block.shape is Shape.HEADING:
            return True
        text = block.body.text
        if len(text) > 44 or re.search(r"[。]|(?:する|した|である|いる|ない)$", text):
            return False
        named = municipality_in(text, self.municipalities) is not None or bool(topics_in(text))
        known = key_of(title_and_presenter(block.body)[0].text) in self.agenda_titles
        if block.shape is Shape.BRACKET:
            return named
        in_list = self.zone in (_Zone.COMMENTS, _Zone.MUNICIPAL, _Zone.DISCUSSION) and block.marker[:1] in "①②③④⑤⑥⑦⑧⑨"
        topical = self.topic is not None and self.topic is not Topic.AGENDA and not topics_in(text)
        return known or (not in_list and not topical and self._opens(index, block, named))

    def _opens(self, index: int, block: Block, named: bool) -> bool:
        """A numbered line is a heading when it names a subject or when other text stands below it."""
        following = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        if following is None:
            return named
        return named or (following.shape not in (Shape.NUMBERED, Shape.CLOSING) and not block.body.text.endswith("、"))

    def _begin(self, block: Block, zone: _Zone, municipality: str | None = None, topic: Topic | None = None) -> None:
        self.zone, self.municipality, self.topic = zone, municipality, topic
        self.talk = self.state = self.comment = None
        self.options.expected = topic is Topic.OPTION
        self.opening = zone is _Zone.MUNICIPAL
        self.discussion.turn = None
        self._structure(block, "見出し")

    def _begin_talk(self, block: Block, title: Strand, presenter: str) -> None:
        self._begin(block, _Zone.TALK)
        self.sheet.drafts.pop()
        who = read_speaker(presenter, self.municipalities)
        fields = {"title": title.original()} | who.fields("presenter_")
        confidence = Confidence.SURE if presenter else Confidence.LIKELY
        self.talk = self.sheet.add(
            Kind.PRESENTATION, Strand(), "題名（所属）" if presenter else "見出し", confidence=confidence, fields=fields
        )
        self.talk.marks.append(block.strand)

    def _begin_municipality(self, block: Block, municipality: str, title: Strand, topics: frozenset[Topic]) -> None:
        only = next(iter(topics)) if len(topics) == 1 and topics <= _SETTINGS_OF_MUNICIPALITY else None
        self._begin(block, _Zone.MUNICIPAL, municipality, only)
        if topics:
            return
        at = title.text.find(key_of(municipality))
        rest = title.cut(at + len(key_of(municipality))).trim(":、・-~(「", ")」") if at >= 0 else Strand()
        if len(rest.text) > 1 and not re.match(r"^(?:の|から|について|に|は|より|・)", rest.text):
            why = "市町の見出し"
            self.sheet.add(
                Kind.MUNICIPAL_THEME, rest.squeezed(), why, confidence=Confidence.LIKELY, municipality=municipality
            )

    def _begin_other(self, index: int, block: Block, title: Strand, topics: frozenset[Topic]) -> None:
        storable = [topic for topic in topics if topic in KIND_OF_TOPIC]
        if len(storable) == 1 and len(topics) == 1:
            inside = self.municipality if storable[0] in _SETTINGS_OF_MUNICIPALITY else None
            marked = block.shape is not Shape.NUMBERED and inside is not None
            zone = _Zone.MUNICIPAL if marked else _Zone.FREE
            self._begin(block, zone, inside if marked else None, storable[0])
        elif topics - {Topic.CEREMONY} or names_other_municipality(title.text) or not self._has_text_below(index):
            self._begin(block, _Zone.FREE)
        else:
            self._begin_talk(block, title, "")

    def _has_text_below(self, index: int) -> bool:
        following = self.blocks[index + 1 : index + 2]
        return bool(following) and following[0].shape in (Shape.PLAIN, Shape.BULLET)

    # -- text ---------------------------------------------------------------------------------------------

    def _text(self, block: Block) -> None:
        asked = block.shape in (Shape.QUESTION, Shape.ANSWER)
        turn = block.shape is Shape.TURN and not self._is_municipal_label(block)
        if asked or turn:
            if self.zone is not _Zone.DISCUSSION:
                self.zone, self.municipality, self.topic = _Zone.DISCUSSION, None, None
            self.discussion.take(block)
        elif self.zone is _Zone.DISCUSSION:
            if not self.discussion.take(block):
                self._statements(block.body.squeezed(), None)
        elif self.zone is _Zone.COMMENTS:
            self._comment(block)
        elif self.zone is _Zone.VIEW:
            self.sheet.add(Kind.PREFECTURE_VIEW, block.body.squeezed(), "所感").marks.append(block.strand)
        else:
            self._report(block)

    def _is_municipal_label(self, block: Block) -> bool:
        """Outside a discussion, 尼崎市：… tells whose matter it is rather than who speaks."""
        return self.zone is not _Zone.DISCUSSION and key_of(block.marker) in map(key_of, self.municipalities)

    def _comment(self, block: Block) -> None:
        label = parse_label(block.strand, self.municipalities)
        named = municipality_at_start(block.body.text, self.municipalities)
        municipality, body = (label.municipality, label.rest) if label else (None, block.body)
        if municipality is None and named and len(block.body.text) == named[1]:
            municipality, body = named[0], block.body.cut(named[1])
        if municipality or self.comment is None:
            confidence = Confidence.SURE if municipality else Confidence.UNSURE
            self.comment = self.sheet.add(
                Kind.PREFECTURE_COMMENT, Strand(), "コメント", confidence=confidence, municipality=municipality
            )
        squeezed = body.squeezed()
        self.comment.strands.append(squeezed)
        self.comment.marks.append(block.strand)
        for sentence in sentences(squeezed):
            found = problems(sentence, said_by="県")
            self._place([one for one in found if one.kind is not None], self.comment.municipality)

    def _report(self, block: Block) -> None:
        """A paragraph or bullet outside discussion: its label first, then its sentences."""
        label = parse_label(block.strand, self.municipalities)
        body, municipality, topic = block.body, self.municipality, self.label or self.topic
        if label is not None:
            body = label.rest
            municipality = label.municipality or municipality
            topic = self._label_topic(label.topics, topic)
            if not body.text:
                self.label = topic if label.topics else self.label
                if label.municipality:
                    self.municipality = label.municipality
                self._structure(block, label.words)
                return
            self.label = None if label.topics else self.label
        elif block.shape is Shape.PLAIN and self.topic is None:
            topic = self.label = None
        self._statements(body.squeezed(), topic, municipality=municipality, whole=block.shape is Shape.BULLET)

    @staticmethod
    def _label_topic(topics: frozenset[Topic], before: Topic | None) -> Topic | None:
        storable = [topic for topic in topics if topic in KIND_OF_TOPIC]
        return storable[0] if len(storable) == 1 else None if topics else before

    def _statements(
        self, strand: Strand, topic: Topic | None, *, municipality: str | None = None, whole: bool = False
    ) -> None:
        self.options.heed(strand.text)
        pieces = [strand] if whole and topic else sentences(strand)
        for sentence in pieces:
            about = municipality or self._topic_municipality(sentence)
            setting = Setting(self.municipalities, self.day, about is not None, self.opening)
            found = read_under_topic(sentence, topic, setting) if topic else read_sentence(sentence, setting)
            self._place(found, about)
            self.opening = False

    def _topic_municipality(self, sentence: Strand) -> str | None:
        named = municipality_at_start(sentence.text, self.municipalities)
        after = sentence.text[named[1] : named[1] + 3] if named else ""
        return named[0] if named and re.match(r"(?:では|は|においては|の課|の取)", after) else None

    def _place(self, found: Sequence[Finding], municipality: str | None) -> None:
        for one in found:
            if one.kind is None:
                self._remainder(one.strand, municipality)
            elif one.strand.text.strip("、。 "):
                self.sheet.add(
                    one.kind,
                    one.strand.trim("、。", "、"),
                    one.why,
                    confidence=one.confidence,
                    municipality=one.municipality or municipality,
                    fields=one.fields,
                )

    def _remainder(self, strand: Strand, municipality: str | None) -> None:
        """What is left over is the talk's or the municipality's state, and else unplaced."""
        if not strand.text.strip("、。 "):
            return
        if municipality:
            if self.state is None or self.state.municipality != municipality:
                self.state = self.sheet.add(
                    Kind.MUNICIPAL_STATE, strand, "市町の段", confidence=Confidence.LIKELY, municipality=municipality
                )
            else:
                self.state.strands.append(strand)
        elif self.talk is not None:
            self.talk.strands.append(strand)
        else:
            self.sheet.loose.append(strand)


def read_minutes(text: str, *, municipalities: Sequence[str], today_year_hint: int | None = None) -> MinutesReading:
    """Read minutes and propose what they say; the text itself is never changed.

    `municipalities` are the names by which the programme knows its municipalities; `today_year_hint` is the
    year for dates written without one. Any text is read without an error: what no rule understands is listed
    in `unplaced`.
    """
    lines = split_lines(text)
    folded = [fold_line(line, number) for number, line in enumerate(lines, start=1)]
    indents = [len(line) - len(line.lstrip()) for line in lines]
    blocks = blocks_of(folded, indents, tuple(municipalities))
    reader = _Reader(blocks, tuple(municipalities), today_year_hint)
    reader.read()
    proposals = reader.sheet.proposals()
    return MinutesReading(lines, proposals, reader.sheet.unplaced(lines, proposals))
