"""Translations made ready without GNU gettext: a catalogue (.po) compiled into the form that Python reads (.mo).

The form is that of the GNU gettext manual, "The Format of GNU MO Files". No installed library writes it.
"""

from __future__ import annotations

import ast
import os
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

MAGIC = 0x950412DE
_LINE = re.compile(r'^(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])?\s+)?(".*")$')


@dataclass
class _Entry:
    """One message as it is read: its parts by keyword, plural forms by number."""

    is_fuzzy: bool = False
    parts: dict[str, str] = field(default_factory=dict)

    def key(self) -> str:
        context = f"{self.parts['msgctxt']}\x04" if "msgctxt" in self.parts else ""
        plural = f"\0{self.parts['msgid_plural']}" if "msgid_plural" in self.parts else ""
        return f"{context}{self.parts.get('msgid', '')}{plural}"

    def text(self) -> str:
        forms = sorted((name, text) for name, text in self.parts.items() if name.startswith("msgstr"))
        return "\0".join(text for _name, text in forms)

    def counts(self) -> bool:
        return "msgid" in self.parts and bool(self.text().strip("\0")) and (not self.is_fuzzy or not self.key())


def compile_stale(package: Path) -> list[Path]:
    """Compile every catalogue under a package whose .mo is missing or older; returns those compiled.

    A program that its user may not write into (a service in /opt) is left alone: whoever installed it compiled them.
    """
    compiled = []
    for source in sorted(package.rglob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not os.access(source.parent, os.W_OK):
            continue
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            target.write_bytes(compile_catalogue(source.read_text(encoding="utf-8")))
            compiled.append(source)
    return compiled


def compile_catalogue(text: str) -> bytes:
    """The .mo bytes of a .po text; messages without a translation, fuzzy and obsolete ones are left out."""
    messages = {entry.key().encode(): entry.text().encode() for entry in _entries(text) if entry.counts()}
    keys = sorted(messages)
    tables_end = 28 + 16 * len(keys)
    blocks = [*keys, *(messages[key] for key in keys)]
    offsets, position = [], tables_end
    for block in blocks:
        offsets += [len(block), position]
        position += len(block) + 1
    head = struct.pack("<7I", MAGIC, 0, len(keys), 28, 28 + 8 * len(keys), 0, tables_end)
    return head + struct.pack(f"<{len(offsets)}I", *offsets) + b"".join(block + b"\0" for block in blocks)


def _entries(text: str) -> Iterator[_Entry]:
    entry, current = _Entry(), ""
    for line in [*text.splitlines(), ""]:
        found = _LINE.match(line)
        if found is None:
            if (not line.strip() or line.startswith("#")) and entry.parts:
                yield entry
                entry, current = _Entry(), ""
            entry.is_fuzzy = entry.is_fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        keyword, number, quoted = found.groups()
        if keyword in ("msgid", "msgctxt") and any(name.startswith("msgstr") for name in entry.parts):
            yield entry
            entry = _Entry()
        current = f"{keyword}{int(number):04d}" if number else keyword or current
        entry.parts[current] = entry.parts.get(current, "") + ast.literal_eval(quoted)
