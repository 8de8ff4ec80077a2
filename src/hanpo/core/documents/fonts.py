"""The typefaces that documents are set in, and what to install where one is missing.

BIZ UD (universal design, by Morisawa) is read easily but lacks rare kanji such as 𠮷; Noto CJK has those and the
variants that IVS select. Typst replaces a missing typeface without a word, so presence is checked before each document.
"""

from __future__ import annotations

from functools import lru_cache

import typst
from django.utils.translation import gettext as _

NEEDED = {
    "BIZ UDGothic": "fonts-morisawa-bizud-gothic",
    "BIZ UDMincho": "fonts-morisawa-bizud-mincho",
    "Noto Sans CJK JP": "fonts-noto-cjk",
    "Noto Serif CJK JP": "fonts-noto-cjk",
}
"""Family → the Debian package that carries it."""

WELCOME = {"IPAmjMincho": "fonts-ipamj-mincho"}
"""Families used where they are installed: the kanji of the registers (文字情報基盤) beyond Noto's."""


class FontsMissing(RuntimeError):
    """A typeface that documents need is not installed; the message names the Debian package."""

    def __init__(self, families: tuple[str, ...]) -> None:
        packages = " ".join(sorted({NEEDED[family] for family in families}))
        super().__init__(
            _("PDFに使う書体（%(families)s）がありません。「apt-get install %(packages)s」で入れてください。")
            % {"families": "、".join(families), "packages": packages}
        )
        self.families = families


@lru_cache(maxsize=1)
def installed() -> typst.Fonts:
    """The typefaces of this machine, read once for the life of the process."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


def missing_fonts() -> tuple[str, ...]:
    """The needed families that are not installed."""
    present = set(installed().families())
    return tuple(family for family in NEEDED if family not in present)


def require_fonts() -> None:
    """Raise `FontsMissing` unless every needed family is installed."""
    if missing := missing_fonts():
        raise FontsMissing(missing)


def extra_families() -> tuple[str, ...]:
    """The welcome families that are installed."""
    present = set(installed().families())
    return tuple(family for family in WELCOME if family in present)
