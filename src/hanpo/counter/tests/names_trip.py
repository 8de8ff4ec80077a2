"""The way of a name: typed into a page, kept in the database, out as CSV and JSON, and on paper."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.test import Client
from django.urls import reverse

from hanpo.core import scope
from hanpo.counter.actions.papers import MOST_PEOPLE, add_household_member
from hanpo.counter.files.paper_glyphs import known_sequences, register_font
from hanpo.counter.files.papers import papers_pdf, values_csv, values_json
from hanpo.counter.models import PaperSet
from hanpo.counter.queries.papers import opened
from hanpo.counter.tests import papers_makers as make
from hanpo.counter.tests.pdf_glyphs import TrueType, drawn

IN_A_NAME = 12
"""Variants in a family name, and as many in a given name."""


@dataclass
class Lost:
    """Which variants did not arrive where."""

    database: list[str] = field(default_factory=list)
    csv: list[str] = field(default_factory=list)
    json: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    glyph: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any((self.database, self.csv, self.json, self.text, self.glyph))


def trip(sequences: Sequence[str]) -> Lost:
    """Send variants all the way, twenty people a set; what was lost, by place."""
    lost = Lost()
    with scope.within(scope.EVERYWHERE):
        for names in _batches(_batches(sequences, 2 * IN_A_NAME), MOST_PEOPLE):
            _one_set(names, lost)
    return lost


def _batches(things: Sequence[str], size: int) -> list[list[str]]:
    return [list(things[at : at + size]) for at in range(0, len(things), size)]


def _one_set(names: list[list[str]], lost: Lost) -> None:
    row = make.paper_set(["move_in"])
    for _more in names[1:]:
        add_household_member(actor=None, paper_set=row)
    _typed(row, names)
    one = opened(paper_set=PaperSet.objects.get(pk=row.pk), language="ja")
    wanted = [sequence for name in names for sequence in name]
    kept = [one.row.values.get(f"{person}_name", {}) for person in one.row.people]
    lost.database += _missing(wanted, "".join(str(n.get("family", "")) + str(n.get("given", "")) for n in kept))
    rows = csv.reader(io.StringIO(values_csv(one).decode("utf-8-sig")))
    lost.csv += _missing(wanted, "".join(cell for line in rows for cell in line))
    told = json.loads(values_json(one))["values"]
    lost.json += _missing(wanted, "".join(str(value) for value in told.values()))
    _on_paper(papers_pdf(one), wanted, lost)


def _typed(row: PaperSet, names: list[list[str]]) -> None:
    browser = Client()
    address = reverse("counter:paper_fill", args=[row.municipality_id, row.number, row.token])
    for person, name in zip(row.people, names, strict=True):
        browser.post(address, {
            "do": f"next:{person}", "asked": [f"{person}_name"], f"a-{person}_name--family": "".join(name[:IN_A_NAME]),
            f"a-{person}_name--given": "".join(name[IN_A_NAME:]) or "一",
        })  # fmt: skip


def _missing(wanted: Sequence[str], text: str) -> list[str]:
    return [one for one in wanted if one not in text]


def _on_paper(pdf: bytes, wanted: Sequence[str], lost: Lost) -> None:
    path = register_font()
    assert path is not None
    font, glyphs = TrueType(path.read_bytes()), known_sequences()
    found = dict(_pieces(pdf))
    for one in wanted:
        outline = found.get(one)
        if one not in found:
            lost.text.append(one)
        elif outline != font.outline(glyphs[one]):
            lost.glyph.append(one)


def _pieces(pdf: bytes) -> Iterator[tuple[str, object]]:
    for piece in drawn(pdf):
        if len(piece.text) == 2:
            yield piece.text, piece.outline()
