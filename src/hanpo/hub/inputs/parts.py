"""Forms of a project's parts, and the kinds of part by the word that stands in their address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hanpo.hub.inputs.base import PartForm
from hanpo.hub.models import (
    Decision,
    LadderTask,
    LadderTemplate,
    NextThing,
    Outcome,
    Output,
    Problem,
    Stakeholder,
    Step,
    WorkItem,
)

Text = str | Promise


def rows(number: int) -> forms.Textarea:
    """A text area of this many lines."""
    return forms.Textarea(attrs={"rows": number})


class ProblemForm(PartForm):
    """A problem, in whose words."""

    class Meta(PartForm.Meta):
        model = Problem
        fields = ("text", "side", "kind", "in_whose_words", "step", "state", "tried", "is_shared")
        widgets = {"text": rows(3), "tried": rows(3)}
        help_texts = {
            "text": _("困っている人の言い方のまま書いてください。"),
            "is_shared": _("課題の内容と種類だけが、事業に参加するほかの市町に見えます。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = Step.objects.filter(template_id=self.project.template_id, is_retired=False)
        self.fields["step"].queryset = steps  # type: ignore[attr-defined]
        self.fields["step"].empty_label = _("（決まっていない）")  # type: ignore[attr-defined]


class WorkItemForm(PartForm):
    """A piece of work with owner and due date."""

    class Meta(PartForm.Meta):
        model = WorkItem
        fields = ("title", "owner", "owner_section", "due", "state", "done_on", "note")
        widgets = {"note": rows(3)}
        help_texts = {"owner": _("人の名前ではなく、役職や所属で書いてください。担当が替わっても続きます。")}


class OutputForm(PartForm):
    """Something that was made."""

    class Meta(PartForm.Meta):
        model = Output
        fields = ("title", "delivered_on", "quantity", "link", "source")
        help_texts = {"quantity": _("例：2回、24課分")}


class OutcomeForm(PartForm):
    """A change that is wanted, with the sign by which anybody could see it."""

    class Meta(PartForm.Meta):
        model = Outcome
        fields = (
            "title", "is_soft", "sign", "unit", "baseline", "target", "how_to_measure", "hours_to_measure",
            "actual", "seen_on", "basis", "source",
        )  # fmt: skip
        help_texts = {
            "is_soft": _("感覚やノウハウのように、数では表しにくい変化です。"),
            "sign": _("誰が見ても「変わった」と言えること。例：支援者がいない会議を職員が進めた"),
            "seen_on": _("まだ見えていないときは、空けておいてください。アウトプットだけではアウトカムになりません。"),
        }


class NextThingForm(PartForm):
    """What comes next."""

    class Meta(PartForm.Meta):
        model = NextThing
        fields = ("title", "expected_by", "position", "done_on")


class StakeholderForm(PartForm):
    """Somebody who matters to the project."""

    class Meta(PartForm.Meta):
        model = Stakeholder
        fields = (
            "kind", "name", "section", "interest", "context", "own_words", "influence", "promise", "next_step",
            "next_step_by",
        )  # fmt: skip
        widgets = {"interest": rows(2), "context": rows(2), "own_words": rows(3)}
        help_texts = {
            "name": _("課、団体、または役職で書いてください。個人の名前は書きません。"),
            "own_words": _("まとめ直さず、言われたとおりに書いてください。"),
        }


class DecisionForm(PartForm):
    """Something that needs agreement."""

    class Meta(PartForm.Meta):
        model = Decision
        fields = ("title", "next_smallest", "needed_by", "state", "made_on", "result", "reason")
        widgets = {"result": rows(2), "reason": rows(2)}
        help_texts = {
            "next_smallest": _("一回の打合せで決められる大きさまで小さくしてください。"),
            "reason": _("あとから来る人が「なぜこうしたか」を読めるように。"),
        }


class LadderTaskForm(PartForm):
    """A task that a section learns to carry out by itself."""

    class Meta(PartForm.Meta):
        model = LadderTask
        fields = ("name", "section", "template", "position", "closed_on")
        help_texts = {"name": _("人ではなく、仕事の名前です。例：庁内会議の進行、オープンデータの更新")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ladders = LadderTemplate.objects.filter(municipality_id=self.project.municipality_id)
        self.fields["template"].queryset = ladders  # type: ignore[attr-defined]
        self.fields["template"].empty_label = None  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class PartKind:
    """A kind of part: its model and form, what it is called, and the project's page that shows it (`#place`)."""

    model: type[Any]
    form: type[PartForm]
    label: Text
    page: str = "hub:project"
    place: str = ""


KINDS: Mapping[str, PartKind] = {
    "problem": PartKind(Problem, ProblemForm, _("課題"), place="problems"),
    "work": PartKind(WorkItem, WorkItemForm, _("作業"), place="work"),
    "output": PartKind(Output, OutputForm, _("アウトプット"), place="results"),
    "outcome": PartKind(Outcome, OutcomeForm, _("アウトカム"), place="results"),
    "next": PartKind(NextThing, NextThingForm, _("今後の取組"), place="next"),
    "stakeholder": PartKind(Stakeholder, StakeholderForm, _("関係者"), "hub:stakeholders"),
    "decision": PartKind(Decision, DecisionForm, _("決めること"), "hub:stakeholders", "decisions"),
    "task": PartKind(LadderTask, LadderTaskForm, _("進捗シートの仕事"), "hub:sheet"),
}
