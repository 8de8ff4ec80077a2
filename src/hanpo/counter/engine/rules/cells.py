"""Cells of a decision table: S-FEEL unary tests, read into exact sets and written back.

The subset (DMN 1.x, clause 9): `-`, a literal, a list `a, b`, `< <= > >=`, ranges `[a..b] (a..b) ]a..b[`, `not(…)`.
Clerks may also write words without quotation marks, 和暦 dates and full-width digits and signs, as Excel sheets have
them. What has two meanings (`1-3`, `1,234`, `007`) is refused and the message says what to write.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce

from hanpo.core.japanese import DateReadingError, parse_date

from .errors import CellError
from .values import BOTTOM, TOP, Cut, Kind, Names, Spans, Value, Values, complement, everything, join, just, span

LONGEST_CELL = 4_000
_FULL_WIDTH = str.maketrans("０１２３４５６７８９，＜＞＝（）［］．－−＂“”", '0123456789,<>=()[].--"""')
_WIDE_IN_WORDS = str.maketrans("，＂“”", ',"""')
_ANY = {"", "-", "―", "ー", "‐", "—"}
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(,\d{3})+(?![\d.])")
_DATE = re.compile(r'date\(\s*"([^"]*)"\s*\)|@"([^"]*)"')
_RANGE = re.compile(r"([\[(\]])(.*?)\.\.(.*)([\])\[])", re.DOTALL)
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_OPERATORS = ("<=", ">=", "<", ">")


@dataclass(frozen=True, slots=True)
class Cell:
    """A condition on one input: the text as it was written, and the values that meet it."""

    text: str
    values: Values

    def accepts(self, value: Value | None) -> bool:
        """Whether a fact meets the condition. A result that no row gave (None) meets only `-`."""
        return self.text in _ANY if value is None else value in self.values


def read_cell(text: str, kind: Kind) -> Cell:
    """A cell as an exact set. `CellError` names what cannot be read."""
    if len(text) > LONGEST_CELL:
        raise CellError(f"条件が長すぎます（{LONGEST_CELL:,}字まで）。")
    plain = _narrow(text, kind)
    if plain in _ANY:
        return Cell("-", everything(kind))
    refused = re.fullmatch(r"not\s*\((.*)\)", plain, re.DOTALL)
    values = _list(refused[1] if refused else plain, kind)
    values = complement(kind, values) if refused else values
    if values.is_empty:
        raise CellError(f"「{text}」は何にも当てはまりません。")
    return Cell(text.strip(), values)


def read_value(text: str, kind: Kind) -> Value:
    """One literal: the content of an output cell, or an answer that was typed."""
    return _literal(_narrow(text, kind), kind)


def literals(text: str) -> list[str]:
    """The items of a list of literals as texts; commas inside quotation marks do not separate."""
    return [part.strip() for part in _split(text) if part.strip()]


def _narrow(text: str, kind: Kind) -> str:
    """Full-width signs made narrow; inside words only those that separate words."""
    narrow = text.translate(_WIDE_IN_WORDS if kind is Kind.TEXT else _FULL_WIDTH).strip()
    if kind is Kind.TEXT or not kind.is_line:
        return narrow
    return narrow.replace("≦", "<=").replace("≧", ">=")


def _list(text: str, kind: Kind) -> Values:
    if kind in {Kind.NUMBER, Kind.WHOLE} and _THOUSANDS.search(text):
        raise CellError(f"「{text}」は一つの数か、いくつかの数か分かりません。桁区切りのコンマを除いてください。")
    parts = [part.strip() for part in _split(text)]
    if not all(parts):
        raise CellError(f"「{text}」に空の項目があります。コンマの前後を確かめてください。")
    return reduce(join, (_item(part, kind) for part in parts))


def _split(text: str) -> list[str]:
    """The items of a list: commas inside quotation marks do not separate."""
    parts, quoted, escaped, start = [], False, False, 0
    for place, sign in enumerate(text):
        if quoted and sign == "\\" and not escaped:
            escaped = True
            continue
        if sign == '"' and not escaped:
            quoted = not quoted
        elif not quoted and sign == ",":
            parts.append(text[start:place])
            start = place + 1
        escaped = False
    return [*parts, text[start:]]


def _item(text: str, kind: Kind) -> Values:
    if not kind.is_line:
        return just(kind, _literal(text, kind))
    for operator in _OPERATORS:
        if text.startswith(operator):
            value = _literal(text.removeprefix(operator).strip(), kind, whole=False)
            return _compared(operator, value, kind)
    found = _RANGE.fullmatch(text)
    if found:
        return _range(found, text, kind)
    return just(kind, _literal(text, kind))


def _compared(operator: str, value: Value, kind: Kind) -> Spans:
    is_open = operator in {"<", ">"}
    if operator[0] == "<":
        return span(kind, None, value, high_open=is_open)
    return span(kind, value, None, low_open=is_open)


def _range(found: re.Match[str], text: str, kind: Kind) -> Spans:
    low, high = (_literal(found[part].strip(), kind, whole=False) for part in (2, 3))
    if low > high:  # type: ignore[operator]  # both are of one kind
        raise CellError(f"「{text}」は始まりが終わりより後です。")
    return span(kind, low, high, low_open=found[1] in "(]", high_open=found[4] in ")[")


def _literal(text: str, kind: Kind, *, whole: bool = True) -> Value:
    match kind:
        case Kind.TEXT:
            return _word(text)
        case Kind.BOOLEAN:
            return _yes_or_no(text)
        case Kind.DATE:
            return _day(text)
    return _number(text, kind if whole else Kind.NUMBER)


def _word(text: str) -> str:
    quoted = _TEXT.fullmatch(text)
    if quoted:
        return re.sub(r"\\(.)", r"\1", quoted[1], flags=re.DOTALL)
    if not text or '"' in text or re.match(r"[<>\[\]]|not\s*\(", text):
        raise CellError(f'「{text}」は言葉として読めません。言葉は"…"で囲んでください。')
    return text


def _yes_or_no(text: str) -> bool:
    words = {"true": True, "false": False, "はい": True, "いいえ": False}
    try:
        return words[text.lower()]
    except KeyError:
        raise CellError(f"「{text}」は true か false（はい・いいえ）で書いてください。") from None


def _day(text: str) -> date:
    found = _DATE.fullmatch(text)
    try:
        return date.fromisoformat(found[1] or found[2]) if found else parse_date(text.strip('"'))
    except (DateReadingError, ValueError):
        raise CellError(f"「{text}」は日付として読めません。例: 2026-04-01") from None


def _number(text: str, kind: Kind) -> int | Decimal:
    if not _NUMBER.fullmatch(text):
        hint = "範囲は [1..3] のように書いてください。" if re.fullmatch(r"\d+\s*[-~〜]\s*\d+", text) else ""
        raise CellError(f"「{text}」は数として読めません。{hint}")
    number = Decimal(text)
    if number == int(number):
        return int(number)
    if kind is Kind.WHOLE:
        raise CellError(f"「{text}」は整数ではありません。")
    return number


def write_cell(values: Values, kind: Kind) -> str:
    """A set as a unary test that every DMN tool reads; `read_cell` gives the same set again."""
    if values == everything(kind):
        return "-"
    if isinstance(values, Names):
        listed = ", ".join(write_value(item) for item in sorted(values.items, key=str))
        return f"not({listed})" if values.rest else listed
    return ", ".join(_written_span(low, high, kind) for low, high in values.spans)


def write_value(value: Value) -> str:
    """A literal in S-FEEL."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return f'date("{value.isoformat()}")' if isinstance(value, date) else f"{value:f}" if value else "0"


def _written_span(low: Cut, high: Cut, kind: Kind) -> str:
    first, low_open = _edge(low, kind, upper=False)
    last, high_open = _edge(high, kind, upper=True)
    if first is None:
        return f"{'<' if high_open else '<='} {last}"
    if last is None:
        return f"{'>' if low_open else '>='} {first}"
    if first == last:
        return first
    return f"{'(' if low_open else '['}{first}..{last}{')' if high_open else ']'}"


def _edge(cut: Cut, kind: Kind, *, upper: bool) -> tuple[str | None, bool]:
    """The literal at the end of a span and whether it is left out."""
    if cut in (BOTTOM, TOP):
        return None, False
    value, after = cut[1], bool(cut[2])
    if upper and kind is Kind.DATE:
        return write_value(value - timedelta(days=1)), False
    if upper and kind is Kind.WHOLE:
        return write_value(value - 1), False
    return write_value(value), after is not upper
