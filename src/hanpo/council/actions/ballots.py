"""Writes of ballots: a member's draft, its submission, taking it back, proxy entry, and workbooks that come back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit
from hanpo.core.actions.files import store_file
from hanpo.core.database.locks import held
from hanpo.core.editing import Clash, EditConflict
from hanpo.core.file_kinds import FileRefused
from hanpo.core.models import Person
from hanpo.council.files.ballots import read_ballot_book
from hanpo.council.models import (
    Ballot,
    BallotBook,
    BallotBookState,
    BallotState,
    BallotStep,
    BallotWay,
    PollState,
)
from hanpo.council.queries.ballot_words import missing_parts, part_label, part_words
from hanpo.forms.engine.workbook import BookRefused, recovered_data

Changes = Mapping[tuple[str, str], Any]
"""What a person changed: by key of the option and part of the answer (`grade`, `rank` …); empty takes it away."""


@audit.deed
def write_ballot(
    *, actor: Person | None, ballot: Ballot, based_on: int, changes: Changes, way: str = BallotWay.PAGE
) -> Ballot:
    """Keep what a member answers so far.

    Raises `EditConflict` part by part, and `ValidationError` once it was submitted.
    """
    row = _open(ballot)
    if row.is_submitted:
        raise ValidationError(_("もう提出されています。直すときは、先に「書き直す」を押してください。"))
    old = dict(row.answers)
    if _put(row, based_on, changes):
        row.way, row.said_by, row.proxy_why = way, "", ""
        _save(row, actor, "")
    audit.record(actor=actor, verb="write_ballot", subject=row, old={"answers": old}, new={"answers": row.answers})
    return row


@audit.deed
def submit_ballot(*, actor: Person | None, ballot: Ballot, today: date, comment: str = "") -> Ballot:
    """Send a member's ballot: from now on it counts. Raises `ValidationError` naming what is still missing."""
    row = _open(ballot)
    if row.is_submitted:
        raise ValidationError(_("もう提出されています。"))
    problems = missing_parts(answers=row.answers, options=list(row.poll.options.order_by("number")))
    if problems:
        raise ValidationError(problems)
    if row.way == BallotWay.PROXY:  # taken back and sent again: now it is the member's own word
        row.way, row.said_by, row.proxy_why = BallotWay.PAGE, "", ""
    row.state, row.submitted_on = BallotState.SUBMITTED, today
    _save(row, actor, comment)
    audit.record(
        actor=actor, verb="submit_ballot", subject=row, old={"state": BallotState.WRITING},
        new={"state": row.state, "answers": row.answers},
    )  # fmt: skip
    return row


@audit.deed
def take_ballot_back(*, actor: Person | None, ballot: Ballot, comment: str) -> Ballot:
    """Take a ballot back to rewrite it, as long as the choice is open; until it is sent again it does not count."""
    row = _open(ballot)
    if not row.is_submitted:
        raise ValidationError(_("まだ提出されていません。"))
    row.state, row.submitted_on = BallotState.WRITING, None
    _save(row, actor, comment)
    audit.record(
        actor=actor, verb="take_ballot_back", subject=row, old={"state": BallotState.SUBMITTED},
        new={"state": row.state, "comment": comment},
    )  # fmt: skip
    return row


@audit.deed
def enter_ballot_by_proxy(
    *, actor: Person | None, ballot: Ballot, based_on: int, changes: Changes, said_by: str, why: str, today: date
) -> Ballot:
    """The secretariat enters and submits for a member what that answered on paper or by telephone.

    Raises `ValidationError` without for whom and why, and where the member submitted itself: its own word stands.
    """
    row = _open(ballot)
    if row.is_submitted and row.way != BallotWay.PROXY:
        raise ValidationError(_("この市町は自分で提出しています。直すときは、市町に「書き直す」を頼んでください。"))
    if not (said_by.strip() and why.strip()):
        raise ValidationError(_("誰の回答かと、代わりに入れる理由を入れてください。"))
    old = {"answers": dict(row.answers), "state": row.state}
    _put(row, based_on, changes)
    problems = missing_parts(answers=row.answers, options=list(row.poll.options.order_by("number")))
    if problems:
        raise ValidationError(problems)
    row.state, row.submitted_on, row.way = BallotState.SUBMITTED, today, BallotWay.PROXY
    row.said_by, row.proxy_why = said_by.strip(), why.strip()
    _save(row, actor, _("%(who)sの回答を代わりに入力：%(why)s") % {"who": row.said_by, "why": row.proxy_why})
    audit.record(
        actor=actor, verb="enter_ballot_by_proxy", subject=row, old=old,
        new={"answers": row.answers, "said_by": row.said_by, "why": row.proxy_why},
    )  # fmt: skip
    return row


@audit.deed
def receive_ballot_book(*, actor: Person | None, ballot: Ballot, name: str, content: bytes) -> BallotBook:
    """Keep a workbook that came back with what was read from it; the ballot stays as it is until somebody confirms.

    An earlier one that still waits is put aside. A book that cannot be read is kept as well and says why. Raises
    `FileRefused` for what cannot even be kept, and `ValidationError` once the ballot was submitted.
    """
    row = _open(ballot)
    if row.is_submitted:
        raise ValidationError(_("もう提出されています。直すときは、先に「書き直す」を押してください。"))
    file = store_file(
        actor=actor, name=name, content=content, municipality=row.municipality, permission="council.write_ballot",
        about=f"council.ballot:{row.pk}",
    )  # fmt: skip
    reading, refusal = _read(row, content)
    BallotBook.objects.filter(ballot=row, state=BallotBookState.WAITING).update(state=BallotBookState.ASIDE)
    book: BallotBook = BallotBook.objects.create(
        ballot=row, file=file, reading=reading, refusal=refusal, received_by=actor,
        state=BallotBookState.REFUSED if refusal else BallotBookState.WAITING,
    )  # fmt: skip
    audit.record(
        actor=actor, verb="receive_ballot_book", subject=row,
        new={"book": book.pk, "sha256": file.sha256, "state": book.state},
    )  # fmt: skip
    return book


@audit.deed
def confirm_ballot_book(
    *, actor: Person | None, book: BallotBook, based_on: int, changes: Changes
) -> Ballot:  # fmt: skip
    """Put what a person confirmed of a workbook into its ballot. Raises `EditConflict`, `ValidationError`."""
    current = _waiting(book)
    row = write_ballot(actor=actor, ballot=current.ballot, based_on=based_on, changes=changes, way=BallotWay.EXCEL)
    current.state = BallotBookState.CONFIRMED
    current.save()
    audit.record(actor=actor, verb="confirm_ballot_book", subject=row, new={"book": current.pk})
    return row


@audit.deed
def put_ballot_book_aside(*, actor: Person | None, book: BallotBook) -> BallotBook:
    """Take nothing of a workbook; it stays with its ballot."""
    current = _waiting(book)
    current.state = BallotBookState.ASIDE
    current.save()
    audit.record(actor=actor, verb="put_ballot_book_aside", subject=current.ballot, new={"book": current.pk})
    return current


def _open(ballot: Ballot) -> Ballot:
    """The ballot as it stands, held; its poll must be open."""
    row: Ballot = held(Ballot.objects.select_related("poll", "municipality")).get(pk=ballot.pk)
    if row.poll.state != PollState.OPEN:
        raise ValidationError(_("受付が終わっています。回答は変えられません。"))
    return row


def _put(row: Ballot, based_on: int, changes: Changes) -> bool:
    """Put the changes into the ballot; says whether anything differs. Raises `EditConflict` with every part at odds."""
    differing = {where: value for where, value in changes.items() if _said(row, where) != (value or None)}
    if differing and row.version != based_on:
        raise EditConflict(current=row, clashes=tuple(_clash(row, where, mine) for where, mine in differing.items()))
    answers = {key: dict(parts) for key, parts in row.answers.items()}
    for (key, part), value in differing.items():
        said = answers.setdefault(key, {})
        if value:
            said[part] = value
        else:
            said.pop(part, None)
    row.answers = {key: parts for key, parts in answers.items() if parts}
    return bool(differing)


def _said(row: Ballot, where: tuple[str, str]) -> Any:
    key, part = where
    return row.answers.get(key, {}).get(part) or None


def _clash(row: Ballot, where: tuple[str, str], mine: Any) -> Clash:
    key, part = where
    option = next((one for one in row.poll.options.all() if one.key == key), None)
    label = f"{option.sign if option else ''} {part_label(part)}"
    return Clash(
        f"{part}_{key}", label, part_words(part=part, value=_said(row, where)), part_words(part=part, value=mine)
    )


def _save(row: Ballot, actor: Person | None, comment: str) -> None:
    row.version += 1
    row.full_clean()
    row.save()
    BallotStep.objects.create(
        ballot=row, state=row.state, way=row.way, answers=row.answers, comment=comment[:500], recorded_by=actor
    )


def _read(row: Ballot, content: bytes) -> tuple[dict[str, Any], str]:
    try:
        return recovered_data(read_ballot_book(ballot=row, content=content)), ""
    except (FileRefused, BookRefused) as refusal:
        return {}, str(refusal)


def _waiting(book: BallotBook) -> BallotBook:
    rows = BallotBook.objects.select_related("ballot__poll", "ballot__municipality")
    current: BallotBook = held(rows).get(pk=book.pk)
    if current.state != BallotBookState.WAITING:
        raise ValidationError(_("このファイルは、もう確認が済んでいます。"))
    return current
