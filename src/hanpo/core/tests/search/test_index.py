"""The index follows the rows."""

from __future__ import annotations

import pytest
from django.db import connection

from hanpo.core.jobs import JobCancelled
from hanpo.core.jobs.kinds import rebuild_search
from hanpo.core.models import Municipality, Passage, Section
from hanpo.core.search.find import find
from hanpo.core.search.index import put_up_index, rebuild_index, refresh
from hanpo.core.tests import factories
from hanpo.core.tests.search.sources import access, passage, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]


@pytest.fixture(autouse=True)
def _sections_are_findable():
    with registered():
        yield


def count(query: str) -> int:
    return find(query=query, access=access()).count


def test_a_saved_row_is_found_at_once_and_belongs_to_its_municipality(amagasaki):
    row = factories.section(amagasaki, "農業振興課")
    hit = find(query="振興", access=access()).hits[0]
    assert (hit.object_id, hit.municipality_id, hit.url) == (str(row.pk), amagasaki.code, f"/sections/{row.pk}/")


def test_a_changed_row_is_found_by_its_new_words_only(amagasaki):
    row = factories.section(amagasaki, "農業振興課")
    row.name = "観光課"
    row.save()
    assert (count("振興"), count("観光")) == (0, 1)


def test_a_deleted_row_is_found_no_more(amagasaki):
    factories.section(amagasaki, "農業振興課")
    Section.objects.filter(name="農業振興課").delete()
    assert count("振興") == 0
    assert not Passage.objects.exists()


def test_rows_changed_in_bulk_are_brought_up_to_date_by_refresh(amagasaki):
    row = factories.section(amagasaki, "農業振興課")
    Section.objects.filter(pk=row.pk).update(name="観光課")
    refresh(Section.objects.all())
    assert (count("振興"), count("観光")) == (0, 1)


@pytest.mark.parametrize(
    "change", [{"folded": "観光"}, {"weight": 3}, {"dated": "2026-04-01"}, {"source": "test.other"}]
)
def test_the_database_itself_keeps_the_index_exact_when_a_passage_changes(change):
    row = passage("窓口の予約")[0]
    Passage.objects.filter(pk=row.pk).update(**change)
    assert count("窓口") == (0 if "folded" in change else 1)
    Passage.objects.filter(pk=row.pk).update(folded="収穫")
    assert (count("窓口"), count("観光"), count("収穫")) == (0, 0, 1)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_passage")
    assert count("収穫") == 0


def test_a_rebuild_makes_the_same_index_drops_what_is_stale_and_tells_its_progress(amagasaki):
    factories.section(amagasaki, "農業振興課")
    factories.section(amagasaki, "観光課")
    passage("もうない記録の窓口", source="test.section")
    told: list[tuple[int, int]] = []
    assert rebuild_index(progress=lambda done, total: told.append((done, total))) == 2
    assert told == [(2, 2)]
    assert (count("窓口"), count("振興"), count("観光")) == (0, 1, 1)


class Told:
    """Stands in for a job's progress: remembers what it was told, and stops the job when asked to."""

    def __init__(self, stop_at: int | None = None) -> None:
        self.told: list[tuple[int, int]] = []
        self.stop_at = stop_at

    def update(self, done: int, total: int = 0, message: str = "") -> None:
        self.told.append((done, total))
        if done == self.stop_at:
            raise JobCancelled


def test_the_job_makes_the_same_index_and_drops_what_no_source_gives(amagasaki):
    factories.section(amagasaki, "農業振興課")
    passage("もうない記録の窓口", source="test.section")
    passage("もうない種類の窓口", source="test.gone")
    progress = Told()
    rebuild_search(arguments={}, progress=progress)
    assert progress.told[-1][0] == progress.told[-1][1] > 0
    assert (count("窓口"), count("振興")) == (0, 1)


def test_a_job_that_is_stopped_leaves_an_index_that_finds(amagasaki):
    factories.section(amagasaki, "農業振興課")
    with pytest.raises(JobCancelled):
        rebuild_search(arguments={}, progress=Told(stop_at=0))
    assert count("振興") == 1


def test_putting_the_index_up_again_changes_nothing():
    put_up_index(connection)
    passage("窓口の予約")
    assert count("窓口") == 1


def test_rows_that_no_source_describes_leave_no_passage():
    Municipality.objects.create(
        code="283657", kind="town", name="多可町", kana="たかちょう", name_en="Taka", latitude=35.0, longitude=134.9
    )
    assert not Passage.objects.exists()
