"""Forms on paper: blank, to be filled in by hand, and filled in, to be signed and kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hanpo.core import clock
from hanpo.core.documents import render_pdf
from hanpo.forms.engine import walking
from hanpo.forms.engine.answering import shown
from hanpo.forms.engine.definition import Form, Item, Kind, Language
from hanpo.forms.engine.reading import read_form
from hanpo.forms.models import FormDraft, Response
from hanpo.forms.queries.versions import form_of
from hanpo.forms.queries.words import condition_words

LANGUAGE_OF_PAPER: Mapping[Language, str] = {"ja": "ja", "easy": "ja", "en": "en"}


def blank_paper(*, form: FormDraft, language: Language) -> bytes:
    """A form to be printed and filled in by hand: A4, with boxes to tick and lines to write on."""
    asked = read_form(form.definition)
    sections = [
        {"title": section.title.said(language), "note": section.note.said(language),
         "when": condition_words(form=asked, when=section.when, language=language),
         "items": [_blank(item, asked, language) for item in section.items if item.kind is not Kind.CALCULATED]}
        for section in asked.sections
    ]  # fmt: skip
    data = {**_head(asked, form.purpose, language), "sections": sections, "municipality": form.municipality.name}
    return render_pdf("forms/blank", data, title=asked.title.said(language), lang=LANGUAGE_OF_PAPER[language])


def filled_paper(*, response: Response, language: Language) -> bytes:
    """A response to be printed, signed and kept."""
    asked, today = form_of(response.form), clock.today()
    known = walking.calculated(asked, response.answers, today) if response.is_open else response.answers
    now = {item.id for item in walking.asked(asked, response.answers, today)}
    sections = [
        {"title": section.title.said(language),
         "items": [_filled(item, known.get(item.id), language) for item in section.items
                   if item.id in now and item.kind is not Kind.NOTE]}
        for section in asked.sections
    ]  # fmt: skip
    data = {
        **_head(asked, "", language),
        "sections": [section for section in sections if section["items"]],
        "municipality": response.municipality.name, "number": response.number, "state": response.get_state_display(),
        "proxy": response.on_behalf_of, "entered_by": response.entered_by.name if response.entered_by else "",
    }  # fmt: skip
    return render_pdf("forms/filled", data, title=asked.title.said(language), lang=LANGUAGE_OF_PAPER[language])


def _head(form: Form, purpose: str, language: Language) -> dict[str, Any]:
    return {"title": form.title.said(language), "intro": form.intro.said(language) or purpose, "date": clock.today(),
            "language": language}  # fmt: skip


def _blank(item: Item, form: Form, language: Language) -> dict[str, Any]:
    return {
        "label": item.label.said(language), "help": item.help.said(language), "why": item.why.said(language),
        "kind": item.kind.value, "required": item.required, "lines": item.lines,
        "unit": "円" if item.kind is Kind.MONEY else item.unit,
        "when": condition_words(form=form, when=item.when, language=language),
        "choices": [one.label.said(language) for one in item.choices if not one.is_retired], "other": item.has_other,
        "rows": [row.label.said(language) for row in item.rows],
        "columns": [column.label.said(language) for column in item.columns],
        "steps": [str(step) for step in range(1, item.steps + 1)],
        "ends": [item.low_label.said(language), item.high_label.said(language)],
    }  # fmt: skip


def _filled(item: Item, value: Any, language: Language) -> dict[str, Any]:
    if item.kind is Kind.TABLE and isinstance(value, list):
        cells = [[shown(c, row[c.id], language) if c.id in row else "" for c in item.columns] for row in value]
        return {
            "label": item.label.said(language),
            "columns": [c.label.said(language) for c in item.columns],
            "cells": cells,
        }
    said = shown(item, value, language) if value is not None else ""
    return {"label": item.label.said(language), "value": said, "kind": item.kind.value}
