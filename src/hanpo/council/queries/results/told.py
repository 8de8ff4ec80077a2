"""Results in words and rows, as pages and papers show them: every share with what it is a share of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hanpo.core.japanese import format_number
from hanpo.core.japanese.hyogo_census import CENSUS_SOURCE, REGION_SOURCE
from hanpo.council.engine.results import Change, Named, NotComparable, Pooled, Question, Results, Said, Withheld
from hanpo.council.queries.results.published import OwnAnswer
from hanpo.forms.engine.aggregates import Numbers
from hanpo.forms.engine.definition import Kind, Language


@dataclass(frozen=True, slots=True)
class CellTold:
    """A count with its share in per cent (empty: none), or hidden."""

    count: int | None
    share: str = ""

    @property
    def is_hidden(self) -> bool:
        """Whether the count is not shown."""
        return self.count is None


@dataclass(frozen=True, slots=True)
class RowTold:
    """A line of a table; the first cell is of all members."""

    label: str
    cells: tuple[CellTold, ...]
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A line of numbers: median, quartiles, smallest and largest."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableTold:
    """A table: its columns, its lines, how many each column's shares are shares of, and its numbers."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[RowTold, ...]
    bases: tuple[int, ...]
    numbers: tuple[NumberRow, ...] = ()
    hidden_below: int = 0
    is_of_rows: bool = False

    @property
    def has_hidden(self) -> bool:
        """Whether any count is hidden."""
        return any(cell.is_hidden for row in self.rows for cell in row.cells)


@dataclass(frozen=True, slots=True)
class ChangeTold:
    """A question beside last time: rows of answer, before and now; or why it cannot be set beside it."""

    n: int = 0
    rows: tuple[tuple[str, str, str], ...] = ()
    note: str = ""
    reason: str = ""
    is_first_time: bool = False


@dataclass(frozen=True, slots=True)
class QuestionTold:
    """A question as a page shows it."""

    id: str
    number: int
    title: str
    tables: tuple[TableTold, ...]
    change: ChangeTold
    named: tuple[Named, ...] = ()
    quotes: tuple[Said, ...] = ()
    groups: tuple[Pooled, ...] = ()
    withheld: str = ""
    comment: str = ""
    own: tuple[OwnAnswer, ...] = ()
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the head of a report: who answered, and the hours it took."""

    asked: int
    counted: int
    begun: int
    share: str
    hours: str
    timed: int
    source: str

    @property
    def missing(self) -> int:
        """How many sent no reply."""
        return self.asked - self.counted


def language_now() -> Language:
    """The language of the page: Japanese, やさしい日本語 or English."""
    language = get_language() or "ja"
    return "en" if language.startswith("en") else "easy" if language == "ja-easy" else "ja"


def by_choices(allowed: Iterable[str]) -> list[tuple[str, str]]:
    """By what members may be told apart, in words; all together comes first."""
    words = {"kind": _("市・町の区分"), "people": _("人口規模"), "region": _("地域")}
    return [("", _("分けない（全体だけ）")), *((one, words[one]) for one in allowed)]


def head_of(results: Results) -> Head:
    """The head of the report."""
    base = results.base
    source = {"people": CENSUS_SOURCE, "region": REGION_SOURCE}.get(results.by, "")
    hours = format_number(round(Decimal(base.minutes) / 60, 1))
    return Head(
        base.asked, base.counted, base.begun, percent(base.counted, of=base.asked), hours, base.minutes_from, source
    )


def told(
    results: Results, *, comments: Mapping[str, str] | None = None, texts: Mapping[str, Sequence[Pooled]] | None = None,
    own: Mapping[str, list[OwnAnswer]] | None = None,
) -> list[QuestionTold]:  # fmt: skip
    """Every question in words, in the order in which it was asked."""
    return [
        told_question(
            one, number=number, comment=(comments or {}).get(one.id, ""), groups=(texts or {}).get(one.id, ()),
            own=(own or {}).get(one.id, ()),
        )
        for number, one in enumerate(results.questions, start=1)
    ]  # fmt: skip


def told_question(
    question: Question, *, number: int, comment: str = "", groups: Sequence[Pooled] = (),
    own: Sequence[OwnAnswer] = (),
) -> QuestionTold:  # fmt: skip
    """A question in words."""
    language = language_now()
    tables = tuple(_table(question, at, language) for at in range(len(question.tables)))
    return QuestionTold(
        id=question.id, number=number, title=question.label.said(language), tables=tables,
        change=_change(question, language), named=question.named, quotes=question.quotes, groups=tuple(groups),
        withheld=_withheld(question.withheld), comment=comment, own=tuple(own), is_text=question.kind is Kind.TEXT,
    )  # fmt: skip


def percent(count: int, *, of: int) -> str:
    """A share as 「64.5%」; empty of nothing."""
    return f"{count * 100 / of:.1f}%" if of else ""


def number(value: Decimal | None, *, unit: str) -> str:
    """A number with its unit; a dash where it is not told."""
    return "―" if value is None else format_number(round(value, 2).normalize() if value % 1 else round(value)) + unit


def _table(question: Question, at: int, language: Language) -> TableTold:
    table = question.tables[at]
    answers = [line for line in table.lines if not line.is_missing]
    is_plain = len(answers) < 2
    bases = table.n if is_plain else table.answered
    rows = [
        RowTold(line.label.said(language),
                tuple(_cell(count, base, line.is_missing and not is_plain)
                      for count, base in zip(row, bases, strict=True)), line.is_missing)
        for line, row in zip(table.lines, table.counts, strict=True)
    ]  # fmt: skip
    is_of_rows = question.kind is Kind.TABLE and at > 0
    if not is_of_rows:
        rows.append(RowTold(_("調査に未回答"), tuple(CellTold(one) for one in question.pending), is_missing=True))
    return TableTold(
        title=table.title.said(language), columns=tuple(one.label.said(language) for one in table.columns),
        rows=tuple(rows), bases=bases, numbers=_numbers(question, at), hidden_below=table.hidden_below,
        is_of_rows=is_of_rows,
    )  # fmt: skip


def _cell(count: int | None, base: int, is_bare: bool) -> CellTold:
    return CellTold(count, "" if count is None or is_bare else percent(count, of=base))


def _numbers(question: Question, at: int) -> tuple[NumberRow, ...]:
    table = question.tables[at]
    if not table.numbers:
        return ()
    unit = question.unit
    rows = [
        NumberRow(_("答えた数"), tuple(str(one.n) for one in table.numbers)),
        NumberRow(_("中央値"), tuple(number(one.median, unit=unit) for one in table.numbers)),
        NumberRow(_("真ん中の半分の範囲"), tuple(_between(one, unit) for one in table.numbers)),
    ]
    if table.kind is not Kind.SCALE:
        rows.append(NumberRow(_("合計"), tuple(number(one.total, unit=unit) for one in table.numbers)))
    if at < len(question.spans) and question.spans[at]:
        spans = question.spans[at]
        said = (number(one.low, unit=unit) + _("〜") + number(one.high, unit=unit) if one else "―" for one in spans)
        rows.append(NumberRow(_("最小〜最大"), tuple(said)))
    return tuple(rows)


def _between(numbers: Numbers, unit: str) -> str:
    if numbers.low_quartile is None:
        return "―"
    return number(numbers.low_quartile, unit=unit) + _("〜") + number(numbers.high_quartile, unit=unit)


def _change(question: Question, language: Language) -> ChangeTold:
    if question.change is None:
        why = question.not_comparable
        return ChangeTold(reason=_reason(why), is_first_time=why is NotComparable.NO_SURVEY)
    change = question.change
    note = _("質問の言い回しが前回と違います。") if change.is_reworded else ""
    return ChangeTold(change.n, (*_number_changes(change, question.unit), *_line_changes(change, language)), note)


def _line_changes(change: Change, language: Language) -> Iterable[tuple[str, str, str]]:
    return ((one.label.said(language), str(one.before), str(one.now)) for one in change.lines)


def _number_changes(change: Change, unit: str) -> Iterable[tuple[str, str, str]]:
    if change.before is None or change.now is None:
        return ()
    return ((_("中央値"), number(change.before.median, unit=unit), number(change.now.median, unit=unit)),)


def _reason(why: NotComparable | None) -> str:
    words = {
        NotComparable.NO_SURVEY: _("前回の調査がありません。"),
        NotComparable.NEW: _("前回は聞いていない質問です。"),
        NotComparable.REPLACED: _("前回の質問を改めた、別の質問です。"),
        NotComparable.KIND: _("答え方が前回と違います。"),
        NotComparable.UNIT: _("単位が前回と違います。"),
        NotComparable.CHOICES: _("選択肢が前回と違います。"),
        NotComparable.NOT_COUNTED: _("文章や表の答えは、数で比べません。"),
        NotComparable.NOBODY: _("前回も今回も答えた市町がありません。"),
        NotComparable.PROMISE: _(
            "回答した市町の名前を示さない約束のため、前回との差は示しません。差から一つの市町の答えが分かることがあるためです。"
        ),
    }
    return words[why] if why else ""


def _withheld(why: Withheld | None) -> str:
    words = {
        Withheld.CONDITION: _("一部の市町だけに聞いた質問で、聞いた数から、伏せた答えが分かるため示しません。"),
        Withheld.WORKED_OUT: _("ほかの答えから計算した数で、伏せた答えが分かることがあるため示しません。"),
    }
    return words[why] if why else ""
