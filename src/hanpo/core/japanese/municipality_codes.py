"""全国地方公共団体コード: six digits, the last of them a check digit; five digits in maps and statistics.

Source: 総務省 全国地方公共団体コード仕様: with the first five digits weighted 6, 5, 4, 3, 2, the check digit is the last digit of
11 less the remainder of the sum by 11. The table of Hyogo stands in `hyogo.py`.
"""

import re
from dataclasses import dataclass

from .errors import JapaneseRuleError
from .hyogo import HYOGO_MUNICIPALITIES, HYOGO_PREFECTURE, Municipality
from .kana import fold_width

_BY_CODE = {entry.code: entry for entry in (HYOGO_PREFECTURE, *HYOGO_MUNICIPALITIES)}
_MUNICIPAL_PART = re.compile("000|[1-7][0-9]{2}")  # prefecture itself, or wards, cities, towns and villages
_BY_NAME = {entry.name: entry for entry in _BY_CODE.values()}


class MunicipalityCodeError(JapaneseRuleError):
    """Not a code of a Japanese local government, or one that cannot be repaired in a single way."""


@dataclass(frozen=True, slots=True)
class CodeRepair:
    """A code made whole: the six digits, what was given, and what was done to it (Japanese, empty if nothing)."""

    code: str
    original: str
    repairs: tuple[str, ...]


def check_digit(code5: str) -> int:
    """The check digit of a five-digit code. Raises MunicipalityCodeError unless five digits are given."""
    if not re.fullmatch("[0-9]{5}", code5):
        raise MunicipalityCodeError(f"「{code5}」は5けたの数字ではありません。団体コードを確かめてください。")
    total = sum(weight * int(digit) for weight, digit in zip((6, 5, 4, 3, 2), code5, strict=True))
    return (11 - total % 11) % 10


def is_valid_code(code: str) -> bool:
    """Whether a six-digit code has a prefecture number 01-47 and its right check digit."""
    return _has_prefecture(code) and bool(re.fullmatch("[0-9]{6}", code)) and check_digit(code[:5]) == int(code[5])


def _has_prefecture(code: str) -> bool:
    return "01" <= code[:2] <= "47"


def to_six_digits(code: str) -> str:
    """28202 → 282022; a six-digit code is checked and returned. Raises MunicipalityCodeError for anything else."""
    if re.fullmatch("[0-9]{5}", code) and _has_prefecture(code):
        return f"{code}{check_digit(code)}"
    if is_valid_code(code):
        return code
    raise MunicipalityCodeError(
        f"「{code}」は団体コードではありません。検査数字つきの6けた（例 282022）か5けた（例 28202）で入れてください。"
    )


def to_five_digits(code: str) -> str:
    """282022 → 28202, checked. Raises MunicipalityCodeError."""
    return to_six_digits(code)[:5]


def repair_code(text: str) -> CodeRepair:
    """A code from a file that passed through a spreadsheet: a lost leading zero, a lost check digit, full width, 「.0」.

    Nothing is guessed: where two readings are valid (five digits may be a whole code without its zero) the error names
    both. Raises MunicipalityCodeError.
    """
    plain = re.sub(r"\.0+$", "", fold_width(text).strip().lstrip("'"))
    candidates = {code: repairs for code, repairs in _readings(plain) if is_valid_code(code)}
    if len(candidates) > 1:
        raise MunicipalityCodeError(f"「{text}」は{'と'.join(candidates)}のどちらとも読めます。6けたで入れてください。")
    if not candidates:
        raise MunicipalityCodeError(f"「{text}」は団体コードとして読めません。6けた（例 282022）で入れてください。")
    [(code, repairs)] = candidates.items()
    width = () if plain == text else ("書き方を半角数字にそろえました",)
    return CodeRepair(code, text, width + repairs)


def _readings(plain: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every code that a run of digits may stand for, with the repairs each would need."""
    zero, check = "先頭の0を補いました", "検査数字を補いました"
    if not re.fullmatch("[0-9]{4,6}", plain):
        return []
    if len(plain) == 6:
        return [(plain, ())]
    if len(plain) == 4:
        return [("0" + plain + str(check_digit("0" + plain)), (zero, check))]
    both = [(plain + str(check_digit(plain)), (check,)), ("0" + plain, (zero,))]
    return [(code, repairs) for code, repairs in both if _MUNICIPAL_PART.fullmatch(code[2:5])]


def municipality_by_code(code: str) -> Municipality:
    """The prefecture or municipality of Hyogo with this code (5 or 6 digits).

    Raises MunicipalityCodeError when the code is wrong or lies outside Hyogo.
    """
    try:
        return _BY_CODE[to_six_digits(code)]
    except KeyError:
        raise MunicipalityCodeError(
            f"「{code}」は兵庫県内の団体コードではありません。コードを確かめてください。"
        ) from None


def municipality_by_name(name: str) -> Municipality:
    """The prefecture or municipality of Hyogo with this Japanese name (尼崎市). Raises MunicipalityCodeError."""
    try:
        return _BY_NAME[name.strip()]
    except KeyError:
        raise MunicipalityCodeError(
            f"「{name}」は兵庫県内の市町の名前ではありません。「尼崎市」のように入れてください。"
        ) from None
