"""Loads the answers of a member that filled its workbook as offices do: they wait for a person to confirm them.

`filled` types into any workbook that Hanpo made.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Final

from openpyxl import load_workbook

from hanpo.core import clock
from hanpo.core.demo import office_moment
from hanpo.core.models import Person
from hanpo.council.models import Reply, SurveyState
from hanpo.forms.actions.workbooks import receive_workbook
from hanpo.forms.files.exchange import make_workbook

BY: Final = "kamigori"
"""Who put the workbook back."""
TYPED: Final[Mapping[str, str]] = {
    "staff": "３人",
    "certified": "0名（募集中）",
    "training_days": "約5日",
    "cost_change": "減る",
    "worry": "委託先の人手が足りず、\n返事に２週間かかります。",
}
"""What its office typed, by question: full-width digits, units, and words that a person has to look at."""


def load_answered_workbook(*, today: date) -> None:
    """Load a workbook that came back to the open survey."""
    person = Person.objects.get(username=BY)
    reply = Reply.objects.select_related("response__form", "response__municipality").get(
        survey__state=SurveyState.OPEN, municipality__in=person.assignments.values("municipality")
    )
    with clock.telling(office_moment(today, 1, "16:20")):
        made = make_workbook(response=reply.response, language="ja")
        receive_workbook(
            actor=person, response=reply.response, name=made.name, content=filled(made.body, TYPED),
            permission="council.see_replies",
        )  # fmt: skip


def filled(body: bytes, typed: Mapping[str, str]) -> bytes:
    """A workbook with these words typed into its cells, by the end of their hidden names."""
    book = load_workbook(BytesIO(body))
    for name, defined in book.defined_names.items():
        for question, words in typed.items():
            if name.endswith(f"_{question}"):
                ((sheet, place),) = defined.destinations
                book[sheet][place] = words
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()
