"""Models (横展開): publishing, adopting, and reading them from a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs import Form, LongSelect


class PublishForm(Form):
    """What to publish as a model, and under which name."""

    what = forms.ChoiceField(
        label=_("何を公開しますか"), widget=LongSelect, error_messages={"required": _("公開するものを選んでください。")}
    )
    title = forms.CharField(label=_("表題"), max_length=200, help_text=_("ほかの市町の人が読んで分かる題にします。"))
    name = forms.SlugField(
        label=_("モデルの名前"), max_length=80, allow_unicode=False,
        help_text=_("英小文字・数字・ハイフンの短い名前（例 counter-survey）。同じ名前で公開すると次の版になります。"),
    )  # fmt: skip
    note = forms.CharField(label=_("この版で変わったこと"), required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = choices  # type: ignore[attr-defined]

    def facts(self) -> dict[str, str]:
        """What is published, as the action takes it."""
        typed = self.cleaned_data
        kind, _colon, object_id = typed["what"].partition(":")
        return {
            "kind": kind,
            "object_id": object_id,
            "name": typed["name"],
            "title": typed["title"],
            "note": typed["note"],
        }


class AdoptForm(Form):
    """Where a model is adopted, and what it is called there; a model without a name is adopted as it is."""

    place = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("このまちでの名前"), max_length=120,
        help_text=_("そのままでも、このまちで分かりやすい名前に変えてもかまいません。"),
    )  # fmt: skip

    def __init__(self, *args: Any, name: str | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if name is None:
            del self.fields["name"]
        else:
            self.fields["name"].initial = name


class PackageForm(Form):
    """A model as a file."""

    file = forms.FileField(label=_("モデルのファイル（zip）"))

    def body(self) -> bytes:
        """What is in the file."""
        return bytes(self.cleaned_data["file"].read())
