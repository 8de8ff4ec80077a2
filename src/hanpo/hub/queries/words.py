"""What the engines' findings are called on pages and in files."""

from __future__ import annotations

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hanpo.hub.engine.readiness import Shown
from hanpo.hub.engine.staleness import Move, Stale
from hanpo.hub.engine.workload import Finding, Verdict

SHOWN: dict[Shown, Promise] = {
    Shown.MET: gettext_lazy("確かめた"),
    Shown.PARTLY: gettext_lazy("一部だけ"),
    Shown.NOT_MET: gettext_lazy("まだ"),
    Shown.NOT_NEEDED: gettext_lazy("この取組では不要"),
    Shown.NOT_LOOKED: gettext_lazy("だれも見ていない"),
}

FINDINGS: dict[Finding, Promise] = {
    Finding.NOTHING_KNOWN: gettext_lazy("時間がまだ聞けていない"),
    Finding.RETURN_UNKNOWN: gettext_lazy("返る時間がまだわからない"),
    Finding.ONLY_ADDS: gettext_lazy("仕事を増やすだけになっている"),
    Finding.COSTS_MORE: gettext_lazy("返る時間より求める時間が多い"),
    Finding.GIVES_BACK: gettext_lazy("求めた時間以上が返っている"),
}

MOVES: dict[Move, Promise] = {
    Move.OVERDUE_WORK: gettext_lazy("期限を過ぎた作業を片づける"),
    Move.SMALLEST_DECISION: gettext_lazy("次の小さなことを決める"),
    Move.MISSING_EVIDENCE: gettext_lazy("ゲートの足りない証拠を確かめる"),
    Move.NEXT_THING: gettext_lazy("予定していた取組を始める"),
    Move.ASK: gettext_lazy("所管課に様子を聞く"),
}


def shown_words(shown: Shown) -> str:
    """How far a criterion was shown, in words."""
    return str(SHOWN[shown])


def finding_words(verdict: Verdict) -> str:
    """The verdict on a workload, in words."""
    return str(FINDINGS[verdict.finding])


def move_words(stale: Stale) -> str:
    """The likely next step of a project without news, in words."""
    return f"{MOVES[stale.move]}{_('：')}{stale.what}" if stale.what else str(MOVES[stale.move])


def verdict_sentence(verdict: Verdict) -> str:
    """The verdict as a sentence with its sums, and what is not known."""
    if verdict.finding in (Finding.NOTHING_KNOWN, Finding.RETURN_UNKNOWN):
        return _("まだ判断できません。%s。") % finding_words(verdict)
    sums = ngettext(
        "わかっている%(months)dか月で、求めた時間は%(asked)s時間、返った時間は%(returned)s時間です。",
        "わかっている%(months)dか月で、求めた時間は%(asked)s時間、返った時間は%(returned)s時間です。",
        verdict.months_known,
    ) % {
        "months": verdict.months_known, "asked": _hours(verdict.asked), "returned": _hours(verdict.returned),
    }  # fmt: skip
    return sums + _unknowns(verdict)


def _hours(hours: Decimal) -> str:
    """Hours without needless zeros."""
    return f"{hours:f}".removesuffix(".0")


def _unknowns(verdict: Verdict) -> str:
    words = ""
    if verdict.months_unknown:
        words += (
            ngettext(
                "どちらかの時間がわからない月が%dか月あり、足していません。",
                "どちらかの時間がわからない月が%dか月あり、足していません。",
                verdict.months_unknown,
            )
            % verdict.months_unknown
        )
    if verdict.has_estimates:
        words += _("見積りの数が入っています。")
    return words
