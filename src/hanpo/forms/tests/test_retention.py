"""The end of keeping: what is over is proposed, hidden on approval, erased soon after, and only counted for ever."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from hanpo.core import clock
from hanpo.core.actions.prepared import approve_work, undo_decision
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.models import AuditEntry, PreparedWork, StoredFile
from hanpo.core.tests import factories as ground
from hanpo.forms.actions.responses import attach_file, save_answers
from hanpo.forms.actions.retention import erase_responses, erase_what_was_ordered
from hanpo.forms.models import Response, ResponseEntry
from hanpo.forms.preparers import AnswersToErase
from hanpo.forms.queries.responses import responses
from hanpo.forms.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"


@pytest.fixture
def officer(amagasaki):
    return ground.person("dx_office", amagasaki)


@pytest.fixture
def over(officer):
    """A response whose last day was yesterday."""
    row = factories.response(officer)
    save_answers(actor=officer, response=row, based_on=1, changes={"topic": {"id": "home"}})
    Response.objects.filter(pk=row.pk).update(erase_after=clock.today() - timedelta(days=1))
    return row


def proposed(place) -> PreparedWork:
    prepare_work(actor=None, preparer=AnswersToErase(), municipality=place, today=clock.today())
    return PreparedWork.objects.get(preparer="forms.answers_to_erase")


def test_what_must_still_be_kept_is_not_proposed(amagasaki, officer):
    row = factories.response(officer)
    Response.objects.filter(pk=row.pk).update(erase_after=clock.today())
    prepare_work(actor=None, preparer=AnswersToErase(), municipality=amagasaki, today=clock.today())
    assert not PreparedWork.objects.exists()


def test_what_is_over_is_proposed_with_its_reasons(amagasaki, over):
    work = proposed(amagasaki)
    assert "相談の予約" in work.title
    assert work.role == "dx_office"
    assert "1095" in work.why[-1]["text"]


def test_approving_hides_and_taking_back_shows_again(amagasaki, officer, over):
    work = proposed(amagasaki)
    approve_work(actor=officer, work=work)
    assert not responses().exists()
    assert Response.objects.exists()
    undo_decision(actor=officer, work=work)
    assert responses().exists()


def test_what_was_approved_is_erased_with_entries_and_files_and_leaves_its_count(amagasaki, officer, over):
    file = attach_file(actor=officer, response=over, name="a.png", content=PNG, permission="forms.see_responses")
    path = Path(default_storage.path(file.content.name))
    approve_work(actor=officer, work=proposed(amagasaki))
    assert erase_responses(actor=None, municipality=amagasaki, ordered_before=clock.now() + timedelta(hours=1)) == 1
    assert not Response.objects.exists()
    assert not ResponseEntry.objects.exists()
    assert not StoredFile.objects.exists()
    assert path.name
    assert AuditEntry.objects.get(verb="erase_responses").new == {"responses": 1, "files": 1}


def test_nothing_is_erased_while_it_can_be_taken_back(amagasaki, officer, over):
    approve_work(actor=officer, work=proposed(amagasaki))
    assert erase_what_was_ordered.func() == 0
    assert Response.objects.exists()


def test_the_worker_erases_in_every_municipality_what_was_ordered_long_enough_ago(amagasaki, officer, over):
    approve_work(actor=officer, work=proposed(amagasaki))
    Response.objects.update(erase_ordered_at=clock.now() - timedelta(hours=1))
    assert erase_what_was_ordered.func() == 1
    assert not Response.objects.exists()


def test_an_unfinished_response_is_not_kept_for_ever_either(officer):
    assert factories.response(officer).erase_after > date(2020, 1, 1)
