"""The table of a rotation (人事異動): one line for each assignment of a municipality, read back as moves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core.actions.people import Move
from hanpo.core.inputs import DayField, Form
from hanpo.core.models import Assignment, Municipality, Section
from hanpo.core.queries import people, places

STAYS, GOES, LEAVES = "stays", "goes", "leaves"


class Line(Form):
    """What becomes of one assignment on the day: it stays, or its holder goes to another post or leaves."""

    what = forms.ChoiceField(
        label=gettext_lazy("異動"),
        choices=[
            (STAYS, gettext_lazy("そのまま")),
            (GOES, gettext_lazy("ほかの課・役割へ")),
            (LEAVES, gettext_lazy("この市町を離れる")),
        ],
        initial=STAYS,
    )
    section = forms.ChoiceField(label=gettext_lazy("新しい課"), required=False)
    role = forms.ChoiceField(label=gettext_lazy("新しい役割"), required=False)
    seen_until = DayField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, held: Assignment, sections: Sequence[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = held
        self.sections = {str(section.pk): section for section in sections}
        self.fields["section"].choices = [("", _("課なし")), *self.sections.items()]  # type: ignore[attr-defined]
        self.fields["role"].choices = [(r.key, r.label) for r in people.roles_to_give()]  # type: ignore[attr-defined]
        self.initial = {"section": held.section_id or "", "role": held.role, "seen_until": held.until}

    def clean(self) -> dict[str, Any]:
        """A new post chosen for somebody who stays would be lost without a word: ask what was meant."""
        typed = super().clean() or {}
        if typed.get("what") == STAYS and ({"section", "role"} & set(self.changed_data)):
            self.add_error("what", _("新しい課・役割を選んだ人は「ほかの課・役割へ」にしてください。"))
        return typed

    @property
    def role_now(self) -> Any:
        return people.role_label(self.held.role)

    def move(self) -> Move | None:
        """The move that was asked for; nothing when the assignment stays."""
        typed = self.cleaned_data
        if typed["what"] == STAYS:
            return None
        goes = typed["what"] == GOES
        return Move(
            assignment=self.held,
            seen_until=typed["seen_until"],
            role=typed["role"] if goes else "",
            section=self.sections.get(typed["section"]) if goes else None,
        )


class Table:
    """All lines of a rotation. What was refused stands in `errors`, and every line keeps what was chosen."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.errors: list[str] = []

    def is_valid(self) -> bool:
        """Whether every line can be read and somebody moves at all."""
        readable = not [line for line in self.lines if not line.is_valid()]
        if readable and not self.moves:
            self.errors.append(_("だれの異動も選ばれていません。"))
        return readable and bool(self.moves)

    @property
    def moves(self) -> list[Move]:
        return [move for line in self.lines if (move := line.move()) is not None]

    def add_error(self, field: None, error: Any) -> None:
        """Say above the table why the rotation was refused."""
        self.errors.append(str(error))


def read(posted: Any, *, municipality: Municipality, day: date) -> Table:
    """The table of everybody who holds a post in the municipality on the day, filled with what was posted."""
    sections = list(places.sections(municipality=municipality, day=day))
    held = people.staff_assignments(municipality=municipality, day=day)
    return Table([Line(posted, held=one, sections=sections, prefix=str(one.pk)) for one in held])
