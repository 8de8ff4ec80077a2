"""What each kind of proposal is called on the page, what it becomes once accepted, and what else it may say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hanpo.hub.engine.minutes import Kind
from hanpo.hub.models import ProblemKind, ProblemSide

Text = str | Promise

NOT_UNDERSTOOD = "not_understood"
"""The kind of what no rule could place."""

PROBLEM_KINDS = {
    "スキル": ProblemKind.SKILL,
    "組織": ProblemKind.ORGANISATION,
    "業務量": ProblemKind.WORKLOAD,
    "合意形成": ProblemKind.CONSENSUS,
    "制度": ProblemKind.INSTITUTION,
    "費用": ProblemKind.MONEY,
    "技術": ProblemKind.TECHNOLOGY,
}
"""The reader's categories of problems as the register's kinds."""

PROBLEM_SIDES = {"外部": ProblemSide.EXTERNAL, "固有": ProblemSide.OWN}

_TALK = _("会議の発言・報告")


@dataclass(frozen=True, slots=True, kw_only=True)
class KindWords:
    """A kind in words. `of_project` says what it becomes for a municipality (empty: the municipality makes no
    difference).

    `asks` names the further fields that a person may fill in; `project_asks` those it has for a municipality.
    """

    label: Text
    becomes: Text = _TALK
    of_project: Text = ""
    asks: tuple[str, ...] = ()
    project_asks: tuple[str, ...] = ()

    def destination(self, *, has_place: bool) -> Text:
        """What an accepted proposal becomes."""
        return self.of_project if has_place and self.of_project else self.becomes

    def fields(self, *, has_place: bool) -> tuple[str, ...]:
        """The further fields of a proposal of this kind."""
        return self.project_asks if has_place and self.of_project else self.asks


_WHO = ("organisation", "name")

WORDS: dict[str, KindWords] = {
    Kind.MEETING.value: KindWords(label=_("会議の見出し"), becomes=_("会議")),
    Kind.AGENDA_ITEM.value: KindWords(
        label=_("議題"), becomes=_("会議の議題"),
        asks=("title", "start", "end", "presenter_organisation", "presenter_name"),
    ),
    Kind.PRESENTATION.value: KindWords(label=_("報告・説明"), asks=("title", *_WHO)),
    Kind.MUNICIPAL_THEME.value: KindWords(label=_("取組内容"), of_project=_("作業")),
    Kind.MUNICIPAL_STATE.value: KindWords(label=_("現状")),
    Kind.PROBLEM.value: KindWords(
        label=_("課題"), of_project=_("課題"), project_asks=("kind", "side", "said_by")
    ),
    Kind.NEXT_THING.value: KindWords(
        label=_("今後の取組"), of_project=_("今後の取組"), becomes=_("会議の結果（担当がいれば作業、いなければ情報）"),
        asks=("owner", "due"),
    ),
    Kind.DONE.value: KindWords(label=_("できたもの"), of_project=_("アウトプット")),
    Kind.OUTCOME.value: KindWords(label=_("期待される変化"), of_project=_("アウトカム"), project_asks=("sign",)),
    Kind.PREFECTURE_COMMENT.value: KindWords(label=_("県のコメント")),
    Kind.PREFECTURE_VIEW.value: KindWords(label=_("県の所感")),
    Kind.OPTION.value: KindWords(label=_("選択肢")),
    Kind.COMMON_ISSUE.value: KindWords(label=_("共通する課題")),
    Kind.QUESTION.value: KindWords(label=_("質問"), becomes=_("会議の質疑"), asks=("organisation",)),
    Kind.ANSWER.value: KindWords(label=_("答え"), becomes=_("質疑の答え"), asks=_WHO),
    Kind.REMARK.value: KindWords(label=_("発言"), asks=_WHO),
    Kind.DECISION.value: KindWords(label=_("決定"), becomes=_("会議の結果（決定）")),
    Kind.ACTION.value: KindWords(label=_("作業（宿題）"), becomes=_("会議の結果（作業）"), asks=("owner", "due")),
    Kind.INFORMATION.value: KindWords(label=_("情報"), becomes=_("会議の結果（情報）")),
    Kind.HELD_OVER.value: KindWords(label=_("保留"), becomes=_("会議の結果（保留）")),
    NOT_UNDERSTOOD: KindWords(label=_("読み取れなかった行"), asks=_WHO),
}  # fmt: skip
"""Every kind of proposal, in the order in which a person chooses among them."""


def words_of(kind: str) -> KindWords:
    """The words of a kind; a kind that is not known yet is called by its key."""
    return WORDS.get(kind) or KindWords(label=kind)


def choices() -> list[tuple[str, Text]]:
    """The kinds that a person may choose for a passage."""
    return [(key, words.label) for key, words in WORDS.items() if key != Kind.MEETING.value]


def guess(*, read: Mapping[str, str], name: str) -> str:
    """A further field as the reader of minutes filled it in: the kind and side of a problem in the register's words,
    hours as `09:30`, and what came several times (`title`, `title_2` …) as one line."""
    if name == "kind":
        return str(PROBLEM_KINDS.get(read.get("category", ""), ""))
    if name == "side":
        return str(PROBLEM_SIDES.get(read.get("scope", ""), ProblemSide.OWN))
    found = [read[key] for key in (name, *_numbered(read, name)) if read.get(key)]
    return found[0].zfill(5) if name in ("start", "end") and found else "、".join(found)


def mended(*, read: Mapping[str, str], name: str, value: str) -> dict[str, str]:
    """What a person wrote over a guess: it replaces everything that the reader had found for that field."""
    return {name: value, **dict.fromkeys(_numbered(read, name), "")}


def _numbered(read: Mapping[str, str], name: str) -> list[str]:
    return [key for key in read if re.fullmatch(rf"{name}_\d+", key)]
