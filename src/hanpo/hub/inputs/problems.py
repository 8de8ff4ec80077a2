"""Forms of the problem register: what to show, and putting problems together."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs import ALL, Filter, PlainForm, RowForm
from hanpo.hub.models import CommonIssue, ProblemKind, ProblemState
from hanpo.hub.queries.problems import SharedProblem, Wanted


class ProblemFilter(Filter):
    """Which problems the register shows."""

    q = forms.CharField(label=_("言葉"), required=False)
    kind = forms.ChoiceField(label=_("種類"), required=False, choices=[ALL, *ProblemKind.choices])
    place = forms.ChoiceField(label=_("市町"), required=False)
    state = forms.ChoiceField(label=_("状態"), required=False, choices=[ALL, *ProblemState.choices])

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(place.pk, place.name) for place in places]
        self.fields["place"].choices = [ALL, *named]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What the address asks for; a choice that cannot be is left out."""
        asked = self.asked()
        return Wanted(text=asked.pop("q", ""), **asked)


class IssueForm(PlainForm):
    """Put problems together: into a common issue that exists, or into a new one."""

    issue: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("どの共通課題に入れますか"), queryset=None, required=False,
        empty_label=_("（新しい共通課題をつくる）"),
    )  # fmt: skip
    title = forms.CharField(
        label=_("新しい共通課題の名前"), max_length=200, required=False,
        help_text=_("どの市町にも通じる短い言葉で。例：異動で知識が続かない"),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("種類"), choices=ProblemKind.choices)

    def __init__(self, *args: Any, issues: Any, problems: list[SharedProblem], **kwargs: Any) -> None:
        first = problems[0].kind if problems else ProblemKind.ORGANISATION
        super().__init__(*args, **{"initial": {"kind": first}, **kwargs})
        self.problems = problems
        self.fields["issue"].queryset = issues  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("issue") and not cleaned.get("title"):
            self.add_error("title", _("新しい共通課題の名前を書くか、上から選んでください。"))
        if not cleaned.get("issue") and len({p.municipality_id for p in self.problems}) < 2:
            raise forms.ValidationError(_("新しい共通課題は、2つ以上の市町の課題をまとめるときにつくります。"))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """Title and kind of the common issue, existing or new."""
        issue = self.cleaned_data.get("issue")
        if issue is not None:
            return {"title": issue.title, "kind": issue.kind}
        return {"title": self.cleaned_data["title"], "kind": self.cleaned_data["kind"]}


class IssueEditForm(RowForm):
    """The facts of a common issue, and what was learned."""

    class Meta(RowForm.Meta):
        model = CommonIssue
        fields = ("title", "kind", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 8})}
        help_texts = {"note": _("どの市町で、何がうまくいったか。まだのときは、次に試すこと。")}
