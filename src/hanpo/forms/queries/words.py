"""Forms told to people: conditions in words, and an outline of what is asked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from hanpo.forms.engine.definition import Form, Item, Kind, Language, Section
from hanpo.forms.engine.expressions import ExpressionError, in_words, parse
from hanpo.forms.engine.faults import Fault, faults
from hanpo.forms.engine.reading import item_data

SPOKEN: dict[str, Language] = {"ja": "ja", "ja-easy": "easy", "en": "en"}
"""The language of a form, by the language of the page."""


KINDS: Final[Mapping[Kind, Any]] = {
    Kind.TEXT: _("文字を書く"),
    Kind.NUMBER: _("数を書く"),
    Kind.MONEY: _("金額を書く（円）"),
    Kind.DATE: _("日付"),
    Kind.CHOICE: _("一つ選ぶ"),
    Kind.MULTIPLE: _("いくつでも選ぶ"),
    Kind.MATRIX: _("行ごとに一つ選ぶ（表）"),
    Kind.SCALE: _("程度を選ぶ（1から5など）"),
    Kind.TABLE: _("行を足していく表"),
    Kind.ADDRESS: _("住所"),
    Kind.PERSON: _("氏名"),
    Kind.FILE: _("ファイルを付ける"),
    Kind.SIGNATURE: _("署名（名前を書く）"),
    Kind.CALCULATED: _("ほかの答えから計算する"),
    Kind.NOTE: _("説明だけ（答えなし）"),
}
"""How an item is answered, in words."""

ABSENCES: Final = (("none", _("該当なし")), ("undecided", _("未定")), ("unknown", _("不明")))
"""The answers that say there is none."""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item in the outline: its number among those that are asked, its condition in words, its faults."""

    item: Item
    number: int
    kind: Any
    condition: str
    faults: Sequence[Fault]


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section in the outline."""

    section: Section
    condition: str
    items: Sequence[ItemLine]


def outline(form: Form) -> list[SectionLine]:
    """The sections and items of a form in order, as the editor shows them."""
    found = faults(form)
    lines, number = [], 0
    for section in form.sections:
        items = []
        for item in section.items:
            number += 1
            own = [fault for fault in found if fault.place == item.id]
            items.append(ItemLine(item, number, KINDS[item.kind], condition_words(form=form, when=item.when), own))
        lines.append(SectionLine(section, condition_words(form=form, when=section.when), items))
    return lines


def condition_words(*, form: Form, when: str, language: Language = "ja") -> str:
    """A condition in words; as written where it cannot be read, empty where there is none."""
    if not when:
        return ""
    try:
        return in_words(parse(when), form, language)
    except ExpressionError:
        return when


def item_mark(item: Item) -> str:
    """A fingerprint of an item, by which a page knows that somebody else changed it meanwhile."""
    return hashlib.sha256(json.dumps(item_data(item), sort_keys=True).encode()).hexdigest()[:16]


def language_of(code: str | None) -> Language:
    """The language of a form that fits the language of the page."""
    return SPOKEN.get(code or "ja", "ja")
