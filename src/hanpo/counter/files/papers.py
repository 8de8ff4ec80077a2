"""Sets of application forms as files: the papers to sign, and every value as CSV and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.documents import Column, export_csv, render_pdf
from hanpo.core.japanese import format_wareki
from hanpo.core.queries.residents import NOT_SHOWN
from hanpo.counter.engine.papers import Box, Grid, Sheet, Signing
from hanpo.counter.files.paper_glyphs import sequences_in
from hanpo.counter.queries.papers import Mandate, OpenSet, full_name, origin_words
from hanpo.forms.engine.answering import shown


def papers_pdf(one: OpenSet) -> bytes:
    """Every sheet of a set with its values, and the 委任状 that are needed: to be signed and nothing else.

    Raises `DocumentError` and `FontsMissing` as every document does.
    """
    sheets = [_sheet(one, sheet) for sheet in one.sheets]
    mandates = [_mandate(one, mandate) for mandate in one.mandates]
    data = {
        "sheets": sheets, "mandates": mandates, "words": _words(one), "municipality": one.row.municipality.name,
        "section": one.row.number, "date": clock.today(), "variants": variants(_every([sheets, mandates])),
    }  # fmt: skip
    title = _("申請書一式 {number}").format(number=one.row.number)
    return render_pdf("counter/papers", data, title=title)


def variants(texts: Iterable[str]) -> str:
    """A pattern of the variants of kanji in texts that the typeface of the registers knows; empty where there is
    none.
    """
    return "|".join(re.escape(sequence) for sequence in sequences_in(texts))


def values_csv(one: OpenSet) -> bytes:
    """Every value of a set, a line each: entry, question, value in words, value as kept (JSON), where it comes from."""
    columns = [Column(str(label)) for label in (_("項目"), _("質問"), _("内容"), _("値（JSON）"), _("もと"))]
    return export_csv(columns=columns, rows=list(_lines(one))).content


def values_json(one: OpenSet) -> bytes:
    """Every value of a set as it is kept, with its origin."""
    data = {
        "number": one.row.number, "municipality": one.row.municipality_id, "people": one.row.people,
        "papers": [paper.key for paper in one.papers], "values": one.row.values,
        "origins": {entry: said["origin"] for entry, said in one.row.origins.items()},
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _lines(one: OpenSet) -> Iterator[tuple[str, str, str, str, str]]:
    for item in one.asked:
        if (value := one.row.values.get(item.id)) is not None:
            origin = origin_words(one.filled.origins.get(item.id, ""))
            kept = json.dumps(value, ensure_ascii=False)
            yield item.id, item.label.ja, shown(item, value, "ja"), kept, origin


def _sheet(one: OpenSet, sheet: Sheet) -> dict[str, Any]:
    return {
        "title": sheet.title, "filed": _box(sheet.filed), "section": one.section_of(sheet.paper),
        "parts": [
            {"title": part.title, "boxes": [_box(box) for box in part.boxes], "grids": [_grid(g) for g in part.grids]}
            for part in sheet.parts
        ],
        "sign": _sign(one, one.signing(sheet)),
    }  # fmt: skip


def _box(box: Box) -> dict[str, Any]:
    return {"label": box.label, "text": box.text, "hidden": box.is_hidden}


def _grid(grid: Grid) -> dict[str, Any]:
    return {"label": grid.label, "heads": list(grid.heads), "rows": [[_box(box) for box in row] for row in grid.rows]}


def _sign(one: OpenSet, told: Signing) -> dict[str, str]:
    for_whom = full_name(filled=one.filled, person=told.for_whom) if told.for_whom else ""
    note = ""
    if told.must_come:
        note = _("この申請は、本人が窓口に来てください。")
    elif told.needs_mandate:
        note = _("ほかの人が出すため、委任状を付けます。")
    return {"for_whom": for_whom, "note": note, "day": format_wareki(clock.today())}


def _mandate(one: OpenSet, mandate: Mandate) -> dict[str, Any]:
    values, filled = one.row.values, one.filled
    items = {item.id: item for item in one.filling.items()}
    place = str(NOT_SHOWN) if filled.is_protected else _told(items, values, "agent_address")
    home = str(NOT_SHOWN) if filled.is_protected else _told(items, values, "address_next")
    born = filled.born(mandate.signer)
    return {
        "day": format_wareki(clock.today()), "titles": list(mandate.titles),
        "agent": [[_("氏名"), _told(items, values, "agent_name")],
                  [_("生年月日"), _told(items, values, "agent_born")], [_("住所"), place]],
        "signer": [[_("氏名"), mandate.name], [_("生年月日"), format_wareki(born) if born else ""], [_("住所"), home]],
    }  # fmt: skip


def _told(items: dict[str, Any], values: dict[str, Any], entry: str) -> str:
    return shown(items[entry], values[entry], "ja") if entry in items and entry in values else ""


def _words(one: OpenSet) -> dict[str, str]:
    return {
        "to": _("（宛先）{municipality}長").format(municipality=one.row.municipality.name),
        "sign": _("署名"), "date": _("日付"), "hidden": str(NOT_SHOWN), "represents": _("法定代理人として署名："),
        "mandate": _("委任状"), "mandate_text": _("わたしは、次の人に、下の手続きをまかせます。"),
        "matters": _("まかせる手続き"),
        "mandate_note": _("署名は、まかせる本人が自分で書いてください。来る人は、本人確認書類を持ってきてください。"),
    }  # fmt: skip


def _every(data: Any) -> Iterator[str]:
    """Every text that is printed."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _every(value)
    elif isinstance(data, list):
        for value in data:
            yield from _every(value)
