"""From replies to results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from hanpo.council.engine.results.classes import class_of, grouping
from hanpo.council.engine.results.shape import Base, Named, Question, Results, Said, Span
from hanpo.forms.engine.aggregates import Grouping, Table, walked_tables
from hanpo.forms.engine.answering import shown
from hanpo.forms.engine.definition import Form, Item, Kind
from hanpo.forms.engine.values import Answers
from hanpo.forms.engine.walking import walk


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member that was asked: who it is, its reply's number, and its answers once they were sent (`None` before)."""

    code: str
    name: str
    kind: str
    reply: int
    answers: Answers | None = None
    has_begun: bool = False
    minutes: int | None = None

    @property
    def is_sent(self) -> bool:
        """Whether its reply counts."""
        return self.answers is not None


def gather(form: Form, members: Sequence[Member], *, by: str = "") -> Results:
    """The results of a form by a class of members (see `CLASSES`). Members stand in the order of their codes."""
    ordered = sorted(members, key=lambda one: one.code)
    sent = [one for one in ordered if one.answers is not None]
    groups = grouping(by, _classes(by, sent), further=_classes(by, ordered))
    walked = {one.code: walk(form, one.answers or {}) for one in sent}
    found = walked_tables(form, list(walked.values()), groups=groups)
    known = {code: one.answers for code, one in walked.items()}
    asked = {code: frozenset(item.id for item in one.asked) for code, one in walked.items()}
    pending = _pending(by, ordered, groups)
    items = [item for item in form.items() if item.id in found]
    questions = tuple(_question(item, found[item.id], ordered, known, asked, groups, pending) for item in items)
    return Results(base=_base(ordered), by=by, questions=questions)


def _classes(by: str, members: Sequence[Member]) -> list[str]:
    return [class_of(by, code=one.code, kind=one.kind) for one in members] if by else []


def _base(members: Sequence[Member]) -> Base:
    told = [one.minutes for one in members if one.is_sent and one.minutes is not None]
    return Base(
        asked=len(members),
        counted=sum(one.is_sent for one in members),
        begun=sum(one.has_begun and not one.is_sent for one in members),
        minutes=sum(told),
        minutes_from=len(told),
    )


def _pending(by: str, members: Sequence[Member], groups: Grouping | None) -> tuple[int, ...]:
    waiting = [one for one in members if not one.is_sent]
    classes = _classes(by, waiting)
    return (len(waiting), *(classes.count(column.key) for column in (groups.columns if groups else ())))


def _question(
    item: Item, tables: tuple[Table, ...], members: Sequence[Member], known: Mapping[str, Answers],
    asked: Mapping[str, frozenset[str]], groups: Grouping | None, pending: tuple[int, ...],
) -> Question:  # fmt: skip
    sent = [one for one in members if one.code in known]
    values = [known[one.code] for one in sent]
    return Question(
        id=item.id, label=item.label, kind=item.kind, unit="円" if item.kind is Kind.MONEY else item.unit,
        tables=tables, pending=pending,
        spans=tuple(_spans(table, values, groups) for table in tables[:1]),
        named=tuple(_named(item, one, known, asked) for one in members),
        quotes=tuple(Said(text=one.text, who=sent[one.at].name, reply=sent[one.at].reply)
                     for table in tables for one in table.quotes),
    )  # fmt: skip


def _named(item: Item, member: Member, known: Mapping[str, Answers], asked: Mapping[str, frozenset[str]]) -> Named:
    answers = known.get(member.code)
    value = shown(item, answers.get(item.id)) if answers is not None else ""
    return Named(
        code=member.code,
        name=member.name,
        value=value,
        is_sent=answers is not None,
        is_asked=item.id in asked.get(member.code, {item.id}),
    )


def _spans(table: Table, values: Sequence[Answers], groups: Grouping | None) -> tuple[Span | None, ...]:
    if not table.numbers or table.kind is Kind.SCALE:
        return ()
    read = [_number(one.get(table.item_id)) for one in values]
    parts = [[one for one in read if one is not None]]
    columns, of = (groups.columns, groups.of) if groups else ((), ())
    for column in columns:
        parts.append([one for at, one in enumerate(read) if one is not None and of[at] == column.key])
    return tuple(Span(min(part), max(part)) if part else None for part in parts)


def _number(value: object) -> Decimal | None:
    if not isinstance(value, str):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
