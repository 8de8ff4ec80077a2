"""Translations: every Japanese string in code and templates has an English one, complete and with equal placeholders.

Strings stand in the catalogue of the house; an app that has a catalogue of its own (`<app>/locale`) keeps there what
the house does not say already.

The strings are extracted anew (gettext's `xgettext` must be installed) from a copy of the package, so that the check
changes nothing; `make messages` brings the catalogue itself up to date.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from findings import PACKAGE, tell

CATALOGUE = Path("locale/en/LC_MESSAGES/django.po")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
KEYWORD = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) (".*")$')


@dataclass(frozen=True, slots=True)
class Message:
    """An entry of a catalogue: context and Japanese text, the translations (singular, plural), and whether doubtful."""

    key: tuple[str, str]
    plural: str
    translations: tuple[str, ...]
    is_fuzzy: bool


Messages = dict[tuple[str, str], Message]
"""The entries of a catalogue, by context and Japanese text."""


def main() -> None:
    """Compare the catalogues with the strings that stand in the code."""
    tell("translations", all_findings(extracted(), {path: messages_in(PACKAGE / path) for path in catalogues(PACKAGE)}))


def all_findings(wanted: Mapping[Path, Messages], known: Mapping[Path, Messages]) -> Iterator[str]:
    """What is wrong with the catalogue of the house, and with those of apps; apps may use the words of the house."""
    house = known[CATALOGUE]
    said_anywhere = {key: message for messages in wanted.values() for key, message in messages.items()}
    kept_for_apps = {key: said_anywhere[key] for key in house.keys() & said_anywhere.keys()}
    yield from findings(wanted={**wanted[CATALOGUE], **kept_for_apps}, known=house)
    for path in known.keys() - {CATALOGUE}:
        own = {key: message for key, message in wanted.get(path, {}).items() if key not in house or key in known[path]}
        yield from findings(wanted=own, known=known[path])


def catalogues(package: Path) -> list[Path]:
    """The English catalogues of a package, that of the house first."""
    own = sorted(path.relative_to(package) for path in package.glob(f"*/{CATALOGUE.as_posix()}"))
    return [CATALOGUE, *own]


def findings(*, wanted: Messages, known: Messages) -> Iterator[str]:
    """What is missing, doubtful, left over or has lost a placeholder."""
    yield from (f"no English for: {key[1]}" for key in wanted if key not in known)
    yield from (f"no longer said: {key[1]}" for key in known if key not in wanted)
    for key in wanted.keys() & known.keys():
        yield from _faults(known[key])


def _faults(message: Message) -> Iterator[str]:
    if message.is_fuzzy:
        yield f"doubtful (fuzzy): {message.key[1]}"
    if not message.translations or not all(message.translations):
        yield f"not translated: {message.key[1]}"
    placeholders = set(PLACEHOLDER.findall(message.plural or message.key[1]))
    for text in filter(None, message.translations[-1:]):
        if set(PLACEHOLDER.findall(text)) != placeholders:
            yield f"placeholders differ: {message.key[1]} / {text}"


def extracted() -> dict[Path, Messages]:
    """The strings that code and templates say now, by the catalogue in which gettext looks for them first."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "hanpo"
        shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("tests", "migrations", "static", "__pycache__"))
        for path in catalogues(PACKAGE):
            (copy / path).unlink(missing_ok=True)
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "django", "makemessages", "-l", "en", "--no-location", "--no-wrap", "-v", "0"]
        subprocess.run(command, cwd=copy, check=True)
        return {path: messages_in(copy / path) for path in catalogues(PACKAGE)}


def messages_in(path: Path) -> Messages:
    """The entries of a catalogue by context and Japanese text; those no longer in use are left out."""
    if not path.exists():
        return {}
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    messages = [_message(block) for block in blocks if re.search(r"^msgid ", block, re.MULTILINE)]
    return {message.key: message for message in messages if message.key[1]}


def _message(block: str) -> Message:
    parts: dict[str, str] = {}
    keyword = ""
    for line in block.splitlines():
        if match := KEYWORD.match(line):
            keyword = match[1]
            parts[keyword] = ast.literal_eval(match[2])
        elif line.startswith('"') and keyword:
            parts[keyword] += ast.literal_eval(line)
    translations = tuple(text for name, text in parts.items() if name.startswith("msgstr"))
    is_fuzzy = bool(re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE))
    return Message((parts.get("msgctxt", ""), parts["msgid"]), parts.get("msgid_plural", ""), translations, is_fuzzy)


if __name__ == "__main__":
    main()
