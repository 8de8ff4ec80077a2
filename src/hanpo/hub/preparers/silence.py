"""A project without news for three weeks, named with what is likely to move it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core import clock
from hanpo.core.actions.notifications import notify, withdraw_notifications
from hanpo.core.japanese import format_wareki
from hanpo.core.models import Municipality, Person, PreparedWork
from hanpo.core.queries.people import holders
from hanpo.core.registry import Draft, DraftField, Fact
from hanpo.hub.actions.support import move_half_step, offer_half_step
from hanpo.hub.engine.staleness import Move, Stale
from hanpo.hub.models import HalfStep, HalfStepState, Project
from hanpo.hub.queries.activity import moving_projects
from hanpo.hub.queries.projects import stale_projects


class Silence:
    """Offers the likely next step as a half-step: 「これやっておきますね」, instead of asking the section for a report."""

    key = "hub.silence"
    label = gettext_lazy("動きのない取組")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        projects = list(moving_projects().filter(municipality=municipality))
        role = "supporter" if holders(municipality=municipality, role="supporter", day=today) else "dx_office"
        for project, stale in stale_projects(today=today, among=projects):
            yield _draft(project, stale, role)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        project = Project.objects.select_related("municipality", "owner_section").get(pk=values["project"])
        half_step = offer_half_step(
            actor=actor,
            project=project,
            title=values["title"],
            why=values["why"],
            supporter=actor.organisation or str(project.municipality),
            section=project.owner_section,
            offered_on=clock.today(),
        )
        told = notify(
            actor=actor,
            people=holders(municipality=project.municipality, section=project.owner_section, day=clock.today()),
            municipality=project.municipality,
            title=_("「%(project)s」：%(title)s を進めておきます") % {"project": project, "title": values["title"]},
            body=_("%(why)s\nお手をとめずに進められるよう、支援者が先に取りかかります。ご希望があれば教えてください。")
            % {"why": values["why"]},
            url=reverse("hub:project", args=[project.pk]),
        )
        return {"half_step": half_step.pk, "notifications": [notification.pk for notification in told]}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        """The offer stays in the history as declined; what told of it is taken back."""
        withdraw_notifications(
            actor=actor, municipality=work.municipality, notifications=work.undo.get("notifications", [])
        )
        move_half_step(
            actor=actor,
            half_step=HalfStep.objects.get(pk=work.undo["half_step"]),
            to=HalfStepState.DECLINED,
            happened_on=clock.today(),
            post=actor.organisation or actor.name,
            note=_("申し出を取り消しました"),
        )


def _draft(project: Project, stale: Stale, role: str) -> Draft:
    likely = _likely(stale)
    url = reverse("hub:project", args=[project.pk])
    return Draft(
        key=f"{project.pk}:{stale.since.isoformat()}",
        title=_("%(project)s：%(days)d日動きがありません") % {"project": project.title, "days": stale.days},
        why=[
            Fact(text=_since(project, stale), url=url),
            Fact(text=_REASONS[stale.move]() + (f"「{stale.what}」" if stale.what else ""), url=url),
        ],
        effect=_("半歩先の一手として申し出て、所管課に「進めておきます」と知らせます。所管課の仕事は増えません。"),
        minutes_saved=40,
        role=role,
        url=url,
        values={"project": project.pk, "title": likely, "why": _("%d日のあいだ近況がありませんでした。") % stale.days},
        fields=[
            DraftField(name="title", label=_("申し出ること")),
            DraftField(name="why", label=_("理由"), kind="text"),
        ],
    )


def _since(project: Project, stale: Stale) -> str:
    words = (
        _("始めた日（%(day)s）から近況がありません")
        if stale.since == project.starts_on
        else _("最後の近況は%(day)sでした")
    )
    return words % {"day": format_wareki(stale.since, weekday=True)}


_REASONS = {
    Move.OVERDUE_WORK: lambda: _("期限を過ぎた作業があります："),
    Move.SMALLEST_DECISION: lambda: _("次に決める小さなことが残っています："),
    Move.MISSING_EVIDENCE: lambda: _("ゲートまでにいちばん近い証拠が足りません："),
    Move.NEXT_THING: lambda: _("今後の取組として挙がっています："),
    Move.ASK: lambda: _("開いている作業も決めごとも記録にありません。まず様子を聞くところからです。"),
}


def _likely(stale: Stale) -> str:
    wording = {
        Move.OVERDUE_WORK: _("「%s」の下ごしらえ"),
        Move.SMALLEST_DECISION: _("「%s」を決めるための材料づくり"),
        Move.MISSING_EVIDENCE: _("「%s」を確かめるための下調べ"),
        Move.NEXT_THING: _("「%s」の最初の一歩の下書き"),
    }
    if stale.move is Move.ASK:
        return _("15分の聞き取りと、その記録づくり")
    return (wording[stale.move] % stale.what)[:200]
