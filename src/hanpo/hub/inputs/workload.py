"""Forms of the workload: hours a section has, its busy seasons, hours of a project."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.dates import MONTHS as MONTH_NAMES
from django.utils.translation import gettext_lazy as _

from hanpo.core import clock
from hanpo.core.inputs import DayField, PlainForm, RowChoice
from hanpo.core.models import Section
from hanpo.hub.inputs.base import sections_of
from hanpo.hub.models import Basis, Project

MONTHS = list(MONTH_NAMES.items())


def hours(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DecimalField:
    """A field of hours, with one decimal."""
    return forms.DecimalField(
        label=label, min_value=0, max_digits=6, decimal_places=1, required=required, help_text=help_text
    )


class SectionForm(PlainForm):
    """A form about a section of the project's municipality; the owner section is chosen to begin with."""

    section = RowChoice(target=Section, label=_("課"), empty_label=None)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections_of(project)  # type: ignore[attr-defined]
        self.fields["section"].initial = project.owner_section_id


class LoadForm(SectionForm):
    """Hours that a project asks and returns in a month. Empty hours mean unknown."""

    month = DayField(label=_("月（その月のどの日でも）"))
    hours_asked = hours(
        _("求める時間（時間）"), required=False,
        help_text=_("打合せや資料づくりもふくみます。わからないときは空けてください（0とは別です）。"),
    )  # fmt: skip
    asked_basis = forms.ChoiceField(label=_("求める時間は"), choices=Basis, initial=Basis.ESTIMATED)
    hours_returned = hours(
        _("返る時間（時間）"), required=False,
        help_text=_("この取組のおかげで要らなくなった仕事の時間。わからないときは空けてください。"),
    )  # fmt: skip
    returned_basis = forms.ChoiceField(label=_("返る時間は"), choices=Basis, initial=Basis.ESTIMATED)
    note = forms.CharField(label=_("内訳"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].initial = clock.today().replace(day=1)

    def values(self) -> dict[str, Any]:
        """The hours and their basis."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("section", "month")}


class CapacityForm(SectionForm):
    """Hours a month that a section says it has."""

    hours_per_month = hours(_("使える時間（時間／月）"))
    since = DayField(label=_("いつから（月）"))
    stated_by = forms.CharField(label=_("誰が言ったか（役職・所属）"), max_length=120)
    stated_on = DayField(label=_("聞いた日"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = self.fields["stated_on"].initial = clock.today()


class SeasonForm(SectionForm):
    """A busy season that comes every year."""

    from_month = forms.TypedChoiceField(label=_("何月から"), choices=MONTHS, coerce=int)
    to_month = forms.TypedChoiceField(label=_("何月まで"), choices=MONTHS, coerce=int)
    reason = forms.CharField(label=_("理由"), max_length=120, help_text=_("例：農繁期、年度末、窓口の繁忙期"))
    hours_per_month = hours(_("その間に使える時間（時間／月）"))
