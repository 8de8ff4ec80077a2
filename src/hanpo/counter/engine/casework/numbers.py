"""Numbers of cases: short enough for the telephone, with a check digit so that a slip never opens another case.

The check digit is Damm's (H. M. Damm, Total anti-symmetrische Quasigruppen, 2004): it finds every single wrong digit
and every swap of two neighbours.
"""

import unicodedata

_TABLE = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
WIDTH = 5
"""Digits before the check digit; more where the running number needs them."""


class NumberError(ValueError):
    """What was typed is no number of a case, or a digit in it is wrong."""


def case_number(running: int) -> str:
    """The number of a case as people read it (`00042-8`) for the running number of its municipality, from 1 on."""
    if running < 1:
        raise NumberError(f"running numbers begin with 1, not {running}")
    digits = f"{running:0{WIDTH}d}"
    return f"{digits}-{_check(digits)}"


def read_number(text: str) -> str:
    """The number in what somebody typed or said, in full-width digits too, with or without hyphen and zeros in front.

    Raises `NumberError` where the check digit does not fit.
    """
    folded = unicodedata.normalize("NFKC", text)
    digits = "".join(sign for sign in folded if sign not in " -‐‑–—−ー－\u3000")
    if not digits.isdecimal() or not digits.isascii() or len(digits) < 2 or _check(digits) != 0:
        raise NumberError(text)
    return case_number(int(digits[:-1]))


def _check(digits: str) -> int:
    """Damm's digit of the digits; 0 for digits that carry theirs at the end."""
    state = 0
    for digit in digits:
        state = _TABLE[state][int(digit)]
    return state
