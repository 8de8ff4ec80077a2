"""Doubtful readings among what was typed: asked once, never refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.counter.engine.papers import Doubt, doubts
from hanpo.counter.queries.papers import OpenSet, kana_of
from hanpo.forms.engine.definition import Item, Kind
from hanpo.forms.inputs.answers import Typed, name

WORDS: Final = {
    "large": gettext_lazy("「{typed}」は「{meant}」ではありませんか（小さいャュョッ）。"),
    "hyphen": gettext_lazy("「{typed}」の横棒は、長音「ー」ですか（{meant}）。"),
    "not_kana": gettext_lazy("「{typed}」にカタカナでない字があります。"),
    "beginning": gettext_lazy("「{typed}」は小さい字・ン・ーで始まっています。"),
    "rare": gettext_lazy("「{typed}」に、名前では珍しいカナ（ヂ・ヲ・ヱなど）があります。"),
    "short": gettext_lazy("「{typed}」は、漢字の数よりフリガナが短いようです。"),
    "same": gettext_lazy("氏と名のフリガナが同じ「{typed}」です。"),
}
"""What is said of each kind of doubt."""


def doubt_words(doubt: Doubt) -> str:
    """A doubt in words."""
    return str(WORDS[doubt.kind]).format(typed=doubt.typed, meant=doubt.meant)


def with_doubts(items: Iterable[Item], typed: Typed, data: QueryDict) -> tuple[Typed, Mapping[str, str]]:
    """What was typed with a question at each doubtful reading, and the readings that the person says are right.

    The names are kept all the same: a doubt is a question and no fault.
    """
    errors, unsure, sure = dict(typed.errors), dict(typed.unsure), {}
    for item in items:
        value = typed.values.get(item.id)
        if item.kind is not Kind.PERSON or not isinstance(value, Mapping) or not (found := doubts(value)):
            continue
        reading = kana_of(value)
        if data.get(f"{name(item)}--sure") == reading:
            sure[item.id] = reading
        else:
            said = tuple(doubt_words(one) for one in found)
            errors[item.id] = (*errors.get(item.id, ()), *said, _("よければチェックを入れてください。"))
            unsure[item.id] = reading
    return replace(typed, errors=errors, unsure=unsure), sure


def still_asked(typed: Typed, one: OpenSet) -> Typed:
    """The same without errors on what is no longer asked now that the answers are kept."""
    asked = {item.id for item in one.asked} | {""}
    return replace(typed, errors={entry: said for entry, said in typed.errors.items() if entry in asked})
