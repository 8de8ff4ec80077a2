from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from hanpo.core import audit, scope
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.models import AuditEntry, HistoryIsAppended, Municipality
from hanpo.core.registry import Draft, Fact
from hanpo.core.tests import factories

pytestmark = pytest.mark.django_db


def write_rows(place: Municipality, count: int) -> None:
    for n in range(count):
        audit.record(actor=None, verb="test", subject=place, new={"n": n})


def test_an_untouched_chain_has_no_break(amagasaki):
    write_rows(amagasaki, 5)
    assert audit.verify() == []


def test_the_database_refuses_to_edit_or_remove_an_audit_row(amagasaki):
    write_rows(amagasaki, 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.filter(sequence=1).update(verb="other")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_auditentry")


def test_a_deed_without_an_audit_row_does_not_happen(amagasaki):
    @audit.deed
    def silent_deed() -> None:
        Municipality.objects.filter(pk=amagasaki.pk).update(kana="消えた")

    with pytest.raises(audit.AuditMissing):
        silent_deed()
    amagasaki.refresh_from_db()
    assert amagasaki.kana != "消えた"


class Greeter:
    key = "test.greet"
    label = "あいさつ"

    def prepare(self, *, municipality, today):
        yield Draft(key="hello", title="あいさつ", why=[Fact(text="理由")], effect="送ります",
                    minutes_saved=5, role="dx_office")  # fmt: skip


def test_preparing_twice_makes_nothing_twice(amagasaki, everywhere):
    first = prepare_work(actor=None, preparer=Greeter(), municipality=amagasaki, today=date(2026, 4, 1))
    again = prepare_work(actor=None, preparer=Greeter(), municipality=amagasaki, today=date(2026, 4, 2))
    assert (first.made, again.made, again.refreshed) == (1, 0, 0)


def test_a_query_without_a_scope_raises(amagasaki):
    from hanpo.core.models import Section

    factories.section(amagasaki)
    with pytest.raises(scope.ScopeMissing):
        Section.objects.count()


def test_a_row_of_a_foreign_municipality_is_neither_seen_nor_written(amagasaki, toyooka):
    from hanpo.core.models import Section

    own = factories.section(amagasaki)
    with scope.within(scope.of(toyooka.code)):
        assert not Section.objects.exists()
        with pytest.raises(scope.OutOfScope):
            Section.objects.create(municipality=amagasaki, name="課")
        with pytest.raises(scope.OutOfScope):
            own.save()


def test_history_is_appended_and_never_edited(amagasaki, everywhere):
    from hanpo.core.models import AccessLogEntry

    entry = AccessLogEntry.objects.create(
        resident=factories.resident(amagasaki), person=factories.person(), post="課", purpose="確認"
    )
    with pytest.raises(HistoryIsAppended):
        entry.save()
    with pytest.raises(HistoryIsAppended):
        AccessLogEntry.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE core_accesslogentry SET purpose = ''")
