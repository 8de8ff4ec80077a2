"""Forms of joint systems: the system and its parts, a member's differences, and how cost is to be shared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core.inputs import DayField, Form, PlainForm, RowForm
from hanpo.core.japanese.eras import format_fiscal_year
from hanpo.council.engine.sharing import CannotShare, FeeGoes, Key, Member, Part, Rounding, Rule
from hanpo.council.models import (
    CostYear,
    Difference,
    JointSystem,
    SharingRule,
    SystemFunction,
    SystemMember,
)
from hanpo.council.queries.sharing import KEYS, PROBLEMS, ROUNDINGS, Moves, rule_from_json

LINES = forms.Textarea(attrs={"rows": 3})


class SystemForm(RowForm):
    """A joint system and its contract."""

    class Meta(RowForm.Meta):
        model = JointSystem
        fields = (
            "name", "purpose", "supplier", "starts_on", "ends_on", "population_source", "use_source", "note", "source",
        )  # fmt: skip
        widgets = {"purpose": LINES, "note": LINES}
        help_texts = {
            "ends_on": gettext_lazy(
                "18か月、12か月、6か月前に、加入市町に尋ねることの案が事務局のおぜん立てに出ます。"
            ),
            "population_source": gettext_lazy(
                "例：住民基本台帳人口（令和8年1月1日）。出典を変えるときは、決め直しが要ります。"
            ),
        }


class NewSystemForm(SystemForm):
    """A joint system that enters the catalogue of a council."""

    council = forms.ModelChoiceField[Any](label=gettext_lazy("協議会"), queryset=None, empty_label=None)
    field_order = ("council",)

    def __init__(self, *args: Any, councils: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["council"].queryset = councils  # type: ignore[attr-defined]


class MemberForm(RowForm):
    """A membership: its period, and the numbers by which cost is shared."""

    class Meta(RowForm.Meta):
        model = SystemMember
        fields = ("since", "until", "population", "uses")
        help_texts = {"until": gettext_lazy("抜けるときだけ入れてください。")}


class NewMemberForm(MemberForm):
    """A municipality joins a system."""

    municipality = forms.ModelChoiceField[Any](label=gettext_lazy("市町"), queryset=None)
    field_order = ("municipality",)

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = places  # type: ignore[attr-defined]


class CostForm(RowForm):
    """The cost of a fiscal year."""

    class Meta(RowForm.Meta):
        model = CostYear
        fields = ("year", "yen", "is_estimated", "source")
        help_texts = {"year": gettext_lazy("年度の始まりの西暦です。令和8年度は2026。")}


class FunctionForm(RowForm):
    """A function of the system and its common specification."""

    class Meta(RowForm.Meta):
        model = SystemFunction
        fields = ("name", "standard", "position")
        widgets = {"standard": LINES}


class DifferenceForm(RowForm):
    """How a member stands to a function."""

    class Meta(RowForm.Meta):
        model = Difference
        fields = ("fit", "cause", "text", "closing")
        widgets = {"fit": forms.RadioSelect, "text": LINES, "closing": LINES}
        help_texts = {
            "cause": gettext_lazy("「合う」のときは選ばなくてかまいません。"),
            "closing": gettext_lazy("例：次の議会で規則を直す、様式をそろえる、業者に設定を頼む"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fit"].choices = Difference._meta.get_field("fit").choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("fit") and cleaned["fit"] != "fits":
            for name, words in (
                ("cause", _("違いのもとを選んでください。")),
                ("text", _("何が違うかを書いてください。")),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return cleaned


def _percent(key: Key) -> forms.IntegerField:
    return forms.IntegerField(label=KEYS[key], required=False, min_value=0, max_value=100, initial=0)


def _amount(label: Any, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, **options)


class SharingForm(Form):
    """By what the cost of a year is shared, beside which rule, and who joins or leaves. The address holds it all."""

    year = forms.ChoiceField(label=gettext_lazy("どの年度の費用か"))
    equal = _percent(Key.EQUAL)
    population = _percent(Key.POPULATION)
    population_damped = _percent(Key.POPULATION_DAMPED)
    use = _percent(Key.USE)
    fixed = _amount(gettext_lazy("先に、どの市町も同じだけ負担する額（円）"))
    floor = _amount(gettext_lazy("下限（円）"))
    ceiling = _amount(gettext_lazy("上限（円）"))
    entry_fee = _amount(gettext_lazy("加入した年の加入金（円）"))
    fee_goes = forms.ChoiceField(
        label=gettext_lazy("加入金の使い道"), required=False,
        choices=[(FeeGoes.RESERVE.value, gettext_lazy("積み立てる")),
                 (FeeGoes.LOWERS_COST.value, gettext_lazy("その年の費用にあてる"))],
    )  # fmt: skip
    exit_percent = forms.IntegerField(
        label=gettext_lazy("途中で抜けるとき、残りの期間分の何％を払うか"), required=False, min_value=0, max_value=100,
    )  # fmt: skip
    rounding = forms.ChoiceField(
        label=gettext_lazy("1円未満"), required=False, choices=[(way.value, words) for way, words in ROUNDINGS.items()]
    )
    beside = forms.ChoiceField(label=gettext_lazy("くらべる決め方"), required=False)
    joins = forms.ChoiceField(label=gettext_lazy("加わる市町"), required=False)
    joins_population = _amount(gettext_lazy("加わる市町の人口（人）"))
    joins_uses = _amount(gettext_lazy("加わる市町の利用件数（件）"))
    leaves = forms.MultipleChoiceField(
        label=gettext_lazy("抜ける市町"), required=False, widget=forms.CheckboxSelectMultiple
    )
    months_left = forms.IntegerField(label=gettext_lazy("契約の残り（月）"), required=False, min_value=0, max_value=240)

    RULE = ("equal", "population", "population_damped", "use")
    AMOUNTS = ("fixed", "floor", "ceiling", "entry_fee", "fee_goes", "exit_percent", "rounding")
    MOVES = ("joins", "joins_population", "joins_uses", "leaves", "months_left")

    def __init__(
        self,
        *args: Any,
        costs: Sequence[CostYear],
        decided: SharingRule | None,
        members: Sequence[SystemMember],
        outside: Sequence[Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.costs = {str(row.year): row for row in costs}
        self.decided = decided
        self.found: Rule | None = None
        choose: dict[str, Any] = self.fields
        choose["year"].choices = [(year, format_fiscal_year(row.year)) for year, row in self.costs.items()]
        known = [("decided", _("いま決まっている決め方"))] if decided else []
        keys = [(key.value, _("%sだけ") % words) for key, words in KEYS.items()]
        choose["beside"].choices = [("", _("くらべない")), *known, *keys]
        choose["joins"].choices = [("", _("（なし）")), *((place.pk, place.name) for place in outside)]
        choose["leaves"].choices = [(member.municipality_id, member.municipality.name) for member in members]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.found = self._rule(cleaned)
            except CannotShare as refusal:
                raise ValidationError(str(PROBLEMS[refusal.problem])) from refusal
        return cleaned

    @staticmethod
    def _rule(cleaned: dict[str, Any]) -> Rule:
        parts = [Part(key=key, percent=cleaned.get(key.value) or 0) for key in Key]
        exit_percent = cleaned.get("exit_percent")
        return Rule(
            parts=tuple(part for part in parts if part.percent),
            fixed=cleaned.get("fixed") or 0,
            floor=cleaned.get("floor") or 0,
            ceiling=cleaned.get("ceiling"),
            rounding=Rounding(cleaned.get("rounding") or Rounding.DIVISOR.value),
            entry_fee=cleaned.get("entry_fee") or 0,
            fee_goes=FeeGoes(cleaned.get("fee_goes") or FeeGoes.RESERVE.value),
            exit_percent=100 if exit_percent is None else exit_percent,
        )

    def refuse(self, words: str) -> None:
        """Show why the cost cannot be shared so."""
        self.add_error(None, words)

    @property
    def cost(self) -> CostYear:
        """The cost of the chosen year."""
        return self.costs[self.cleaned_data["year"]]

    @property
    def rule(self) -> Rule:
        """The rule that was entered."""
        if self.found is None:
            raise ValueError("the form was not checked, or refused")
        return self.found

    @property
    def other(self) -> Rule | None:
        """The rule to be shown beside it."""
        chosen = self.cleaned_data.get("beside")
        if chosen == "decided" and self.decided:
            return rule_from_json(self.decided.rule)
        return Rule(parts=(Part(key=Key(chosen)),)) if chosen and chosen != "decided" else None

    @property
    def moves(self) -> Moves:
        """Who joins and who leaves."""
        told = self.cleaned_data
        newcomer = told.get("joins")
        return Moves(
            newcomer=Member(code=newcomer, population=told.get("joins_population"), use=told.get("joins_uses"))
            if newcomer
            else None,
            leaving=tuple(told.get("leaves") or ()),
            months_left=told.get("months_left") or 0,
        )


def sharing_start(decided: SharingRule | None, costs: Sequence[CostYear]) -> dict[str, Any]:
    """What stands in the form at first: the rule in force, or equal shares; the newest cost."""
    start: dict[str, Any] = {"year": str(costs[-1].year) if costs else "", "equal": 100}
    if decided:
        stored = decided.rule
        start |= {"equal": 0, **stored["parts"]}
        start |= {name: stored[name] for name in SharingForm.AMOUNTS if stored[name] not in (None, 0)}
    return start


class DecideForm(PlainForm):
    """When and where a rule was decided."""

    from_year = forms.IntegerField(
        label=gettext_lazy("いつの年度から（西暦）"), min_value=2000, max_value=2100,
        help_text=gettext_lazy("年度の始まりの西暦です。令和8年度は2026。"),
    )  # fmt: skip
    decided_on = DayField(label=gettext_lazy("決めた日"))
    decided_by = forms.CharField(
        label=gettext_lazy("決めた場"), max_length=200, help_text=gettext_lazy("例：協議会総会")
    )
    source = forms.CharField(label=gettext_lazy("出典"), max_length=300, required=False)
