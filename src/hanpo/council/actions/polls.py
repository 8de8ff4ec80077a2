"""Writes of choices among options: prepare, open to the members, close, move the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.core import audit, clock, editing
from hanpo.core.actions.notifications import notify
from hanpo.core.database.locks import held
from hanpo.core.japanese import format_wareki
from hanpo.core.models import Municipality, Person
from hanpo.core.queries.people import holders
from hanpo.council.models import Ballot, Council, Membership, Poll, PollOption, PollState


@audit.deed
def prepare_poll(
    *, actor: Person | None, council: Council, values: Mapping[str, Any], options: Iterable[Mapping[str, Any]] = ()
) -> Poll:
    """Prepare a choice, with its options in this order. Raises `ValidationError`."""
    poll = Poll(council=council, **values)
    poll.full_clean()
    poll.save()
    for number, option in enumerate(options, start=1):
        row = PollOption(council=council, poll=poll, number=number, **option)
        row.full_clean()
        row.save()
    audit.record(actor=actor, verb="prepare_poll", subject=poll, new=audit.snapshot(poll))
    return poll


@audit.deed
def edit_poll(*, actor: Person | None, poll: Poll, based_on: int, changes: Mapping[str, Any]) -> Poll:
    """Change a choice. Raises `EditConflict`, and `ValidationError` for what was promised to those who answer now."""
    promised = {"question", "rule", "names_shown"} & set(changes)
    if poll.state != PollState.DRAFT and promised:
        raise ValidationError(
            {name: _("受付を始めた後は変えられません。回答した市町への約束だからです。") for name in promised}
        )
    done = editing.change(row=poll, based_on=based_on, changes=changes)
    audit.record(actor=actor, verb="edit_poll", subject=poll, old=done.old, new=done.new)
    return poll


@audit.deed
def add_option(*, actor: Person | None, poll: Poll, values: Mapping[str, Any]) -> PollOption:
    """Add an option under the next number. Raises `ValidationError` once members answer."""
    _require_draft(poll)
    last = poll.options.aggregate(last=Max("number"))["last"] or 0
    row = PollOption(council=poll.council, poll=poll, number=last + 1, **values)
    row.full_clean()
    row.save()
    audit.record(actor=actor, verb="add_polloption", subject=row, new=audit.snapshot(row))
    return row


@audit.deed
def change_option(*, actor: Person | None, option: PollOption, based_on: int, changes: Mapping[str, Any]) -> PollOption:
    """Change an option. Raises `EditConflict`, and `ValidationError` once members answer."""
    _require_draft(option.poll)
    done = editing.change(row=option, based_on=based_on, changes=changes)
    audit.record(actor=actor, verb="change_polloption", subject=option, old=done.old, new=done.new)
    return option


@audit.deed
def remove_option(*, actor: Person | None, option: PollOption) -> None:
    """Take an option off again; those behind it move up. Raises `ValidationError` once members answer."""
    _require_draft(option.poll)
    audit.record(actor=actor, verb="remove_option", subject=option, old=audit.snapshot(option))
    poll = option.poll
    option.delete()
    for number, row in enumerate(poll.options.order_by("number"), start=1):
        if row.number != number:
            row.number = number
            row.save()


@audit.deed
def open_poll(*, actor: Person | None, poll: Poll, today: date) -> Poll:
    """Ask all municipalities that are members now: each gets a ballot, and its DX office is told.

    Raises `ValidationError` where there is nothing to choose, nobody to ask, or no time to answer.
    """
    row: Poll = held(Poll.objects.select_related("council")).get(pk=poll.pk)
    _require_draft(row)
    members = _asked(row.council)
    _require_openable(row, members, today)
    row.state, row.opens_on, row.version = PollState.OPEN, today, row.version + 1
    row.full_clean()
    row.save()
    Ballot.objects.bulk_create([Ballot(poll=row, municipality=member) for member in members])
    for member in members:
        _tell(actor, row, member)
    audit.record(
        actor=actor, verb="open_poll", subject=row, old={"state": PollState.DRAFT},
        new={"state": row.state, "asked": [member.pk for member in members]},
    )  # fmt: skip
    return row


@audit.deed
def close_poll(*, actor: Person | None, poll: Poll, today: date) -> Poll:
    """End the time to answer. What was not submitted does not count; it stays with the member."""
    row: Poll = held(Poll.objects.all()).get(pk=poll.pk)
    if row.state != PollState.OPEN:
        raise ValidationError(_("受付中の案選びだけを締め切れます。"))
    row.state, row.closed_on, row.version = PollState.CLOSED, today, row.version + 1
    row.save()
    audit.record(
        actor=actor, verb="close_poll", subject=row, old={"state": PollState.OPEN},
        new={"state": row.state, "closed_on": today},
    )  # fmt: skip
    return row


@audit.deed
def reopen_poll(*, actor: Person | None, poll: Poll, due_on: date) -> Poll:
    """Let members answer again until a new day. Raises `ValidationError` where a decision was recorded already."""
    row: Poll = held(Poll.objects.all()).get(pk=poll.pk)
    if row.state != PollState.CLOSED:
        raise ValidationError(_("締め切った案選びだけを、もう一度受け付けられます。"))
    if row.decisions.exclude(state="withdrawn").exists():
        raise ValidationError(_("この結果から決定記録ができています。新しい案選びを作ってください。"))
    if due_on < clock.today():
        raise ValidationError({"due_on": _("期限は今日か、それより後にしてください。")})
    old = {"state": row.state, "due_on": row.due_on}
    row.state, row.closed_on, row.due_on, row.version = PollState.OPEN, None, due_on, row.version + 1
    row.full_clean()
    row.save()
    audit.record(actor=actor, verb="reopen_poll", subject=row, old=old, new={"state": row.state, "due_on": due_on})
    return row


def _asked(council: Council) -> list[Municipality]:
    """The municipalities that are members now, in the order of their codes; the host asks and is not asked."""
    rows = Membership.objects.filter(council=council, until__isnull=True).exclude(municipality_id=council.host_id)
    return [row.municipality for row in rows.select_related("municipality").order_by("municipality_id")]


def _require_openable(poll: Poll, members: list[Municipality], today: date) -> None:
    if poll.options.count() < 2:
        raise ValidationError(_("案を2つ以上入れてから、受付を始めてください。"))
    if not members:
        raise ValidationError(_("尋ねる構成員がいません。協議会の構成員を確かめてください。"))
    if poll.due_on < today:
        raise ValidationError(_("回答期限が過ぎています。期限を直してから、受付を始めてください。"))


def _require_draft(poll: Poll) -> None:
    if poll.state != PollState.DRAFT:
        raise ValidationError(_("受付を始めた後は、案を変えられません。回答した市町が見た案だからです。"))


def _tell(actor: Person | None, poll: Poll, member: Municipality) -> None:
    people = holders(municipality=member, role="dx_office", day=clock.today())
    if people:
        notify(
            actor=actor, people=people, municipality=member, title=_("案選びへの回答のお願い：%s") % poll.title,
            body=_("%(question)s\n回答期限は%(day)sです。案ごとに評価と理由を入れ、課長かDX担当課が提出してください。")
            % {"question": poll.question, "day": format_wareki(poll.due_on)},
            url=reverse("council:poll", args=[poll.pk]),
        )  # fmt: skip
