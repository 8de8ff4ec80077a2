"""Loads what people decided about prepared work: prepared and decided by the deeds, at the moment that the demo
tells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from hanpo.core import clock
from hanpo.core.actions.prepared import approve_work, decline_work
from hanpo.core.demo import backdate, moment, office_day, office_moment
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.models import Municipality, Person, PreparedState, PreparedWork, Section, StoredFile
from hanpo.core.queries.people import holders
from hanpo.core.registry import Preparer
from hanpo.hub.actions.parts import add_part, finish_work_item
from hanpo.hub.demo.days import data, first_of_month
from hanpo.hub.models import Project, WorkItem
from hanpo.hub.preparers import ActionDue, MonthlyReport

Changes = Callable[[dict[str, Any]], Mapping[str, Any]]
"""What a person changed in a draft."""


def load_decisions(*, today: date) -> None:
    """Load what was decided over the last months: pieces of work when they fell due, and monthly reports."""
    content = data("tray")
    for entry in sorted(content["work"], key=lambda e: -e["due"]):
        _work(entry, today)
    for entry in sorted(content["reports"], key=lambda e: -e["back"]):
        _report(entry, today)


def decide(
    *,
    preparer: Preparer,
    municipality: Municipality,
    at: datetime,
    key: str | None = None,
    actor: Person | None = None,
    changes: Changes | None = None,
    reason: str = "",
) -> PreparedWork | None:
    """Let a preparer look as of that day, and a person decide the piece with this key (the first without one).

    With a reason it is declined, else approved, with changes where there are any. Nothing happens where the preparer
    had nothing to do.
    """
    with clock.telling(at):
        prepare_work(actor=None, preparer=preparer, municipality=municipality, today=at.date())
        waiting = PreparedWork.objects.filter(
            municipality=municipality, preparer=preparer.key, state=PreparedState.WAITING
        )
        work = (waiting if key is None else waiting.filter(key=key)).first()
        if work is None:
            return None
        backdate(work, prepared_at=moment(at.date(), 0, "07:00"))
        person = actor or _addressee(work, at.date())
        if reason:
            return decline_work(actor=person, work=work, reason=reason)
        return approve_work(actor=person, work=work, changes=changes(dict(work.draft)) if changes else None)


def _addressee(work: PreparedWork, day: date) -> Person:
    """Who held the post on that day; else somebody who worked there."""
    place = work.municipality
    wanted = (
        {"role": work.role, "section": work.section},
        {"section": work.section},
        {"role": work.role},
        {"role": "dx_office"},
    )
    found = (holders(municipality=place, day=day, **post) for post in wanted)
    return next(people[0] for people in found if people)


def _work(entry: Mapping[str, Any], today: date) -> None:
    """A piece of work that fell due so many days ago, and what was said of it two days before."""
    town = Municipality.objects.get(pk=entry["place"])
    project = Project.objects.filter(municipality=town).order_by("pk")[0]
    due = office_day(today, entry["due"])
    at = office_moment(today, entry["due"] + 2, entry.get("at", "11:20"))
    section = Section.objects.get(municipality=town, name=entry["section"])
    with clock.telling(at - timedelta(days=14)):
        item = add_part(
            actor=None, project=project, part=WorkItem,
            values={"title": entry["title"], "owner": f"{section.name} 担当", "owner_section": section, "due": due},
        )  # fmt: skip
    decide(
        preparer=ActionDue(), municipality=town, at=at, key=f"work:{item.pk}", reason=entry.get("reason", ""),
    )  # fmt: skip
    if "done" in entry:
        item.refresh_from_db()
        finish_work_item(actor=None, item=item, done_on=office_day(today, entry["done"]))


def _report(entry: Mapping[str, Any], today: date) -> None:
    """The report of a month, decided in the first open days of the next one, where those are over."""
    day = office_day(first_of_month(today, entry["back"] - 1), -entry["after"])
    if day >= today:
        return
    at, added = moment(day, 0, "14:10"), entry.get("added", "")
    work = decide(
        preparer=MonthlyReport(), municipality=Municipality.objects.get(pk=entry["place"]), at=at,
        key=first_of_month(today, entry["back"]).isoformat(), reason=entry.get("reason", ""),
        changes=(lambda draft: {"summary": f"{draft['summary']}\n{added}"}) if added else None,
    )  # fmt: skip
    for file in StoredFile.objects.filter(pk__in=work.undo.get("files", [])) if work else []:
        backdate(file, uploaded_at=at)
