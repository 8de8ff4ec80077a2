"""The workbook of a response: made from what is answered so far, and read when it comes back."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath
from typing import Final

from hanpo.core import clock
from hanpo.forms.engine.definition import Language
from hanpo.forms.engine.workbook import Recovered, Stamp, layout, recover
from hanpo.forms.files.definitions import XLSX, WrittenFile
from hanpo.forms.files.workbook import write_workbook
from hanpo.forms.files.workbook_reading import read_grid
from hanpo.forms.models import Response
from hanpo.forms.queries.workbooks import versions_to_read, workbook_form


def make_workbook(*, response: Response, language: Language) -> WrittenFile:
    """The workbook of a response, with what is answered so far.

    Raises `ValueError` where an answer is longer than a cell can hold.
    """
    form = workbook_form(response.form)
    stamp = Stamp(
        form.id, response.form.number, response.municipality.code, f"{response.pk}.{response.version}", language
    )
    plan = layout(form, stamp, respondent=response.municipality.name, answers=response.answers, language=language)
    name = f"{form.title.said(language)}_{response.municipality.name}.xlsx"
    return WrittenFile(name, XLSX, write_workbook(plan, made_at=clock.now()))


def read_workbook(*, response: Response, content: bytes) -> Recovered:
    """What a workbook says that came back to a response. Raises `FileRefused` and `BookRefused`, which say why."""
    versions = versions_to_read(response=response)
    return recover(versions, read_grid(content), municipality=response.municipality.code, response=str(response.pk))


_TEXTS: Final = (".csv", ".tsv", ".txt")
_PARTS: Final = {"xl/workbook.xml": ".xlsx", "xl/workbook.bin": ".xlsb", "content.xml": ".ods"}


def fitting_name(name: str, content: bytes) -> str:
    """The name of a workbook with the ending that its content has: people rename files, and save CSV as .xls."""
    ending = PurePosixPath(name).suffix.lower()
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return _ending_in(name, (".xls", ".xlsx"))
    if content.startswith(b"PK"):
        return _ending_in(name, (_ending_of_zip(content) or ending,))
    return _ending_in(name, _TEXTS) if ending in _OF_WORKBOOKS else name


_OF_WORKBOOKS: Final = (".xls", ".xlsx", ".xlsb", ".ods")


def _ending_in(name: str, fitting: tuple[str, ...]) -> str:
    return name if PurePosixPath(name).suffix.lower() in fitting else f"{name}{fitting[0]}"


def _ending_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return ""
    return next((ending for part, ending in _PARTS.items() if part in names), "")
