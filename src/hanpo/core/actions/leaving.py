"""Writes of leaving: somebody retires or goes elsewhere. What they wrote and decided stays, and so do their posts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any

from django.db.models import Q

from hanpo.core import audit, clock, scope
from hanpo.core.actions.people import AssignmentRefused, require_role
from hanpo.core.actions.people import WhyRefused as WhyNoAssignment
from hanpo.core.database.locks import held
from hanpo.core.models import Assignment, Person
from hanpo.core.queries.leaving import last_leaving, posts_at_work, posts_seen


class WhyRefused(Enum):
    """Why somebody cannot leave, or come back."""

    ONESELF = "nobody closes the door behind themselves"
    MOVED = "the posts are no longer those that stood on the page"
    NOTHING_TO_END = "the person has no post here that could end, and others elsewhere"
    NOTHING_TO_UNDO = "the person did not leave, or came back already, or left more than the scope holds"


class LeavingRefused(ValueError):
    """It cannot be; `why` says the reason."""

    def __init__(self, why: WhyRefused) -> None:
        super().__init__(why.value)
        self.why = why


@audit.deed
def let_person_leave(*, actor: Person, person: Person, last_day: date, seen: str) -> Person:
    """End every post at work of the current scope, and close the sign-in unless the person has other assignments.

    Others are those in other municipalities, and being a resident. Posts that would only begin later are taken back.
    `seen` tells which posts stood on the page (`posts_seen`). Raises `LeavingRefused`, `AssignmentRefused` where a post
    begins after the last day has passed, and `RoleNotGiven`.
    """
    if actor == person:
        raise LeavingRefused(WhyRefused.ONESELF)
    person = held(Person.objects.all()).get(pk=person.pk)
    if posts_seen(person=person) != seen:
        raise LeavingRefused(WhyRefused.MOVED)
    places = sorted(set(Assignment.objects.filter(person=person).values_list("municipality_id", flat=True)))
    left = _end_posts(posts_at_work(person=person, after=last_day), last_day)
    person.is_active = _has_more(person, last_day)
    if not left and person.is_active:
        raise LeavingRefused(WhyRefused.NOTHING_TO_END)
    person.save(update_fields=["is_active"])
    audit.record(
        actor=actor, verb="let_person_leave", subject=person, old=audit.plain({"is_active": True, "posts": left}),
        new=audit.plain({"is_active": person.is_active, "last_day": last_day, "places": places}),
    )  # fmt: skip
    return person


@audit.deed
def take_person_back(*, actor: Person, person: Person) -> Person:
    """Take back that somebody left: the sign-in opens again, and the posts nobody moved since are as they were.

    Raises `LeavingRefused`.
    """
    leaving = last_leaving(person=person)
    if leaving is None:
        raise LeavingRefused(WhyRefused.NOTHING_TO_UNDO)
    for post in leaving.posts:
        _give_back(person, post, leaving.last_day)
    person.is_active = True
    person.save(update_fields=["is_active"])
    audit.record(actor=actor, verb="take_person_back", subject=person, old={"is_active": leaving.is_active},
                 new={"is_active": True, "last_day": leaving.last_day.isoformat()})  # fmt: skip
    return person


def _end_posts(posts: Iterable[Assignment], last_day: date) -> list[dict[str, Any]]:
    """End the posts on the day; returns them as they were, with the number of those that stay in the record."""
    left = []
    for post in posts:
        require_role(post.role)
        was = {name: getattr(post, name) for name in ("pk", "role", "municipality_id", "section_id", "since", "until")}
        left.append(was)
        if post.since > clock.today():
            was["pk"] = None
            post.delete()
            continue
        if post.since > last_day:
            raise AssignmentRefused(WhyNoAssignment.REVERSED_DAYS)
        post.until = last_day
        post.save()
    return left


def _has_more(person: Person, day: date) -> bool:
    """Whether the person has an assignment anywhere that holds after the day."""
    with scope.within(scope.EVERYWHERE):
        rows = Assignment.objects.filter(person=person)
        return rows.filter(Q(until__isnull=True) | Q(until__gt=day)).exists()


def _give_back(person: Person, post: dict[str, Any], last_day: date) -> None:
    until = date.fromisoformat(post["until"]) if post["until"] else None
    if post["pk"] is not None:
        for ended in Assignment.objects.filter(pk=post["pk"], person=person, until=last_day):
            ended.until = until
            ended.save()
        return
    since = date.fromisoformat(post["since"])
    where = {"role": post["role"], "municipality_id": post["municipality_id"], "section_id": post["section_id"]}
    if not Assignment.objects.filter(person=person, since=since, **where).exists():
        Assignment(person=person, since=since, until=until, **where).save()
