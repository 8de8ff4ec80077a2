"""Writes of hearings: ask the sections, begin a sheet with what others said, send it in, say "the same here"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.core import audit, clock
from hanpo.core.actions.notifications import notify
from hanpo.core.database.locks import held
from hanpo.core.japanese import format_wareki
from hanpo.core.models import Person, Section
from hanpo.core.queries.people import holders
from hanpo.counter.models import CardKind, Hearing, Improvement, ProblemCard
from hanpo.counter.queries.improving import hearings as queries
from hanpo.forms.actions.drafts import create_form
from hanpo.forms.actions.responses import start_response, submit_response
from hanpo.forms.actions.versions import publish_version

NEXT_STEP = "窓口改善の取組のページで、ほかの課の答えと並べて見られます。"


@audit.deed
def ask_sections(
    *, actor: Person | None, improvement: Improvement, sections: Iterable[Section], due_on: date, today: date
) -> list[Hearing]:
    """Ask these sections for ten minutes until a day; those asked before are not asked again. Tells their people.

    Raises `ValidationError` where the day is over or nobody new is asked.
    """
    current: Improvement = held(Improvement.objects.select_related("municipality")).get(pk=improvement.pk)
    if due_on < today:
        raise ValidationError({"due_on": _("今日から後の日にしてください。")})
    asked = set(current.hearings.values_list("section_id", flat=True))
    new = [section for section in sections if section.pk not in asked]
    if not new:
        raise ValidationError({"sections": _("選んだ課には、もう聞いています。")})
    if current.hearing_form is None:
        current.hearing_form = _published(current, actor)
    current.hearing_due_on, current.version = due_on, current.version + 1
    current.full_clean()
    current.save()
    made = [Hearing.objects.create(improvement=current, section=section) for section in new]
    for hearing in made:
        _tell(hearing, actor, today)
    audit.record(
        actor=actor, verb="ask_sections", subject=current,
        new={"sections": [one.section_id for one in made], "due_on": due_on},
    )  # fmt: skip
    improvement.__dict__.update({k: v for k, v in current.__dict__.items() if k != "_state"})
    return made


@audit.deed
def begin_hearing(*, actor: Person | None, hearing: Hearing) -> Hearing:
    """Open a section's sheet with what other sections said of it so far; an open one stays as it is.

    Raises `ValidationError` where it was answered and its answers are gone.
    """
    current = _locked(hearing)
    if current.response is None:
        if current.answered_at is not None or current.improvement.hearing_form is None:
            raise ValidationError(_("保存の期間が過ぎ、答えは消されています。"))
        current.response = start_response(
            actor=None, form=current.improvement.hearing_form, municipality=current.municipality,
            about=f"counter.hearing:{current.pk}", section=current.section, known=queries.known_for(hearing=current),
        )  # fmt: skip
        _keep(current)
    audit.record(actor=actor, verb="begin_hearing", subject=current, new={"response": current.response_id})
    return _brought_up(hearing, current)


@audit.deed
def answer_hearing(*, actor: Person | None, hearing: Hearing, today: date) -> list[ProblemCard]:
    """Send a section's sheet in; every problem in it becomes a card, once.

    Raises `Incomplete` while answers are missing, `ValidationError` where there is no open sheet.
    """
    current = _locked(hearing)
    if current.response is None:
        raise ValidationError(_("聞き取り票がまだ開かれていません。"))
    submit_response(actor=actor, response=current.response, today=today)
    known = set(current.cards.values_list("words", flat=True))
    rows = [row for row in current.response.answers.get("pains") or () if row.get("what", "").strip()]
    cards = [_card(current, row) for row in rows if row["what"].strip() not in known]
    current.answered_at = clock.now()
    _keep(current)
    audit.record(
        actor=actor, verb="answer_hearing", subject=current,
        new={"response": current.response_id, "cards": [card.pk for card in cards]},
    )  # fmt: skip
    _brought_up(hearing, current)
    return cards


@audit.deed
def say_same(*, actor: Person | None, card: ProblemCard, section: Section) -> ProblemCard:
    """A section says "the same here" of another one's card: a card of its own, merged into that one.

    Raises `ValidationError` where the section said so already.
    """
    head = card.merged_into or card
    if ProblemCard.objects.filter(section=section).filter(queries.is_or_is_in(card=head)).exists():
        raise ValidationError(_("この課の言葉は、もうこのカードに入っています。"))
    made: ProblemCard = ProblemCard.objects.create(
        improvement=head.improvement, words=head.words, kind=head.kind, section=section, merged_into=head
    )
    audit.record(actor=actor, verb="say_same", subject=made, new={"merged_into": head.pk, "section": section.pk})
    return made


def _published(improvement: Improvement, actor: Person | None) -> Any:
    definition = queries.hearing_definition(municipality=improvement.municipality, today=clock.today())
    draft = create_form(
        actor=actor, municipality=improvement.municipality, title=f"{_('窓口の聞き取り票')}：{improvement.title}"[:120],
        key=f"counter-hearing-{improvement.pk}", definition=definition,
        settings={"purpose": improvement.aim, "next_step": NEXT_STEP},
    )  # fmt: skip
    return publish_version(actor=actor, form=draft, based_on=draft.version)


def _card(hearing: Hearing, row: Mapping[str, Any]) -> ProblemCard:
    kind, times = (row.get("kind") or {}).get("id"), row.get("times")
    made: ProblemCard = ProblemCard.objects.create(
        improvement=hearing.improvement, words=row["what"].strip(), hearing=hearing, section=hearing.section,
        kind=kind if kind in CardKind.values else CardKind.STAFF,
        times_a_month=int(float(times)) if isinstance(times, str) else None,
    )  # fmt: skip
    return made


def _tell(hearing: Hearing, actor: Person | None, today: date) -> None:
    people = holders(municipality=hearing.municipality, section=hearing.section, day=today)
    day = hearing.improvement.hearing_due_on
    if people and day:
        notify(
            actor=actor, people=people, municipality=hearing.municipality,
            title=_("聞き取りのお願い（10分）：%s") % hearing.improvement.title,
            body=_("%(aim)s\n%(day)sまでに、手の空いたときに書いてください。途中でやめても、書いたところまで残ります。")
            % {"aim": hearing.improvement.aim, "day": format_wareki(day, weekday=True)},
            url=reverse("counter:hearing", args=[hearing.pk]),
        )  # fmt: skip


def _keep(current: Hearing) -> None:
    current.version += 1
    current.full_clean()
    current.save()


def _locked(hearing: Hearing) -> Hearing:
    rows = Hearing.objects.select_related("improvement__hearing_form", "section", "municipality", "response__form")
    found: Hearing = held(rows).get(pk=hearing.pk)
    return found


def _brought_up(hearing: Hearing, current: Hearing) -> Hearing:
    hearing.__dict__.update({name: value for name, value in current.__dict__.items() if name != "_state"})
    return hearing
