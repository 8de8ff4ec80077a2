"""Long work of the hub: everything that projects hold, in one file that shows nobody more than they may see."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from hanpo.core import scope
from hanpo.core.actions.jobs import cancel_job, start_job
from hanpo.core.jobs.tasks import run_job
from hanpo.core.models import Job, JobState, Municipality, Person
from hanpo.core.queries.files import body_of
from hanpo.hub.files.gathering import GATHER_PROJECTS, PERMISSION

pytestmark = pytest.mark.django_db


def gathered(username: str, place: str) -> Job:
    person, municipality = Person.objects.get(username=username), Municipality.objects.get(pk=place)
    job = start_job(actor=person, kind=GATHER_PROJECTS, title="まとめ", municipality=municipality)
    run_job.call(job.pk)
    job.refresh_from_db()
    return job


def places_in(job: Job) -> set[str]:
    rows = load_workbook(io.BytesIO(body_of(file=job.result))).worksheets[0].iter_rows(min_row=2, values_only=True)
    return {row[1] for row in rows}


def test_the_prefecture_gets_every_project_with_all_it_holds(demo):
    job = gathered("ken", "280003")
    assert (job.state, job.done, job.total) == (JobState.DONE, 6, 6)
    assert places_in(job) == {"尼崎市", "西宮市", "豊岡市", "加西市", "多可町", "上郡町"}
    assert (job.result.municipality_id, job.result.permission) == ("280003", PERMISSION)


def test_a_file_kept_for_a_municipality_holds_its_projects_alone(demo):
    assert places_in(gathered("shien1", "282201")) == {"加西市"}


def test_without_a_project_the_job_says_what_is_missing(demo):
    job = gathered("himeji-dx", "282014")
    assert job.state == JobState.FAILED
    assert "取組を登録してから" in job.message


def test_a_job_that_was_called_off_makes_no_file(demo):
    person = Person.objects.get(username="ken")
    job = start_job(
        actor=person, kind=GATHER_PROJECTS, title="まとめ", municipality=Municipality.objects.get(pk="280003")
    )
    cancel_job(actor=person, job=job)
    run_job.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.CANCELLED, None)


@pytest.mark.parametrize(("username", "count"), [("ken", 1), ("toyooka", 1), ("shien1", 2)])
def test_who_works_in_several_municipalities_gets_a_file_for_each(demo, sign_in, username, count):
    client = sign_in(Person.objects.get(username=username))
    before = Job.objects.count()
    with scope.within(scope.NOWHERE):
        answer = client.post(reverse("hub:projects_gather"))
    assert answer.status_code == 302
    assert Job.objects.count() == before + count
