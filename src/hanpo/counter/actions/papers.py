"""Writes of application forms: take the shipped ones, begin a set, keep what was entered, protect it, check it,
erase it.

The audit record learns which entries changed, never what they say. Whoever is under 支援措置 leaves no place in a set.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from hanpo.core import audit, clock, scope
from hanpo.core.database.locks import held
from hanpo.core.editing import Clash, EditConflict
from hanpo.core.jobs.schedule import enqueue_next
from hanpo.core.models import Municipality, Person
from hanpo.counter.models import Guidance, PaperForm, PaperSet, PaperSetState, PaperSheet
from hanpo.counter.queries.cases.work import case_of_guidance
from hanpo.counter.queries.papers import newest_versions, opened, places_asked
from hanpo.counter.queries.shipped.papers import ShippedPaper, shipped_papers, use_of
from hanpo.forms.actions.drafts import create_form
from hanpo.forms.actions.versions import publish_version
from hanpo.forms.engine.answering import shown
from hanpo.forms.models import Audience

KEPT_DAYS: Final = 30
"""How long a set of forms is kept after it was last written: long enough to come to the counter, and no longer."""

SWEPT_AT: Final = time(3, 40)
MOST_PEOPLE: Final = 20

DAYS_ON_FORMS: Final = {"moved_in": "moved_on", "planned_leaving": "planned_leaving_on"}
"""Days that the interview asks for, and the items that they answer."""


@audit.deed
def install_papers(*, actor: Person | None, municipality: Municipality) -> list[PaperForm]:
    """Take the shipped forms that the municipality does not have yet, publish them, and offer them."""
    scope.require(municipality.code)
    present = set(PaperForm.objects.filter(municipality=municipality).values_list("key", flat=True))
    made = [
        _installed(actor, municipality, shipped, position)
        for position, shipped in enumerate(shipped_papers(), 1)
        if shipped.paper.key not in present
    ]
    audit.record(
        actor=actor, verb="install_papers", subject=municipality, new={"papers": [row.key for row in made]}
    )  # fmt: skip
    return made


def _installed(actor: Person | None, place: Municipality, shipped: ShippedPaper, position: int) -> PaperForm:
    paper = shipped.paper
    draft = create_form(
        actor=actor, municipality=place, title=paper.title.ja, key=f"paper-{paper.key.replace('_', '-')}",
        definition=shipped.definition,
        settings={
            "purpose": _("窓口の申請書です。記入した内容は、手続きのためにだけ使います。"), "audience": Audience.FIELDS
        },
    )  # fmt: skip
    publish_version(actor=actor, form=draft, based_on=draft.version)
    row = PaperForm(
        municipality=place, form=draft, key=paper.key, procedures=list(shipped.procedures), use=use_of(paper),
        position=position * 10,
    )  # fmt: skip
    row.full_clean()
    row.save(force_insert=True)
    return row


@audit.deed
def begin_set(
    *,
    actor: Person | None,
    municipality: Municipality,
    papers: Sequence[PaperForm],
    language: str = "ja",
    guidance: Guidance | None = None,
) -> PaperSet:
    """Begin a set of forms; what the interview knows stands there already. Raises `ValidationError` without a form."""
    with scope.within(scope.of(municipality.code)):
        if not papers:
            raise ValidationError({"papers": _("申請書を一つ以上選んでください。")})
        row = PaperSet(
            municipality=municipality, language=language, guidance=guidance, people=["p1"], begun_by=actor,
            case=case_of_guidance(guidance=guidance) if guidance else None,
            expires_on=clock.today() + timedelta(days=KEPT_DAYS),
        )  # fmt: skip
        _take_guidance(row, guidance)
        row.full_clean()
        row.save(force_insert=True)
        _put_papers(row, papers)
        audit.record(
            actor=actor, verb="begin_paper_set", subject=row, new={"papers": [one.key for one in papers]}
        )  # fmt: skip
    transaction.on_commit(_sweep_tonight)
    return row


@audit.deed
def choose_papers(*, actor: Person | None, paper_set: PaperSet, papers: Sequence[PaperForm]) -> PaperSet:
    """Put other forms into a set; values stay, so that a form that comes back is filled in again."""
    with scope.within(scope.of(str(paper_set.municipality_id))):
        current = _locked(paper_set)
        if not papers:
            raise ValidationError({"papers": _("申請書を一つ以上選んでください。")})
        current.sheets.exclude(paper__in=papers).delete()
        there = set(current.sheets.values_list("paper_id", flat=True))
        _put_papers(current, [one for one in papers if one.pk not in there])
        _keep(current, [])
        audit.record(
            actor=actor, verb="choose_papers", subject=current, new={"papers": [one.key for one in papers]}
        )  # fmt: skip
    return _brought_up(paper_set, current)


@audit.deed
def save_entries(
    *,
    actor: Person | None,
    paper_set: PaperSet,
    based_on: int,
    changes: Mapping[str, Any],
    origin: str = "typed",
    sure: Mapping[str, str] | None = None,
) -> PaperSet:
    """Keep entries; `None` empties one. `sure` holds readings (by entry) that a person said are right.

    Raises `EditConflict`, entry by entry, where two wrote the same one, `ValidationError` for a set that was checked.
    """
    with scope.within(scope.of(str(paper_set.municipality_id))):
        current = _locked(paper_set)
        barred = places_asked(paper_set=current) if current.is_protected else set()
        differing = {
            one: value for one, value in changes.items() if one not in barred and current.values.get(one) != value
        }
        _refuse_clashes(current, based_on, differing)
        for one, value in differing.items():
            _write(current, one, value, origin)
        for one, reading in (sure or {}).items():
            current.origins.setdefault(one, {"origin": origin})["sure"] = reading
        _keep(current, differing)
        audit.record(
            actor=actor, verb="save_entries", subject=current, new={"entries": sorted(differing), "origin": origin}
        )  # fmt: skip
    return _brought_up(paper_set, current)


@audit.deed
def add_household_member(*, actor: Person | None, paper_set: PaperSet) -> PaperSet:
    """Add a person to the household of a set. Raises `ValidationError` where it is as large as a set can hold."""
    with scope.within(scope.of(str(paper_set.municipality_id))):
        current = _locked(paper_set)
        if len(current.people) >= MOST_PEOPLE:
            raise ValidationError(_("一式に入れられるのは{most}人までです。").format(most=MOST_PEOPLE))
        current.people = [*current.people, f"p{max(int(one[1:]) for one in current.people) + 1}"]
        _keep(current, [])
        audit.record(actor=actor, verb="add_paper_person", subject=current, new={"people": len(current.people)})
    return _brought_up(paper_set, current)


@audit.deed
def remove_household_member(*, actor: Person | None, paper_set: PaperSet, person: str) -> PaperSet:
    """Take a person out of a set, with everything entered about them. Raises `ValidationError` for the last one."""
    with scope.within(scope.of(str(paper_set.municipality_id))):
        current = _locked(paper_set)
        if current.people == [person] or person not in current.people:
            raise ValidationError(_("最後の1人は消せません。"))
        current.people = [one for one in current.people if one != person]
        gone = [one for one in current.values if one.startswith(f"{person}_")]
        for one in gone:
            _write(current, one, None, "")
        for one, value in list(current.values.items()):
            if one.startswith("who_") and isinstance(value, list):
                current.values[one] = [pick for pick in value if pick.get("id") != person]
            if one.startswith("role_") and value == {"id": person}:
                _write(current, one, None, "")
        _keep(current, gone)
        audit.record(actor=actor, verb="remove_paper_person", subject=current, new={"people": len(current.people)})
    return _brought_up(paper_set, current)


@audit.deed
def protect_set(*, actor: Person, paper_set: PaperSet, is_protected: bool) -> PaperSet:
    """Put a set under 支援措置, by which every place entered goes at once and for good; or end that."""
    current = _locked(paper_set)
    old = current.is_protected
    gone = [one for one in places_asked(paper_set=current) if one in current.values] if is_protected else []
    for one in gone:
        _write(current, one, None, "")
    current.is_protected = is_protected
    _keep(current, gone)
    audit.record(
        actor=actor, verb="protect_paper_set", subject=current, old={"is_protected": old},
        new={"is_protected": is_protected, "entries": len(gone)},
    )  # fmt: skip
    return _brought_up(paper_set, current)


@audit.deed
def hand_in_set(*, actor: Person | None, paper_set: PaperSet) -> PaperSet:
    """Say that everything is entered. Raises `ValidationError` while something is missing."""
    with scope.within(scope.of(str(paper_set.municipality_id))):
        current = _locked(paper_set)
        _refuse_unfinished(current)
        current.state = PaperSetState.READY
        _keep(current, [])
        audit.record(actor=actor, verb="hand_in_paper_set", subject=current, new={"state": current.state})
    return _brought_up(paper_set, current)


@audit.deed
def check_set(*, actor: Person, paper_set: PaperSet, based_on: int) -> PaperSet:
    """The clerk looked everything over with the household. Raises `EditConflict` where it changed since it was seen,
    `ValidationError` while something is missing.
    """
    current = _locked(paper_set)
    if current.version != based_on:
        raise EditConflict(current=current, clashes=())
    _refuse_unfinished(current)
    current.state, current.checked_by, current.checked_at = PaperSetState.CHECKED, actor, clock.now()
    _keep(current, [])
    audit.record(actor=actor, verb="check_paper_set", subject=current, new={"state": current.state})
    return _brought_up(paper_set, current)


@audit.deed
def reopen_set(*, actor: Person, paper_set: PaperSet) -> PaperSet:
    """Take a checked set back to be written again."""
    current: PaperSet = held(PaperSet.objects.all()).get(pk=paper_set.pk)
    current.state, current.checked_by, current.checked_at = PaperSetState.FILLING, None, None
    _keep(current, [])
    audit.record(actor=actor, verb="reopen_paper_set", subject=current, new={"state": current.state})
    return _brought_up(paper_set, current)


@audit.deed
def erase_paper_sets(*, actor: Person | None, municipality: Municipality, today: date) -> int:
    """Erase the sets of a municipality whose last day is over; returns their number."""
    rows = PaperSet.objects.filter(municipality=municipality, expires_on__lt=today)
    count = rows.count()
    rows.delete()
    audit.record(actor=actor, verb="erase_paper_sets", subject=municipality, new={"sets": count})
    return count


@audit.deed
def erase_paper_set(*, actor: Person | None, paper_set: PaperSet) -> None:
    """Erase one set at once, as those whom it is about asked."""
    with scope.within(scope.of(str(paper_set.municipality_id))):
        audit.record(actor=actor, verb="erase_paper_set", subject=paper_set)
        paper_set.delete()


@task()
def erase_expired_paper_sets() -> int:
    """Erase, in every municipality, the sets whose time is over; looks again each night while there are any."""
    today = clock.today()
    with scope.within(scope.EVERYWHERE):
        over = PaperSet.objects.filter(expires_on__lt=today)
        places = list(Municipality.objects.filter(pk__in=over.values("municipality_id").order_by().distinct()))
        erased = sum(erase_paper_sets(actor=None, municipality=place, today=today) for place in places)
        if PaperSet.objects.exists():
            _sweep_tonight()
    return erased


def _locked(paper_set: PaperSet) -> PaperSet:
    current: PaperSet = held(PaperSet.objects.all()).get(pk=paper_set.pk)
    if not current.is_open:
        raise ValidationError(_("この一式は窓口で確認済みです。直すときは、職員が「書き直しに戻す」を押します。"))
    return current


def _put_papers(row: PaperSet, papers: Iterable[PaperForm]) -> None:
    wanted = list(papers)
    versions = newest_versions(papers=wanted)
    PaperSheet.objects.bulk_create(
        PaperSheet(paper_set=row, paper=one, version=versions[one.form_id]) for one in wanted if one.form_id in versions
    )


def _take_guidance(row: PaperSet, guidance: Guidance | None) -> None:
    for day, item in DAYS_ON_FORMS.items():
        if guidance is not None and (value := guidance.days.get(day)):
            _write(row, item, value, "guidance")


def _write(row: PaperSet, item: str, value: Any, origin: str) -> None:
    if value is None:
        row.values.pop(item, None)
        row.origins.pop(item, None)
    else:
        row.values[item] = value
        row.origins[item] = {"origin": origin, "as_of": clock.today().isoformat()}


def _keep(row: PaperSet, changed: Iterable[str]) -> None:
    """Store what was entered, and keep the set a while longer: inside a deed."""
    row.version += 1
    row.touched = {**row.touched, **dict.fromkeys(changed, row.version)}
    if row.state == PaperSetState.READY and changed:
        row.state = PaperSetState.FILLING
    row.expires_on = clock.today() + timedelta(days=KEPT_DAYS)
    row.full_clean()
    row.save()


def _refuse_clashes(current: PaperSet, based_on: int, wanted: Mapping[str, Any]) -> None:
    clashing = [one for one in wanted if current.touched.get(one, 0) > based_on]
    if not clashing:
        return
    items = {item.id: item for item in opened(paper_set=current, language="ja").filling.items()}
    raise EditConflict(
        current=current,
        clashes=tuple(
            Clash(
                one, items[one].label.said(), _said(items[one], current.values.get(one)), _said(items[one], wanted[one])
            )
            for one in clashing
            if one in items
        ),
    )


def _said(item: Any, value: Any) -> str:
    return shown(item, value, "ja") if value is not None else ""


def _refuse_unfinished(row: PaperSet) -> None:
    if problems := opened(paper_set=row, language="ja").problems:
        raise ValidationError(
            _("まだ{count}か所、入れるところがあります：{first}").format(count=len(problems), first=problems[0].message)
        )


def _brought_up(row: PaperSet, current: PaperSet) -> PaperSet:
    """What the caller holds shows what was stored."""
    row.__dict__.update({name: value for name, value in current.__dict__.items() if name != "_state"})
    return row


def _sweep_tonight() -> None:
    """Look tomorrow early whether something is over; without a queue that keeps its time nobody waits for it."""
    if erase_expired_paper_sets.get_backend().supports_defer:
        tomorrow = clock.today() + timedelta(days=1)
        enqueue_next(erase_expired_paper_sets, timezone.make_aware(datetime.combine(tomorrow, SWEPT_AT)))
