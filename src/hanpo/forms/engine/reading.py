"""A form from plain data and back. `read_form` is strict about names and types; `faults` (see there) about sense."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeVar

from hanpo.forms.engine.definition import (
    LANGUAGES,
    Check,
    Choice,
    DefinitionError,
    Form,
    Item,
    Kind,
    Section,
    Words,
)
from hanpo.forms.engine.faults import Fault, faults

__all__ = ["Fault", "faults", "form_data", "item_data", "read_form", "read_item", "section_data"]

Part = TypeVar("Part", Form, Section, Item, Choice, Check)

_NAMES: Final = {Form: "様式", Section: "区分", Item: "項目", Choice: "選択肢", Check: "確認"}


def read_form(data: Mapping[str, Any]) -> Form:
    """The form that plain data describe. Raises `DefinitionError`, which names the place and says what to do."""
    return _read(Form, data, "様式")


def read_item(data: Mapping[str, Any]) -> Item:
    """One item from plain data, as the editor sends it. Raises `DefinitionError`."""
    return _read(Item, data, "項目")


def form_data(form: Form) -> dict[str, Any]:
    """A form as plain data (JSON, YAML) without what is as by default; `read_form` gives the same form again."""
    return _data(form)


def item_data(item: Item) -> dict[str, Any]:
    """One item as plain data; `read_item` gives the same item again."""
    return _data(item)


def section_data(section: Section) -> dict[str, Any]:
    """One section as plain data, with its items."""
    return _data(section)


def _data(part: Any) -> dict[str, Any]:
    written = {}
    for one in fields(part):
        value = getattr(part, one.name)
        if value != one.default:
            written[one.name] = _plain(value)
    return written


def _plain(value: Any) -> Any:
    if isinstance(value, Words):
        filled = {language: words for language in LANGUAGES if (words := getattr(value, language))}
        return value.ja if set(filled) <= {"ja"} else filled
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Kind):
        return value.value
    return value if isinstance(value, (str, int, bool)) or value is None else _data(value)


def _read(kind: type[Part], data: Any, place: str) -> Part:
    if not isinstance(data, Mapping):
        raise DefinitionError(f"{_NAMES[kind]}は「名前: 値」の組で書いてください。", place)
    own = data.get("id")
    place = f"{_NAMES[kind]} {own}" if isinstance(own, str) and own else place
    known: dict[str, Field[Any]] = {one.name: one for one in fields(kind)}
    for name in data:
        if name not in known:
            raise DefinitionError(f"「{name}」という設定はありません。使えるのは {'、'.join(known)} です。", place)
    values = {name: _value(known[name], value, place) for name, value in data.items()}
    for name, one in known.items():
        if one.default is MISSING and name not in values:
            raise DefinitionError(f"「{name}」がありません。書き足してください。", place)
    return kind(**values)


def _value(one: Field[Any], value: Any, place: str) -> Any:
    # Annotations are text here (`from __future__ import annotations`), and say all that is needed.
    return _READERS[str(one.type)](value, f"{place} の {one.name}")


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise DefinitionError("文字で書いてください（YAMLでは引用符「'」で囲みます）。", place)
    return value


def _yes_no(value: Any, place: str) -> bool:
    if not isinstance(value, bool):
        raise DefinitionError("true か false で書いてください。", place)
    return value


def _count(value: Any, place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise DefinitionError("整数で書いてください。", place)
    return value


def _decimal(value: Any, place: str) -> Decimal | None:
    if value is None:
        return None
    try:
        number = Decimal(str(value)) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise DefinitionError("数字で書いてください。例：0、100、'0.5'", place)
    return number


def _words(value: Any, place: str) -> Words:
    if isinstance(value, str):
        return Words(value)
    if not isinstance(value, Mapping) or not set(value) <= set(LANGUAGES):
        raise DefinitionError("文か、ja・easy・en の組で書いてください。", place)
    return Words(**{language: _text(words, f"{place}（{language}）") for language, words in value.items()})


def _kind(value: Any, place: str) -> Kind:
    if value not in set(Kind):
        raise DefinitionError(f"「{value}」という種類はありません。使えるのは {'、'.join(Kind)} です。", place)
    return Kind(value)


def _list(value: Any, place: str) -> list[Any]:
    if not isinstance(value, (list, tuple)):
        raise DefinitionError("一つずつ並べて（リストで）書いてください。", place)
    return list(value)


def _texts(value: Any, place: str) -> tuple[str, ...]:
    return tuple(_text(one, place) for one in _list(value, place))


def _languages(value: Any, place: str) -> tuple[str, ...]:
    languages = _texts(value, place)
    if not set(languages) <= set(LANGUAGES):
        raise DefinitionError("ja・easy・en の中から書いてください。", place)
    return languages


def _parts(kind: type[Part]) -> Callable[[Any, str], tuple[Part, ...]]:
    def read(value: Any, place: str) -> tuple[Part, ...]:
        return tuple(_read(kind, one, f"{place} の{at}つめ") for at, one in enumerate(_list(value, place), 1))

    return read


_READERS: Final[Mapping[str, Callable[[Any, str], Any]]] = {
    "str": _text,
    "bool": _yes_no,
    "int": _count,
    "Decimal | None": _decimal,
    "Words": _words,
    "Kind": _kind,
    "tuple[str, ...]": _texts,
    "tuple[Language, ...]": _languages,
    "tuple[Choice, ...]": _parts(Choice),
    "tuple[Check, ...]": _parts(Check),
    "tuple[Item, ...]": _parts(Item),
    "tuple[Section, ...]": _parts(Section),
}
