"""What is made ready to change the counter: who has not been heard, first wordings, steps that may begin, measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core import clock
from hanpo.core.actions.notifications import notify, withdraw_notifications
from hanpo.core.japanese import format_wareki
from hanpo.core.models import Municipality, Person, PreparedWork
from hanpo.core.queries.people import holders
from hanpo.core.registry import Draft, DraftField, Fact
from hanpo.counter.actions.improving.effects import confirm_measure, doubt_measure
from hanpo.counter.actions.improving.problems import withdraw_to_be, word_to_be
from hanpo.counter.actions.improving.steps import move_step
from hanpo.counter.models import Hearing, Improvement, ImprovementStep, Measure, RootCause, StepState, ToBe
from hanpo.counter.queries.improving import effects, problems, steps, themes
from hanpo.counter.queries.improving.hearings import unanswered

AHEAD = timedelta(days=4)
"""So long before the day the sections are asked once more."""
WEEK = 7
EXAMPLES = 4


class HearingReminder:
    """For the DX office: near the day of a hearing, a kind word to the sections that have not answered; then weekly."""

    key = "counter.hearing_reminder"
    label = gettext_lazy("課への聞き取りのお願い")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        for improvement in themes.going_on(municipality=municipality, today=today):
            due = improvement.hearing_due_on
            missing = unanswered(improvement=improvement)
            if due is not None and today >= due - AHEAD and missing:
                yield _reminder(improvement, due, missing, today)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        told: list[int] = []
        for hearing in unanswered(improvement=Improvement.objects.get(pk=values["improvement"])):
            people = holders(municipality=hearing.municipality, section=hearing.section, day=clock.today())
            made = notify(
                actor=actor, people=people, municipality=hearing.municipality, body=values["body"],
                title=_("聞き取りをお待ちしています：%s") % hearing.improvement.title,
                url=reverse("counter:hearing", args=[hearing.pk]),
            )  # fmt: skip
            told.extend(one.pk for one in made)
        return {"notifications": told}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        withdraw_notifications(
            actor=actor, municipality=work.municipality, notifications=work.undo["notifications"]
        )  # fmt: skip


class ToBeDraft:
    """For the section lead: a cause to which several cards lead, with a first wording of what is wanted instead."""

    key = "counter.to_be_draft"
    label = gettext_lazy("目指す姿の下書き")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        for improvement in themes.going_on(municipality=municipality, today=today):
            for pile in problems.ripe_causes(improvement=improvement):
                yield _wording(pile)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        cause = RootCause.objects.select_related("improvement").get(pk=values["cause"])
        if cause.to_be_id is not None:
            raise ValidationError(_("この原因には、もう目指す姿があります。このおぜん立ては見送ってかまいません。"))
        made = word_to_be(
            actor=actor, improvement=cause.improvement, words=values["words"], sign=values["sign"], causes=[cause]
        )
        return {"to_be": made.pk}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        withdraw_to_be(actor=actor, to_be=ToBe.objects.get(pk=work.undo["to_be"]))


class NextStep:
    """For the section lead: a step that all sections can carry may be decided; one that waited for others may begin."""

    key = "counter.next_step"
    label = gettext_lazy("次に進められる改善工程")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        for improvement in themes.going_on(municipality=municipality, today=today):
            move = steps.board(improvement=improvement.pk, today=today).move
            if move is not None and move.is_decision:
                yield _decide(move.step)
            for step in steps.ready_steps(improvement=improvement.pk):
                yield _begin(step)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        step = ImprovementStep.objects.get(pk=values["step"])
        old = str(step.state)
        move_step(actor=actor, step=step, to=values["to"])
        return {"step": step.pk, "state": old}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        move_step(actor=actor, step=ImprovementStep.objects.get(pk=work.undo["step"]), to=work.undo["state"])


class MeasuredBenefit:
    """For the section lead: counted cases times measured minutes; confirmed, they stand in the benefit ledger.

    The minutes that this work "saves" are those that the step gave back in the month: so the ledger of the house shows
    measured minutes beside those of prepared work.
    """

    key = "counter.measured_benefit"
    label = gettext_lazy("改善の効果（件数×実測の分）")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        for measure in effects.to_confirm():
            if measure.municipality_id == municipality.pk:
                yield _measured(measure)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        confirm_measure(actor=actor, measure=Measure.objects.get(pk=values["measure"]))
        return {"measure": values["measure"]}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        doubt_measure(actor=actor, measure=Measure.objects.get(pk=work.undo["measure"]))


def _reminder(improvement: Improvement, due: date, missing: list[Hearing], today: date) -> Draft:
    url = reverse("counter:hearing_list", args=[improvement.pk])
    weeks = max(0, (today - due).days) // WEEK
    day = format_wareki(due, weekday=True)
    names = _("、").join(hearing.section.name for hearing in missing[:EXAMPLES])
    return Draft(
        key=f"{improvement.pk}:{due.isoformat()}:{weeks}",
        title=(_("%(n)d課に聞き取りをお願いする：%(title)s") % {"n": len(missing), "title": improvement.title})[:200],
        why=[
            Fact(text=_("聞き取りの期限は%sです。") % day, url=url),
            Fact(text=_("まだの課：%s") % names, url=url),
        ],
        effect=_("まだの課の職員に、下の文で知らせが届きます。"),
        minutes_saved=5 * len(missing),
        role="dx_office",
        due=due,
        url=url,
        values={
            "improvement": improvement.pk,
            "body": _("10分ほどで書けます。途中でやめても残り、ほかの課が答えたことは先に入れてあります。分からないところは空けたままで構いません。"),
        },
        fields=[DraftField(name="body", label=_("お願いの文"), kind="text")],
    )  # fmt: skip


def _wording(pile: problems.CausePile) -> Draft:
    cause = pile.cause
    url = f"{reverse('counter:card_wall', args=[cause.improvement_id])}#cause-{cause.pk}"
    words, sign = problems.first_wording(pile=pile)
    said = [card for one in pile.piles for card in (one.head, *one.merged)]
    return Draft(
        key=f"cause:{cause.pk}",
        title=(_("目指す姿の案：%s") % cause.words)[:200],
        why=[
            Fact(text=_("%d枚の課題カードが、この原因に行き着いています。") % len(said), url=url),
            *(Fact(text=_("「%s」") % card.words[:80]) for card in said[: EXAMPLES - 1]),
        ],
        effect=_("目指す姿として課題カードの壁に載り、改善工程を加えられます。"),
        minutes_saved=30,
        role="section_lead",
        section=cause.improvement.lead,
        url=url,
        values={"cause": cause.pk, "words": words, "sign": sign},
        fields=[
            DraftField(name="words", label=_("目指す姿"), kind="text"),
            DraftField(name="sign", label=_("できたと分かるしるし")),
        ],
    )  # fmt: skip


def _decide(step: ImprovementStep) -> Draft:
    url = reverse("counter:improvement_steps", args=[step.to_be.improvement_id])
    return Draft(
        key=f"decide:{step.pk}",
        title=(_("やると決められます：%s") % step.title)[:200],
        why=[
            Fact(text=_("関係するすべての課が、分かっていて、賛成で、いまの人手でやれると答えています。"), url=url),
            Fact(text=_("先に要る工程は残っていません。")),
        ],
        effect=_("状態が「やると決めた」になります。"),
        minutes_saved=20,
        role="section_lead",
        section=step.to_be.improvement.lead,
        url=url,
        values={"step": step.pk, "to": StepState.DECIDED.value},
    )  # fmt: skip


def _begin(step: ImprovementStep) -> Draft:
    url = reverse("counter:improvement_step", args=[step.pk])
    why = [Fact(text=_("やると決めた工程で、先に要るものがすべて済みました。"), url=url)]
    if step.due:
        why.append(Fact(text=_("期限は%sです。") % format_wareki(step.due)))
    return Draft(
        key=f"begin:{step.pk}",
        title=(_("始められます：%s") % step.title)[:200],
        why=why,
        effect=_("状態が「取り組み中」になります。"),
        minutes_saved=10,
        role="section_lead",
        section=step.to_be.improvement.lead,
        due=step.due,
        url=url,
        values={"step": step.pk, "to": StepState.DOING.value},
    )


def _measured(measure: Measure) -> Draft:
    url = reverse("counter:improvement_effects", args=[measure.step.to_be.improvement_id])
    facts = {"cases": measure.cases, "before": measure.minutes_before, "after": measure.minutes_after}
    month = {"year": measure.month.year, "month": measure.month.month}
    return Draft(
        key=f"measure:{measure.pk}",
        title=(
            _("%(year)d年%(month)d月の効果を確かめる：%(step)s（%(section)s）")
            % {**month, "step": measure.step.title, "section": measure.section.name}
        )[:200],
        why=[
            Fact(text=_("%(cases)d件 ×（%(before)s分 − %(after)s分）") % facts, url=url),
            Fact(text=_("件数の数え方：%s") % measure.source),
        ],
        effect=_("確かめた分として、職員メリット帳に載ります。"),
        minutes_saved=measure.minutes_saved,
        role="section_lead",
        section=measure.step.to_be.improvement.lead,
        url=url,
        values={"measure": measure.pk},
    )  # fmt: skip


PREPARERS = (HearingReminder(), ToBeDraft(), NextStep(), MeasuredBenefit())
