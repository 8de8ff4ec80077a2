"""Workbooks as forty-one municipalities send them back: seeded damage to cells and to whole books, with the true answers.

Damage to a cell either leaves no doubt of what was meant (１２３, 3万円, R6.4.1) or does (約100, two answers in one cell);
damage to a book moves, hides, copies or breaks what leads to the answers.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from hanpo.core.japanese import HYOGO_MUNICIPALITIES, format_wareki
from hanpo.forms.engine.definition import Form
from hanpo.forms.engine.workbook import Cell, Plan, Stamp, layout
from hanpo.forms.engine.workbook.entering import listed, numbered
from hanpo.forms.engine.workbook.grid import Place, address
from hanpo.forms.engine.workbook.layout import NOTES, UNIT
from hanpo.forms.engine.workbook.slots import Entry, Slot
from hanpo.forms.files.workbook import write_workbook
from hanpo.forms.files.workbook_reading import read_grid
from hanpo.forms.tests.damage_files import Book, Page
from hanpo.forms.tests.damage_form import survey, true_answers

MADE_AT = datetime(2026, 11, 23)
FULL_WIDTH = str.maketrans("0123456789,.-/()", "０１２３４５６７８９，．－／（）")
KANJI = str.maketrans("0123456789", "〇一二三四五六七八九")
CELLS_IN_ANOTHER_FORM = 0.3
DOUBTFUL_CELLS = 0.008


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


@dataclass
class Case:
    """A book while it is being broken."""

    chance: random.Random
    form: Form
    plan: Plan
    book: Book
    truth: dict[str, object]
    places: dict[str, Place]
    damages: list[str]
    saved: bytes | None = None
    keeps_comments: bool = True

    @property
    def page(self) -> Page:
        return self.book.answers

    def row_of(self, key: str) -> int:
        """Where a slot stands now, by its hidden mark."""
        mark = f"hanpo:{next(f.slot.row_mark for f in self.plan.fields if f.slot.key == key)}"
        return next(row for (row, _column), cell in self.page.cells.items() if cell.value == mark)


def _text_of(value: object) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _as_text(cell: Cell, text: str) -> Cell:
    return replace(cell, value=text, number_format="@")


# Cells: the meaning stays

Change = Callable[[random.Random, Slot, Cell], Cell | None]


def full_width(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, _text_of(cell.value).translate(FULL_WIDTH))


def number_as_text(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, f" {_text_of(cell.value)} ")


def thousands(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, f"{cell.value:,}")


def with_unit(chance: random.Random, slot: Slot, cell: Cell) -> Cell | None:
    unit = {"人": "名", "%": "％", "円": "円", "時間": "時間", "件": "件"}[slot.item.unit or "円"]
    return _as_text(cell, f"{cell.value:,}{chance.choice(('', ' '))}{unit}")


def in_man_yen(_chance: random.Random, slot: Slot, cell: Cell) -> Cell | None:
    if slot.part.entry is not Entry.MONEY or cell.value % 10_000:
        return None
    return _as_text(cell, f"{cell.value / 10_000:,f}万円")


def in_thousand_yen(_chance: random.Random, slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, f"{cell.value / 1000:,f}千円") if slot.part.entry is Entry.MONEY else None


def in_percent_format(_chance: random.Random, slot: Slot, cell: Cell) -> Cell | None:
    return Cell(cell.value / 100, "0.0%") if slot.item.unit == "%" else None


def in_kanji(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    text = _text_of(cell.value)
    return _as_text(cell, text.translate(KANJI)) if len(text) in (1, 3, 4) and text.isdigit() else None


def as_formula(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return replace(cell, is_formula=True, formula="SUM(Z1:Z9)")


def wareki(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, format_wareki(cell.value.date()))


def short_wareki(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, format_wareki(cell.value.date(), style="short").translate(FULL_WIDTH))


def kanji_day(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    day = cell.value
    return _as_text(cell, f"{str(day.year).translate(KANJI)}年{day.month}月{day.day}日")


def serial(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return Cell(Decimal((cell.value - datetime(1899, 12, 30)).days))


def era_format(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return replace(cell, number_format='[$-411]ggge"年"m"月"d"日"')


def slashed(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, f"{cell.value:%Y/%m/%d}")


def choice_number(chance: random.Random, slot: Slot, cell: Cell) -> Cell | None:
    number = next(n for choice, n, _t in numbered(slot.item, "ja") if choice.label.ja == cell.value)
    return chance.choice((_as_text(cell, str(number).translate(FULL_WIDTH)), Cell(Decimal(number))))


def choice_with_number(_chance: random.Random, slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, next(text for choice, _n, text in numbered(slot.item, "ja") if choice.label.ja == cell.value))


def choice_dressed(chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, chance.choice(("{} ", "{}。", "○{}", "　{}")).format(cell.value))


def other_mark(chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return chance.choice((_as_text(cell, chance.choice("◯〇●✓レ◎")), _as_text(cell, "はい"), Cell(True)))


def spaced(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, f"　{cell.value}\n")


def remarked(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return replace(cell, comment="担当に確認済みです。")


NUMBERS = (full_width, number_as_text, thousands, with_unit, in_man_yen, in_thousand_yen, in_percent_format, in_kanji, as_formula, remarked)  # fmt: skip
DAYS = (wareki, short_wareki, kanji_day, serial, era_format, slashed, as_formula)
CHOICES = (choice_number, choice_with_number, choice_dressed)
KEEPING: Mapping[Entry, tuple[Change, ...]] = {
    Entry.NUMBER: NUMBERS,
    Entry.MONEY: NUMBERS,
    Entry.SCALE: (full_width, number_as_text, remarked),
    Entry.DATE: DAYS,
    Entry.CHOICE: CHOICES,
    Entry.MARK: (other_mark,),
    Entry.TEXT: (spaced, remarked),
    Entry.POSTAL: (full_width,),
}


# Cells: a person has to be asked


def about(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, f"約{_text_of(cell.value)}")


def a_range(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, f"{cell.value}～{cell.value + 10}")


def in_comment(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return Cell(None, comment=_text_of(cell.value))


def error(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return Cell("#REF!", is_error=True)


def struck(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return replace(cell, is_struck=True)


def corrected_in_comment(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return Cell(cell.value + 1, cell.number_format, comment=f"正しくは{cell.value}です")


def in_wrong_unit(_chance: random.Random, slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, f"{cell.value}日") if slot.item.unit == "時間" else None


def scaled_format(_chance: random.Random, slot: Slot, cell: Cell) -> Cell | None:
    return Cell(cell.value / 1000, '#,##0"千円"') if slot.part.entry is Entry.MONEY else None


def two_answers(_chance: random.Random, slot: Slot, cell: Cell) -> Cell | None:
    labels = [text for _choice, text in listed(slot.item, "ja")]
    return _as_text(cell, "\n".join(labels[:2]))


def own_words(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, f"{cell.value}（一部の課だけ）")


def month_only(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, f"{cell.value:%Y}年{cell.value.month}月")


def triangle(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, "△")


DOUBTING: Mapping[Entry, tuple[Change, ...]] = {
    Entry.NUMBER: (about, a_range, in_comment, error, struck, corrected_in_comment, in_wrong_unit),
    Entry.MONEY: (about, a_range, in_comment, error, struck, scaled_format),
    Entry.DATE: (month_only, in_comment, error),
    Entry.CHOICE: (two_answers, own_words, in_comment),
    Entry.MARK: (triangle, error),
    Entry.TEXT: (error, struck),
}


# Books


def rows_inserted(case: Case) -> None:
    for _time in range(case.chance.randint(1, 3)):
        case.book.move(row=case.chance.randint(1, 30), rows=1)


def inserted_by_program(case: Case) -> None:
    """A program that does not know of names inserted rows and a column: names stay where they were."""
    for _time in range(2):
        case.page.move(row=case.chance.randint(1, 30), rows=1)
    case.page.move(column=case.chance.choice((0, 1, 3)), columns=1)


def columns_inserted(case: Case) -> None:
    case.book.move(column=case.chance.choice((0, 1, 2, 3, 4)), columns=1)


def table_rows_deleted(case: Case) -> None:
    """The empty rows at the end of the table are deleted."""
    case.book.move(row=case.row_of("list/5/name"), rows=-1)


def sheet_renamed(case: Case) -> None:
    name = case.chance.choice(("回答（情報政策課）", "Sheet1", "R6調査 'いま'の状況"))
    old, case.page.name = case.page.name, name
    case.book.names = {
        key: (name, spot[1]) if spot and spot[0] == old else spot for key, spot in case.book.names.items()
    }


def sheet_copied_out(case: Case) -> None:
    """The sheet goes into a new workbook: no names, no hidden sheet."""
    case.book.pages, case.book.names = [case.page], {}


def visible_cells_copied(case: Case) -> None:
    """Only the visible cells are pasted into the same rows of a new sheet: the hidden marks are gone, the names too."""
    cells = case.page.cells
    hidden_rows = {row for (row, column), cell in cells.items() if column and str(cell.value).startswith("hanpo:")}
    case.page.cells = {place: cell for place, cell in cells.items() if place[1] and place[0] not in hidden_rows}
    case.book.pages, case.book.names = [case.page], {}


def marks_deleted(case: Case) -> None:
    """The hidden column is deleted; names are left."""
    case.book.move(column=0, columns=-1)


def column_marks_deleted(case: Case) -> None:
    """The hidden row with the marks of the columns is deleted, and so are the names."""
    row = next(row for (row, _column), cell in case.page.cells.items() if cell.value == "hanpo:=answer")
    case.book.move(row=row, rows=-1)
    case.book.names = {}


def sheet_duplicated_empty(case: Case) -> None:
    """An empty copy of the sheet was kept in the same book."""
    answers = {place for place in case.places.values()}
    empty = {place: cell for place, cell in case.page.cells.items() if place not in answers}
    case.book.pages.append(Page("回答 (2)", empty, list(case.page.merges)))


def sheet_duplicated(case: Case) -> None:
    """A copy with other numbers in two cells: nobody can tell which sheet is meant."""
    cells = dict(case.page.cells)
    for key in ("staff", "systems"):
        cells[case.places[key]] = Cell(Decimal(999))
    case.book.pages.append(Page("回答 (2)", cells, list(case.page.merges)))


def sheet_hidden(case: Case) -> None:
    case.page.hidden = "hidden"
    case.book.pages.append(Page("表紙", {(0, 0): Cell("送付します")}))


def labels_reworded(case: Case) -> None:
    """A question gets a few words more, which do not change it."""
    for key, words in (("hope", "今後の共同化への期待（5段階）"), ("uses", "いま、共同運営システムを使っていますか")):
        case.page.cells[case.places[key][0], 2] = Cell(words.replace("（5段階）", ""))


def label_turned(case: Case) -> None:
    """A question is turned round: the answer no longer means what the form asks."""
    case.page.cells[case.places["systems"][0], 2] = Cell("庁内で動いていないシステムの数")


def unit_changed(case: Case) -> None:
    """The amount is given in thousands and the unit beside it is changed to match."""
    place = case.places["budget"]
    case.page.cells[place] = Cell(Decimal(case.truth["budget"]) / 1000, "#,##0")
    case.page.cells[place[0], UNIT] = Cell("千円")


def unit_of_sheet(case: Case) -> None:
    """「単位：千円」 is written at the top and all amounts are given so."""
    case.page.cells[0, NOTES] = Cell("（単位：千円）")
    for field in case.plan.fields:
        place = case.places[field.slot.key]
        held = case.page.cells.get(place, Cell(None)).value
        if field.slot.part.entry is Entry.MONEY and isinstance(held, Decimal):
            case.page.cells[place] = Cell(held / 1000, "#,##0")


def cells_joined(case: Case) -> None:
    """Two answer cells are joined; Excel keeps the upper one."""
    upper, lower = case.places["staff"], case.places["temps"]
    case.page.merges = [m for m in case.page.merges if m[0] not in (upper[0], lower[0]) or m[1] != upper[1]]
    case.page.merges.append((upper[0], upper[1], lower[0], upper[1]))
    case.page.cells.pop(lower, None)


def label_and_answer_joined(case: Case) -> None:
    """A question is joined with its answer; Excel keeps the question."""
    row, column = case.places["opinion"]
    case.page.merges = [m for m in case.page.merges if (m[0], m[1]) != (row, column)]
    case.page.merges.append((row, column - 1, row, column))
    case.page.cells.pop((row, column), None)


def answers_joined_right(case: Case) -> None:
    """An answer is joined with the cells to its right, which changes nothing."""
    row, column = case.places["uses"]
    case.page.merges = [m for m in case.page.merges if (m[0], m[1]) != (row, column)]
    case.page.merges.append((row, column, row, column + 1))


def question_deleted(case: Case) -> None:
    case.book.move(row=case.row_of("systems"), rows=-1)


def option_deleted(case: Case) -> None:
    """A choice is deleted, whether chosen or not."""
    case.book.move(row=case.row_of("troubles/t2"), rows=-1)


def option_written(case: Case) -> None:
    """A choice of one's own is added as a row, with a mark."""
    row = case.row_of("troubles/t5")
    case.book.move(row=row, rows=1)
    case.page.cells[row, 2], case.page.cells[row, 3] = Cell("設備が古い"), Cell("○")


def rows_sorted(case: Case) -> None:
    """Two rows change places as Excel sorts them: values move, names stay."""
    first, second = case.row_of("temps"), case.row_of("systems")
    swap = {first: second, second: first}
    case.page.cells = {(swap.get(row, row), column): cell for (row, column), cell in case.page.cells.items()}


def rows_moved(case: Case) -> None:
    """A row is cut and pasted further down: names move along."""
    first = case.row_of("phone")
    case.book.move(row=first + 12, rows=1)
    old = {place: cell for place, cell in case.page.cells.items() if place[0] == first}
    case.page.cells = {place: cell for place, cell in case.page.cells.items() if place[0] != first}
    case.page.cells |= {(first + 12, column): cell for (_row, column), cell in old.items()}
    case.page.merges = [m for m in case.page.merges if m[0] != first]
    name = next(field.slot.name for field in case.plan.fields if field.slot.key == "phone")
    if name in case.book.names:
        case.book.names[name] = (case.page.name, (first + 12, 3))


def answer_beside(case: Case) -> None:
    """The answer stands in the column to the right of its cell."""
    row, column = case.places["staff"]
    case.page.cells[row, NOTES + 1] = Cell(f"{case.truth['staff']}人です")
    case.page.cells.pop((row, column), None)


def all_in_one_cell(case: Case) -> None:
    """The numbers of the choices stand in the first cell of the block."""
    rows = [case.places[f"troubles/t{n}"] for n in range(1, 6)]
    numbers = [str(n) for n, place in enumerate(rows, start=1) if place in case.page.cells]
    if len(numbers) < 2 or case.places["troubles/other"] in case.page.cells:
        return
    for place in rows:
        case.page.cells.pop(place, None)
    case.page.cells[rows[0]] = Cell("、".join(numbers))


def saved_as_csv(case: Case) -> None:
    case.saved = case.book.saved_as_csv("utf-8-sig")


def saved_as_old_csv(case: Case) -> None:
    case.saved = case.book.saved_as_csv("cp932")


def saved_as_unicode_text(case: Case) -> None:
    case.saved = case.book.saved_as_csv("utf-16", "\t")


def saved_as_xls(case: Case) -> None:
    case.saved = case.book.saved_as_xls()


GENTLE = (
    rows_inserted, inserted_by_program, columns_inserted, table_rows_deleted, sheet_renamed, sheet_copied_out, marks_deleted, column_marks_deleted,
    sheet_duplicated_empty, sheet_hidden, labels_reworded, answers_joined_right, rows_moved, all_in_one_cell,
    saved_as_csv, saved_as_old_csv, saved_as_unicode_text, saved_as_xls,
)  # fmt: skip
"""Damage to books that leaves no doubt."""

HARSH = (
    sheet_duplicated, label_turned, unit_changed, unit_of_sheet, cells_joined, label_and_answer_joined, question_deleted,
    option_deleted, option_written, rows_sorted, answer_beside, visible_cells_copied,
)  # fmt: skip
"""Damage to books after which a person has to be asked about some cells (the last: about the whole book)."""


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
    if any("csv" in damage.__name__ or "text" in damage.__name__ or "xls" in damage.__name__ for damage in books):
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


def day(text: str) -> date:
    """A day from ISO."""
    return date.fromisoformat(text)
