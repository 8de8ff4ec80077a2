"""The words of interviews and guides in the language of the page: 日本語, やさしい日本語, English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hanpo.counter.engine.benefits import Benefit, Why
from hanpo.counter.engine.rules import Catalogue, Value, Words
from hanpo.counter.queries.shipped.words import guide_words

LIFE_EVENTS: Mapping[str, str | Promise] = {
    "転入": gettext_lazy("転入"),
    "転居": gettext_lazy("転居"),
    "転出": gettext_lazy("転出"),
    "世帯変更": gettext_lazy("世帯変更"),
    "妊娠": gettext_lazy("妊娠"),
    "出生": gettext_lazy("出生"),
    "婚姻": gettext_lazy("婚姻"),
    "離婚": gettext_lazy("離婚"),
    "死亡": gettext_lazy("死亡"),
    "氏の変更": gettext_lazy("氏の変更"),
    "退職": gettext_lazy("退職"),
    "就職": gettext_lazy("就職"),
}

BENEFITS: Mapping[Benefit, str | Promise] = {
    Benefit.CHILD: gettext_lazy("児童手当"),
    Benefit.SINGLE_PARENT: gettext_lazy("児童扶養手当"),
    Benefit.SPECIAL_CHILD: gettext_lazy("特別児童扶養手当"),
    Benefit.DISABLED_CHILD: gettext_lazy("障害児福祉手当"),
    Benefit.DISABLED_ADULT: gettext_lazy("特別障害者手当"),
}
WHY: Mapping[Why, str | Promise] = {
    Why.MEETS_CONDITIONS: gettext_lazy("条件に合います。"),
    Why.REDUCED_BY_INCOME: gettext_lazy("所得があるため、一部の額です。"),
    Why.NO_CHILD: gettext_lazy("対象の年齢の子どもがいません。"),
    Why.NOT_THE_AGE: gettext_lazy("対象の年齢ではありません。"),
    Why.NOT_THE_CONDITION: gettext_lazy("対象になる障害の程度ではありません。"),
    Why.IN_FACILITY: gettext_lazy("施設に入っている間は出ません。"),
    Why.IN_HOSPITAL: gettext_lazy("3か月を超えて入院している間は出ません。"),
    Why.DISABILITY_PENSION: gettext_lazy("障害の年金を受けているため、出ません。"),
    Why.INCOME_TOO_HIGH: gettext_lazy("所得が限度より多いため、出ません。"),
    Why.HOUSEHOLD_INCOME_TOO_HIGH: gettext_lazy("いっしょに住む家族の所得が限度より多いため、出ません。"),
    Why.NO_PARAMETERS: gettext_lazy("この月の額がまだ登録されていないため、言えません。"),
    Why.NO_INCOME_LIMITS: gettext_lazy("この月の所得の限度がまだ登録されていないため、出るかどうかは言えません。"),
    Why.NO_PARTIAL_RULE: gettext_lazy("一部の額の決まりがまだ登録されていないため、額は言えません。"),
    Why.INCOME_UNKNOWN: gettext_lazy("所得で決まるため、所得を聞くまで言えません。"),
    Why.PENSION_TO_BE_SET_OFF: gettext_lazy("年金の分が差し引かれるため、年金の額を聞くまで言えません。"),
}
MISSING: Mapping[str, str | Promise] = {
    "children": gettext_lazy("お子さんの生まれた日を入れると、額が分かります。"),
    "income": gettext_lazy("所得を入れると、もっと詳しく分かります。"),
    "doctor": gettext_lazy("障害の程度は医師の診断書で決まります。"),
}


_READING = re.compile("《[ぁ-ゖァ-ヺー]+》")


def told(words: Words) -> str:
    """A text of the rules in the language of the page."""
    language = get_language() or "ja"
    if language.startswith("en"):
        return words.en
    return words.easy if language == "ja-easy" else words.ja


def said_in_rules(text: str) -> str:
    """A Japanese sentence of the rules in the language of the page; where nobody has translated it, as it is."""
    known = _shipped().get(text)
    return told(known) if known is not None else text


def without_readings(text: str) -> str:
    """A text without the readings 《…》 that pages turn into furigana: for paper and for copied lists."""
    return _READING.sub("", text)


def fact_labels(catalogue: Catalogue) -> dict[str, str]:
    """What a box is called, by its fact; for a choice the question."""
    labels = {name: told(words) for question in catalogue.questions for name, words in question.boxes.items()}
    return labels | {question.choice: told(question.ask) for question in catalogue.questions if question.choice}


def reason_words(*, catalogue: Catalogue, reasons: Iterable[tuple[str, Value]]) -> list[str]:
    """The facts that suffice for an answer, in words."""
    labels = fact_labels(catalogue)
    values = {
        q.choice: {name: told(words) for name, words in q.values.items()} for q in catalogue.questions if q.choice
    }
    found = []
    for name, value in reasons:
        if name in values:
            found.append(_("%(question)s　%(answer)s") % {
                "question": labels[name], "answer": values[name].get(str(value), str(value))})  # fmt: skip
        elif name in labels:
            found.append((_("「%s」に当てはまる") if value else _("「%s」に当てはまらない")) % labels[name])
    return found


def questions_behind(*, catalogue: Catalogue, facts: Iterable[str]) -> list[str]:
    """The questions, in words, that settle some facts."""
    wanted = set(facts)
    return [told(question.ask) for question in catalogue.questions if wanted & set(question.inputs)]


@cache
def _shipped() -> Mapping[str, Words]:
    return guide_words()
