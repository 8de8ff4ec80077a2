"""Forms as files: YAML and JSON in Hanpo's own shape, XLSForm for other systems."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core.file_kinds import FileRefused, decoded_text
from hanpo.forms.engine.definition import DefinitionError
from hanpo.forms.engine.reading import form_data, read_form
from hanpo.forms.engine.xlsform import from_xlsform, to_xlsform
from hanpo.forms.files.sheets import read_sheets, write_sheets
from hanpo.forms.models import FormDraft

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 5 * 1024 * 1024
"""Bytes of a definition that are read at most."""


@dataclass(frozen=True, slots=True)
class ReadDefinition:
    """A form read from a file, and what of it has no counterpart here."""

    definition: dict[str, Any]
    title: str
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file to be kept: its name, its media type and its bytes."""

    name: str
    media_type: str
    body: bytes


def read_definition(*, name: str, body: bytes) -> ReadDefinition:
    """A form from a file, by the ending of its name. Raises `ValidationError`, whose message says what to do."""
    if len(body) > LARGEST:
        raise ValidationError({"file": _("ファイルが大きすぎます。様式だけのファイルを選んでください。")})
    ending = name.rpartition(".")[2].lower()
    if ending in {"xlsx", "xls"}:
        return _from_workbook(body)
    if ending not in {"yaml", "yml", "json"}:
        raise ValidationError({"file": _("読めるのは .yaml、.json、.xlsx（XLSForm）のファイルです。")})
    return _from_text(body, is_json=ending == "json")


def write_definition(*, form: FormDraft, kind: str) -> WrittenFile:
    """A form as a file: `yaml`, `json` or `xlsform`. Raises `KeyError` for another kind."""
    return {"yaml": _as_yaml, "json": _as_json, "xlsform": _as_xlsform}[kind](form)


def _from_text(body: bytes, *, is_json: bool) -> ReadDefinition:
    try:
        text = decoded_text(body)
        data = json.loads(text) if is_json else yaml.safe_load(text)
    except (FileRefused, ValueError, yaml.YAMLError) as error:
        raise ValidationError({"file": _("ファイルを読めません。書き出したときの形のまま選んでください。")}) from error
    if not isinstance(data, Mapping):
        raise ValidationError({"file": _("様式のファイルではありません。")})
    try:
        form = read_form(data)
    except DefinitionError as fault:
        raise ValidationError({"file": str(fault)}) from fault
    return ReadDefinition(form_data(form), form.title.ja)


def _from_workbook(body: bytes) -> ReadDefinition:
    try:
        form, notes = from_xlsform(read_sheets(body))
    except DefinitionError as fault:
        raise ValidationError({"file": str(fault)}) from fault
    return ReadDefinition(form_data(form), form.title.ja, [str(note) for note in notes])


def _as_yaml(form: FormDraft) -> WrittenFile:
    text = yaml.safe_dump(form.definition, allow_unicode=True, sort_keys=False, width=110)
    return WrittenFile(f"{form.title}.yaml", "application/yaml", text.encode())


def _as_json(form: FormDraft) -> WrittenFile:
    text = json.dumps(form.definition, ensure_ascii=False, indent=2)
    return WrittenFile(f"{form.title}.json", "application/json", text.encode())


def _as_xlsform(form: FormDraft) -> WrittenFile:
    out = io.BytesIO()
    write_sheets(to_xlsform(read_form(form.definition)), out)
    return WrittenFile(f"{form.title}.xlsx", XLSX, out.getvalue())
