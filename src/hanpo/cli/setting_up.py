"""Make a house ready to run: tables, translations, static files. Doing it again does only what changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.utils.translation import gettext as _

from hanpo.cli import catalogues, console


def set_up() -> None:
    """Bring database, translations and static files up to date."""
    console.say(_("データベースを準備しています。"))
    call_command("migrate", interactive=False, verbosity=0)
    catalogues.compile_stale(settings.PACKAGE)
    collect_static()


def collect_static() -> bool:
    """Collect static files if any of them changed since the last time; says whether it did."""
    mark, now = Path(settings.STATIC_ROOT) / ".collected", _fingerprint()
    if mark.exists() and mark.read_text() == now:
        return False
    console.say(_("画面の部品を集めています。"))
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(now)
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list(None):
            file = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{file.st_size}\0{file.st_mtime_ns}\n".encode())
    return digest.hexdigest()
