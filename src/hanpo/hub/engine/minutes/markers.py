"""Numbers and letters before the items of a list."""

import re

_NUMERALS = {c: str(i) for i, c in enumerate("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", start=1)}
_KANJI = {c: str(i) for i, c in enumerate("一二三四五六七八九十", start=1)}


def plain_number(marker: str) -> str:
    """A question's or option's number in plain figures: １, ①, (1), 一, A案."""
    for char in marker:
        if char in _NUMERALS or char in _KANJI:
            return (_NUMERALS | _KANJI)[char]
    digits = re.search(r"\d+", marker)
    if digits:
        return str(int(digits[0]))
    letter = re.search(r"[A-E]", marker)
    return str("ABCDE".index(letter[0]) + 1) if letter else marker


def style(marker: str) -> str:
    """The style of a marker, whatever its number: (0), 0., ・."""
    return re.sub(r"\d+|[①-⑳]|[一二三四五六七八九十]", "0", marker)


def counts_down(before: str, marker: str) -> bool:
    """Whether a list begins anew: its number is no higher than the one before."""
    first, second = plain_number(before), plain_number(marker)
    return first.isdigit() and second.isdigit() and int(second) <= int(first)
