"""Which files Hanpo takes, and how it sees that a file is what its name says."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

import puremagic
from django.utils.translation import gettext as _

LONGEST_NAME = 200
LARGEST_UNPACKED = 500 * 1024 * 1024
"""Bytes that a zip-based file may unpack to: beyond it is no office file but a bomb."""

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class FileRefused(ValueError):
    """The file is not taken; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its media type, and the check that raises `FileRefused` where the content is something else."""

    media_type: str
    check: Callable[[bytes], None]


def clean_name(name: str) -> str:
    """The name without folders, control characters and differing composition (NFC); the ending survives a cut."""
    base = PureWindowsPath(PurePosixPath(unicodedata.normalize("NFC", name)).name).name
    base = "".join(c for c in base if unicodedata.category(c) not in ("Cc", "Cf") or _is_variant(c)).strip(" .")
    stem, ending = PurePosixPath(base).stem, PurePosixPath(base).suffix
    return f"{stem[: LONGEST_NAME - len(ending)]}{ending}"


def kind_of(name: str, content: bytes) -> FileKind:
    """The kind of a file, by its ending and its content. Raises `FileRefused`."""
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    if ending in _KINDLY_REFUSED:
        raise FileRefused(_KINDLY_REFUSED[ending]())
    kind = KINDS.get(ending)
    if kind is None:
        raise FileRefused(
            _("「.%(ending)s」のファイルは登録できません。使えるのは %(kinds)s です。")
            % {"ending": ending, "kinds": "、".join(KINDS)}
        )
    if not content:
        raise FileRefused(_("ファイルが空です。中身を保存してから、もう一度選んでください。"))
    kind.check(content)
    return kind


def decoded_text(content: bytes) -> str:
    """The text of a file in UTF-8 (with or without BOM), CP932, or UTF-16 with its mark, as Excel's "Unicode text" is.

    Raises `FileRefused` for anything else.
    """
    for encoding in ("utf-16",) if content.startswith(_UTF_16) else ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FileRefused(_("文字を読み取れません。Excelやメモ帳で開き、文字コードを「UTF-8」にして保存し直してください。"))


def _is_variant(character: str) -> bool:
    return 0xE0100 <= ord(character) <= 0xE01EF


def _magic(*endings: str) -> Callable[[bytes], None]:
    """A check that the content begins as one of these kinds does."""

    def check(content: bytes) -> None:
        try:
            found = {match.extension.lstrip(".") for match in puremagic.magic_string(content)}
        except puremagic.PureError:
            found = set()
        if not found & set(endings):
            raise _not_what_it_says()

    return check


def _office(folder: str) -> Callable[[bytes], None]:
    """A check for the zip-based files of Word, Excel and PowerPoint, whose parts lie in `folder`."""

    def check(content: bytes) -> None:
        if content.startswith(_OLD_OFFICE):
            raise _locked()
        names = _names_in_zip(content)
        if "[Content_Types].xml" not in names or not any(name.startswith(f"{folder}/") for name in names):
            raise _not_what_it_says()
        if any(name.endswith("vbaProject.bin") for name in names):
            raise FileRefused(_KINDLY_REFUSED["xlsm"]())

    return check


def _old_excel(content: bytes) -> None:
    """A workbook of Excel 97 to 2003: its streams are named in UTF-16 in the directory of the file."""
    if _has_stream(content, "EncryptedPackage"):
        raise _locked()
    if _has_stream(content, "_VBA_PROJECT"):
        raise FileRefused(_KINDLY_REFUSED["xlsm"]())
    if not content.startswith(_OLD_OFFICE) or not any(_has_stream(content, name) for name in ("Workbook", "Book")):
        raise FileRefused(
            _("Excelのファイルとして読めません。Excelで開き、「Excelブック (.xlsx)」で保存し直してください。")
        )


def _has_stream(content: bytes, name: str) -> bool:
    return f"{name}\0".encode("utf-16-le") in content


def _open_document(content: bytes) -> None:
    names = _names_in_zip(content)
    if "content.xml" not in names or "mimetype" not in names:
        raise _not_what_it_says()
    if any(name.startswith("Basic/") for name in names):
        raise FileRefused(_KINDLY_REFUSED["xlsm"]())


def _names_in_zip(content: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise FileRefused(_("ファイルが壊れています。元のファイルを開いて、保存し直してください。")) from error
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise _locked()
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise FileRefused(_("広げると大きすぎるファイルです。画像を減らすか、分けて保存し直してください。"))
    return [entry.filename for entry in entries]


def _zip(content: bytes) -> None:
    _names_in_zip(content)


def _text(content: bytes) -> None:
    decoded_text(content)


def _locked() -> FileRefused:
    return FileRefused(_("パスワードのかかったファイルは読めません。パスワードを外して保存し直してください。"))


def _not_what_it_says() -> FileRefused:
    return FileRefused(
        _("ファイルの中身が、名前の終わり（拡張子）と合いません。元のソフトで開いて、保存し直してください。")
    )


def _openxml(name: str) -> str:
    return f"application/vnd.openxmlformats-officedocument.{name}"


KINDS: Mapping[str, FileKind] = {
    "pdf": FileKind("application/pdf", _magic("pdf")),
    "xlsx": FileKind(_openxml("spreadsheetml.sheet"), _office("xl")),
    "xls": FileKind("application/vnd.ms-excel", _old_excel),
    "xlsb": FileKind("application/vnd.ms-excel.sheet.binary.macroenabled.12", _office("xl")),
    "ods": FileKind("application/vnd.oasis.opendocument.spreadsheet", _open_document),
    "docx": FileKind(_openxml("wordprocessingml.document"), _office("word")),
    "pptx": FileKind(_openxml("presentationml.presentation"), _office("ppt")),
    "csv": FileKind("text/csv", _text),
    "tsv": FileKind("text/tab-separated-values", _text),
    "txt": FileKind("text/plain", _text),
    "json": FileKind("application/json", _text),
    "jpg": FileKind("image/jpeg", _magic("jpg", "jpeg", "jfif")),
    "jpeg": FileKind("image/jpeg", _magic("jpg", "jpeg", "jfif")),
    "png": FileKind("image/png", _magic("png")),
    "webp": FileKind("image/webp", _magic("webp")),
    "zip": FileKind("application/zip", _zip),
}
"""Ending → kind. Nothing that a browser would run (HTML, SVG) and nothing with macros is among them."""

_KINDLY_REFUSED: Mapping[str, Callable[[], str]] = {
    "doc": lambda: _("古い形式のWordです。Wordで開き、「Word文書 (.docx)」で保存し直してください。"),
    "ppt": lambda: _("古い形式のPowerPointです。PowerPointで開き、「.pptx」で保存し直してください。"),
    "xlsm": lambda: _("マクロの入ったファイルは登録できません。マクロなしの形式で保存し直してください。"),
    "docm": lambda: _("マクロの入ったファイルは登録できません。マクロなしの形式で保存し直してください。"),
    "jtd": lambda: _("一太郎のファイルです。一太郎で開き、PDFかWordの形式で保存し直してください。"),
    "heic": lambda: _("この写真の形式は読めません。JPEGで保存し直してください。"),
}
"""Endings that people often bring, and what to do instead."""
