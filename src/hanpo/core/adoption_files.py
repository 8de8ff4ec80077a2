"""A model as a file: a zip with a description and the content, both YAML, to be carried to another installation.

What comes from outside is read with suspicion: a file that is damaged, of an unknown kind, too large, packed like a
bomb or with other members than expected is refused with a sentence that says so, and nothing is ever unpacked to disk.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import zipfile
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FORMAT = "hanpo-model"
FORMAT_VERSION = 1
DESCRIPTION = "model.yaml"
CONTENT = "content.yaml"

MAX_FILE = 2_000_000
"""Bytes of a zip at most."""
MAX_MEMBER = 4_000_000
"""Bytes of a member at most, unpacked."""
MAX_DEPTH = 60
"""Levels of nesting at most."""


class PackageRefused(ValueError):
    """The file is no model that can be read; the message tells the person why."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFile:
    """A version of a model as it travels. `publisher` is a municipality's code."""

    kind: str
    name: str
    version: int
    title: str
    note: str
    publisher: str
    content: dict[str, Any]


def checksum(content: dict[str, Any]) -> str:
    """SHA-256 (hex) of the content as JSON with sorted keys, no spaces and unescaped Unicode."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def write_package(package: PackageFile) -> bytes:
    """The model as a zip; the same model always gives the same bytes."""
    described = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "kind": package.kind,
        "name": package.name,
        "version": package.version,
        "title": package.title,
        "note": package.note,
        "publisher": package.publisher,
        "checksum": checksum(package.content),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, value in ((DESCRIPTION, described), (CONTENT, package.content)):
            text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=120)
            packed.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def read_package(data: bytes) -> PackageFile:
    """Read a model from a zip. Raises `PackageRefused`."""
    described, content = (_yaml(text) for text in _members(data))
    if described.get("format") != FORMAT:
        raise PackageRefused(_("Hanpoのモデルのファイルではありません。"))
    if described.get("format_version") != FORMAT_VERSION:
        raise PackageRefused(_("このHanpoが知らない版の形式です。Hanpoを新しくしてから、もう一度お試しください。"))
    _check_description(described)
    if described.get("checksum") != checksum(content):
        raise PackageRefused(_("内容が指紋と合いません。途中で壊れたか、書き換えられています。"))
    named = ("kind", "name", "version", "title", "note", "publisher")
    return PackageFile(**{name: described[name] for name in named}, content=content)


def _check_description(described: dict[str, Any]) -> None:
    lengths = {"kind": 80, "name": 80, "title": 200, "note": 20_000, "publisher": 6}
    texts_fit = all(isinstance(described.get(n), str) and len(described[n]) <= size for n, size in lengths.items())
    version = described.get("version")
    if not texts_fit or isinstance(version, bool) or not isinstance(version, int) or not 0 < version < 100_000:
        raise PackageRefused(_("モデルの説明に足りない項目、または正しくない項目があります。"))


def _members(data: bytes) -> tuple[bytes, bytes]:
    if len(data) > MAX_FILE:
        raise PackageRefused(_("ファイルが大きすぎます（2 MBまで）。"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _check_members(packed)
            return _unpacked(packed, DESCRIPTION), _unpacked(packed, CONTENT)
    except PackageRefused:
        raise
    # A damaged zip makes the standard library raise many kinds of error, among them those of its decompressors.
    except Exception as error:
        raise PackageRefused(_("ファイルが壊れているか、zipではありません。")) from error


def _check_members(packed: zipfile.ZipFile) -> None:
    if sorted(member.filename for member in packed.infolist()) != sorted([DESCRIPTION, CONTENT]):
        raise PackageRefused(_("モデルのファイルに入っているはずのないもの、または足りないものがあります。"))
    if any(member.flag_bits & 0x1 for member in packed.infolist()):
        raise PackageRefused(_("暗号のかかったzipは読めません。"))


def _unpacked(packed: zipfile.ZipFile, name: str) -> bytes:
    """The member, read no further than its limit whatever the zip says of its size."""
    with packed.open(name) as member:
        data = member.read(MAX_MEMBER + 1)
    if len(data) > MAX_MEMBER:
        raise PackageRefused(_("広げると大きすぎるファイルです（4 MBまで）。"))
    return data


def _yaml(data: bytes) -> dict[str, Any]:
    """The YAML as plain data. References are refused, as a few of them can stand for gigabytes."""
    try:
        text = data.decode("utf-8")
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.CSafeLoader)):
            raise PackageRefused(_("参照（*）を使ったYAMLは読めません。"))
        value = yaml.load(text, Loader=yaml.CSafeLoader)
    except PackageRefused:
        raise
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise PackageRefused(_("モデルの中のYAMLが読めません。")) from error
    if not isinstance(value, dict) or not _is_plain(value, MAX_DEPTH):
        raise PackageRefused(_("モデルの中に、読めない種類の値があります。"))
    return value


def _is_plain(value: Any, depth: int) -> bool:
    """Whether the value is JSON with string keys, nested no deeper than `depth`, and holds no NUL, which no database
    keeps in a text.
    """
    if depth == 0:
        return False
    if isinstance(value, dict):
        return all(_is_text(key) and _is_plain(inner, depth - 1) for key, inner in value.items())
    if isinstance(value, list):
        return all(_is_plain(inner, depth - 1) for inner in value)
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, int) or _is_text(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and "\0" not in value
