"""Numbers as staff write them in a cell: １２３, 1,234人, 3万円, 1.5千円, 約100, 百二十.

A number is read only where it can mean one thing. Ranges (10～20), bounds (100以上), lists (1、3) and dashes are
named for what they are and never turned into a number.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .errors import JapaneseRuleError
from .kana import DASHES, fold_width

_DIGITS = dict(zip("〇零一二三四五六七八九壱弐参", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3), strict=True))
_SMALL_UNITS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_LARGE_UNITS = {"万": 10**4, "萬": 10**4, "億": 10**8, "兆": 10**12}
_NUMERAL_CHARS = "0-9,.〇零一二三四五六七八九壱弐参十拾百千万萬億兆"
_TOKEN = re.compile(
    r"(?P<plain>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
    r"|(?P<kanji>[〇零一二三四五六七八九壱弐参]+)|(?P<small>[十拾百千])|(?P<large>[万萬億兆])"
)
_BODY = re.compile(rf"(?P<sign>[-▲△]?)(?:¥|金)?(?P<numeral>[{_NUMERAL_CHARS}]+)(?P<unit>.*)")

COMMON_UNITS = frozenset(
    "円 円也 人 名 件 個 本 枚 台 回 日 日間 週 週間 か月 ヶ月 ヵ月 カ月 ケ月 箇月 月 年 年間 時間 分 秒 歳 才 世帯 戸 軒 棟 "
    "か所 ヶ所 ヵ所 カ所 ケ所 箇所 校 園 社 団体 市町 課 % パーセント ポイント pt 点 km m cm mm kg g t トン km2 m2 ㎡ ㎢ ha a "
    "L ml 箱 ケース 袋 束 株 頭 羽 匹 票 通 部 冊 ページ 頁 種類 品目 組 班 便 食 席 室 床".split()
)
"""Units that a count or an amount may carry without further ado."""

_APPROXIMATE_BEFORE = ("およそ", "おおよそ", "おおむね", "概ね", "約", "ほぼ")
_APPROXIMATE_AFTER = ("程度", "くらい", "ぐらい", "前後", "ほど", "余り", "余", "強", "弱")
_BOUNDS_AFTER = {
    "以上": ("low", True), "以下": ("high", True), "未満": ("high", False), "を超える": ("low", False),
    "超": ("low", False), "まで": ("high", True), "から": ("low", True), "~": ("low", True), "以内": ("high", True),
}  # fmt: skip
_BOUNDS_BEFORE = {
    "最低": ("low", True),
    "少なくとも": ("low", True),
    "最大": ("high", True),
    "~": ("high", True),
}
_RANGE = re.compile(
    rf"(?P<low>.*?[{_NUMERAL_CHARS}][^~]*?)(?:~|から|(?<=\d)-(?=\d))(?P<high>[-▲△]?[{_NUMERAL_CHARS}].*)"
)

AbsenceKind = Literal["blank", "dash", "none", "undecided", "unknown"]
_ABSENCES: dict[str, AbsenceKind] = {
    "": "blank", "空欄": "blank", "-": "dash", "--": "dash", "なし": "none", "無し": "none", "無": "none",
    "該当なし": "none", "該当無し": "none", "ありません": "none", "未定": "undecided", "検討中": "undecided",
    "調整中": "undecided", "不明": "unknown", "わからない": "unknown", "未回答": "unknown", "N/A": "unknown", "n/a": "unknown",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """One number as written: value in the plain unit (3万円 is 30000 円), and whether it was called approximate."""

    value: Decimal
    unit: str
    approximate: bool
    text: str


@dataclass(frozen=True, slots=True)
class NumberRange:
    """A range or a one-sided bound (10～20, 100以上, 50未満). None stands for an open side."""

    low: Decimal | None
    high: Decimal | None
    low_included: bool
    high_included: bool
    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """A cell that gives no number: blank, a dash, なし, 未定 or 不明, which mean different things and never 0."""

    kind: AbsenceKind
    text: str


Quantity = ReadNumber | NumberRange | NoAnswer


class NumberReadingError(JapaneseRuleError):
    """The text is not one number; `found` tells what it is where that is known (a range, a bound, no answer)."""

    def __init__(self, message: str, found: NumberRange | NoAnswer | None = None) -> None:
        super().__init__(message)
        self.found = found


class _Sum:
    """Adds up a numeral token by token and refuses an order that nobody writes (百千, 3万5万, 1二)."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.total = self.section = Decimal(0)
        self.number: Decimal | None = None
        self.ceiling = self.large_ceiling = Decimal("Infinity")
        self.closed = False

    def refuse(self) -> NumberReadingError:
        return NumberReadingError(
            f"「{self.text}」は数字として読めません。「1,234」や「3万5千」のように入れてください。"
        )

    def add_number(self, value: Decimal) -> None:
        if self.number is not None or self.closed or value >= self.ceiling:
            raise self.refuse()
        self.number = value
        self.closed = value != value.to_integral_value()

    def add_small(self, unit: int) -> None:
        if unit >= self.ceiling or self.number == 0:
            raise self.refuse()
        self.section += (1 if self.number is None else self.number) * unit
        self.number, self.ceiling = None, Decimal(unit)

    def add_large(self, unit: int) -> None:
        part = self.section + (self.number or 0)
        if unit >= self.large_ceiling or (part == 0 and self.number is None):
            raise self.refuse()
        self.total += part * unit
        self.section, self.number = Decimal(0), None
        self.ceiling = self.large_ceiling = Decimal(unit)

    def result(self) -> Decimal:
        value = self.total + self.section + (self.number or 0)
        return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _positional(run: str, text: str, *, alone: bool) -> Decimal:
    """二〇二六 is 2026; 二三 may be 23 or "two or three", and 十二三 is never one number: both are refused."""
    digits = [_DIGITS[character] for character in run]
    if len(digits) > 1 and (not alone or (len(digits) == 2 and digits[1] == digits[0] + 1)):
        raise NumberReadingError(f"「{text}」は一つの数字に決められません。算用数字（例 23）で入れてください。")
    return Decimal("".join(map(str, digits)))


def read_numeral(text: str) -> Decimal:
    """The value of a bare numeral without sign and unit (1,234 / 3万5千 / 百二十 / 二〇二六).

    Raises NumberReadingError for anything else.
    """
    folded = fold_width(text).strip()
    tokens = list(_TOKEN.finditer(folded))
    total = _Sum(text)
    if not folded or "".join(token.group() for token in tokens) != folded:
        raise total.refuse()
    for token in tokens:
        if token["plain"]:
            total.add_number(Decimal(token["plain"].replace(",", "")))
        elif token["kanji"]:
            total.add_number(_positional(token["kanji"], text, alone=len(tokens) == 1))
        elif token["small"]:
            total.add_small(_SMALL_UNITS[token["small"]])
        else:
            total.add_large(_LARGE_UNITS[token["large"]])
    return total.result()


def _prepare(text: str) -> str:
    """Fold the width; refuse marks that would silently become digits (① → 1, 10² → 102, ½)."""
    for character in text:
        tag = unicodedata.decomposition(character).partition(" ")[0]
        if tag in {"<circle>", "<super>", "<sub>", "<fraction>", "<compat>"}:
            raise NumberReadingError(f"「{character}」は数字として読めません。0～9の数字で入れてください。")
    folded = fold_width(text).strip().replace("〜", "~")
    return re.sub(rf"(?<![ぁ-ゖァ-ヺ])[{DASHES}]", "-", folded)


def _refuse_lists(folded: str, text: str) -> None:
    if re.search(r"\d\s*[、・/;]\s*\d|\d\s+\d|\n", folded) or re.search(r",(?!\d{3}(?!\d))", folded):
        raise NumberReadingError(f"「{text}」には数字が二つ以上あるようです。この欄には一つだけ入れてください。")
    if folded in {"○", "〇", "◯", "×", "✓", "レ"}:
        raise NumberReadingError(f"「{text}」は印です。数字を入れてください。")


def _strip_approximate(folded: str) -> tuple[str, bool]:
    for word in _APPROXIMATE_BEFORE:
        if folded.startswith(word):
            return folded[len(word) :].strip(), True
    for word in _APPROXIMATE_AFTER:
        if folded.endswith(word):
            return folded[: -len(word)].strip(), True
    return folded, False


def _strip_bound(folded: str) -> tuple[str, str, bool] | None:
    for word, (side, included) in _BOUNDS_AFTER.items():
        if folded.endswith(word):
            return folded[: -len(word)].strip(), side, included
    for word, (side, included) in _BOUNDS_BEFORE.items():
        if folded.startswith(word):
            return folded[len(word) :].strip(), side, included
    return None


def _value_and_unit(folded: str, text: str, units: frozenset[str]) -> tuple[Decimal, str]:
    match = _BODY.fullmatch(folded)
    if match is None:
        raise NumberReadingError(f"「{text}」は数字として読めません。「1,234」のように入れてください。")
    unit = match["unit"].strip()
    if unit and unit not in units:
        raise NumberReadingError(f"「{text}」の「{unit}」が読めません。数字と単位だけを入れてください。")
    value = read_numeral(match["numeral"])
    if "¥" in folded or unit == "円也":
        unit = "円"
    return (-value if match["sign"] else value), unit


def _bound(folded: str, text: str, units: frozenset[str]) -> NumberRange | None:
    stripped = _strip_bound(folded)
    if stripped is None:
        return None
    body, side, included = stripped
    value, unit = _value_and_unit(body, text, units)
    if side == "low":
        return NumberRange(value, None, included, False, unit, text)
    return NumberRange(None, value, False, included, unit, text)


def _range(folded: str, text: str, units: frozenset[str]) -> NumberRange | None:
    match = _RANGE.fullmatch(folded)
    if match is None:
        return None
    low, low_unit = _value_and_unit(match["low"].strip(), text, units)
    high, high_unit = _value_and_unit(match["high"].strip(), text, units)
    scale = re.fullmatch(r"([\d,.]+)([百十千]?[万億]|千)\D*", match["high"].strip())
    # 3～5万円 means 30,000 to 50,000 yen: a scale written once belongs to both ends (but not in 9,000～1万円).
    if scale and not low_unit and low < read_numeral(scale[1]):
        low *= read_numeral("1" + scale[2])
    if low_unit and low_unit != high_unit:
        raise NumberReadingError(f"「{text}」は両端の単位がちがいます。同じ単位にそろえてください。")
    if low > high:
        raise NumberReadingError(f"「{text}」は左の数字が大きくなっています。小さい方を左に入れてください。")
    return NumberRange(low, high, True, True, high_unit, text)


def read_quantity(text: str, *, units: frozenset[str] = COMMON_UNITS) -> Quantity:
    """What a cell says about a quantity: a number, a range or bound, or no answer.

    `units` are the words that may follow the digits. Raises NumberReadingError for everything else (several numbers,
    marks such as ○ or ①, unknown words), with a message that says what to enter.
    """
    folded = _prepare(text)
    if folded in _ABSENCES:
        return NoAnswer(_ABSENCES[folded], text)
    _refuse_lists(folded, text)
    folded, approximate = _strip_approximate(folded)
    named = _bound(folded, text, units) or _range(folded, text, units)
    if named is not None:
        return named
    value, unit = _value_and_unit(folded, text, units)
    return ReadNumber(value, unit, approximate, text)


def read_number(text: str, *, units: frozenset[str] = COMMON_UNITS) -> ReadNumber:
    """One number, or NumberReadingError that names what was written instead (範囲, 下限, 上限, 回答なし)."""
    quantity = read_quantity(text, units=units)
    if isinstance(quantity, ReadNumber):
        return quantity
    if isinstance(quantity, NoAnswer):
        raise NumberReadingError(f"「{text}」は数字ではありません。0のときは 0 と入れてください。", quantity)
    what = "下限" if quantity.high is None else "上限" if quantity.low is None else "範囲"
    raise NumberReadingError(f"「{text}」は{what}を表しています。一つの数字を入れてください。", quantity)


def format_number(value: int | Decimal) -> str:
    """1234 → 1,234. Decimals are shown as they are."""
    return f"{value:,}"


def format_yen(value: int) -> str:
    """30000 → 30,000円."""
    return f"{value:,}円"


def format_man_yen(value: int) -> str:
    """Exact yen in 億 and 万: 123456789 → 1億2,345万6,789円. Nothing is rounded."""
    rest, parts = abs(value), []
    for unit, name in ((10**12, "兆"), (10**8, "億"), (10**4, "万"), (1, "")):
        count, rest = divmod(rest, unit)
        if count:
            parts.append(f"{count:,}{name}")
    return ("-" if value < 0 else "") + ("".join(parts) or "0") + "円"
