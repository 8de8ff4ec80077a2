"""Writes of responses: begin one, keep what was typed, send it, take it back for another go.

The audit record says who did what to which items, and holds a fingerprint of the change; the answers themselves stand
in the entries of the response, which go with it when the time to keep it is over.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit, clock
from hanpo.core.actions.files import store_file
from hanpo.core.database.locks import held
from hanpo.core.editing import Clash, EditConflict
from hanpo.core.models import Municipality, Person, Section, StoredFile
from hanpo.forms.engine import walking
from hanpo.forms.engine.answering import shown
from hanpo.forms.engine.definition import Language
from hanpo.forms.engine.prefill import Known, offer
from hanpo.forms.models import Channel, Deed, FormVersion, Response, ResponseEntry, ResponseState
from hanpo.forms.queries.versions import form_of


class Incomplete(Exception):
    """The response cannot be sent yet; `problems` say what to do at which item."""

    def __init__(self, problems: tuple[walking.Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@audit.deed
def start_response(
    *,
    actor: Person | None,
    form: FormVersion,
    municipality: Municipality,
    about: str = "",
    section: Section | None = None,
    channel: str = Channel.PAGE,
    on_behalf_of: str = "",
    proxy_reason: str = "",
    known: Iterable[Known] = (),
) -> Response:
    """Begin a response with what is known already. `known` must be what the person agreed to have used.

    Raises `ValidationError` where somebody writes for another without saying why.
    """
    if on_behalf_of and not proxy_reason:
        raise ValidationError({"proxy_reason": _("代わりに入力する理由を書いてください。")})
    offered = offer(form_of(form), known)
    row = Response(
        form=form, municipality=municipality, about=about, section=section, channel=channel, entered_by=actor,
        on_behalf_of=on_behalf_of, proxy_reason=proxy_reason,
        answers={item: one.value for item, one in offered.items()},
        origins={item: {"origin": one.origin, "as_of": one.as_of.isoformat()} for item, one in offered.items()},
        erase_after=_last_day(form, clock.today()),
    )  # fmt: skip
    row.full_clean()
    row.save(force_insert=True)
    changes = {item: [None, value] for item, value in row.answers.items()}
    _enter(row, actor, Deed.START, changes)
    audit.record(actor=actor, verb="start_response", subject=row, new={"form": form.pk, **_traces(changes)})
    return row


@audit.deed
def save_answers(
    *,
    actor: Person | None,
    response: Response,
    based_on: int,
    changes: Mapping[str, Any],
    remarks: Mapping[str, str] | None = None,
    channel: str | None = None,
) -> Response:
    """Keep answers: `changes` maps ids of items to their values, or to `None` to empty them.

    Two people may write different items at once. Raises `EditConflict`, item by item, where both wrote the same one
    since version `based_on`, and `ValidationError` where the response was sent already.
    """
    current = _locked(response)
    if not current.is_open:
        raise ValidationError(_("この回答はもう提出されています。直すときは「書き直す」を押してください。"))
    differing = {item: value for item, value in changes.items() if current.answers.get(item) != value}
    _refuse_clashes(current, based_on, differing)
    notes = {**current.remarks, **(remarks or {})}
    if differing or notes != current.remarks:
        was = _write(current, differing)
        current.remarks = {item: note for item, note in notes.items() if note}
        _keep(current)
        _enter(current, actor, Deed.SAVE, was, channel=channel)
    audit.record(actor=actor, verb="save_answers", subject=current, new=_traces(differing))
    return _brought_up(response, current)


@audit.deed
def submit_response(
    *, actor: Person | None, response: Response, today: date, language: Language = "ja", based_on: int | None = None
) -> Response:
    """Send a response: what is not asked any more is left out. Raises `Incomplete`, `EditConflict`, `ValidationError`.

    `based_on` is the version that the person checked before sending.
    """
    current = _locked(response)
    if not current.is_open:
        raise ValidationError(_("この回答はもう提出されています。"))
    if based_on is not None and current.version != based_on:
        raise EditConflict(current=current, clashes=())
    form = form_of(current.form)
    if problems := tuple(walking.problems(form, current.answers, today, language)):
        raise Incomplete(problems)
    sent = walking.calculated(form, current.answers, today)
    was = _write(current, {item: sent.get(item) for item in {*current.answers, *sent}})
    now = clock.now()
    current.state, current.submitted_at, current.submitted_by = ResponseState.SENT, now, actor
    current.number = current.number or receipt_number(current, today)
    current.erase_after = _last_day(current.form, today)
    _keep(current)
    _enter(current, actor, Deed.SEND, was)
    audit.record(
        actor=actor, verb="submit_response", subject=current, old={"state": response.state},
        new={"state": current.state, "number": current.number, "answers": _trace(current.answers)},
    )  # fmt: skip
    return _brought_up(response, current)


@audit.deed
def reopen_response(*, actor: Person, response: Response, reason: str) -> Response:
    """Take a sent response back to be written again; what sending left out stands in its place once more."""
    current = _locked(response)
    if current.is_open:
        raise ValidationError(_("この回答はまだ提出されていません。そのまま書き続けられます。"))
    if not reason.strip():
        raise ValidationError({"reason": _("書き直す理由を書いてください。")})
    last = current.entries.filter(deed=Deed.SEND).first()
    left_out = {item: old for item, (old, new) in (last.changes if last else {}).items() if new is None}
    was = _write(current, left_out)
    current.state = ResponseState.REOPENED
    current.submitted_at = current.submitted_by = None
    _keep(current)
    _enter(current, actor, Deed.REOPEN, was, reason=reason)
    audit.record(
        actor=actor, verb="reopen_response", subject=current, old={"state": ResponseState.SENT},
        new={"state": current.state, "reason": reason},
    )  # fmt: skip
    return _brought_up(response, current)


@audit.deed
def write_for(
    *, actor: Person, response: Response, on_behalf_of: str, reason: str, channel: str = Channel.PAGE
) -> Response:
    """From now on an open response is written for somebody else, as heard on the telephone or read on paper.

    Without `on_behalf_of` those whom it is about write themselves again. Raises `ValidationError` where it was sent, or
    where somebody writes for another without saying why.
    """
    current = _locked(response)
    if not current.is_open:
        raise ValidationError(_("この回答はもう提出されています。直すときは「書き直す」を押してください。"))
    if on_behalf_of and not reason.strip():
        raise ValidationError({"proxy_reason": _("代わりに入力する理由を書いてください。")})
    old = {"on_behalf_of": current.on_behalf_of, "channel": current.channel}
    current.on_behalf_of, current.proxy_reason, current.channel = on_behalf_of, reason, channel
    current.entered_by = actor if on_behalf_of else None
    _keep(current)
    _enter(current, actor, Deed.SAVE, {}, reason=reason)
    audit.record(
        actor=actor, verb="write_for", subject=current, old=old,
        new={"on_behalf_of": on_behalf_of, "channel": channel, "reason": reason},
    )  # fmt: skip
    return _brought_up(response, current)


@audit.deed
def attach_file(*, actor: Person | None, response: Response, name: str, content: Any, permission: str) -> StoredFile:
    """Keep a file of a response, for those who hold `permission`. Raises `FileRefused`; the answer is kept apart."""
    file = store_file(
        actor=actor, name=name, content=content, municipality=response.municipality, permission=permission,
        about=about_files(response),
    )  # fmt: skip
    audit.record(actor=actor, verb="attach_file", subject=response, new={"file": file.pk, "sha256": file.sha256})
    return file


def about_files(response: Response) -> str:
    """What the stored files of a response are about; also inside a deed."""
    return f"forms.response:{response.pk}"


def receipt_number(response: Response, today: date) -> str:
    """The number that a person is told when a response was sent; given inside a deed, and kept when sent again."""
    return f"{today:%y%m%d}-{response.pk:05d}"


def _last_day(form: FormVersion, today: date) -> date:
    return today + timedelta(days=form.retention_days)


def _refuse_clashes(current: Response, based_on: int, wanted: Mapping[str, Any]) -> None:
    if current.version == based_on or not wanted:
        return
    later = current.entries.filter(made_version__gt=based_on).values_list("changes", flat=True)
    touched = {item for changes in later for item in changes}
    if clashing := [item for item in wanted if item in touched]:
        raise EditConflict(current=current, clashes=tuple(_clash(current, item, wanted[item]) for item in clashing))


def _clash(current: Response, item_id: str, mine: Any) -> Clash:
    item = form_of(current.form).item(item_id)
    theirs = current.answers.get(item_id)
    said = [shown(item, value, "ja") if value is not None else "" for value in (theirs, mine)]
    return Clash(item_id, item.label.said(), *said)


def _write(current: Response, wanted: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Put the values in, and return what changed: `[before, after]` by item. A typed value has no foreign origin."""
    was = {item: [current.answers.get(item), value] for item, value in wanted.items()}
    was = {item: pair for item, pair in was.items() if pair[0] != pair[1]}
    current.answers = {
        item: value
        for item, value in {**current.answers, **{item: new for item, (_old, new) in was.items()}}.items()
        if value is not None
    }
    current.origins = {item: origin for item, origin in current.origins.items() if item not in was}
    return was


def _keep(current: Response) -> None:
    current.version += 1
    current.full_clean()
    current.save()


def _enter(
    row: Response, actor: Person | None, deed: str, changes: Mapping[str, Any], *, channel: str | None = None,
    reason: str = "",
) -> None:  # fmt: skip
    ResponseEntry.objects.create(
        response=row, deed=deed, by=actor, channel=channel or row.channel, on_behalf_of=row.on_behalf_of,
        reason=reason or row.proxy_reason, made_version=row.version, changes=dict(changes),
    )  # fmt: skip


def _brought_up(response: Response, current: Response) -> Response:
    response.__dict__.update({name: value for name, value in current.__dict__.items() if name != "_state"})
    return response


def _locked(response: Response) -> Response:
    found: Response = held(Response.objects.select_related("form")).get(pk=response.pk)
    return found


def _traces(changes: Mapping[str, Any]) -> dict[str, Any]:
    return {"items": sorted(changes), "trace": _trace(changes)}


def _trace(content: Mapping[str, Any]) -> str:
    """The SHA-256 (hex) of answers: shows that nothing was changed afterwards, and says nothing about them."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
