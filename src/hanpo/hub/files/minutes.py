"""Reading a file of minutes: plain text as any office saves it, or Word."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePath
from zipfile import BadZipFile

from django.utils.translation import gettext as _

ENCODINGS = ("utf-8-sig", "cp932")
LARGEST = 5_000_000
"""Bytes; a year of minutes is far smaller."""


class UnreadableMinutes(ValueError):
    """The file holds no text that can be read; the message says what to do."""


def read_minutes_file(*, name: str, content: bytes) -> str:
    """The text of a .txt or .docx file. Raises `UnreadableMinutes` with a sentence for the person who sent it."""
    if len(content) > LARGEST:
        raise UnreadableMinutes(_("ファイルが大きすぎます（5MBまで）。議事録の部分だけを別のファイルにしてください。"))
    suffix = PurePath(name).suffix.lower()
    if suffix == ".docx":
        return _word_text(content)
    if suffix in {".txt", ".md", ""}:
        return _plain_text(content)
    raise UnreadableMinutes(
        _("「%(suffix)s」は読めません。Word（.docx）かテキスト（.txt）で保存し直してください。") % {"suffix": suffix}
    )


def _plain_text(content: bytes) -> str:
    # without its mark nearly any bytes could pass for UTF-16
    is_utf16 = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    for encoding in ("utf-16",) if is_utf16 else ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableMinutes(_("文字コードが分かりません。UTF-8 か Shift_JIS のテキストで保存し直してください。"))


def _word_text(content: bytes) -> str:
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = Document(BytesIO(content))
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError) as problem:
        raise UnreadableMinutes(_("Wordのファイルとして開けません。Wordで開いて保存し直してください。")) from problem
    return "\n".join(_word_lines(document))


def _word_lines(document: object) -> Iterator[str]:
    """Paragraphs and tables in the order of the page; a row of a table is a line with tabs between its cells."""
    for block in document.iter_inner_content():  # type: ignore[attr-defined]
        if hasattr(block, "rows"):
            for row in block.rows:
                yield "\t".join(dict.fromkeys(cell.text.replace("\n", " ") for cell in row.cells))
        else:
            yield from block.text.split("\n")
