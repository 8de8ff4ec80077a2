"""Documentation: every field, command, setting, permission, adoptable model and glossary word has its place in `docs/`.

`check_docs.py --write` brings the tables that follow from the code (docs/permissions.md) up to date.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from findings import PACKAGE, ROOT, tell

DOCS = ROOT / "docs"
PERMISSIONS = DOCS / "permissions.md"
SETTING = re.compile(r"""["'](HANPO_[A-Z_]+|DATABASE_URL)["']""")
TARGET = re.compile(r"^([a-z-]+):.*## ", re.MULTILINE)
WORDS = re.compile(r"^Words: (.+?)(?:\n\n|\Z)", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def main() -> None:
    """Check the documents, or write the tables."""
    if "--write" in sys.argv:
        PERMISSIONS.write_text(permission_table(), encoding="utf-8")
        return
    tell("docs", [*fields(), *commands(), *settings(), *permissions(), *words(), *links(), *decisions()])


def fields() -> Iterator[str]:
    """Fields (and the ground and the portal) without a page of their own."""
    for package in sorted(path for path in PACKAGE.iterdir() if list(path.glob("manifest*"))):
        page = DOCS / "fields" / f"{package.name}.md"
        if not page.exists():
            yield f"{page.relative_to(ROOT)} is missing"


def commands() -> Iterator[str]:
    """Commands of `hanpo` and of `make` without a heading in docs/commands.md."""
    headings = headings_of(DOCS / "commands.md")
    _set_up()
    from hanpo.cli.commands import hanpo

    names = [f"hanpo {name}" for name in _names(hanpo)]
    names += [f"make {name}" for name in TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8"))]
    yield from (f"docs/commands.md: no heading for `{name}`" for name in sorted(names) if not _has(headings, name))


def _names(group: click.Group) -> Iterator[str]:
    """The commands of a group, those of inner groups with the group's name before."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from (f"{name} {inner}" for inner in _names(command))
        else:
            yield name


def _has(headings: list[str], name: str) -> bool:
    return any(re.search(rf"`{re.escape(name)}[`\s]", heading) for heading in headings)


def settings() -> Iterator[str]:
    """Environment names that the code reads and docs/settings.md does not explain, and the other way round."""
    text = text_of_document("settings.md")
    said = set(re.findall(r"`(HANPO_[A-Z_]+|DATABASE_URL)`", text))
    read = {name for path in (PACKAGE / "config").glob("*.py") for name in SETTING.findall(path.read_text("utf-8"))}
    yield from (f"docs/settings.md: `{name}` is not explained" for name in sorted(read - said))
    yield from (f"docs/settings.md: `{name}` is not read anywhere" for name in sorted(said - read))


def permissions() -> Iterator[str]:
    """Whether the printed permission table is the one in force."""
    if text_of_document("permissions.md") != permission_table():
        yield "docs/permissions.md differs from the manifests: run `.venv/bin/python scripts/check_docs.py --write`"


def permission_table() -> str:
    """The permission table of all manifests, as a document."""
    _set_up()
    from hanpo.core import registry

    lines = [
        "# Permissions",
        "",
        "Who may do what: written from the manifests by `scripts/check_docs.py --write`. A permission holds in the",
        "municipalities of the person's assignments; for roles that reach everywhere, in all of them.",
    ]
    for manifest in registry.manifests():
        if manifest.permissions:
            lines += [
                "",
                f"## {manifest.key}: {manifest.label}",
                "",
                "| permission | what | roles |",
                "| --- | --- | --- |",
            ]
            lines += [f"| `{p.key}` | {p.label} | {', '.join(sorted(p.roles))} |" for p in manifest.permissions]
    lines += ["", "## Roles", "", "| role | what | reach |", "| --- | --- | --- |"]
    lines += [f"| {role.key} | {role.label} | {role.reach.value} |" for role in registry.roles().values()]
    return "\n".join(lines) + "\n"


def words() -> Iterator[str]:
    """Words that a package's docstring introduces and the glossary does not hold; words the glossary holds twice."""
    rows = re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", text_of_document("glossary.md"), re.MULTILINE)
    known = {(japanese, english) for japanese, english in rows}
    for package in sorted(PACKAGE.glob("*/__init__.py")):
        if match := WORDS.search(package.read_text(encoding="utf-8")):
            missing = [pair for pair in _pairs(match[1]) if pair not in known]
            yield from (f"docs/glossary.md: {ja} = {en} ({package.parent.name}) is missing" for ja, en in missing)
    english = [row[1] for row in rows[1:]]
    yield from (f"docs/glossary.md: {word} stands twice" for word in sorted(set(english)) if english.count(word) > 1)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for pair in " ".join(text.rstrip('". \n').split()).split(", "):
        japanese, _space, english = pair.strip(" .").partition(" ")
        yield japanese, english


def links() -> Iterator[str]:
    """Links in documents that lead nowhere."""
    for page in [*sorted(DOCS.glob("**/*.md")), *sorted(ROOT.glob("*.md"))]:
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                yield f"{page.relative_to(ROOT)}: {target} is not there"


def decisions() -> Iterator[str]:
    """Decision records without one of their four parts, or missing from the index."""
    index = text_of_document("adr/README.md")
    for page in sorted((DOCS / "adr").glob("[0-9]*.md")):
        missing = {"Status", "Context", "Decision", "Consequences"} - {h.strip("# ") for h in headings_of(page)}
        yield from (f"docs/adr/{page.name}: no section {part}" for part in sorted(missing))
        if page.name not in index:
            yield f"docs/adr/README.md: {page.name} is not listed"


def headings_of(page: Path) -> list[str]:
    """The headings of a document."""
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    return re.findall(r"^#+ .+$", text, re.MULTILINE)


def text_of_document(name: str) -> str:
    """A document's text; empty where it is missing."""
    page = DOCS / name
    return page.read_text(encoding="utf-8") if page.exists() else ""


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hanpo.config.settings_test")
    import django

    django.setup()


if __name__ == "__main__":
    main()
