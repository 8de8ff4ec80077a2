"""Workbooks as forty-one municipalities send them back: seeded damage, with the true answers.

Damage to a cell either leaves no doubt of what was meant (`damage_cells.KEEPING`) or does (`DOUBTING`); damage to a
book (`damage_books`) moves, hides, copies or breaks what leads to the answers.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hanpo.core.japanese import HYOGO_MUNICIPALITIES
from hanpo.forms.engine.workbook import Plan, Stamp, layout, recover
from hanpo.forms.engine.workbook.grid import Place, address
from hanpo.forms.engine.workbook.slots import Slot
from hanpo.forms.files.workbook import write_workbook
from hanpo.forms.files.workbook_reading import read_grid
from hanpo.forms.tests.damage_books import GENTLE, HARSH, Case
from hanpo.forms.tests.damage_cells import DOUBTING, KEEPING
from hanpo.forms.tests.damage_files import Book
from hanpo.forms.tests.damage_form import survey, true_answers

MADE_AT = datetime(2026, 11, 23)  # noqa: DTZ001
CELLS_IN_ANOTHER_FORM = 0.3
DOUBTFUL_CELLS = 0.008
WITHOUT_COMMENTS = ("saved_as_csv", "saved_as_old_csv", "saved_as_unicode_text", "saved_as_xls")
"""Ways of saving here in which comments are lost."""


@dataclass
class Sent:
    """A book on its way back: who sent it, what was meant, the bytes, and what was done to it."""

    municipality: str
    truth: dict[str, object]
    content: bytes
    damages: tuple[str, ...]
    plan: Plan
    keys: tuple[str, ...] = ()
    """The answer cells that were filled in."""


def opened(chance: random.Random, municipality: str = "282022", truth: dict[str, object] | None = None) -> Case:
    """A book as it would come back undamaged."""
    form = survey()
    truth = true_answers(chance) if truth is None else truth
    plan = layout(form, Stamp(form.id, 1, municipality, "r-1"), answers=truth)
    book = Book.of(read_grid(write_workbook(plan, made_at=MADE_AT)))
    places = {field.slot.key: field.place for field in plan.fields}
    return Case(chance, form, plan, book, truth, places, [])


def damaged(case: Case, *books: Callable[[Case], None], cells: float = 0.0, doubtful: float = 0.0) -> Sent:
    """The book after damage to its cells (the share of them) and then to itself, in the order given."""
    if any(damage.__name__ in WITHOUT_COMMENTS for damage in books):
        case.keeps_comments = False
    filled = tuple(key for key, place in case.places.items() if place in case.page.cells)
    for field in case.plan.fields:
        place = case.places[field.slot.key]
        if place in case.page.cells:
            _damage_cell(case, field.slot, place, cells, doubtful)
    for damage in books:
        damage(case)
        case.damages.append(damage.__name__)
    content = case.saved or case.book.saved_as_xlsx()
    return Sent(case.plan.stamp.municipality, case.truth, content, tuple(case.damages), case.plan, filled)


def _damage_cell(case: Case, slot: Slot, place: Place, cells: float, doubtful: float) -> None:
    kinds = KEEPING if (roll := case.chance.random()) < cells else DOUBTING if roll < cells + doubtful else {}
    changes = kinds.get(slot.part.entry, ())
    if not changes:
        return
    change = case.chance.choice(changes)
    cell = change(case.chance, slot, case.page.cells[place])
    if cell is not None and (case.keeps_comments or not cell.comment):
        case.page.cells[place] = cell
        case.damages.append(f"{change.__name__} {address(place)}")


def batch(seed: int = 20261123) -> list[Sent]:
    """Forty-one books: every kind of damage to books occurs, and nearly a third of the cells is in another form."""
    chance = random.Random(seed)
    sent = []
    for number, town in enumerate(HYOGO_MUNICIPALITIES):
        case = opened(chance, town.code)
        own = [GENTLE[number % len(GENTLE)]]
        if number % 4 == 3:
            own.insert(0, HARSH[number // 4 % (len(HARSH) - 1)])
        sent.append(damaged(case, *own, cells=CELLS_IN_ANOTHER_FORM, doubtful=DOUBTFUL_CELLS))
    return sent


@dataclass(frozen=True)
class Judged:
    """What reading one book came to, beside what was meant.

    `wrong`: items whose accepted answer differs from what was meant; `lost`: items that were answered and are neither
    taken nor asked about; `asked`: filled answer cells that a person has to look at; `unnamed`: those of them without
    sheet and address although the cell is there; `held`: answers that wait because one of their cells is asked about.
    """

    wrong: tuple[str, ...]
    lost: tuple[str, ...]
    asked: tuple[str, ...]
    unnamed: tuple[str, ...]
    held: tuple[str, ...]


def judged(sent: Sent) -> Judged:
    """Read a book and compare it with what was meant."""
    found = recover({1: survey()}, read_grid(sent.content), municipality=sent.municipality)
    asked_items = {one.item_id for one in found.doubts} | ({*sent.truth} if found.confirm else set())
    by_key = {one.key: one for one in found.findings}
    asked = tuple(key for key in sent.keys if found.confirm or by_key[key].state.needs_person)
    return Judged(
        wrong=tuple(key for key, value in found.answers.items() if value != sent.truth.get(key)),
        lost=tuple(key for key in sent.truth if key not in found.answers and key not in asked_items),
        asked=asked,
        unnamed=tuple(key for key in asked if not by_key[key].place and "見つかりません" not in by_key[key].message),
        held=tuple(key for key in sent.truth if key not in found.answers),
    )
