"""Questions and answers: Q1：/A（…）：, 問/答, 質問/回答, and turns of 委員 and 事務局."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hanpo.hub.engine.minutes.blocks import Block, Shape
from hanpo.hub.engine.minutes.drafts import Draft, Sheet
from hanpo.hub.engine.minutes.labels import municipality_at_start
from hanpo.hub.engine.minutes.markers import plain_number
from hanpo.hub.engine.minutes.model import Confidence, Kind
from hanpo.hub.engine.minutes.speakers import Speaker, is_presenter, is_speaker, read_speaker
from hanpo.hub.engine.minutes.statements import STRONG, Setting, read_sentence
from hanpo.hub.engine.minutes.strand import Strand, sentences
from hanpo.hub.engine.minutes.words import ASKING_POSTS

_SPEAKER = re.compile(r"^\(([^()]{1,24})\)\s*:?\s*")
_COLON_SPEAKER = re.compile(r"^([^\s:、。()「」]{1,20})\s*:\s*")
_LAST_SPEAKER = re.compile(r"(?<=[。?かすた])\s*\(([^()]{1,24})\)\s*。?$")
_ASKS = re.compile(
    r"(?:か|かな|\?|教えて(?:ほしい|いただきたい|ください)|伺いたい|うかがいたい|お聞き(?:したい|かせ.{0,12})|聞きたい|尋ねたい|知りたい"
    r"|お示し(?:いただきたい|ください)|説明(?:してほしい|を求める|願いたい)|いかがか)[。?]?$"
)
_REPLIES = re.compile(r"^(?:ご(?:質問|指摘|意見)|お答え|はい|いいえ|現在|現時点|今のところ)")


@dataclass(slots=True)
class Discussion:
    """A discussion under way: the question that is open and the turn that may still go on."""

    sheet: Sheet
    municipalities: Sequence[str]
    asked: int = 0
    question: str = ""
    turn: Draft | None = None

    def take(self, block: Block) -> bool:
        """Whether the block is part of the discussion; if so it is now on the sheet."""
        if block.shape is Shape.QUESTION:
            self._ask(block, block.marker)
        elif block.shape is Shape.ANSWER:
            self._answer(block)
        elif block.shape is Shape.TURN:
            self._spoken(block)
        elif block.shape in (Shape.BULLET, Shape.NUMBERED) and _asks(block.body.text):
            self._ask(block, "")
        else:
            return self._go_on(block)
        return True

    def _ask(self, block: Block, marker: str) -> None:
        speaker, body = self._speaker(block.body)
        self.asked += 1
        self.question = plain_number(marker) if marker else str(self.asked)
        self._turn(Kind.QUESTION, block, body, speaker, {"number": self.question}, "問")

    def _answer(self, block: Block) -> None:
        speaker, body = self._speaker(block.body)
        number = plain_number(block.marker) if block.marker else self.question
        fields = {"question": number} if number else {}
        kind = Kind.ANSWER if self.asked else Kind.REMARK
        self._turn(kind, block, body, speaker, fields, "答")

    def _spoken(self, block: Block) -> None:
        """A turn named by its speaker only: what it is follows from its words and from what was asked."""
        speaker = read_speaker(block.marker, self.municipalities)
        if _asks(block.body.text):
            self.asked += 1
            self.question = str(self.asked)
            self._turn(Kind.QUESTION, block, block.body, speaker, {"number": self.question}, "か。", likely=True)
        elif self.question and (self._replies(speaker, block.marker) or _REPLIES.match(block.body.text)):
            self._turn(Kind.ANSWER, block, block.body, speaker, {"question": self.question}, "発言者", likely=True)
        else:
            self._turn(Kind.REMARK, block, block.body, speaker, {}, "発言者", likely=True)

    def _replies(self, speaker: Speaker, named: str) -> bool:
        """A turn after a question answers it, unless the asker goes on or one speaks who is there to ask."""
        last = self.turn
        if last is None or named.endswith(ASKING_POSTS):
            return False
        same = (
            last.fields.get("organisation", "") == speaker.organisation and last.fields.get("name", "") == speaker.name
        )
        return last.kind in (Kind.QUESTION, Kind.ANSWER) and not same

    def _turn(
        self,
        kind: Kind,
        block: Block,
        body: Strand,
        speaker: Speaker,
        fields: dict[str, str],
        why: str,
        *,
        likely: bool = False,
    ) -> None:
        self.turn = self.sheet.add(
            kind,
            body.squeezed(),
            why,
            confidence=Confidence.LIKELY if likely else Confidence.SURE,
            municipality=speaker.municipality,
            fields=fields | speaker.fields(),
        )
        self.turn.marks.append(block.strand)

    def _speaker(self, body: Strand) -> tuple[Speaker, Strand]:
        for pattern in (_SPEAKER, _COLON_SPEAKER):
            match = pattern.match(body.text)
            if match and (pattern is _SPEAKER or is_speaker(match[1], self.municipalities)):
                return read_speaker(match[1], self.municipalities), body.cut(match.end())
        last = _LAST_SPEAKER.search(body.text)
        if last and (is_speaker(last[1], self.municipalities) or is_presenter(last[1])):
            return read_speaker(last[1], self.municipalities), body.cut(0, last.start())
        named = municipality_at_start(body.text, self.municipalities)
        if named and body.text[named[1] : named[1] + 1].isspace():
            return Speaker(named[0], "", named[0]), body.cut(named[1]).trim()
        return Speaker(), body

    def _go_on(self, block: Block) -> bool:
        """A paragraph without a speaker goes on with the turn, except for decisions and actions."""
        if self.turn is None or block.shape not in (Shape.PLAIN, Shape.BULLET, Shape.NUMBERED, Shape.BRACKET):
            return False
        setting = Setting(self.municipalities, None, municipal=False)
        found = [one for s in sentences(block.body.squeezed()) for one in read_sentence(s, setting)]
        if block.shape is Shape.PLAIN and found and all(one.kind in STRONG for one in found):
            return False
        self.turn.strands.append(block.body.squeezed())
        self.turn.marks.append(block.strand)
        return True


def _asks(text: str) -> bool:
    last = text.rstrip().rstrip(")")
    return bool(_ASKS.search(last))
