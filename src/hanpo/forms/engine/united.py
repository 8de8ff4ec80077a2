"""All questions that the versions of a form ever asked, so that no answer is without a column.

Two questions are the same where id, kind and unit agree; an answer in another unit, or of another kind, stands apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from hanpo.forms.engine.definition import Choice, Form, Item

Sameness = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """A question over all versions. `column` is its name in tables (its id, with a number where that is taken)."""

    item: Item
    column: str
    is_former: bool = False
    """Whether the newest version does not ask it any more."""


def sameness(item: Item) -> Sameness:
    """By what a question is known in other versions."""
    return item.id, item.kind.value, item.unit


def united(newest: Form, earlier: Iterable[Form]) -> tuple[Question, ...]:
    """The questions of the newest version in its order, then those that only earlier ones (newest first) asked.

    A question keeps the choices, rows and columns that it once had, after those of today.
    """
    found: dict[Sameness, Item] = {}
    own = {sameness(item) for item in newest.items()}
    for form in (newest, *earlier):
        for item in form.items():
            key = sameness(item)
            found[key] = _joined(found[key], item) if key in found else item
    questions: list[Question] = []
    for key, item in found.items():
        times = sum(one.item.id == item.id for one in questions)
        column = f"{item.id}@{times + 1}" if times else item.id
        questions.append(Question(item, column, key not in own))
    return tuple(questions)


def _joined(item: Item, older: Item) -> Item:
    return replace(
        item,
        choices=_with_gone(item.choices, older.choices),
        rows=_with_gone(item.rows, older.rows),
        columns=_joined_columns(item.columns, older.columns),
        has_other=item.has_other or older.has_other,
    )


def _with_gone(choices: Sequence[Choice], older: Sequence[Choice]) -> tuple[Choice, ...]:
    known = {one.id for one in choices}
    return (*choices, *(replace(one, is_retired=True) for one in older if one.id not in known))


def _joined_columns(columns: Sequence[Item], older: Sequence[Item]) -> tuple[Item, ...]:
    by_id = {column.id: column for column in older}
    joined = (_joined(column, by_id[column.id]) if column.id in by_id else column for column in columns)
    return (*joined, *(column for column in older if column.id not in {one.id for one in columns}))
