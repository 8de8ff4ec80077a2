"""What happens to whole workbooks on their way: rows and columns move, sheets are copied, words change."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

from hanpo.forms.engine.definition import Form
from hanpo.forms.engine.workbook import Cell, Plan
from hanpo.forms.engine.workbook.grid import Place
from hanpo.forms.engine.workbook.layout import NOTES, UNIT
from hanpo.forms.engine.workbook.slots import Entry
from hanpo.forms.tests.damage_files import Book, Page, moved

GONE = (-1, -1)


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

    def move(self, *, with_names: bool = True, row: int = 0, rows: int = 0, column: int = 0, columns: int = 0) -> None:
        """Insert or delete rows and columns; a program that does not know of names leaves them where they were."""
        step = {"row": row, "rows": rows, "column": column, "columns": columns}
        self.book.move(**step) if with_names else self.page.move(**step)
        self.places = {key: moved(place, row, rows, column, columns) or GONE for key, place in self.places.items()}

    @property
    def page(self) -> Page:
        return self.book.answers

    def row_of(self, key: str) -> int:
        """Where a slot stands now, by its hidden mark."""
        mark = f"hanpo:{next(f.slot.row_mark for f in self.plan.fields if f.slot.key == key)}"
        return next(row for (row, _column), cell in self.page.cells.items() if cell.value == mark)


def rows_inserted(case: Case) -> None:
    for _time in range(case.chance.randint(1, 3)):
        case.move(row=case.chance.randint(1, 30), rows=1)


def inserted_by_program(case: Case) -> None:
    """A program that does not know of names inserted rows and a column: names stay where they were."""
    for _time in range(2):
        case.move(with_names=False, row=case.chance.randint(1, 30), rows=1)
    case.move(with_names=False, column=case.chance.choice((0, 1, 3)), columns=1)


def columns_inserted(case: Case) -> None:
    case.move(column=case.chance.choice((0, 1, 2, 3, 4)), columns=1)


def table_rows_deleted(case: Case) -> None:
    """The empty rows at the end of the table are deleted."""
    case.move(row=case.row_of("list/5/name"), rows=-1)


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
    case.move(column=0, columns=-1)


def column_marks_deleted(case: Case) -> None:
    """The hidden row with the marks of the columns is deleted, and so are the names."""
    row = next(row for (row, _column), cell in case.page.cells.items() if cell.value == "hanpo:=answer")
    case.move(row=row, rows=-1)
    case.book.names = {}


def sheet_duplicated_empty(case: Case) -> None:
    """An empty copy of the sheet was kept in the same book."""
    answers = set(case.places.values())
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
    for key, words in (("hope", "今後の共同化への期待"), ("uses", "いま、共同運営システムを使っていますか")):
        row, column = case.places[key]
        case.page.cells[row, column - 1] = Cell(words)


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
    case.move(row=case.row_of("systems"), rows=-1)


def option_deleted(case: Case) -> None:
    """A choice is deleted, whether chosen or not."""
    case.move(row=case.row_of("troubles/t2"), rows=-1)


def option_written(case: Case) -> None:
    """A choice of one's own is added as a row, with a mark."""
    row = case.row_of("troubles/t5")
    case.move(row=row, rows=1)
    case.page.cells[row, 2], case.page.cells[row, 3] = Cell("設備が古い"), Cell("○")


def rows_sorted(case: Case) -> None:
    """Two rows change places as Excel sorts them: values move, names stay."""
    first, second = case.row_of("temps"), case.row_of("systems")
    swap = {first: second, second: first}
    case.page.cells = {(swap.get(row, row), column): cell for (row, column), cell in case.page.cells.items()}


def rows_moved(case: Case) -> None:
    """A row is cut and pasted further down: names move along."""
    first = case.row_of("phone")
    case.move(row=first + 12, rows=1)
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
    rows_inserted, inserted_by_program, columns_inserted, table_rows_deleted, sheet_renamed, sheet_copied_out,
    marks_deleted, column_marks_deleted, sheet_duplicated_empty, sheet_hidden, labels_reworded,
    answers_joined_right, rows_moved, all_in_one_cell, saved_as_csv, saved_as_old_csv, saved_as_unicode_text,
    saved_as_xls,
)  # fmt: skip
"""Damage to books that leaves no doubt."""

HARSH = (
    sheet_duplicated, label_turned, unit_changed, unit_of_sheet, cells_joined, label_and_answer_joined,
    question_deleted, option_deleted, option_written, rows_sorted, answer_beside, visible_cells_copied,
)  # fmt: skip
"""Damage to books after which a person has to be asked about some cells (the last: about the whole book)."""
