"""Preparers: twice prepared is once prepared, and an approval can be taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from hanpo.core import clock, registry, scope
from hanpo.core.actions.prepared import approve_work, decline_work, undo_decision
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.models import (
    AppendOnly,
    AuditEntry,
    AuditHead,
    Municipality,
    Passage,
    Person,
    PreparedState,
    PreparedWork,
)
from hanpo.core.registry import Preparer
from tests.house.samples import HOME

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo", "everywhere")]

PREPARERS = [pytest.param(preparer, id=key) for key, preparer in registry.preparers().items()]
State = dict[str, dict[Any, str]]
"""A fingerprint of every row, by model and key."""

UNTOUCHED_BY_UNDO = (AuditEntry, AuditHead, PreparedWork, Passage)


@pytest.fixture
def prepared() -> Callable[[Preparer], list[PreparedWork]]:
    """Prepare for every municipality today, or on the first of the coming days on which there is something."""

    def first(preparer: Preparer) -> list[PreparedWork]:
        for ahead in (0, 7, 14, 30, 45, 60, 90):
            _prepare(preparer, clock.today() + timedelta(days=ahead))
            if works := list(_waiting(preparer)):
                return works
        pytest.fail(f"{preparer.key} has nothing to do in the demo: nobody could see what it is for")

    return first


def _prepare(preparer: Preparer, today: date) -> Any:
    outcomes = [
        prepare_work(actor=None, preparer=preparer, municipality=place, today=today)
        for place in Municipality.objects.all()
    ]
    return sum(outcomes[1:], outcomes[0])


def _waiting(preparer: Preparer) -> models.QuerySet[PreparedWork]:
    return PreparedWork.objects.filter(preparer=preparer.key, state=PreparedState.WAITING)


@pytest.mark.parametrize("preparer", PREPARERS)
def test_preparing_twice_makes_nothing_twice(preparer: Preparer):
    _prepare(preparer, clock.today())
    again = _prepare(preparer, clock.today())
    assert (again.made, again.refreshed, again.withdrawn) == (0, 0, 0)


@pytest.mark.parametrize("preparer", PREPARERS)
def test_prepared_work_says_what_for_whom_why_and_what_it_saves(preparer: Preparer, prepared):
    for work in prepared(preparer):
        assert work.title
        assert work.effect
        assert work.minutes_saved > 0
        assert work.role in registry.roles()
        assert work.why
        assert all(fact["text"] for fact in work.why)


@pytest.mark.parametrize("preparer", PREPARERS)
def test_an_approval_is_taken_back_without_a_trace_but_in_the_history(preparer: Preparer, prepared):
    work = prepared(preparer)[0]
    actor = _somebody()
    before = _state_of_the_house()
    approve_work(actor=actor, work=work)
    undo_decision(actor=actor, work=work)
    work.refresh_from_db()
    assert work.state == PreparedState.WAITING
    assert _differing(before, _state_of_the_house()) == []


def _differing(before: State, after: State) -> list[str]:
    """Rows that are not as before. What was new may stay where history tells of it, or where somebody was told."""
    changed = [
        f"{label} {key}" for label in before for key in before[label] if before[label][key] != after[label].get(key)
    ]
    added = [f"{label} {key}" for label in after for key in after[label].keys() - before[label].keys()]
    return changed + [row for row in added if row.partition(" ")[0] not in _kept_by_history()]


def _kept_by_history() -> set[str]:
    once = [m for m in apps.get_models() if getattr(m, "is_written_once", False)]
    history = [m for m in apps.get_models() if issubclass(m, AppendOnly) or getattr(m, "is_history", False)]
    told_of = {f.related_model._meta.label for m in history + once for f in m._meta.fields if f.related_model}
    return {"core.Notification", "core.StoredFile"} | told_of | {m._meta.label for m in once}


@pytest.mark.parametrize("preparer", PREPARERS)
def test_declined_work_is_not_prepared_again(preparer: Preparer, prepared):
    work = prepared(preparer)[0]
    decline_work(actor=_somebody(), work=work, reason="今回は要らない")
    _prepare(preparer, clock.today())
    work.refresh_from_db()
    assert work.state == PreparedState.DECLINED


@pytest.mark.parametrize("preparer", PREPARERS)
def test_work_is_prepared_within_the_municipality_alone(preparer: Preparer):
    """A preparer that needs a neighbour's rows would fail in the scope in which the worker runs it."""
    with scope.within(scope.of(HOME)):
        prepare_work(actor=None, preparer=preparer, municipality=Municipality.objects.get(pk=HOME), today=clock.today())


def _somebody() -> Person:
    person = Person.objects.filter(is_active=True, assignments__municipality_id=HOME).first()
    assert person is not None
    return person


def _state_of_the_house() -> State:
    """A fingerprint of every row that an undo has to bring back: all but history and records of decisions."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("hanpo.")]
    undone = [
        model
        for model in ours
        if not issubclass(model, AppendOnly)
        and not getattr(model, "is_history", False)
        and model not in UNTOUCHED_BY_UNDO
    ]
    return {model._meta.label: {row.pk: _fingerprint(row) for row in model._default_manager.all()} for model in undone}


def _fingerprint(row: models.Model) -> str:
    ignored = {"version", "updated_at", "steps"}  # they count what was written: both stand in the history
    values = [(f.name, getattr(row, f.attname)) for f in row._meta.concrete_fields if f.name not in ignored]
    return hashlib.sha256(repr(values).encode()).hexdigest()
