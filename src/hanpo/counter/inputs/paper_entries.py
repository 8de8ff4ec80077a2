"""Doubtful readings among what was typed: asked once, never refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from hanpo.counter.engine.papers import Doubt, doubts
from hanpo.counter.queries.papers import OpenSet, kana_of
from hanpo.forms.engine.definition import Item, Kind, Language
from hanpo.forms.inputs.answers import Typed, name


def doubt_words(doubt: Doubt, language: Language) -> str:
    """A doubt in words; why it is one is told in Japanese only."""
    if doubt.meant:
        return _("「{typed}」は「{meant}」ではありませんか（小さいャュョッ）。").format(
            typed=doubt.typed, meant=doubt.meant
        )
    if language == "ja":
        return doubt.reason_ja
    return _("「{typed}」の読みかたを、もう一度確かめてください。").format(typed=doubt.typed)


def with_doubts(
    items: Iterable[Item], typed: Typed, data: QueryDict, language: Language
) -> tuple[Typed, Mapping[str, str]]:
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
            said = tuple(doubt_words(one, language) for one in found)
            errors[item.id] = (*errors.get(item.id, ()), *said, _("よければチェックを入れてください。"))
            unsure[item.id] = reading
    return replace(typed, errors=errors, unsure=unsure), sure


def still_asked(typed: Typed, one: OpenSet) -> Typed:
    """The same without errors on what is no longer asked now that the answers are kept."""
    asked = {item.id for item in one.asked} | {""}
    return replace(typed, errors={entry: said for entry, said in typed.errors.items() if entry in asked})
