"""Reads a file that came back (.xlsx, .xls, CSV) into a plain grid of cells; refuses everything else with what to do.

What decides is the content of the file, not its name: people rename files.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import python_calamine
from django.utils.translation import gettext as _

from hanpo.core.file_kinds import LARGEST_UNPACKED, FileRefused
from hanpo.forms.engine.workbook.grid import Cell, CellValue, Grid, Merge, Place, Sheet
from hanpo.forms.files.grids_delimited import read_delimited
from hanpo.forms.files.grids_xls import read_xls
from hanpo.forms.files.grids_xlsx import read_xlsx

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*")


def read_grid(content: bytes) -> Grid:
    """The grid of a file. Raises `FileRefused`, whose Japanese message says what to do instead."""
    if not content.strip(b"\0 \r\n\t"):
        raise FileRefused(_("ファイルが空です。回答を入れたExcelファイルを選んでください。"))
    if content.startswith(_OLE):
        return _old_office(content)
    if content.startswith(b"PK"):
        return _zipped(content)
    refusal = _other_kind(content[:4096])
    if refusal:
        raise FileRefused(refusal)
    return read_delimited(content)


def _other_kind(start: bytes) -> str:
    """Why a file of another kind is refused; empty where it may be text."""
    plain = start.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith(b"%PDF"):
        return _("PDFからは回答を読み取れません。回答を入れたExcelファイル（.xlsx）を送ってください。")
    if start.startswith(_PICTURES):
        return _("画像からは回答を読み取れません。回答を入れたExcelファイル（.xlsx）を送ってください。")
    if plain.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"{\\rtf")):
        return _("Excelの形式ではありません。Excelで開き、「Excelブック (.xlsx)」で保存し直してください。")
    return ""


def _old_office(content: bytes) -> Grid:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise FileRefused(_locked())
    if "WordDocument".encode("utf-16-le") in content:
        raise FileRefused(_word())
    return read_xls(content)


def _zipped(content: bytes) -> Grid:
    names = _names(content)
    if any(name.endswith("vbaProject.bin") for name in names):
        raise FileRefused(
            _("マクロの入ったファイルです。「Excelブック (.xlsx)」（マクロなし）で保存し直してください。")
        )
    if any(name.startswith("word/") for name in names):
        raise FileRefused(_word())
    if "xl/workbook.xml" in names:
        return _first_that_reads(content, (read_xlsx, _by_values))
    if "xl/workbook.bin" in names or "content.xml" in names:
        return _first_that_reads(content, (_by_values,))
    raise FileRefused(_("Excelのファイルではありません。回答を入れたExcelファイル（.xlsx）を送ってください。"))


def _locked() -> str:
    return _("パスワードのかかったファイルは読めません。パスワードを外して保存し直してください。")


def _word() -> str:
    return _("Wordの文書からは回答を読み取れません。送られてきたExcelの様式に回答を入れて送ってください。")


def _names(content: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise FileRefused(_damaged()) from error
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise FileRefused(_locked())
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise FileRefused(_("広げると大きすぎるファイルです。画像や不要なシートを減らして保存し直してください。"))
    return [entry.filename for entry in entries]


def _damaged() -> str:
    return _("ファイルが壊れていて開けません。元のファイルをExcelで開き、保存し直してください。")


def _first_that_reads(content: bytes, readers: Iterable[Callable[[bytes], Grid]]) -> Grid:
    """The grid by the first reader that can; a damaged file makes a library fail in any way it likes."""
    for reader in readers:
        try:
            return reader(content)
        except FileRefused:
            raise
        except Exception:  # noqa: S112
            continue
    raise FileRefused(_damaged())


def _by_values(content: bytes) -> Grid:
    """Values alone, of workbooks that are damaged or of rarer kinds (.ods, .xlsb). Errors in cells look empty."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    visible = python_calamine.SheetVisibleEnum.Visible
    sheets = [
        _plain_sheet(book, found.name, is_hidden=found.visible != visible)
        for found in book.sheets_metadata
        if found.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]
    return Grid(tuple(sheets), is_partial=True)


def _plain_sheet(book: python_calamine.CalamineWorkbook, name: str, *, is_hidden: bool) -> Sheet:
    found = book.get_sheet_by_name(name)
    cells: dict[Place, Cell] = {}
    for row, values in enumerate(found.to_python(skip_empty_area=False)):
        for column, value in enumerate(values):
            if value not in ("", None):
                cells[row, column] = Cell(_value(value))
    merges = tuple(Merge(*first, *last) for first, last in found.merged_cell_ranges or ())
    return Sheet(name, cells, merges, is_hidden=is_hidden)


def _value(value: Any) -> CellValue:
    if isinstance(value, bool | str | date | datetime):
        return value
    return Decimal(f"{value:.15g}") if isinstance(value, int | float) else str(value)
