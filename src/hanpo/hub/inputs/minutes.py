"""Forms of the import of minutes: the text, the meeting, a proposal to be mended, a project that was missing."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs import DayField, PlainForm
from hanpo.core.models import Municipality
from hanpo.hub.files import UnreadableMinutes, read_minutes_file
from hanpo.hub.models import MinutesImport, MinutesProposal, ProblemKind, ProblemSide, Project
from hanpo.hub.queries import kinds
from hanpo.hub.queries import minutes as queries

CHOOSE = _("（選んでください）")
PASTED = _("貼り付けた議事録.txt")
LONGEST_PASTED = 1_000_000
TITLE_ENDS = re.compile(r"[\s　]*議事(?:録|概要|要旨|要録)(?:（案）|\(案\))?$")
"""How minutes name themselves behind the name of the meeting."""


class UploadForm(PlainForm):
    """Minutes as a file or as pasted text. After an error the pasted text stays; a file has to be chosen again."""

    programme: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("どの事業の会議ですか"), queryset=None)
    file = forms.FileField(
        label=_("ファイル"), required=False, help_text=_("Word（.docx）かテキスト（.txt）。5MBまで。"),
        widget=forms.FileInput(attrs={"accept": ".txt,.docx,.md"}),
    )  # fmt: skip
    text = forms.CharField(
        label=_("または、ここに貼り付ける"), required=False, strip=False, max_length=LONGEST_PASTED,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("改行や空白はそのままで大丈夫です。一字も変えずに保存します。"),
    )  # fmt: skip

    def __init__(self, *args: Any, programmes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["programme"]
        field.queryset = programmes  # type: ignore[attr-defined]
        known = list(programmes[:2])
        if len(known) == 1:
            field.initial, field.empty_label = known[0], None  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file, text = cleaned.get("file"), cleaned.get("text") or ""
        if bool(file) == bool(text.strip()) and "file" not in self.errors:
            wrong = _("ファイルを選ぶか、本文を貼り付けるか、どちらか一つにしてください。")
            self.add_error("file", wrong)
        elif file:
            self._read(file)
        else:
            cleaned["file_name"] = str(PASTED)
        return cleaned

    def _read(self, file: Any) -> None:
        try:
            text = read_minutes_file(name=file.name, content=file.read())
        except UnreadableMinutes as refusal:
            self.add_error("file", str(refusal))
            return
        if not text.strip():
            self.add_error(
                "file", _("ファイルに文字がありません。画像だけのWordなら、文字にしてから取り込んでください。")
            )
        self.cleaned_data.update(file_name=file.name, text=text)


class HeaderForm(PlainForm):
    """The meeting of the minutes, as the header tells it; a person confirms or mends it."""

    planned: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("予定に入っていた会議ですか"), queryset=None, required=False,
        empty_label=_("いいえ（新しい会議として記録する）"),
    )  # fmt: skip
    title = forms.CharField(label=_("会議名"), max_length=200)
    held_on = DayField(label=_("開催日"))
    starts_at = forms.TimeField(label=_("開始"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    ends_at = forms.TimeField(label=_("終了"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    place = forms.CharField(label=_("場所"), max_length=120, required=False)
    attendance_note = forms.CharField(label=_("参加者数"), max_length=200, required=False)

    def __init__(self, *args: Any, minutes: MinutesImport, **kwargs: Any) -> None:
        found = queries.header(minutes)
        start, _dash, end = found.get("time", "").partition("-")
        planned = list(queries.planned_meetings(minutes))
        same_day = next((m for m in planned if m.held_on.isoformat() == found.get("date")), None)
        initial = {
            "title": TITLE_ENDS.sub("", found.get("title", ""))[:200], "held_on": found.get("date"),
            "starts_at": start, "ends_at": end,
            "place": found.get("place", "")[:120], "attendance_note": found.get("attendance", "")[:200],
            "planned": same_day,
        }  # fmt: skip
        super().__init__(*args, **{"initial": initial, **kwargs})
        if planned:
            self.fields["planned"].queryset = queries.planned_meetings(minutes)  # type: ignore[attr-defined]
        else:
            del self.fields["planned"]

    def values(self) -> dict[str, Any]:
        """The facts of the meeting."""
        return {name: value for name, value in self.cleaned_data.items() if name != "planned"}


class FirstProjectForm(PlainForm):
    """The project of a municipality of which minutes speak, though it has none yet."""

    title = forms.CharField(
        label=_("取組の名前"), max_length=120, help_text=_("議事録のテーマから入れてあります。短く直してかまいません。")
    )
    field = forms.CharField(label=_("分野"), max_length=40, help_text=_("例：観光DX、窓口DX、農業DX"))
    benefit_for_staff = forms.CharField(
        label=_("職員にとってのメリット"), widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("「市民のため」だけでは続きません。職員の仕事がどう楽になるかを一行は書いてください。"),
    )  # fmt: skip
    starts_on = DayField(label=_("開始日"))

    def __init__(self, *args: Any, minutes: MinutesImport, municipality: Municipality, **kwargs: Any) -> None:
        participation = queries.participants(minutes).filter(municipality=municipality).first()
        initial = {
            "title": "・".join(queries.themes(minutes, municipality=municipality))[:120],
            "field": participation.field if participation else "",
            "starts_on": (participation.since if participation else minutes.programme.starts_on).isoformat(),
        }
        super().__init__(*args, **{"initial": initial, **kwargs})


class ProposalForm(PlainForm):
    """A proposal as a person mends it. Whatever the request does not carry stays as it was read."""

    kind = forms.ChoiceField(label=_("種類"), choices=kinds.choices)
    place = forms.ChoiceField(label=_("市町"), required=False)
    project = forms.ChoiceField(label=_("取組"), required=False)
    text = forms.CharField(label=_("内容"), widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, data: Any = None, *, reviewed: queries.Reviewed, shown: Any = None) -> None:
        proposal, prefix = reviewed.proposal, f"p{reviewed.proposal.pk}"
        self.reviewed, self.asks = reviewed, _asked(proposal, (shown or {}) if data is None else data, prefix)
        values = _values(proposal, self.asks)
        if data is not None:
            data = {f"{prefix}-{name}": value for name, value in values.items()} | data.dict()
        super().__init__(data, initial=values, prefix=prefix)
        self.projects = {str(p.pk): p for p in queries.projects_in(proposal.minutes, code=self.asks["place"])}
        self.fields["place"].choices = _places(proposal)  # type: ignore[attr-defined]
        self._offer_projects()
        for name in _further(self.asks):
            self.fields[f"f-{name}"] = FIELDS[name]()

    def refuse(self, error: ValidationError) -> None:
        """Show why the deed refused; what it says of a further value stands at that value."""
        named = error.message_dict if hasattr(error, "error_dict") else {}
        further = {f"f-{name}" if f"f-{name}" in self.fields else name: found for name, found in named.items()}
        super().refuse(ValidationError(further) if further else error)

    def _offer_projects(self) -> None:
        field = self.fields["project"]
        names = [(pk, project.title) for pk, project in self.projects.items()]
        field.choices = names if len(names) == 1 else [("", CHOOSE), *names]  # type: ignore[attr-defined]
        if not (self.asks["place"] and kinds.words_of(self.asks["kind"]).of_project):
            del self.fields["project"]

    def project_chosen(self) -> Project | None:
        """The project it goes to: the one that was chosen, or the only one there is."""
        chosen = self.projects.get(self.cleaned_data.get("project", ""))
        only = next(iter(self.projects.values())) if len(self.projects) == 1 else None
        return chosen or only

    def deed(self) -> dict[str, Any]:
        """What the person says, for the deed that accepts a proposal."""
        values = self.cleaned_data
        read = self.reviewed.proposal.fields
        typed = {name: _as_text(values.get(f"f-{name}")) for name in _further(self.asks)}
        changed = {name: value for name, value in typed.items() if value != kinds.guess(read=read, name=name)}
        mended = [kinds.mended(read=read, name=name, value=value) for name, value in changed.items()]
        return {
            "project": self.project_chosen(),
            "kind": values["kind"],
            "place": values["place"],
            "text": "\n".join(values["text"].splitlines()),
            "fields": {name: value for change in mended for name, value in change.items()},
        }


def _asked(proposal: MinutesProposal, given: Any, prefix: str) -> dict[str, str]:
    """Kind, municipality and text as they stand: chosen in the form (sent, or about to be), else as read."""
    return {
        "kind": given.get(f"{prefix}-kind") or proposal.kind,
        "place": given.get(f"{prefix}-place", proposal.municipality_id or ""),
        "text": given.get(f"{prefix}-text") or proposal.text,
    }


def _further(asks: dict[str, str]) -> tuple[str, ...]:
    return kinds.words_of(asks["kind"]).fields(has_place=bool(asks["place"]))


def _values(proposal: MinutesProposal, asks: dict[str, str]) -> dict[str, str]:
    """Every value of the form as it stands, the further ones as the reader of minutes guessed them."""
    return {**asks, **{f"f-{name}": kinds.guess(read=proposal.fields, name=name) for name in _further(asks)}}


def _places(proposal: MinutesProposal) -> list[tuple[str, Any]]:
    named = queries.places_in(proposal.minutes)
    return [("", _("（特定の市町の話ではない）")), *((place.pk, place.name) for place in named)]


def _as_text(value: Any) -> str:
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value).strip()


def _line(label: Any, length: int, **options: Any) -> Any:
    return lambda: forms.CharField(label=label, max_length=length, required=False, **options)


def _choice(label: Any, choices: Any) -> Any:
    return lambda: forms.ChoiceField(label=label, required=False, choices=[("", CHOOSE), *choices])


FIELDS: dict[str, Any] = {
    "kind": _choice(_("課題の種類"), ProblemKind.choices),
    "side": _choice(_("外部／固有"), ProblemSide.choices),
    "said_by": _line(_("誰の言葉か（役職・所属）"), 120),
    "title": _line(_("題名"), 200),
    "start": lambda: forms.TimeField(label=_("開始"), required=False, widget=forms.TimeInput(attrs={"type": "time"})),
    "end": lambda: forms.TimeField(label=_("終了"), required=False, widget=forms.TimeInput(attrs={"type": "time"})),
    "presenter_organisation": _line(_("発表者の所属"), 200),
    "presenter_name": _line(_("発表者の氏名"), 120, help_text=_("会員だけに見えます。")),
    "organisation": _line(_("所属"), 200),
    "name": _line(_("氏名"), 120, help_text=_("会員だけに見えます。")),
    "owner": _line(_("担当（役職・所属）"), 120),
    "due": lambda: DayField(label=_("期限"), required=False),
    "sign": _line(_("見て分かるしるし"), 200, help_text=_("数えにくい変化のときに書きます。")),
}
"""The form fields of the further values of a proposal."""
