"""Leaks: no file under version control names a package registry, a developer's machine or somebody's e-mail address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from findings import ROOT, tell, text_of, tracked_files

REGISTRIES = "|".join(["files.python" + "hosted", "py" + r"pi\.org", "registry.npm" + "js", "index-" + "url ="])
PATHS = r"(?<![\w.:/-])/(?:" + "|".join(["work/", "home/", "root/", "Users/", "tmp/bash"]) + ")"
MAIL = re.compile(r"[\w.+-]+@((?:[\w-]+\.)+[a-z]{2,})", re.IGNORECASE)
MAIL_IS_FINE = re.compile(
    r"(?:^|\.)example(?:\.(?:jp|com|org|net|lg\.jp))?$|^(?:localhost|invalid|test)$|\.(?:py|js|css|git)$"
)
PATTERNS = {
    "a package registry": re.compile(REGISTRIES, re.IGNORECASE),
    "a path of one machine": re.compile(PATHS),
    "a private key": re.compile("-----BEGIN [A-Z ]*PRIVATE " + "KEY-----"),
}
VENDORED = re.compile(r"/static/.*(?:vendor|fonts|tokens)/|^LICENSE$")


def main() -> None:
    """Check every file under version control."""
    tell("leaks", (finding for path in tracked_files() for finding in findings_in(path)))


def findings_in(path: Path) -> Iterator[str]:
    """What one file gives away."""
    name, text = path.relative_to(ROOT).as_posix(), text_of(path)
    if text is None or VENDORED.search(name):
        return
    for number, line in enumerate(text.splitlines(), start=1):
        yield from (f"{name}:{number}: {what}" for what, pattern in PATTERNS.items() if pattern.search(line))
        yield from (f"{name}:{number}: {m[0]}" for m in MAIL.finditer(line) if not MAIL_IS_FINE.search(m[1].lower()))


if __name__ == "__main__":
    main()
