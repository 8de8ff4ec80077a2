"""Cost sharing as the pages tell it: the rule and every step in words, two rules beside each other, who comes and goes.

The arithmetic is that of `hanpo.council.engine.sharing`; here its numbers become sentences that a member can check with
a pocket calculator and put into its own budget document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core.japanese.eras import format_fiscal_year
from hanpo.core.models import Municipality
from hanpo.council.engine.sharing import (
    Bound,
    CannotShare,
    Change,
    FeeGoes,
    Key,
    Member,
    Part,
    Problem,
    Rounding,
    Rule,
    Share,
    Sharing,
    Step,
    change,
    exit_fee,
    share,
)
from hanpo.council.models import CostYear, JointSystem, SharingRule, SystemMember

KEYS = {
    Key.EQUAL: gettext_lazy("均等割"),
    Key.POPULATION: gettext_lazy("人口割"),
    Key.POPULATION_DAMPED: gettext_lazy("ゆるやかな人口割（人口が2倍で1.5倍）"),
    Key.USE: gettext_lazy("利用割"),
}

ROUNDINGS = {
    Rounding.DIVISOR: gettext_lazy("割る数をそろえて四捨五入する（加入で他の市町が1円も増えない）"),
    Rounding.LARGEST_REMAINDER: gettext_lazy("切り捨て、端数の大きい順に1円ずつ足す"),
}

PROBLEMS = {
    Problem.NO_MEMBER: gettext_lazy("負担する市町がありません。加入市町を登録するか、抜ける市町を減らしてください。"),
    Problem.MEMBER_TWICE: gettext_lazy("同じ市町が二度入っています。"),
    Problem.NOT_A_MEMBER: gettext_lazy("加入していない市町が選ばれています。選び直してください。"),
    Problem.AMOUNT_NEGATIVE: gettext_lazy("マイナスの額や割合は使えません。0以上にしてください。"),
    Problem.PARTS_NOT_100: gettext_lazy("割合の合計を100％にしてください。"),
    Problem.VALUE_MISSING: gettext_lazy("分けるもとの数がわからない市町があります。加入市町のページで入れてください。"),
    Problem.VALUE_NEGATIVE: gettext_lazy("人口や件数にマイナスの数があります。直してください。"),
    Problem.NO_WEIGHT: gettext_lazy("分けるもとの数が、すべての市町で0です。別の割り方にしてください。"),
    Problem.FIXED_TOO_HIGH: gettext_lazy("どの市町も同じ額の合計が、総額を超えています。額を下げてください。"),
    Problem.FLOORS_TOO_HIGH: gettext_lazy("下限の合計が、総額を超えています。下限を下げてください。"),
    Problem.CEILINGS_TOO_LOW: gettext_lazy("上限の合計が、総額に足りません。上限を上げてください。"),
    Problem.FLOOR_ABOVE_CEILING: gettext_lazy("上限は、下限や同じ額より大きくしてください。"),
    Problem.FEES_ABOVE_COST: gettext_lazy("加入金の合計が、総額を超えています。加入金を下げてください。"),
}
"""What to do about each reason why a cost cannot be shared."""


def problem_words(refusal: CannotShare, *, names: Mapping[str, str]) -> str:
    """Why a cost cannot be shared, about whom and by how many yen, and what to do."""
    words = str(PROBLEMS[refusal.problem])
    if refusal.about in names:
        words = _("%(words)s（%(name)s）") % {"words": words, "name": names[refusal.about]}
    return _("%(words)s（差は%(yen)s円）") % {"words": words, "yen": f"{refusal.yen:,}"} if refusal.yen else words


def rule_as_json(rule: Rule) -> dict[str, Any]:
    """A rule as it is stored."""
    return {
        "parts": {part.key.value: str(part.percent) for part in rule.parts},
        "fixed": rule.fixed,
        "floor": rule.floor,
        "ceiling": rule.ceiling,
        "rounding": rule.rounding.value,
        "entry_fee": rule.entry_fee,
        "fee_goes": rule.fee_goes.value,
        "exit_percent": str(rule.exit_percent),
    }


def rule_from_json(stored: Mapping[str, Any]) -> Rule:
    """A stored rule."""
    return Rule(
        parts=tuple(Part(key=Key(key), percent=Fraction(percent)) for key, percent in stored["parts"].items()),
        fixed=stored["fixed"],
        floor=stored["floor"],
        ceiling=stored["ceiling"],
        rounding=Rounding(stored["rounding"]),
        entry_fee=stored["entry_fee"],
        fee_goes=FeeGoes(stored["fee_goes"]),
        exit_percent=Fraction(stored["exit_percent"]),
    )


def rule_words(rule: Rule, *, system: JointSystem) -> str:
    """A rule in one sentence, with the sources of its numbers: these are part of the rule."""
    parts = [_("%(key)s%(percent)s％") % {"key": KEYS[p.key], "percent": _short(Fraction(p.percent))}
             for p in rule.parts]  # fmt: skip
    said = [_("＋").join(parts)]
    amounts = ((rule.fixed, _("どの市町も%s円")), (rule.floor, _("下限%s円")), (rule.ceiling or 0, _("上限%s円")),
               (rule.entry_fee, _("加入金%s円")))  # fmt: skip
    said += [words % f"{amount:,}" for amount, words in amounts if amount]
    keys = {part.key for part in rule.parts}
    if keys & {Key.POPULATION, Key.POPULATION_DAMPED} and system.population_source:
        said.append(_("人口は%s") % system.population_source)
    if Key.USE in keys and system.use_source:
        said.append(_("利用件数は%s") % system.use_source)
    return _("、").join(said)


def engine_members(rows: Sequence[SystemMember]) -> list[Member]:
    """The members as the arithmetic takes them."""
    return [Member(code=row.municipality_id, population=row.population, use=row.uses) for row in rows]


def rule_in_force(*, system: JointSystem, year: int) -> SharingRule | None:
    """The rule decided last for a fiscal year or one before it."""
    found: SharingRule | None = system.rules.filter(from_year__lte=year).first()
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a member pays, with the steps in words and the sentence for its budget document.

    `other` is its share by the rule beside it, `difference` how much more this rule asks.
    """

    place: str
    code: str
    yen: str
    percent: str
    steps: tuple[str, ...]
    sentence: str
    other: str = ""
    difference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """A member before and after others join or leave; who joins or leaves has only one of the two."""

    place: str
    before: str
    after: str
    change: str
    exit_fee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingPage:
    """A cost shared, as the page shows it. `changes` is empty unless somebody joins or leaves."""

    sharing: Sharing
    words: str
    total: str
    lines: tuple[Line, ...]
    other_words: str = ""
    changes: tuple[ChangeLine, ...] = ()
    sum_before: str = ""
    sum_after: str = ""
    raised: int = 0
    lowered: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """Who joins (with its numbers) and who leaves, `months_left` before the end of the term."""

    newcomer: Member | None = None
    leaving: tuple[str, ...] = ()
    months_left: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is to be shared: the cost of a year among these members, named."""

    system: JointSystem
    cost: CostYear
    members: tuple[SystemMember, ...]

    @property
    def names(self) -> dict[str, str]:
        """Every municipality's name by code."""
        return dict(Municipality.objects.values_list("code", "name"))


def sharing_page(*, case: Case, rule: Rule, other: Rule | None = None, moves: Moves | None = None) -> SharingPage:
    """Share a cost and say all of it. Raises `CannotShare`."""
    names = case.names
    members = engine_members(case.members)
    sharing = share(cost=case.cost.yen, members=members, rule=rule)
    beside = share(cost=case.cost.yen, members=members, rule=other) if other else None
    moved = _moved(sharing, members, moves) if moves and (moves.newcomer or moves.leaving) else None
    words = rule_words(rule, system=case.system)
    return SharingPage(
        sharing=sharing,
        words=words,
        total=f"{sharing.shared:,}",
        lines=tuple(_line(one, case, words, names, sharing, beside) for one in sharing.shares),
        other_words=rule_words(other, system=case.system) if other else "",
        **(_changes(moved, names) if moved else {}),
    )


def _moved(sharing: Sharing, members: Sequence[Member], moves: Moves) -> Change:
    rule = sharing.rule
    fees = {
        code: exit_fee(yearly=sharing.of(code).yen, months_left=moves.months_left, rule=rule) for code in moves.leaving
    }
    staying = [member for member in members if member.code not in moves.leaving]
    entering = [replace(moves.newcomer, is_new=True)] if moves.newcomer else []
    after = share(cost=sharing.cost, members=[*staying, *entering], rule=rule)
    return change(before=sharing, after=after, exit_fees=fees)


def _changes(moved: Change, names: Mapping[str, str]) -> dict[str, Any]:
    rows = tuple(
        ChangeLine(
            place=names[one.code],
            before=_yen(one.before),
            after=_yen(one.after),
            change=_signed(one.change),
            exit_fee=_yen(moved.exit_fees.get(one.code)),
        )
        for one in sorted(moved.differences, key=lambda one: one.code)
    )
    return {
        "changes": rows,
        "sum_before": f"{moved.before.shared:,}",
        "sum_after": f"{moved.after.shared:,}",
        "raised": len(moved.raised),
        "lowered": len(moved.lowered),
    }


def _line(
    one: Share, case: Case, words: str, names: Mapping[str, str], sharing: Sharing, beside: Sharing | None
) -> Line:
    other = beside.of(one.code).yen if beside else None
    return Line(
        place=names[one.code],
        code=one.code,
        yen=f"{one.yen:,}",
        percent=f"{float(Fraction(one.yen * 100, sharing.shared or 1)):.1f}",
        steps=tuple(steps_in_words(one)),
        sentence=_budget_sentence(one, case, words, names[one.code]),
        other=_yen(other),
        difference=_signed(None if other is None else one.yen - other),
    )


def _budget_sentence(one: Share, case: Case, words: str, name: str) -> str:
    """The sentence that the member can put into its own budget request."""
    return _(
        "%(system)sの%(year)s負担金 %(yen)s円（%(name)sの分。総額%(cost)s円を%(members)d団体で、%(rule)sにより按分）"
    ) % {
        "system": case.system.name,
        "year": format_fiscal_year(case.cost.year),
        "yen": f"{one.yen:,}",
        "name": name,
        "cost": f"{case.cost.yen:,}",
        "members": len(case.members),
        "rule": words,
    }


def steps_in_words(one: Share) -> list[str]:
    """How a share came about, one calculation a line."""
    lines = [_("どの市町も同じ額：%s円") % f"{one.fixed:,}"] if one.fixed else []
    lines += [_step_words(step) for step in one.steps]
    if one.bound is Bound.FLOOR:
        lines.append(_("比例では%s円になるので、下限まで引き上げます。") % _long(one.unbounded))
    if one.bound is Bound.CEILING:
        lines.append(_("比例では%s円になるので、上限まで引き下げます。") % _long(one.unbounded))
    lines.append(_("合わせて%(exact)s円。1円未満を全体の合計が合うようにそろえて %(yen)s円")
                 % {"exact": _long(one.exact), "yen": f"{one.yen:,}"})  # fmt: skip
    return lines


def _step_words(step: Step) -> str:
    return _("%(key)s（%(percent)s％の%(amount)s円）× %(weight)s ÷ %(all)s ＝ %(exact)s円") % {
        "key": KEYS[step.key],
        "percent": _short(step.percent),
        "amount": _long(step.amount),
        "weight": _long(step.weight),
        "all": _long(step.weight_of_all),
        "exact": _long(step.exact),
    }


def _short(number: Fraction) -> str:
    """A percentage: 33.3, but 20 and not 20.0."""
    return f"{int(number)}" if number.denominator == 1 else f"{float(number):.1f}"


def _long(number: Fraction) -> str:
    """A number with thousands: two decimals where it has any."""
    return f"{int(number):,}" if number.denominator == 1 else f"{float(number):,.2f}"


def _yen(amount: int | None) -> str:
    return "" if amount is None else f"{amount:,}"


def _signed(amount: int | None) -> str:
    if amount is None:
        return ""
    return f"{amount:+,}" if amount else "±0"
