"""What the rules make ready: clauses for a section to read and confirm, and sources and last days to look after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core import clock
from hanpo.core.actions.notifications import notify, withdraw_notifications
from hanpo.core.japanese import format_wareki
from hanpo.core.models import Municipality, Person, PreparedWork, Section
from hanpo.core.queries.people import holders
from hanpo.core.registry import Draft, DraftField, Fact
from hanpo.counter.actions.rules.publishing import confirm_procedure, take_confirmation_back
from hanpo.counter.engine.rules import Procedure
from hanpo.counter.engine.rules.content import checksum
from hanpo.counter.models import RuleDraft
from hanpo.counter.queries.rules import listing, offers
from hanpo.counter.queries.rules.drafts import Desk
from hanpo.counter.queries.rules.words import spoken

AT_ONCE = 3
"""So many procedures are laid before a section at once: what is read in ten minutes."""

MINUTES_A_PROCEDURE = 10
EXAMPLES = 6


class RulesToConfirm:
    """Lays a few unconfirmed procedures before their section, with the clauses to read; what was read is written."""

    key = "counter.rules_to_confirm"
    label = gettext_lazy("手続きの決まりの確認")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        for desk in offers.desks_in(municipality=municipality):
            for waiting in offers.to_confirm(desk=desk):
                yield _to_confirm(desk, waiting)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        note = str(values["note"]).strip()
        if not note:
            raise ValidationError({"note": _("何で確かめたか（条文・通知・担当課の取扱い）を書いてください。")})
        draft = RuleDraft.objects.get(pk=values["draft"])
        section = Section.objects.filter(pk=values["section"]).first()
        for key, mark in values["marks"].items():
            confirm_procedure(actor=actor, draft=draft, procedure=key, seen=mark, section=section, note=note)
        return {"draft": draft.pk, "procedures": list(values["marks"])}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        draft = RuleDraft.objects.get(pk=work.undo["draft"])
        for key in work.undo["procedures"]:
            take_confirmation_back(actor=actor, draft=draft, procedure=key, note=_("おぜん立ての承認を取り消した"))


class RulesToLookAfter:
    """Once a quarter: rules that run out soon and sources read too long ago, as a message to each section."""

    key = "counter.rules_to_look_after"
    label = gettext_lazy("手続きの決まりの出典と期限の見直し")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        for desk in offers.desks_in(municipality=municipality):
            waiting = offers.to_look_after(desk=desk, today=today)
            if waiting:
                yield _to_look_after(desk, waiting, today)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        draft = RuleDraft.objects.select_related("municipality").get(pk=values["draft"])
        told: list[int] = []
        for section in Section.objects.filter(pk__in=[int(pk) for pk in values["sections"]]):
            body = f"{values['body']}\n\n{values['sections'][str(section.pk)]}"
            people = holders(municipality=draft.municipality, day=clock.today(), section=section)
            made = notify(
                actor=actor, people=people, municipality=draft.municipality, title=_("手続きの決まりの見直し"), body=body,
                url=reverse("counter:rules_desk", args=[draft.pk]),
            )  # fmt: skip
            told += [one.pk for one in made]
        return {"municipality": draft.municipality_id, "notifications": told}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        place = Municipality.objects.get(pk=work.undo["municipality"])
        withdraw_notifications(actor=actor, municipality=place, notifications=work.undo["notifications"])


def _to_confirm(desk: Desk, waiting: offers.Waiting) -> Draft:
    some = waiting.procedures[:AT_ONCE]
    marks = {one.key: desk.fingerprints[one.key] for one in some}
    left = len(waiting.procedures) - len(some)
    return Draft(
        key=f"{desk.draft.pk}:{waiting.section.pk}:{checksum(marks)[:16]}",
        title=_("手続きの決まり%d件を、条文と課の取扱いで確かめる") % len(some),
        why=[_unread(desk, one) for one in some],
        effect=_("未確認の印が外れ、確かめた内容が記録に残ります。残り%d件は、このあと用意します。") % left
        if left
        else _("未確認の印が外れ、確かめた内容が記録に残ります。"),
        minutes_saved=MINUTES_A_PROCEDURE * len(some),
        role="section_staff",
        section=waiting.section,
        url=reverse("counter:rules_table", args=[desk.draft.pk, some[0].key]),
        values={"draft": desk.draft.pk, "section": waiting.section.pk, "marks": marks, "note": _note(some)},
        fields=[DraftField(name="note", label=_("何で確かめたか"), kind="text")],
    )


def _note(some: tuple[Procedure, ...]) -> str:
    """What approving says; whoever read something else writes that instead."""
    clauses = list(dict.fromkeys(clause for one in some for clause in one.unverified_basis))
    read = _("、").join(clauses) or _("持ち物と期限")
    return _("%sを読み、課の取扱いと合うことを確かめた。") % read


def _unread(desk: Desk, one: Procedure) -> Fact:
    parts = [_("読む条文：%s") % _("、").join(one.unverified_basis)] if one.unverified_basis else []
    parts += [_("持ち物：%s") % _("、").join(one.bring)] if one.bring_unconfirmed else []
    parts += [_("期限：%s") % one.deadline] if one.deadline_unverified else []
    text = _("{title}。{parts}").format(title=spoken(one.title), parts=_("。").join(parts))
    return Fact(text=text, url=reverse("counter:rules_table", args=[desk.draft.pk, one.key]))


def _to_look_after(desk: Desk, waiting: list[offers.Waiting], today: date) -> Draft:
    sections = {str(one.section.pk): "\n".join(_due(desk, p, today) for p in one.procedures) for one in waiting}
    count = sum(len(one.procedures) for one in waiting)
    facts = [Fact(text=_due(desk, p, today), url=_url(desk, p)) for one in waiting for p in one.procedures]
    return Draft(
        key=f"{desk.draft.pk}:{today.year}-{(today.month + 2) // 3}",
        title=_("手続きの決まり%d件の出典と期限を、担当課に見直してもらう") % count,
        why=facts[:EXAMPLES],
        effect=_("%d課に、それぞれの手続きの一覧つきで知らせが届きます。") % len(waiting),
        minutes_saved=5 * len(waiting),
        role="dx_office",
        url=reverse("counter:rules_desk", args=[desk.draft.pk]) + "?mark=old",
        values={"draft": desk.draft.pk, "sections": sections, "body": _body()},
        fields=[DraftField(name="body", label=_("知らせの文"), kind="text")],
    )


def _due(desk: Desk, one: Procedure, today: date) -> str:
    ends = listing.ends_soon(table=desk.tables[one.key], today=today)
    title = spoken(one.title)
    if ends is not None:
        return _("{title}：{day}で終わる行があります").format(title=title, day=format_wareki(ends))
    if one.source.day is None:
        return _("{title}：出典「{source}」をいつ読んだか分かりません").format(title=title, source=one.source.name)
    return _("{title}：出典「{source}」は{day}のものです").format(
        title=title, source=one.source.name, day=format_wareki(one.source.day)
    )


def _url(desk: Desk, one: Procedure) -> str:
    return reverse("counter:rules_table", args=[desk.draft.pk, one.key])


def _body() -> str:
    return _(
        "次の手続きは、出典が3年より古いか、もうすぐ期限の切れる決まりがあります。最新の取扱いと合っているか、見てください。"
    )
