"""What the forms make ready for the tray: answers whose time to be kept is over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core.japanese.eras import format_wareki
from hanpo.core.models import Municipality, Person, PreparedWork
from hanpo.core.registry import Draft, Fact
from hanpo.forms.actions.retention import order_erasure, take_back_erasure
from hanpo.forms.queries.retention import DueAnswers, due_answers

MINUTES_FOR_A_FORM = 15
"""Staff minutes to find the answers of a form whose time is over, and to remove them: an estimate."""


class AnswersToErase:
    """Proposes to erase the answers of one form whose time is over. Approving hides them; soon they are erased."""

    key = "forms.answers_to_erase"
    label = gettext_lazy("保存期間が過ぎた回答を消す")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        """One draft for each form with answers that are due."""
        for due in due_answers(municipality=municipality, today=today):
            yield _draft(due)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Hide the answers and have them erased."""
        return {"responses": order_erasure(
            actor=actor, municipality=work.municipality, responses=values["responses"]
        )}  # fmt: skip

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        """Show them again, as long as they are there."""
        take_back_erasure(actor=actor, municipality=work.municipality, responses=work.undo["responses"])


def _draft(due: DueAnswers) -> Draft:
    count = len(due.responses)
    facts = [
        Fact(text=_("「%(title)s」の回答%(count)d件の保存期間が過ぎました") % {"title": due.title, "count": count}),
        Fact(text=_("いちばん古いものは%(day)sまでの保存でした") % {"day": format_wareki(due.first)}),
        Fact(text=_("保存する日数は、公開したときの様式に書かれた%(days)d日です") % {"days": due.days}),
    ]
    return Draft(
        key=f"{due.form}:{due.first.isoformat()}:{count}",
        title=_("「%(title)s」の古い回答%(count)d件を消します") % {"title": due.title, "count": count},
        why=facts,
        effect=_("回答と記入の記録とファイルを消します。30分のあいだは取り消せます。件数だけが監査記録に残ります。"),
        minutes_saved=MINUTES_FOR_A_FORM,
        role="dx_office",
        url=reverse("forms:answer_list"),
        values={"responses": list(due.responses)},
    )
