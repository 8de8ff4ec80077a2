"""Templates: pages extend the house's page, nothing is inline (the CSP refuses it), every word can be translated, and
lines can be read.

A line that must stay Japanese in every language (a name, a law) says so: `lang="ja"` or `{# not translated: why #}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from findings import PACKAGE, ROOT, tell

JAPANESE = re.compile(r"[\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff]")
KEPT = re.compile(r"""\{# not translated: .+ #\}|\blang=["']ja["']""")
TRANSLATED = re.compile(
    r"\{% comment.*?%\}.*?\{% endcomment %\}|\{#.*?#\}"
    r"|\{% blocktranslate.*?%\}.*?\{% endblocktranslate %\}"
    r"""|\{% translate ("[^"]*"|'[^']*').*?%\}"""
    r"""|_\(("[^"]*"|'[^']*')\)""",
    re.DOTALL,
)
INLINE = {
    "an inline style": re.compile(r"<style\b|\sstyle=", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", re.IGNORECASE),
    "an inline event handler": re.compile(r"\son[a-z]+=[\"']", re.IGNORECASE),
    "a script as an address": re.compile(r"javascript:", re.IGNORECASE),
    "an address outside": re.compile(r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=[\"']https?:", re.IGNORECASE),
}
LONGEST_LINE = 160
UNBREAKABLE = re.compile(
    r"""\{% blocktranslate.*?%\}.*?\{% endblocktranslate %\}|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|"[^"]*"|'[^']*'"""
)
"""Template tags hold no line breaks, and one between words would be seen as a space: a line may break inside HTML."""

WHOLE_PAGES = re.compile(r"\{% extends ")
NO_PAGES = ("cotton", "mail", "email", "elements", "snippets", "widgets")
FRAMES = ("base.html", "400.html", "500.html")
"""The frame of every page, and the pages that are drawn without it: nothing may fail there."""


def main() -> None:
    """Check every template of the house."""
    templates = sorted(PACKAGE.glob("*/templates/**/*.html"))
    tell("templates", (finding for path in templates for finding in findings_in(path)))


def findings_in(path: Path) -> Iterator[str]:
    """What is wrong with one template."""
    text = path.read_text(encoding="utf-8")
    where = path.relative_to(ROOT)
    if is_page(path) and not WHOLE_PAGES.search(text):
        yield f"{where}: a page extends base.html; a part's name begins with an underscore"
    for what, pattern in INLINE.items():
        yield from (f"{where}:{line_of(text, match.start())}: {what}" for match in pattern.finditer(text))
    yield from (f"{where}:{number}: longer than {LONGEST_LINE} characters" for number in long_lines(text))
    yield from (f"{where}:{number}: Japanese that cannot be translated" for number in untranslated_lines(text))


def is_page(path: Path) -> bool:
    """Whether the template is a whole page, and neither a part of one nor the frame of all."""
    return not (path.name.startswith("_") or path.name in FRAMES or set(NO_PAGES) & set(path.parts))


def long_lines(text: str) -> Iterator[int]:
    """The numbers of lines that are too long and have a tag of HTML in which they could be broken."""
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > LONGEST_LINE and ">" in UNBREAKABLE.sub("", line).strip()[1:-1]:
            yield number


def untranslated_lines(text: str) -> Iterator[int]:
    """The numbers of lines with Japanese outside of translated strings."""
    kept = {number for number, line in enumerate(text.splitlines(), start=1) if KEPT.search(line)}
    blanked = TRANSLATED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    for number, line in enumerate(blanked.splitlines(), start=1):
        if JAPANESE.search(line) and number not in kept:
            yield number


def line_of(text: str, position: int) -> int:
    """The number of the line at a position."""
    return text.count("\n", 0, position) + 1


if __name__ == "__main__":
    main()
