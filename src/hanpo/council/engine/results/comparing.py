"""A question beside last time: the same question, asked of the same members, or the reason why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hanpo.council.engine.results.gathering import Member
from hanpo.council.engine.results.shape import Change, ChangedLine, NotComparable, Results
from hanpo.forms.engine.aggregates import Table, form_tables
from hanpo.forms.engine.definition import Form, Item, Kind

_COUNTED = frozenset({Kind.CHOICE, Kind.MULTIPLE, Kind.SCALE, Kind.NUMBER, Kind.MONEY})


def compare(
    results: Results, *, form: Form, members: Sequence[Member], before: Form | None, members_before: Sequence[Member]
) -> Results:
    """The results with each question set beside the survey before (`None`: there was none)."""
    if before is None:
        return _without(results)
    now_by, before_by = _sent(members), _sent(members_before)
    same = sorted(now_by.keys() & before_by.keys())
    now_tables = form_tables(form, [now_by[code].answers or {} for code in same])
    before_tables = form_tables(before, [before_by[code].answers or {} for code in same])
    items, items_before = _items(form), _items(before)
    questions = []
    for one in results.questions:
        reason = _obstacle(items[one.id], items_before.get(one.id), len(same))
        if reason is not None:
            questions.append(replace(one, not_comparable=reason))
            continue
        change = _change(before_tables[one.id][0], now_tables[one.id][0], len(same))
        is_reworded = items[one.id].label.ja != items_before[one.id].label.ja
        questions.append(replace(one, change=replace(change, is_reworded=is_reworded)))
    return replace(results, questions=tuple(questions))


def _without(results: Results) -> Results:
    reason = NotComparable.NO_SURVEY
    return replace(results, questions=tuple(replace(one, not_comparable=reason) for one in results.questions))


def _sent(members: Sequence[Member]) -> dict[str, Member]:
    return {one.code: one for one in members if one.is_sent}


def _items(form: Form) -> Mapping[str, Item]:
    return {item.id: item for item in form.items()}


def _obstacle(now: Item, before: Item | None, same: int) -> NotComparable | None:
    """Why the question is not the same as before, or nobody answered both times."""
    if before is None:
        return NotComparable.REPLACED if now.follows else NotComparable.NEW
    if now.kind is not before.kind:
        return NotComparable.KIND
    if now.kind not in _COUNTED:
        return NotComparable.NOT_COUNTED
    if now.unit != before.unit:
        return NotComparable.UNIT
    if _possible(now) != _possible(before):
        return NotComparable.CHOICES
    return None if same else NotComparable.NOBODY


def _possible(item: Item) -> tuple[object, ...]:
    """What could be answered, with its words: a choice that means something else is another choice."""
    return (item.steps, item.has_other, *((one.id, one.label.ja) for one in item.choices if not one.is_retired))


def _change(before: Table, now: Table, n: int) -> Change:
    counts = {line.key: row[0] or 0 for line, row in zip(before.lines, before.counts, strict=True)}
    lines = [
        ChangedLine(label=line.label, before=counts.get(line.key, 0), now=row[0] or 0)
        for line, row in zip(now.lines, now.counts, strict=True)
    ]
    known = {line.key for line in now.lines}
    gone = [
        ChangedLine(label=line.label, before=counts[line.key], now=0) for line in before.lines if line.key not in known
    ]
    numbers = (before.numbers[0], now.numbers[0]) if before.numbers and now.numbers else (None, None)
    return Change(n=n, lines=(*lines, *gone), before=numbers[0], now=numbers[1])
