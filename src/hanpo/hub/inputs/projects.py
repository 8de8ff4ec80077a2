"""Forms of the programme and of a project's facts and news."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanpo.core import clock
from hanpo.core.inputs import ALL, DayField, Filter, PlainForm, RowChoice, RowForm
from hanpo.hub.inputs.base import sections_of
from hanpo.hub.models import Participation, Programme, Project, ProjectNews, StepTemplate
from hanpo.hub.queries.outlines import ProjectCounts, WantedProjects
from hanpo.hub.queries.programmes import participations


class ProgrammeForm(RowForm):
    """The facts of a programme."""

    class Meta(RowForm.Meta):
        model = Programme
        fields = ("name", "purpose", "goal", "starts_on", "ends_on", "lead_company", "source")


class ProjectFilter(Filter):
    """Which projects a list shows."""

    place = forms.ChoiceField(label=_("市町"), required=False)
    field = forms.ChoiceField(label=_("分野"), required=False)

    def __init__(self, *args: Any, counts: ProjectCounts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [ALL, *counts.places]  # type: ignore[attr-defined]
        self.fields["field"].choices = [ALL, *((field, field) for field in counts.fields)]  # type: ignore[attr-defined]

    def wanted(self) -> WantedProjects:
        """What the address asks for; a choice that cannot be is left out."""
        return WantedProjects(**self.asked())


class ProjectForm(RowForm):
    """The facts of a project; the benefit for staff is a required line."""

    class Meta(RowForm.Meta):
        model = Project
        fields = (
            "title", "field", "summary", "goal", "goal_clear_on", "benefit_for_staff", "benefit_for_residents",
            "owner_section", "supporting_company", "prefectural_officer", "state", "starts_on", "ends_on", "as_of",
            "source",
        )  # fmt: skip
        help_texts = {
            "goal_clear_on": _("まだはっきりしていないときは、空けておいてください。"),
            "benefit_for_staff": _(
                "「市民のため」だけでは続きません。職員の仕事がどう楽になるかを一行は書いてください。"
            ),
            "as_of": _("資料から写した内容のときは、その資料の日付を入れてください。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["owner_section"]
        choice.queryset = sections_of(self.instance)  # type: ignore[attr-defined]
        choice.empty_label = _("（まだ決まっていない）")  # type: ignore[attr-defined]


class NewProjectForm(PlainForm):
    """The first facts of a new project; the rest is filled in on its page."""

    participation = RowChoice(target=Participation, label=_("事業への参加（市町・分野）"), empty_label=None)
    template = RowChoice(
        target=StepTemplate,
        label=_("ステップのひな型"),
        empty_label=None,
        help_text=_("市町の自分のひな型から選びます。あとで言い方を直しても、よその市町には及びません。"),
    )
    title = forms.CharField(label=_("取組の名前"), max_length=120)
    goal = forms.CharField(label=_("ゴール"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    benefit_for_staff = forms.CharField(
        label=_("職員にとってのメリット"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("「市民のため」だけでは続きません。職員の仕事がどう楽になるかを一行は書いてください。"),
    )
    starts_on = DayField(label=_("開始日"))

    def __init__(self, *args: Any, templates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participation"].queryset = participations()  # type: ignore[attr-defined]
        self.fields["participation"].label_from_instance = _participation_label  # type: ignore[attr-defined]
        self.fields["template"].queryset = templates  # type: ignore[attr-defined]
        self.fields["template"].label_from_instance = _template_label  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        """The template must be the municipality's own copy."""
        cleaned = super().clean() or {}
        part, template = cleaned.get("participation"), cleaned.get("template")
        if part and template and part.municipality_id != template.municipality_id:
            self.add_error("template", _("参加する市町のひな型を選んでください。"))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """The facts as the deed takes them."""
        required = {name: value for name, value in self.cleaned_data.items() if name != "goal"}
        return {**required, "values": {"goal": self.cleaned_data["goal"]}}


class NewsForm(RowForm):
    """News of a project."""

    class Meta(RowForm.Meta):
        model = ProjectNews
        fields = ("happened_on", "kind", "text", "told_by")
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"told_by": _("例：観光課 担当、伴走支援者")}

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.project = project
        self.instance.place_under_parent()
        self.fields["happened_on"].initial = clock.today()


def _participation_label(row: Participation) -> str:
    return f"{row.municipality.name}{_('（')}{row.field}{_('）')}"


def _template_label(row: StepTemplate) -> str:
    return f"{row.municipality.name}{_('：')}{row.name}"
