"""Texts of a form side by side: Japanese, and what is typed in another language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, cast

from hanpo.forms.engine.definition import LANGUAGES, Form, Words

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordRow:
    """A text: the name of its field on the page, its Japanese, the other language, and whether it is long."""

    name: str
    ja: str
    said: str
    is_long: bool


def word_rows(form: Form, language: str) -> list[WordRow]:
    """Every text of a form that is written in Japanese, in the order in which it is read."""
    return [
        WordRow("-".join(path), words.ja, getattr(words, language), len(words.ja) > 40)
        for path, words in _texts(form, ("w",))
    ]


def translated(form: Form, language: str, typed: Mapping[str, str]) -> Form:
    """The form with what was typed in a language; it is offered in this language once anything is written in it."""
    changed = cast("Form", _translated(form, ("w",), language, typed))
    spoken = any(getattr(words, language) for _path, words in _texts(changed, ("w",)))
    wanted = {*changed.languages, language} if spoken else {*changed.languages} - {language}
    return replace(changed, languages=tuple(one for one in LANGUAGES if one in wanted))


def _texts(part: Any, path: Path) -> Iterator[tuple[Path, Words]]:
    for one in fields(part):
        value, here = getattr(part, one.name), (*path, one.name)
        if isinstance(value, Words):
            if value:
                yield here, value
        elif isinstance(value, tuple):
            for number, inner in enumerate(value):
                if is_dataclass(inner):
                    yield from _texts(inner, (*here, str(number)))


def _translated(part: Any, path: Path, language: str, typed: Mapping[str, str]) -> Any:
    changes: dict[str, Any] = {}
    for one in fields(part):
        value, here = getattr(part, one.name), (*path, one.name)
        if isinstance(value, Words) and (name := "-".join(here)) in typed:
            changes[one.name] = replace(value, **{language: typed[name].strip()})
        elif isinstance(value, tuple):
            changes[one.name] = tuple(
                _translated(inner, (*here, str(number)), language, typed) if is_dataclass(inner) else inner
                for number, inner in enumerate(value)
            )
    return replace(part, **changes)
