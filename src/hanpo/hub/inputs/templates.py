"""Editing a template as data: one line for each step, criterion or rung, in a table that works without a script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs import Form, PlainForm
from hanpo.hub.models import Readiness


class HeadForm(PlainForm):
    """The head of a template."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("ひな型の名前"), max_length=120)
    source = forms.CharField(label=_("出典"), max_length=300, required=False)
    note = forms.CharField(label=_("注記"), required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def head(self) -> dict[str, Any]:
        """The head as content."""
        return {name: self.cleaned_data[name] for name in ("name", "source", "note")}


class StepForm(Form):
    """A step with the statements of its five views, one a line."""

    id = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("ステップ名"), max_length=120, required=False)
    purpose = forms.CharField(
        label=_("このステップですること"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_wording_official = forms.BooleanField(label=_("公式の言い方である"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = list(self.initial.get("criteria", []))
        for value, label in Readiness.choices:
            self.fields[f"view-{value}"] = forms.CharField(
                label=_("確かめること（%(view)s）") % {"view": label}, required=False,
                widget=forms.Textarea(attrs={"rows": 2}), help_text=_("一行に一つ書いてください。"),
                initial="\n".join(c["statement"] for c in self.known if c["view"] == value),
            )  # fmt: skip

    def content(self, place: int) -> dict[str, Any] | None:
        """The step as content; nothing where its name was emptied."""
        typed = self.cleaned_data
        if not typed.get("name"):
            return None
        lines = [(v, s.strip()) for v in Readiness.values for s in typed[f"view-{v}"].splitlines() if s.strip()]
        return {
            "id": typed["id"] or f"step-{place}-{slugify(typed['name']) or 'new'}"[:60],
            "position": place, "name": typed["name"], "purpose": typed["purpose"],
            "is_wording_official": typed["is_wording_official"],
            "criteria": [self._criterion(n, view, text) for n, (view, text) in enumerate(lines, start=1)],
        }  # fmt: skip

    def _criterion(self, place: int, view: str, statement: str) -> dict[str, Any]:
        """A criterion that keeps its key and hint while its statement, or its place in the view, stays the same."""
        same = next((c for c in self.known if c["view"] == view and c["statement"] == statement), None)
        if same is None:
            same = next((c for c in self.known if c["view"] == view and self._is_free(c)), None)
        if same is not None:
            self.known.remove(same)
            return {**same, "position": place, "statement": statement}
        return {"id": f"{view}-{place}", "position": place, "view": view, "statement": statement, "hint": "",
                "is_required": True}  # fmt: skip

    def _is_free(self, criterion: Mapping[str, Any]) -> bool:
        """Whether the text no longer holds this criterion's statement, so that its key may go to a reworded line."""
        return criterion["statement"] not in self.cleaned_data[f"view-{criterion['view']}"].splitlines()


class RungLineForm(Form):
    """A rung of a ladder."""

    id = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("段の名前"), max_length=60, required=False)
    stage = forms.CharField(label=_("まとまり"), max_length=40, required=False)
    meaning = forms.CharField(label=_("この段で起きていること"), max_length=200, required=False)

    def content(self, place: int) -> dict[str, Any] | None:
        """The rung as content; nothing where its name was emptied."""
        typed = self.cleaned_data
        if not typed.get("name"):
            return None
        return {"id": typed["id"] or f"rung-new-{place}", "position": place, "name": typed["name"],
                "stage": typed["stage"], "meaning": typed["meaning"]}  # fmt: skip


class PartsForm:
    """A whole template on one page: its head, and a form for each part with an empty one at the end.

    `parts` is the key of the parts in the content; the words say on the page what is edited and what emptying a name
    does.
    """

    parts: ClassVar[str]
    line: ClassVar[type[StepForm] | type[RungLineForm]]
    heading: ClassVar[Promise]
    advice: ClassVar[Promise]
    new_part: ClassVar[Promise]

    def __init__(self, data: Any, *, content: Mapping[str, Any], version: int) -> None:
        self.head = HeadForm(data, initial={**content, "version": version})
        rows = [*content[self.parts], {}]
        self.lines = [self.line(data, prefix=f"{self.parts}-{n}", initial=row) for n, row in enumerate(rows)]

    def is_valid(self) -> bool:
        """Whether every part can be read."""
        return all([self.head.is_valid(), *(line.is_valid() for line in self.lines)])

    def content(self) -> dict[str, Any]:
        """The template as content; parts whose name was emptied are left out."""
        found = (line.content(place) for place, line in enumerate(self.lines, start=1))
        return {**self.head.head(), self.parts: [content for content in found if content is not None]}

    def refuse(self, error: Any) -> None:
        """Show why the deed refused the values."""
        self.head.refuse(error)


class StepTemplateForm(PartsForm):
    """A step template and its steps."""

    parts, line = "steps", StepForm
    heading, new_part = _("ひな型を直す"), _("新しいステップ")
    advice = _(
        "ステップ名を空にすると、そのステップは使われなくなります（これまでの記録は残ります）。最後の空いた欄に書くと、新しいステップが加わります。"
    )


class LadderForm(PartsForm):
    """A ladder and its rungs."""

    parts, line = "rungs", RungLineForm
    heading, new_part = _("はしごを直す"), _("新しい段")
    advice = _(
        "段の名前を空にすると、その段はなくなります。ただし、記録のある段は残ります。最後の空いた欄に書くと、新しい段が加わります。"
    )
