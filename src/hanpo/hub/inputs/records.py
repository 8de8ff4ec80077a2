"""Forms of what is recorded once and never edited: evidence, gates, rungs, talks, answers, moves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanpo.core import clock
from hanpo.core.inputs import DayField, PlainForm, RowChoice
from hanpo.core.models import Section
from hanpo.hub.actions.gates import Reading
from hanpo.hub.inputs.base import sections_of
from hanpo.hub.models import (
    Answered,
    Colour,
    Decision,
    EvidenceState,
    GateCriterion,
    GateDecision,
    HalfStep,
    LadderRung,
    LadderTask,
    Project,
    Readiness,
    Side,
    Stakeholder,
    Understanding,
)
from hanpo.hub.queries.gates import GatePage, criteria_of_step
from hanpo.hub.queries.support import moves_from

POST_HINT = _("人の名前ではなく、役職や所属で書いてください。例：観光課 担当、伴走支援者")


def text(lines: int) -> forms.Textarea:
    """A text area of this many lines."""
    return forms.Textarea(attrs={"rows": lines})


class EvidenceForm(PlainForm):
    """Evidence of a criterion of the gate."""

    criterion = RowChoice(target=GateCriterion, label=_("確認事項"), empty_label=_("（選んでください）"))
    state = forms.ChoiceField(label=_("状態"), choices=EvidenceState, widget=forms.RadioSelect)
    evidence = forms.CharField(label=_("証拠"), widget=text(4), help_text=_("何を見て、そう言えますか。"))
    link = forms.CharField(label=_("証拠のありか"), required=False, max_length=300)
    observed_on = DayField(label=_("確かめた日"))
    shown_by = forms.CharField(label=_("誰が確かめたか"), max_length=120, help_text=POST_HINT)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criterion"].queryset = criteria_of_step(project)  # type: ignore[attr-defined]
        self.fields["observed_on"].initial = clock.today()


class GateForm(PlainForm):
    """The decision at a gate, on one page: five views, each with its colour and evidence, then the decision."""

    decision = forms.ChoiceField(label=_("判定"), choices=GateDecision, widget=forms.RadioSelect)
    conditions = forms.CharField(
        label=_("条件"), required=False, widget=text(2), help_text=_("条件つきで進むときは必ず書いてください。")
    )
    reason = forms.CharField(label=_("理由"), required=False, widget=text(2))
    decided_by = forms.CharField(label=_("決めた人・会議"), max_length=120, help_text=_("例：推進会議、課長"))
    decided_on = DayField(label=_("決めた日"))

    def __init__(self, *args: Any, gate: GatePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].initial = clock.today()
        for view in gate.views:
            known = [line.latest.evidence for line in view.lines if line.latest]
            self.fields[f"colour-{view.view}"] = forms.ChoiceField(
                label=view.label, choices=Colour, initial=view.light, widget=forms.RadioSelect
            )
            self.fields[f"evidence-{view.view}"] = forms.CharField(
                label=_("証拠（%(view)s）") % {"view": view.label}, required=False, widget=text(2),
                initial="\n".join(known),
            )  # fmt: skip

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The two fields of each view."""
        return [(self[f"colour-{view}"], self[f"evidence-{view}"]) for view in Readiness.values]

    def readings(self) -> dict[str, Reading]:
        """What was read in each view."""
        typed = self.cleaned_data
        return {view: Reading(typed[f"colour-{view}"], typed[f"evidence-{view}"]) for view in Readiness.values}

    def rest(self) -> dict[str, Any]:
        """The decision without the views."""
        return {name: self.cleaned_data[name] for name in self.base_fields}


class RungForm(PlainForm):
    """A record of the rung that one side saw."""

    rung = RowChoice(target=LadderRung, label=_("段"), empty_label=None)
    side = forms.ChoiceField(label=_("誰の見方か"), choices=Side, widget=forms.RadioSelect)
    observed_on = DayField(label=_("見た日"))
    done_by = forms.CharField(label=_("誰がしたか"), max_length=120, help_text=POST_HINT)
    watched_by = forms.CharField(label=_("誰がそばで見たか"), max_length=120, help_text=POST_HINT)
    evidence = forms.CharField(
        label=_("証拠"), widget=text(3), help_text=_("できあがった物、会議の記録など。人の評価は書きません。")
    )
    link = forms.CharField(label=_("証拠のありか"), required=False, max_length=300)

    def __init__(self, *args: Any, task: LadderTask, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rung"].queryset = task.template.rungs.all()  # type: ignore[attr-defined]
        self.fields["observed_on"].initial = clock.today()


class HalfStepForm(PlainForm):
    """A half-step that a supporter offers."""

    title = forms.CharField(
        label=_("やっておくこと"), max_length=200, help_text=_("「これやっておきますね」と言えることを一つ。")
    )
    why = forms.CharField(label=_("なぜするか"), required=False, widget=text(2))
    section = RowChoice(target=Section, label=_("引き取る課"), required=False, empty_label=_("（まだ決めない）"))
    supporter = forms.CharField(label=_("支援者（所属）"), max_length=120)
    minutes_saved = forms.IntegerField(label=_("省ける時間（分・見積り）"), required=False, min_value=0)
    offered_on = DayField(label=_("申し出た日"))

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections_of(project)  # type: ignore[attr-defined]
        self.fields["section"].initial = project.owner_section_id
        self.fields["supporter"].initial = project.supporting_company
        self.fields["offered_on"].initial = clock.today()


class MoveForm(PlainForm):
    """A half-step reaches its next state."""

    to = forms.ChoiceField(label=_("次の状態"), widget=forms.RadioSelect)
    happened_on = DayField(label=_("日付"))
    post = forms.CharField(label=_("誰が"), max_length=120, help_text=POST_HINT)
    note = forms.CharField(label=_("ひとこと"), max_length=300, required=False)

    def __init__(self, *args: Any, half_step: HalfStep, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = moves_from(half_step.state)
        self.fields["to"].choices = choices  # type: ignore[attr-defined]
        self.fields["to"].initial = choices[0][0] if choices else ""
        self.fields["happened_on"].initial = clock.today()


WARMTH = (
    ("", _("見ていない")), ("-2", _("−2 反対している")), ("-1", _("−1 乗り気でない")), ("0", _("0 どちらでもない")),
    ("1", _("＋1 前向き")), ("2", _("＋2 自分から動いている")),
)  # fmt: skip


class ContactForm(PlainForm):
    """A talk with a stakeholder."""

    spoken_on = DayField(label=_("話した日"))
    spoken_by = forms.CharField(label=_("誰が話したか"), max_length=120, help_text=POST_HINT)
    stance = forms.CharField(
        label=_("立場（本人たちの言葉で）"), required=False, widget=text(3),
        help_text=_("まとめ直さず、言われたとおりに書いてください。"),
    )  # fmt: skip
    understanding = forms.ChoiceField(label=_("進みぐあいの理解"), choices=Understanding, widget=forms.RadioSelect)
    warmth = forms.TypedChoiceField(
        label=_("温度感（その日に見えたこと）"), choices=WARMTH, coerce=int, empty_value=None, required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["spoken_on"].initial = clock.today()


class AgreementForm(PlainForm):
    """What a stakeholder answers to a decision."""

    stakeholder = RowChoice(target=Stakeholder, label=_("関係者"), empty_label=_("（選んでください）"))
    answer = forms.ChoiceField(label=_("返事"), choices=Answered, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("条件・理由（本人たちの言葉で）"), required=False, widget=text(3),
        help_text=_("条件つき賛成のときは必ず書いてください。"),
    )  # fmt: skip
    answered_on = DayField(label=_("返事の日"))

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Stakeholder.objects.filter(project_id=decision.project_id)
        self.fields["stakeholder"].queryset = choices  # type: ignore[attr-defined]
        self.fields["answered_on"].initial = clock.today()
