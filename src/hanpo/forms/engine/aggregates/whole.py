"""The tables of a whole form, where some questions were asked of some only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from hanpo.forms.engine.aggregates.counting import tables
from hanpo.forms.engine.aggregates.tables import Grouping, Table
from hanpo.forms.engine.definition import Form, Kind
from hanpo.forms.engine.values import Answers
from hanpo.forms.engine.walking import Walk, walk


def form_tables(
    form: Form, responses: Sequence[Answers], *, groups: Grouping | None = None, today: date | None = None
) -> Mapping[str, tuple[Table, ...]]:
    """The tables of every question, by its id and in the order of the form.

    Answers to questions that were not asked (their condition did not hold) do not count; such responses stand in a line
    of their own. Calculated items are worked out for each response.
    """
    return walked_tables(form, [walk(form, one, today) for one in responses], groups=groups)


def walked_tables(
    form: Form, walks: Sequence[Walk], *, groups: Grouping | None = None
) -> Mapping[str, tuple[Table, ...]]:
    """The tables of every question, as `form_tables`, of responses that were walked through already."""
    answers = [one.answers for one in walks]
    asked = [{item.id for item in one.asked} for one in walks]
    return {
        item.id: tables(item, answers, groups=groups, asked=[item.id in one for one in asked])
        for item in form.items()
        if item.kind is not Kind.NOTE
    }
