"""Writes of what people say of a flow: marks on the chart, and two-minute votes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit
from hanpo.core.models import Person, Section
from hanpo.counter.models import Flow, FlowRemark, FlowVote, RemarkKind, RemarkState


@dataclass(frozen=True, slots=True)
class Said:
    """A vote on one step: the voice, and in words how it differs."""

    voice: str
    words: str = ""


@audit.deed
def mark_flow(
    *, actor: Person | None, flow: Flow, words: str, said_on: date, node: str = "", kind: str = RemarkKind.MISSING,
    section: Section | None = None,
) -> FlowRemark:  # fmt: skip
    """Put a mark on a flow. Raises `ValidationError`, also where the step is not (or no longer) on the chart."""
    if node and node not in _nodes(flow):
        raise ValidationError({"node": _("この手順は、もう図にありません。選び直してください。")})
    row = FlowRemark(flow=flow, node=node, kind=kind, words=words, section=section, said_by=actor, said_on=said_on)
    row.place_under_parent()
    row.full_clean()
    row.save(force_insert=True)
    audit.record(actor=actor, verb="mark_flow", subject=row, new={"flow": flow.pk, "node": node, "kind": kind})
    return row


@audit.deed
def unmark_flow(*, actor: Person, remark: FlowRemark) -> None:
    """Take back a mark that was put a moment ago and on which nothing rests yet."""
    if remark.state != RemarkState.OPEN:
        raise ValidationError(_("この印にはもう答えがあるので、取り消せません。"))
    audit.record(actor=actor, verb="unmark_flow", subject=remark, old={"flow": remark.flow_id, "node": remark.node})
    remark.delete()


@audit.deed
def vote_on_flow(*, actor: Person, flow: Flow, votes: Mapping[str, Said]) -> int:
    """Note what a person says of these steps, instead of what they said before; gives how many were new or changed.

    Raises `ValidationError` where a step is not on the chart.
    """
    if not votes.keys() <= _nodes(flow):
        raise ValidationError(_("図が変わりました。いまの手順でもう一度投票してください。"))
    known = {vote.node: vote for vote in FlowVote.objects.filter(flow=flow, person=actor)}
    changed = 0
    for node, said in votes.items():
        vote = known.get(node) or FlowVote(flow=flow, node=node, person=actor)
        if vote.pk and (vote.voice, vote.words) == (said.voice, said.words):
            continue
        vote.version += 1 if vote.pk else 0
        vote.voice, vote.words = said.voice, said.words
        vote.place_under_parent()
        vote.full_clean()
        vote.save()
        changed += 1
    audit.record(actor=actor, verb="vote_on_flow", subject=flow, new={"steps": changed})
    return changed


def _nodes(flow: Flow) -> set[str]:
    return {node["id"] for node in flow.chart.get("nodes", ())}
