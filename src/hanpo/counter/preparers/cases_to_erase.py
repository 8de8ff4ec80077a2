"""What cases make ready for the tray when the time to keep them is over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core.japanese.eras import format_wareki
from hanpo.core.models import Municipality, Person, PreparedWork
from hanpo.core.registry import Draft, Fact
from hanpo.counter.actions.cases.retention import order_case_erasure, take_back_case_erasure
from hanpo.counter.queries.cases.retention import DueCases, due_cases

MINUTES_FOR_A_CASE = 3
"""Staff minutes to find a case whose time is over with its papers, and to remove them: an estimate."""


class CasesToErase:
    """Proposes to erase cases whose time is over. Approving hides them; soon they are erased."""

    key = "counter.cases_to_erase"
    label = gettext_lazy("保存期間が過ぎた案件を消す")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        """One draft for all that are due."""
        due = due_cases(municipality=municipality.code, today=today)
        if due is not None:
            yield _draft(due)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Hide the cases and have them erased."""
        hidden = order_case_erasure(actor=actor, municipality=work.municipality, cases=values["cases"])
        if not hidden:
            raise ValidationError(
                _("この案件は、もう消したか、再開されています。このおぜん立ては見送ってかまいません。")
            )
        return {"cases": hidden}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        """Show them again, as long as they are there."""
        take_back_case_erasure(actor=actor, municipality=work.municipality, cases=work.undo["cases"])


def _draft(due: DueCases) -> Draft:
    count = len(due.cases)
    return Draft(
        key=f"{due.first.isoformat()}:{due.cases[-1]}:{count}",
        title=_("保存期間が過ぎた案件{n}件を消します").format(n=count),
        why=[
            Fact(
                text=_("終わってから{days}日を過ぎました。いちばん古いものは{day}に終わりました。").format(
                    days=due.days, day=format_wareki(due.first)
                ),
                url=f"{reverse('counter:cases')}?state=closed",
            ),
            Fact(text=_("決定に不服を申し立てられるのは1年までです（行政不服審査法第18条第2項）。")),
            Fact(text=_("要らなくなった個人情報は持てません（個人情報保護法第61条第2項）。")),
        ],
        effect=_(
            "案件と、その仕事・経過・申請書・手続案内の答え・書き出した行を消します。30分のあいだは取り消せます。"
            "件数だけが監査記録に残ります。"
        ),
        minutes_saved=MINUTES_FOR_A_CASE * count,
        role="dx_office",
        url=reverse("counter:cases"),
        values={"cases": list(due.cases)},
    )
