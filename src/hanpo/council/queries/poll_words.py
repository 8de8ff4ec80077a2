"""The results of a choice in plain words: how each rule decides, what it found, and how firm that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from hanpo.council.engine.choosing import (
    Answer,
    Comparison,
    MissingPower,
    Result,
    Rule,
    SmallestChange,
    Support,
)
from hanpo.council.models import CountingRule, GradeWord

Signs = Mapping[str, str]
"""The sign (①) of each option by its key."""


def rule_name(rule: Rule) -> str:
    """What a rule is called."""
    return str(CountingRule(rule.value).label)


def how(rule: Rule) -> str:
    """How a rule decides, in one plain sentence; ties on ballots and unranked options as the engine defines them."""
    return {
        Rule.PLURALITY: _("1位にした市町が最も多い案を選びます（同じ1位は票を等分します）。"),
        Rule.APPROVAL: _("「受け入れられる」か「条件付きで受け入れられる」とした市町が最も多い案を選びます。"),
        Rule.BORDA: _("自分より下の順位の案1つにつき1点、同じ順位なら半点とし、点の合計が最も多い案を選びます。"),
        Rule.RUNOFF: _("1位の票が最も少ない案を除いて票を次の順位へ移すことをくり返し、過半数を得た案を選びます。"),
        Rule.COPELAND: _("案を2つずつ比べ、勝ちを1点、引き分けを半点として、点の合計が最も多い案を選びます。"),
        Rule.MINIMAX_WINNING: _("案を2つずつ比べ、最もひどく負けた組での相手の票が最も少ない案を選びます。"),
        Rule.MINIMAX_MARGINS: _("案を2つずつ比べ、最もひどく負けた組での票の差が最も小さい案を選びます。"),
        Rule.SCHULZE: _("一対一の勝ちをつないだ道すじの強さ（勝った側の票）を比べ、どの案にも劣らない案を選びます。"),
        Rule.SCHULZE_MARGINS: _("一対一の勝ちをつないだ道すじの強さ（票の差）を比べ、どの案にも劣らない案を選びます。"),
        Rule.MEDIAN: _("評価を順に並べた真ん中が最もよい案を選びます（同じなら真ん中を1つずつ外して比べます）。"),
        Rule.MEDIAN_GAUGE: _(
            "評価を順に並べた真ん中が最もよい案を選びます（同じなら真ん中より上と下の多さで比べます）。"
        ),
    }[rule]


def named(*, keys: Sequence[str], signs: Signs) -> str:
    """The options by their signs: ①、①と③."""
    return _("と").join(signs[key] for key in keys)


def winners_words(*, winners: Sequence[str], signs: Signs) -> str:
    """Who wins; a tie is said to be one."""
    names = named(keys=winners, signs=signs)
    return _("%s（同点）") % names if len(winners) > 1 else names


def score_words(*, result: Result, key: str) -> str:
    """What an option has by a rule, with its unit."""
    score = result.scores[key]
    if result.rule in (Rule.MEDIAN, Rule.MEDIAN_GAUGE):
        return str(GradeWord(int(score)).label) if score else "—"
    unit = {
        Rule.BORDA: _("%s点"), Rule.COPELAND: _("%s点"), Rule.SCHULZE: _("%s案に劣らない"),
        Rule.SCHULZE_MARGINS: _("%s案に劣らない"), Rule.MINIMAX_WINNING: _("負け%s票"), Rule.MINIMAX_MARGINS: _("負け%s票差"),
    }.get(result.rule, _("%s票"))  # fmt: skip
    return unit % number(score)


def number(value: Fraction) -> str:
    """A number of votes or points: whole, or with two digits after the point."""
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.2f}"


def change_words(*, found: SmallestChange, signs: Signs) -> str:
    """How many would have to answer otherwise for another result."""
    if found.at_most is None:
        return _("答えがどう変わっても、結果は変わりません")
    told = {"n": found.at_least, "most": found.at_most, "to": winners_words(winners=found.winners, signs=signs)}
    if found.is_exact:
        return _("%(n)d市町が答えを変えると、%(to)sになります") % told
    return _("%(n)d〜%(most)d市町が答えを変えると、%(to)sになります（確かな数は求めきれません）") % told


def missing_words(*, found: MissingPower, signs: Signs) -> str:
    """Whether those who have not answered could still turn the result."""
    told = {"n": len(found.missing), "to": winners_words(winners=found.winners, signs=signs)}
    if not found.missing:
        return _("全員が答えています")
    if found.can_turn is Answer.YES:
        return _("まだの%(n)d市町の答えで、%(to)sになりえます") % told
    if found.can_turn is Answer.NO:
        return _("まだの%(n)d市町が何と答えても変わりません") % told
    return _("まだの%(n)d市町の答えで変わるかは、確かめきれません") % told


def headline(
    *, comparison: Comparison, promised: Rule | None, beats_all: str | None, supports: Sequence[Support], signs: Signs
) -> list[str]:
    """What the results say together: would another rule change the answer, who beats all, who is bearable for all."""
    return [
        *_camps(comparison, signs),
        *_promise(comparison, promised, signs),
        _duels(beats_all, signs),
        _bearable(supports, signs),
    ]


def _camps(comparison: Comparison, signs: Signs) -> list[str]:
    rules = sum(len(camp.rules) for camp in comparison.camps)
    if comparison.agree:
        told = {"n": rules, "who": winners_words(winners=comparison.camps[0].winners, signs=signs)}
        return [_("%(n)dの数え方のどれでも、%(who)sになります。数え方を変えても答えは変わりません。") % told]
    first = _("数え方によって答えが変わります。1つの数字だけで決めず、理由と条件を読んでください。")
    return [first, *(_camp(camp.winners, camp.rules, signs) for camp in comparison.camps)]


def _camp(winners: Sequence[str], rules: Sequence[Rule], signs: Signs) -> str:
    told = {
        "who": winners_words(winners=winners, signs=signs),
        "n": len(rules),
        "rules": _("、").join(rule_name(rule) for rule in rules),
    }
    return _("%(who)sになるのは%(n)dの数え方です：%(rules)s") % told


def _promise(comparison: Comparison, promised: Rule | None, signs: Signs) -> list[str]:
    if promised is None:
        return [_("決め方は約束していません。どの数え方によるかも含めて話し合ってください。")]
    own = next(camp for camp in comparison.camps if promised in camp.rules)
    others = sum(len(camp.rules) for camp in comparison.changed_by(promised))
    told = {"rule": rule_name(promised), "who": winners_words(winners=own.winners, signs=signs), "n": others}
    if not others:
        return [_("約束した決め方「%(rule)s」では%(who)sです。ほかの数え方でも同じです。") % told]
    return [_("約束した決め方「%(rule)s」では%(who)sです。ほかの%(n)dの数え方では別の答えになります。") % told]


def _duels(beats_all: str | None, signs: Signs) -> str:
    if beats_all is None:
        return _("ほかのどの案にも一対一で勝つ案は、ありません。")
    return _("一対一で比べると、%sはほかのどの案にも勝ちます。") % signs[beats_all]


def _bearable(supports: Sequence[Support], signs: Signs) -> str:
    """Who is bearable for all who were asked, or for all but the fewest."""
    for_all = [one.option for one in supports if one.for_all_on_conditions]
    if for_all:
        return _("全市町が（条件付きも含めて）受け入れられる案は、%sです。") % named(keys=for_all, signs=signs)
    fewest = min(len(one.unacceptable) for one in supports)
    least = [one.option for one in supports if len(one.unacceptable) == fewest]
    told = {"who": named(keys=least, signs=signs), "n": fewest}
    if not fewest:
        return _("答えた市町の中に、%(who)sを受け入れられないとした市町はありません。") % told
    return _("「受け入れられない」が最も少ないのは%(who)sで、%(n)d市町です。") % told
