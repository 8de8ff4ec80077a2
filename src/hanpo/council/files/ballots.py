"""A ballot as a workbook: filled offline, circulated in the office, and read back by the ids of its questions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from hanpo.council.models import AcceptanceWord, Ballot, GradeWord, PollOption
from hanpo.council.queries.ballot_words import PARTS, part_label
from hanpo.forms.engine.definition import Choice, Form, Item, Kind, Section, Words
from hanpo.forms.engine.workbook import Recovered, Stamp, layout, recover
from hanpo.forms.files.workbook import write_workbook
from hanpo.forms.files.workbook_reading import read_grid


def ballot_form(*, ballot: Ballot) -> Form:
    """The ballot as a form of the form engine: a section for each option. Its options are fixed once it is open."""
    poll = ballot.poll
    options = list(poll.options.order_by("number"))
    return Form(
        id=f"poll{poll.pk}", title=Words(poll.title), intro=Words(poll.question),
        sections=tuple(_section(option, len(options)) for option in options),
    )  # fmt: skip


def make_ballot_book(*, ballot: Ballot, made_at: datetime) -> bytes:
    """The workbook of a ballot, with what is answered so far."""
    answers = {
        f"{key}_{part}": _cell(part, value) for key, said in ballot.answers.items() for part, value in said.items()
    }
    plan = layout(ballot_form(ballot=ballot), _stamp(ballot), respondent=ballot.municipality.name, answers=answers)
    return write_workbook(plan, made_at=made_at)


def read_ballot_book(*, ballot: Ballot, content: bytes) -> Recovered:
    """What a workbook says that came back. Raises `FileRefused` or `BookRefused` with what to do in Japanese."""
    stamp = _stamp(ballot)
    return recover(
        {stamp.version: ballot_form(ballot=ballot)}, read_grid(content), municipality=stamp.municipality,
        response=str(ballot.pk),
    )  # fmt: skip


def _cell(part: str, value: Any) -> Any:
    """A part of an answer as the form engine holds it."""
    if part == "grade":
        return {"id": f"g{value}"}
    if part == "acceptance":
        return {"id": value}
    return str(value)


def _stamp(ballot: Ballot) -> Stamp:
    form = f"poll{ballot.poll_id}"
    return Stamp(form, 1, ballot.municipality_id, f"{ballot.pk}.{ballot.version}")


def _section(option: PollOption, size: int) -> Section:
    note = "\n".join(
        filter(
            None,
            [
                option.meaning,
                _("よい点：%s") % option.pros if option.pros else "",
                _("かかる費用と手間：%s") % option.cost if option.cost else "",
                _("前提になる条件：%s") % option.conditions if option.conditions else "",
            ],
        )
    )
    return Section(id=option.key, title=Words(str(option)), note=Words(note), items=tuple(_items(option.key, size)))


def _items(key: str, size: int) -> Iterable[Item]:
    words = {part: Words(part_label(part)) for part in PARTS}
    yield Item(
        id=f"{key}_grade", kind=Kind.CHOICE, label=words["grade"], required=True,
        choices=tuple(Choice(id=f"g{one.value}", label=Words(str(one.label))) for one in GradeWord),
    )  # fmt: skip
    yield Item(
        id=f"{key}_rank", kind=Kind.NUMBER, label=words["rank"], unit=_("位"), low=Decimal(1), high=Decimal(size),
        help=Words(_("1が最もよい案です。同じ順位も付けられます。決められないときは空欄のままにします。")),
    )  # fmt: skip
    yield Item(
        id=f"{key}_acceptance", kind=Kind.CHOICE, label=words["acceptance"], required=True,
        choices=tuple(Choice(id=one.value, label=Words(str(one.label))) for one in AcceptanceWord),
    )  # fmt: skip
    yield Item(
        id=f"{key}_condition", kind=Kind.TEXT, label=words["condition"], lines=3,
        help=Words(_("条件付きのときに書いてください。")),
    )  # fmt: skip
    yield Item(
        id=f"{key}_reason", kind=Kind.TEXT, label=words["reason"], lines=3,
        help=Words(_("受け入れられないときは、必ず書いてください。")),
    )  # fmt: skip
