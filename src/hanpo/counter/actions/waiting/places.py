"""Writes of lines, desks and kiosks: what is offered where, and who is open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit, editing
from hanpo.core.database.locks import held
from hanpo.core.models import Municipality, Person
from hanpo.counter.models import AT_DESK, Desk, DeskLine, DeskStep, Kiosk, ServiceLine
from hanpo.counter.models.waiting.places import new_token


@audit.deed
def add_desk(
    *, actor: Person | None, municipality: Municipality, name: str, place: int,
    lines: Sequence[ServiceLine], helps: Sequence[ServiceLine],
) -> Desk:  # fmt: skip
    """Add a desk with the lines that it serves and those it helps with. Raises `ValidationError`."""
    desk = Desk(municipality=municipality, name=name, place=place)
    desk.full_clean()
    desk.save(force_insert=True)
    _serve(desk, lines, helps)
    audit.record(actor=actor, verb="add_desk", subject=desk, new=_served(lines, helps))
    return desk


@audit.deed
def change_desk(
    *, actor: Person | None, desk: Desk, based_on: int, changes: dict[str, Any],
    lines: Sequence[ServiceLine], helps: Sequence[ServiceLine],
) -> Desk:  # fmt: skip
    """Change a desk and the lines that it serves. Raises `EditConflict` and `ValidationError`."""
    done = editing.change(row=desk, based_on=based_on, changes=changes)
    desk.desk_lines.all().delete()
    _serve(desk, lines, helps)
    audit.record(actor=actor, verb="change_desk", subject=desk, old=done.old, new={**done.new, **_served(lines, helps)})
    return desk


@audit.deed
def set_desk_open(*, actor: Person | None, desk: Desk, is_open: bool, at: datetime) -> Desk:
    """Open or close a desk. One with a visitor is not closed: raises `ValidationError`."""
    row = held(Desk.objects.all()).get(pk=desk.pk)
    if not is_open and row.tickets.filter(state__in=AT_DESK).exists():
        raise ValidationError(_("まだ対応中の人がいます。終わらせてから席を閉じてください。"))
    if row.is_open != is_open:
        row.is_open = is_open
        row.save(update_fields=["is_open"])
        DeskStep.objects.create(desk=row, is_open=is_open, at=at)
    desk.is_open = is_open
    audit.record(actor=actor, verb="set_desk_open", subject=desk, new={"is_open": is_open})
    return desk


@audit.deed
def renew_kiosk(*, actor: Person | None, kiosk: Kiosk) -> Kiosk:
    """Give a kiosk a new address; the old one stops working at once."""
    kiosk.token = new_token()
    kiosk.save(update_fields=["token"])
    audit.record(actor=actor, verb="renew_kiosk", subject=kiosk, new={"name": kiosk.name})
    return kiosk


def _serve(desk: Desk, lines: Sequence[ServiceLine], helps: Sequence[ServiceLine]) -> None:
    own = {line.pk for line in lines}
    if not own:
        raise ValidationError({"lines": _("この席が受ける種別を1つ以上選んでください。")})
    rows = [DeskLine(desk=desk, line=line) for line in lines]
    rows += [DeskLine(desk=desk, line=line, only_helps=True) for line in helps if line.pk not in own]
    DeskLine.objects.bulk_create(rows)


def _served(lines: Sequence[ServiceLine], helps: Sequence[ServiceLine]) -> dict[str, list[str]]:
    return {"lines": [line.prefix for line in lines], "helps": [line.prefix for line in helps]}
