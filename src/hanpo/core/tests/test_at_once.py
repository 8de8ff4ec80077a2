"""People who work at the same time, on real connections: nobody blocks the others, and no text is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from django.db import connection, transaction

from hanpo.core import audit, editing, registry, scope
from hanpo.core.actions.prepared import AlreadyDecided, approve_work
from hanpo.core.database.locks import held
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.models import AuditEntry, Municipality, Person, PreparedWork, Section
from hanpo.core.registry import Draft, Fact, Manifest
from hanpo.core.tests import factories
from hanpo.core.tests.at_once import alone, at_once, database_for_threads

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shared_database")]

A_MOMENT = 0.5
"""Seconds for the other to come as far as it can: where writers take turns from the start, it comes nowhere."""


@pytest.fixture
def shared_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """Threads of this test share a database."""
    with database_for_threads(tmp_path):
        yield


@audit.deed
def write_phone(*, actor: Person, section: Section, based_on: int, phone: str) -> None:
    """Edit a section's telephone number, as a page does."""
    done = editing.change(row=section, based_on=based_on, changes={"phone": phone})
    audit.record(actor=actor, verb="write_phone", subject=section, old=done.old, new=done.new)


@audit.deed
def greet(*, actor: Person, place: Municipality) -> None:
    """A deed that touches nothing but the audit record."""
    audit.record(actor=actor, verb="greet", subject=place)


def save(clerk: Person, seen: Section, phone: str) -> None:
    """Save as a page does that was opened when the section looked like this."""
    write_phone(actor=clerk, section=Section.objects.get(pk=seen.pk), based_on=seen.version, phone=phone)


def in_the_house(function, *arguments):
    """The function with its arguments, to be called by a thread, in the scope of every municipality."""

    def run():
        with scope.within(scope.EVERYWHERE):
            return function(*arguments)

    return run


def furnished() -> tuple[Section, Person, Person]:
    """A section and two people who work there."""
    place = factories.municipality()
    section = factories.section(place)
    return section, *(factories.person("section_staff", place, section=section) for _ in range(2))


def phone_of(section: Section) -> str:
    return alone(in_the_house(lambda: Section.objects.get(pk=section.pk).phone))


def unbroken_rows() -> int:
    """How many rows the audit record holds; none of them may be broken."""

    def count() -> int:
        assert audit.verify() == []
        return AuditEntry.objects.count()

    return alone(in_the_house(count))


def test_of_two_who_save_at_once_one_is_shown_the_text_of_the_other():
    section, *clerks = alone(in_the_house(furnished))
    for turn in range(5):
        row = alone(in_the_house(lambda: Section.objects.get(pk=section.pk)))
        wanted = [f"06-{turn}-{number}" for number in range(2)]
        outcomes = at_once(*(in_the_house(save, clerk, row, text) for clerk, text in zip(clerks, wanted, strict=True)))
        saved = [text for text, outcome in zip(wanted, outcomes, strict=True) if outcome is None]
        conflicts = [outcome for outcome in outcomes if isinstance(outcome, editing.EditConflict)]
        assert (len(saved), len(conflicts)) == (1, 1), outcomes
        assert phone_of(section) == saved[0]
        assert [(clash.theirs, clash.mine) for clash in conflicts[0].clashes] == [
            (saved[0], next(text for text in wanted if text != saved[0]))
        ]
    assert unbroken_rows() == 5


class Letters:
    key = "test.letters"
    label = "手紙"

    def prepare(self, *, municipality, today):
        yield Draft(key="one", title="手紙", why=[Fact(text="理由")], effect="送ります", minutes_saved=5,
                    role="section_staff")  # fmt: skip

    def approve(self, *, actor, work, values):
        greet(actor=actor, place=work.municipality)
        return {}

    def undo(self, *, actor, work):
        """Nothing to take back."""


def test_of_two_who_approve_at_once_one_is_told_that_it_is_done(monkeypatch):
    letters = Manifest(key="test", label="試験", preparers=(Letters(),))
    monkeypatch.setitem(registry._manifests, "test", letters)
    section, *clerks = alone(in_the_house(furnished))

    def waiting() -> PreparedWork:
        prepare_work(actor=None, preparer=Letters(), municipality=section.municipality, today=date(2026, 4, 1))
        return PreparedWork.objects.get()

    work = alone(in_the_house(waiting))
    outcomes = at_once(*(in_the_house(lambda a: approve_work(actor=a, work=work), clerk) for clerk in clerks))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [AlreadyDecided.__name__, PreparedWork.__name__]
    assert unbroken_rows() == 3  # prepared, greeted, approved


def test_a_deed_made_of_deeds_and_one_that_holds_what_it_wants_next_both_end():
    """Whoever records first must not keep the end of the audit record while waiting for a row of the other."""
    section, one, other = alone(in_the_house(furnished))
    recorded, holds = Event(), Event()

    @audit.deed
    def first_greet_then_write() -> None:
        greet(actor=one, place=section.municipality)
        recorded.set()
        holds.wait(A_MOMENT)
        write_phone(actor=one, section=section, based_on=held(Section.objects.all()).get(pk=section.pk).version,
                    phone="06-1111-1111")  # fmt: skip

    @audit.deed
    def hold_then_record() -> None:
        recorded.wait(A_MOMENT)
        row = held(Section.objects.all()).get(pk=section.pk)
        holds.set()
        write_phone(actor=other, section=row, based_on=row.version, phone="06-2222-2222")

    assert at_once(in_the_house(first_greet_then_write), in_the_house(hold_then_record)) == [None, None]
    assert phone_of(section) in {"06-1111-1111", "06-2222-2222"}
    assert unbroken_rows() == 3


def test_a_person_can_work_while_somebody_edits_that_person():
    """The audit record refers to people: holding a person against change must not hold up what they do."""
    section, clerk, administrator = alone(in_the_house(furnished))
    holds, done = Event(), Event()

    @audit.deed
    def edit_the_clerk() -> None:
        row = held(Person.objects.all()).get(pk=clerk.pk)
        holds.set()
        done.wait(A_MOMENT)
        row.name = "改姓 一"
        row.save()
        audit.record(actor=administrator, verb="edit_person", subject=row)

    def work() -> None:
        holds.wait(A_MOMENT)
        greet(actor=clerk, place=section.municipality)
        done.set()

    assert at_once(in_the_house(edit_the_clerk), in_the_house(work)) == [None, None]
    assert unbroken_rows() == 2


def test_who_reads_does_not_wait_for_who_writes():
    section, *_clerks = alone(in_the_house(furnished))
    wrote, was_read = Event(), Event()

    def write() -> bool:
        with transaction.atomic():
            Section.objects.filter(pk=section.pk).update(phone="06-3333-3333")
            wrote.set()
            return was_read.wait(A_MOMENT * 20)

    def read() -> str:
        wrote.wait(A_MOMENT * 20)
        phone = Section.objects.get(pk=section.pk).phone
        was_read.set()
        return phone

    assert at_once(in_the_house(write), in_the_house(read)) == [True, ""]
    assert phone_of(section) == "06-3333-3333"


def test_many_short_deeds_at_once_all_happen():
    section, *clerks = alone(in_the_house(furnished))

    def greet_often(clerk: Person) -> None:
        for _ in range(10):
            greet(actor=clerk, place=section.municipality)

    assert at_once(*(in_the_house(greet_often, clerk) for clerk in [*clerks, *clerks])) == [None] * 4
    assert unbroken_rows() == 40


def test_sqlite_writes_ahead_and_writers_take_turns():
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has these settings")

    def modes() -> tuple[str, str]:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode")
            return cursor.fetchone()[0], connection.transaction_mode

    assert alone(modes) == ("wal", "IMMEDIATE")
