"""Kana: width, hiragana and katakana, long vowel marks, and a key under which spellings of one reading meet.

Width is folded character by character and only where the Unicode width tag says so. Full NFKC is never applied to
text that may hold a name: it would replace compatibility ideographs (神 for U+FA19) and circled numbers.
"""

import re
import unicodedata

import jaconv

DASHES = "\\-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\uff70\uff0d"
"""Everything that people type for a hyphen or a long vowel mark, ready for a character class."""

_WIDTH_RUN = re.compile("[\u3041-\u3096\u30a1-\u30fa]?[\uff01-\uff9f\uffe0-\uffe6\u3000]+")
_KANA = "\u3041-\u3096\u30a1-\u30fa"
_LONG_VOWEL = re.compile(rf"(?<=[{_KANA}\u30fc])[{DASHES}~〜](?![0-9０-９])")
_NOT_READING = re.compile(r"[\s\u3000・･.'’]+")

_SMALL_TO_LARGE = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_SAME_SOUND = str.maketrans("ヂヅヲヰヱヴ", "ジズオイエブ")
_VOWEL_ROWS = {
    "ア": "アカサタナハマヤラワガザダバパァャヮ",
    "イ": "イキシチニヒミリギジヂビピィ",
    "ウ": "ウクスツヌフムユルグズヅブプゥュヴ",
    "エ": "エケセテネヘメレゲゼデベペェ",
    "オ": "オコソトノホモヨロヲゴゾドボポォョ",
}
_VOWEL_OF = {kana: vowel for vowel, row in _VOWEL_ROWS.items() for kana in row}


def fold_width(text: str) -> str:
    """Full-width letters and digits become half-width, half-width kana full-width, a full-width space a space.

    Kanji, variation selectors, circled numbers and everything else stay exactly as they are.
    """
    return _WIDTH_RUN.sub(_fold_run, text)


def _fold_run(run: re.Match[str]) -> str:
    # A half-width voicing mark with no kana before it would otherwise hang on whatever stands there.
    return unicodedata.normalize("NFKC", run.group()).replace("\u3099", "゛").replace("\u309a", "゜")


def compose_kana(text: str) -> str:
    """Join kana and a separate combining voicing mark (か + U+3099 → が), as some systems store them apart."""
    return re.sub(f"[{_KANA}][\u3099\u309a]", lambda pair: unicodedata.normalize("NFC", pair.group()), text)


def to_katakana(text: str) -> str:
    """Hiragana and half-width katakana as full-width katakana; everything else unchanged."""
    return str(jaconv.hira2kata(_full_width_kana(text)))


def to_hiragana(text: str) -> str:
    """Katakana (either width) as hiragana; everything else unchanged."""
    return str(jaconv.kata2hira(_full_width_kana(text)))


def _full_width_kana(text: str) -> str:
    half_width = re.compile("[\u3041-\u3096\u30a1-\u30fa]?[\uff61-\uff9f]+")
    return half_width.sub(lambda run: fold_width(run.group()), compose_kana(text))


def unify_long_vowels(text: str) -> str:
    """Hyphens, dashes and tildes after kana become the long vowel mark ー; before a digit they stay (コ-1)."""
    return _LONG_VOWEL.sub("ー", text)


def kana_search_key(text: str) -> str:
    """A key under which usual spellings of one reading meet: おおの / オーノ / ｵｵﾉ, キヨウコ / キョウコ.

    For finding and comparing, never for storing. Small and large kana, ヂ/ジ, ヅ/ズ, ヲ/オ, long vowels written
    ー, ウ or オ, spaces and dots are folded.
    """
    kana = unify_long_vowels(to_katakana(fold_width(text)))
    kana = _NOT_READING.sub("", kana).translate(_SAME_SOUND)
    key: list[str] = []
    for character in kana:
        key.append(_spoken(character, key[-1] if key else ""))
    return "".join(key).translate(_SMALL_TO_LARGE).casefold()


def _spoken(character: str, before: str) -> str:
    """The vowel that is heard: ー repeats the vowel before it, ウ after オ is オ, イ after エ is エ."""
    vowel = _VOWEL_OF.get(before, "")
    if character == "ー":
        return vowel or character
    if (vowel, character) in {("オ", "ウ"), ("エ", "イ")}:
        return vowel
    return character


def search_key(text: str) -> str:
    """A key for plain text search: compatibility forms folded, case folded, katakana and hiragana alike.

    For finding only. NFKC is right here because the key is never shown or stored as anybody's name.
    """
    folded = unicodedata.normalize("NFKC", unify_long_vowels(fold_width(text)))
    return re.sub(r"\s+", " ", to_hiragana(folded)).strip().casefold()
