"""What the checks share: the files under version control, and how findings are told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "hanpo"


def tracked_files() -> Iterator[Path]:
    """Every file under version control that is still there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            yield ROOT / name


def text_of(path: Path) -> str | None:
    """The text of a file, or nothing where it holds no UTF-8 text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def tell(what: str, findings: Iterable[str]) -> None:
    """Print the findings and end: with 1 where there is any."""
    found = list(findings)
    for finding in found:
        print(finding)
    print(f"{what}: {'ok' if not found else f'{len(found)} to mend'}")
    sys.exit(bool(found))
