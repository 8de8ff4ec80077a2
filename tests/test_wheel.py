"""The wheel: what a server gets that is never built on and that nobody may write into."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_wheel_built_from_a_bare_clone_carries_the_compiled_translations(tmp_path):
    clone, out = tmp_path / "clone", tmp_path / "out"
    bare = shutil.ignore_patterns("*.mo", "__pycache__")
    for name in ("src", "scripts"):
        shutil.copytree(ROOT / name, clone / name, ignore=bare)
    for name in ("pyproject.toml", "README.md", ".gitignore"):
        shutil.copy(ROOT / name, clone / name)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=clone, check=True, capture_output=True)
    (wheel,) = out.iterdir()
    held = set(zipfile.ZipFile(wheel).namelist())
    for language in ("en", "ja_Easy"):
        assert f"hanpo/locale/{language}/LC_MESSAGES/django.mo" in held
