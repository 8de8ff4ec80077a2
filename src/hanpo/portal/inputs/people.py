"""People, their assignments, rotation, and leaving."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanpo.core import clock
from hanpo.core.inputs import DayField, Form, InOurWords
from hanpo.core.models import Municipality, Person
from hanpo.core.queries import people, places
from hanpo.portal.inputs.sections import choose_only_one


class PersonForm(InOurWords, forms.ModelForm[Person]):
    """Somebody new who will sign in."""

    class Meta:
        model = Person
        fields = ("username", "name", "kana", "email", "organisation")
        help_texts = {
            "username": _("サインインに使う番号や名前です。職員番号など、変わらないものにしてください。"),
            "email": _("パスワードを決めるための案内をここに送ります。職場のIDで入る人は、空のままでもかまいません。"),
            "organisation": _("市町の職員ではない人（伴走支援者など）だけ書きます。"),
        }


class SectionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A section, named with its municipality."""

    def label_from_instance(self, section: Any) -> str:
        return f"{section.municipality} {section}"


class AssignmentForm(Form):
    """A role for a person in a municipality, usually in a section, from a day on."""

    municipality = forms.ModelChoiceField(label=_("市町"), queryset=Municipality.objects.none())
    section = SectionChoice(
        label=_("課"), queryset=Municipality.objects.none(), required=False,
        help_text=_("県・協議会事務局・管理者・伴走支援者は空のままでかまいません。"),
    )  # fmt: skip
    role = forms.ChoiceField(label=_("役割"))
    since = DayField(label=_("始まる日"))
    until = DayField(label=_("最後の日"), required=False, help_text=_("決まっていなければ空のままにします。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_only_one(self, "municipality")
        self.fields["section"].queryset = places.open_sections(day=clock.today())  # type: ignore[attr-defined]
        self.fields["role"].choices = [("", _("（選んでください）")), *role_choices()]  # type: ignore[attr-defined]
        self.fields["since"].initial = clock.today()


class LastDayForm(Form):
    """The last day of an assignment, and the last day that stood on the page (nobody's change is overwritten)."""

    last_day = DayField(label=_("最後の日"))
    seen_until = DayField(required=False, widget=forms.HiddenInput)


class LeavingForm(Form):
    """The last day of somebody who leaves, and the posts that stood on the page."""

    last_day = DayField(label=_("最後の日"), help_text=_("今日か、それより前の日です。"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_last_day(self) -> date:
        """A later day would close the sign-in before the person has left."""
        day: date = self.cleaned_data["last_day"]
        if day > clock.today():
            raise forms.ValidationError(
                _(
                    "先の日にはできません。先に決めておくときは、配属の「最後の日を決める」か「まとめて異動」を使ってください。"
                )
            )
        return day


class RotationDayForm(Form):
    """The municipality and the day of a rotation."""

    municipality = forms.ModelChoiceField(label=_("市町"), queryset=Municipality.objects.none())
    day = DayField(label=_("異動の日"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_only_one(self, "municipality")


def role_choices() -> list[tuple[str, Any]]:
    """The roles that the current scope may give."""
    return [(role.key, role.label) for role in people.roles_to_give()]
