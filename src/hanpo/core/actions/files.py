"""Writes of stored files."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from hanpo.core import audit
from hanpo.core.file_kinds import FileRefused, clean_name, kind_of
from hanpo.core.models import Municipality, Person, StoredFile


@audit.deed
def store_file(
    *,
    actor: Person | None,
    name: str,
    content: bytes | File[bytes],
    municipality: Municipality,
    permission: str,
    about: str = "",
) -> StoredFile:
    """Keep a file for a municipality; those who hold `permission` there may open it.

    The same bytes are kept once: a file that is already there under this name and for this matter is returned as it
    is. Raises `FileRefused`, whose message says what to do, where size, ending or content are not taken.
    """
    body = _read(content)
    kept_name = clean_name(name)
    kind = kind_of(kept_name, body)
    digest = hashlib.sha256(body).hexdigest()
    known = StoredFile.objects.filter(municipality=municipality, sha256=digest)
    same = known.filter(name=kept_name, permission=permission, about=about).first()
    file = same or StoredFile(
        municipality=municipality, name=kept_name, media_type=kind.media_type, size=len(body), sha256=digest,
        permission=permission, about=about, uploaded_by=actor,
    )  # fmt: skip
    if same is None:
        _place(file, body, known.first())
        file.save()
    audit.record(
        actor=actor, verb="store_file", subject=file,
        new={"name": kept_name, "sha256": digest, "size": len(body), "already_there": same is not None},
    )  # fmt: skip
    return file


def _read(content: bytes | File[bytes]) -> bytes:
    limit = settings.UPLOAD_MB * 1024 * 1024
    body = content if isinstance(content, bytes) else content.read(limit + 1)
    if len(body) > limit:
        raise FileRefused(
            _("ファイルが大きすぎます（%(limit)dMBまで）。画像を小さくするか、分けて登録してください。")
            % {"limit": settings.UPLOAD_MB}
        )
    return body


def _place(file: StoredFile, body: bytes, twin: StoredFile | None) -> None:
    """Put the bytes into the storage, under a name made of their hash; bytes already there are shared."""
    if twin is not None:
        file.content.name = twin.content.name
        return
    ending = PurePosixPath(file.name).suffix.lower()
    file.content.save(f"{file.sha256[:32]}{ending}", ContentFile(body), save=False)
