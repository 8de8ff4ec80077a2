"""What the lists of the portal are narrowed down by, and the pages they are read in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hanpo.core import registry
from hanpo.core.inputs import DayField, Form
from hanpo.core.queries import audit, people, places
from hanpo.core.queries.sections import CLOSED, OPEN
from hanpo.portal.queries import verb_choices


class PeopleFilter(Form):
    """Which assignments the list shows."""

    text = forms.CharField(label=_("氏名・ID・課"), required=False)
    role = forms.ChoiceField(label=_("役割"), required=False)
    place = forms.ChoiceField(label=_("市町"), required=False)
    when = forms.ChoiceField(
        label=_("時期"), required=False,
        choices=[(people.NOW, _("いま")), (people.LATER, _("これから")), (people.OVER, _("終わった"))],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [(role.key, role.label) for role in registry.roles().values()]
        self.fields["role"].choices = [("", _("すべて")), *every]  # type: ignore[attr-defined]
        self.fields["place"].choices = place_choices()  # type: ignore[attr-defined]


class AuditFilter(Form):
    """Which rows of the audit record the list shows."""

    text = forms.CharField(label=_("人・対象"), required=False)
    verb = forms.ChoiceField(label=_("操作"), required=False)
    place = forms.ChoiceField(label=_("市町"), required=False)
    since = DayField(label=_("この日から"), required=False)
    until = DayField(label=_("この日まで"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [("", _("すべて")), *verb_choices(verbs=audit.verbs())]  # type: ignore[attr-defined]
        self.fields["place"].choices = place_choices()  # type: ignore[attr-defined]


class SectionFilter(Form):
    """Which sections the list shows."""

    text = forms.CharField(label=_("課"), required=False)
    place = forms.ChoiceField(label=_("市町"), required=False)
    when = forms.ChoiceField(
        label=_("状態"), required=False, choices=[(OPEN, _("いまある課")), (CLOSED, _("廃止した課"))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = place_choices()
        self.fields["place"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == ONE_PLACE:
            del self.fields["place"]


ONE_PLACE = 2
"""Choices of somebody with one municipality: all, and that one."""


def place_choices() -> list[tuple[str, Any]]:
    """The municipalities of the current scope, for a filter."""
    return [("", _("すべて")), *((place.code, place.name) for place in places.in_scope())]


def page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    """The page of a list that the address asks for: 50 rows; a page that is not there becomes the nearest one."""
    return Paginator(rows, 50).get_page(request.GET.get("page"))


def asked(form: forms.Form) -> dict[str, Any]:
    """What a filter asks for. A choice that cannot be is left out, so that an old address still shows the list."""
    form.full_clean()
    return {name: value for name, value in form.cleaned_data.items() if value}
