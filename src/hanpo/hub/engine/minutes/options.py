"""Options set out for a choice: 次の3案 with ①②③, A案/B案, 案1/案2, and the explanation in brackets."""

import re
from dataclasses import dataclass

from hanpo.hub.engine.minutes.blocks import Block, Shape
from hanpo.hub.engine.minutes.drafts import Draft, Sheet
from hanpo.hub.engine.minutes.markers import plain_number
from hanpo.hub.engine.minutes.model import Kind

_INTRO = re.compile(r"[0-9二三四五六]\s*(?:つの)?案|案(?:が|を|は)|選択肢|次のとおり.{0,6}案")
_NAMED = re.compile(r"案|[A-E]")
_EXPLAINED = re.compile(r"^([^()]+)\(([^()]+)\)。?$")


@dataclass(slots=True)
class Options:
    """Whether the text has announced options, and the option that an explanation would belong to."""

    sheet: Sheet
    expected: bool = False
    last: Draft | None = None

    def heed(self, text: str) -> None:
        """A paragraph announces options when it speaks of 案 or 選択肢."""
        self.expected = bool(_INTRO.search(text))

    def end(self) -> None:
        """A new section: no option is open."""
        self.expected, self.last = False, None

    def take(self, block: Block) -> bool:
        """Whether the block is an option or the explanation of the last one; if so it is on the sheet."""
        if self.last is not None and block.shape is Shape.BRACKET:
            explanation = block.body.squeezed()
            self.last.fields["explanation"] = explanation.original()
            self.last.strands.append(explanation)
            return True
        if block.shape is not Shape.NUMBERED or not (self.expected or _NAMED.search(block.marker)):
            self.last = None
            return False
        self._add(block)
        return True

    def _add(self, block: Block) -> None:
        body = block.body.squeezed()
        title, fields = body, {"number": plain_number(block.marker)}
        inline = _EXPLAINED.match(body.text)
        if inline:
            title = body.cut(0, inline.end(1))
            fields["explanation"] = body.cut(inline.start(2), inline.end(2)).original()
        fields["title"] = title.original()
        self.last = self.sheet.add(Kind.OPTION, body, block.marker, fields=fields)
        self.last.marks.append(block.strand)
