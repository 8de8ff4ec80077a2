"""The portal's forms: what people type, parsed and checked before an action is called."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hanpo.core import clock, registry
from hanpo.core.inputs import DayField, Form, InOurWords, TypedNumber
from hanpo.core.japanese import add_months
from hanpo.core.models import Municipality, Person, PreparedWork
from hanpo.core.queries import audit, people, places
from hanpo.core.queries.residents import CONTACT
from hanpo.portal.queries import verb_choices

DAY = timedelta(days=1)

DECLINE_REASONS = (
    ("done", _("もう済んでいる")),
    ("early", _("いまは時期ではない")),
    ("wrong", _("内容が実際と違う")),
    ("elsewhere", _("うちの担当ではない")),
    ("unwanted", _("この種類は要らない")),
)
"""Ready-made reasons: they teach the preparer, so they say what was wrong with the offer and not with the work."""

PURPOSES = (
    _("窓口での申請・届出の受付"),
    _("電話での問い合わせへの回答"),
    _("給付・通知の対象の確認"),
    _("訪問・見守りの準備"),
)
"""Ready-made purposes of looking at a resident's data. Whoever has another one writes it down."""


class DraftForm(Form):
    """The values of prepared work that a person may change before approving, as its preparer described them."""

    def __init__(self, *args: Any, work: PreparedWork, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for described in work.fields:
            self.fields[described["name"]] = _draft_field(described, work.draft.get(described["name"]))

    def changes(self) -> dict[str, Any]:
        """The values as the draft keeps them: dates as ISO 8601."""
        return {name: value.isoformat() if hasattr(value, "isoformat") else value
                for name, value in self.cleaned_data.items()}  # fmt: skip


def _draft_field(described: dict[str, str], value: Any) -> forms.Field:
    common: dict[str, Any] = {"label": described["label"], "initial": value, "required": False}
    kind = described["kind"]
    if kind == "text":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 8}), **common)
    if kind == "date":
        return DayField(**common)
    if kind == "number":
        common["widget"] = TypedNumber({"inputmode": "decimal"})
        return forms.FloatField(**common) if isinstance(value, float) else forms.IntegerField(**common)
    return forms.CharField(**common)


class DeclineForm(Form):
    """Why prepared work is put aside: a ready-made reason, changed or not, or own words."""

    reason = forms.CharField(
        label=_("見送る理由"),
        max_length=300,
        error_messages={"required": _("見送る理由を選ぶか、書いてください。次のおぜん立てに生かします。")},
    )


class PurposeForm(Form):
    """Why somebody is about to look at residents' data."""

    ready = forms.ChoiceField(
        label=_("見る理由"), required=False, widget=forms.RadioSelect, choices=[(text, text) for text in PURPOSES]
    )
    words = forms.CharField(label=_("ほかの理由"), max_length=150, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("ready") and not (cleaned.get("words") or "").strip():
            raise forms.ValidationError(_("何のために見るのかを選ぶか、書いてください。本人が読む記録に残ります。"))
        return cleaned

    def purpose(self) -> str:
        """The purpose as the resident will read it; own words come first."""
        return str(self.cleaned_data["words"].strip() or self.cleaned_data["ready"])


class ResidentSearchForm(Form):
    """Whom staff look for: at least two letters of the name, or the day of birth."""

    name = forms.CharField(
        label=_("氏名かフリガナ"),
        required=False,
        max_length=80,
        help_text=_("一部でも探せます。間の空白は入れなくてかまいません。"),
    )
    born_on = DayField(label=_("生年月日"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name = "".join((cleaned.get("name") or "").split())
        if len(name) < 2 and not cleaned.get("born_on") and not self.errors:
            raise forms.ValidationError(_("氏名かフリガナを2文字以上、または生年月日を入れてください。"))
        return cleaned


class ConsentForm(Form):
    """A resident lets a section use some data."""

    recipient = forms.ChoiceField(
        label=_("だれに使ってもらいますか"), widget=forms.RadioSelect,
        error_messages={"required": _("だれに使ってもらうかを選んでください。")},
    )  # fmt: skip
    purpose = forms.CharField(
        label=_("何のために使ってもらいますか"), max_length=200,
        error_messages={"required": _("何のために使ってもらうかを書いてください。")},
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=_("どの情報を使ってもらいますか"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("使ってもらう情報を、1つ以上選んでください。")},
    )  # fmt: skip
    months = forms.TypedChoiceField(
        label=_("いつまでですか"), coerce=int, widget=forms.RadioSelect, initial=12,
        choices=[(6, _("6か月")), (12, _("1年")), (36, _("3年")), (0, _("わたしが取りやめるまで"))],
    )  # fmt: skip

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = places.sections(municipality=municipality, day=clock.today())
        self.fields["recipient"].choices = [(str(s), str(s)) for s in sections]  # type: ignore[attr-defined]
        kinds = registry.subject_data().values()
        self.fields["kinds"].choices = [(kind.key, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["kinds"].initial = [CONTACT]

    def facts(self, *, today: date) -> dict[str, Any]:
        """The consent as the record keeps it: it begins today, and its last day counts."""
        typed = self.cleaned_data
        until = add_months(today, typed["months"]) - DAY if typed["months"] else None
        return {
            "recipient": typed["recipient"], "purpose": typed["purpose"], "data": typed["kinds"],
            "since": today, "until": until,
        }  # fmt: skip


class SettingsForm(Form):
    """A person's own settings."""

    language = forms.ChoiceField(label=_("ことば"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    email = forms.EmailField(
        label=_("メールアドレス"),
        required=False,
        help_text=_("お知らせをここに送ります。空にするとメールは届きません。"),
    )


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
        self.fields["municipality"].queryset = places.in_scope()  # type: ignore[attr-defined]
        self.fields["section"].queryset = places.open_sections(day=clock.today())  # type: ignore[attr-defined]
        self.fields["role"].choices = [("", _("（選んでください）")), *role_choices()]  # type: ignore[attr-defined]
        self.fields["since"].initial = clock.today()


class LastDayForm(Form):
    """The last day of an assignment, and the last day that stood on the page (nobody's change is overwritten)."""

    last_day = DayField(label=_("最後の日"))
    seen_until = DayField(required=False, widget=forms.HiddenInput)


class RotationDayForm(Form):
    """The municipality and the day of a rotation."""

    municipality = forms.ModelChoiceField(label=_("市町"), queryset=Municipality.objects.none())
    day = DayField(label=_("異動の日"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = places.in_scope()  # type: ignore[attr-defined]


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


class PublishForm(Form):
    """What to publish as a model, and under which name."""

    what = forms.ChoiceField(
        label=_("何を公開しますか"), error_messages={"required": _("公開するものを選んでください。")}
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


def place_choices() -> list[tuple[str, Any]]:
    """The municipalities of the current scope, for a filter."""
    return [("", _("すべて")), *((place.code, place.name) for place in places.in_scope())]


def role_choices() -> list[tuple[str, Any]]:
    """The roles that the current scope may give."""
    return [(role.key, role.label) for role in people.roles_to_give()]


def page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    """The page of a list that the address asks for: 50 rows; a page that is not there becomes the nearest one."""
    return Paginator(rows, 50).get_page(request.GET.get("page"))


def asked(form: forms.Form) -> dict[str, Any]:
    """What a filter asks for. A choice that cannot be is left out, so that an old address still shows the list."""
    form.full_clean()
    return {name: value for name, value in form.cleaned_data.items() if value}
