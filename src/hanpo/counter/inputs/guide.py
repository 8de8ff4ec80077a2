"""What is typed in interviews: an answer to one question, a whole household, a day, what benefits rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core.inputs import DayField, PlainForm
from hanpo.core.japanese import parse_date
from hanpo.core.japanese.errors import JapaneseRuleError
from hanpo.counter.engine.guide import DAYS
from hanpo.counter.queries.guide.asking import UNKNOWN, AskPage

NEXT, NONE = "next", "none"
"""What the buttons under a question send; `UNKNOWN` is the third."""
CHILDREN = 6
"""So many days of birth are asked on a page."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a question as it was sent, or what to do to make it one."""

    values: dict[str, Any] = field(default_factory=dict)
    error: str = ""


def read_answer(page: AskPage, posted: QueryDict) -> Answered:
    """The facts that an answer settles; None stands for "I do not know"."""
    way = posted.get("do", NEXT)
    if page.is_choice:
        return _choice(page, posted, way)
    ticked = {name for name in page.names if name in posted}
    if way == NEXT and not ticked:
        return Answered(error=_("当てはまるものを選んでください。1つもなければ「どれもない」を押してください。"))
    if way == NONE:
        return Answered(dict.fromkeys(page.names, False))
    otherwise = None if way == UNKNOWN else False
    return Answered({name: name in ticked or otherwise for name in page.names})


def _choice(page: AskPage, posted: QueryDict, way: str) -> Answered:
    (name,) = page.names
    if way == UNKNOWN:
        return Answered({name: None})
    value = posted.get(name, "")
    if value not in {option.value for option in page.options}:
        return Answered(error=_("1つ選んでください。分からなければ「わからない」を押してください。"))
    return Answered({name: value})


@dataclass(frozen=True, slots=True)
class Heard:
    """A clerk's whole screen: by question the facts (none where it was not asked yet), the days, and why a day cannot
    be read.
    """

    answers: dict[str, dict[str, Any]]
    days: dict[str, date]
    unread: dict[str, str]
    version: int


def read_household(pages: Iterable[AskPage], posted: QueryDict) -> Heard:
    """Everything on the clerk's screen. A question counts as asked once it is marked so or something is ticked."""
    answers = {page.key: _heard(page, posted) for page in pages}
    days: dict[str, date] = {}
    unread: dict[str, str] = {}
    for name in DAYS:
        typed = posted.get(f"day-{name}", "").strip()
        try:
            days |= {name: parse_date(typed)} if typed else {}
        except JapaneseRuleError as refusal:
            unread[name] = str(refusal)
    version = posted.get("version", "")
    return Heard(answers, days, unread, int(version) if version.isdecimal() else 0)


def _heard(page: AskPage, posted: QueryDict) -> dict[str, Any]:
    if page.is_choice:
        (name,) = page.names
        value = posted.get(name, "")
        if value == UNKNOWN:
            return {name: None}
        return {name: value} if value in {option.value for option in page.options} else {}
    ticked = {name for name in page.names if name in posted}
    if not ticked and f"asked-{page.key}" not in posted:
        return {}
    return {name: name in ticked for name in page.names}


class DayForm(PlainForm):
    """One of the days that limits run from; it may stay empty."""

    on = DayField(
        label=gettext_lazy("日付"), required=False, help_text=gettext_lazy("例：令和8年4月1日、R8.4.1、2026/4/1")
    )


class AmountsForm(PlainForm):
    """What benefits are worked out from; everything may stay empty."""

    income = forms.IntegerField(
        label=gettext_lazy("去年の所得（円）"), required=False, min_value=0, max_value=999_999_999,
        help_text=gettext_lazy("児童扶養手当を請求する人の、控除をした後の所得です。分からなければ、空けておいてください。"),
    )  # fmt: skip
    dependents = forms.IntegerField(label=gettext_lazy("税の扶養親族の人数"), required=False, min_value=0, max_value=20)

    def __init__(self, *args: Any, asks_income: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_income:
            del self.fields["income"], self.fields["dependents"]
        own = {
            f"child_{n}": DayField(label=gettext_lazy("%d人目のお子さんの生まれた日") % n, required=False)
            for n in range(1, CHILDREN + 1)
        }
        self.fields = {**own, **self.fields}

    def children(self) -> list[date]:
        """The days of birth that were told."""
        return [day for n in range(1, CHILDREN + 1) if (day := self.cleaned_data.get(f"child_{n}"))]
