"""What the flow room prepares, and how a flow goes from one town to another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hanpo.core import clock, scope
from hanpo.core.actions.adoption import adopt_model, publish_model
from hanpo.core.actions.prepared import approve_work, undo_decision
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.models import PreparedWork
from hanpo.core.tests import factories as ground
from hanpo.counter.engine.discovery import Event
from hanpo.counter.models import Flow, FlowRemark
from hanpo.counter.preparers.flows import LongestWait
from hanpo.counter.queries.flows import logs as queries
from hanpo.counter.tests import flows_makers as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    queries._CACHE.clear()


def moved(events: list[Event], days: int) -> list[Event]:
    """The events so that the last day lies so many days before today."""
    by = timedelta(days=(clock.today() - max(one.began for one in events).date()).days - days)
    return [Event(e.case, e.step, e.section, e.began + by, e.ended + by if e.ended else None) for e in events]


def prepared(place) -> list[PreparedWork]:
    prepare_work(actor=None, preparer=LongestWait(), municipality=place, today=clock.today())
    return list(PreparedWork.objects.filter(preparer="counter.longest_wait", state="waiting"))


def test_the_longest_wait_of_the_month_is_put_on_the_flow_once_and_can_be_taken_back():
    place = ground.municipality(make.NISHINOMIYA)
    office = ground.person("dx_office", place)
    flow = make.flow(log=make.log(text=make.csv(moved(make.events(10, wait=40), 2))))
    (work,) = prepared(place)
    assert "国保に入れる" in work.title
    assert len(prepared(place)) == 1, "running it twice makes nothing twice"
    approve_work(actor=office, work=work)
    mark = FlowRemark.objects.get()
    assert (mark.node, mark.kind) == ("Step_5", "waits")
    assert "10件" in mark.words
    assert flow.pk == mark.flow_id
    undo_decision(actor=office, work=work)
    assert not FlowRemark.objects.exists()


def test_short_waits_old_logs_and_few_cases_are_not_worth_a_word():
    place = ground.municipality(make.NISHINOMIYA)
    for events in (make.events(10, wait=3), make.events(4, wait=60)):
        row = make.log(text=make.csv(moved(events, 2)))
        flow = make.flow(log=row)
        assert prepared(place) == []
        flow.delete()
        row.delete()
    make.flow(log=make.log(text=make.csv(moved(make.events(10, wait=60), 60))))
    assert prepared(place) == []


def test_another_town_adopts_a_flow_with_its_lanes_and_steps_but_not_its_times():
    home = make.flow(source="西宮市の図")
    toyooka = ground.municipality("282090")
    with scope.within(scope.of(make.NISHINOMIYA)):
        package = publish_model(
            actor=ground.person("dx_office", home.municipality), municipality=home.municipality, kind="counter.flow",
            object_id=str(home.pk), name="tennyu", title="転入の流れ",
        )  # fmt: skip
    with scope.within(scope.of("282090")):
        adopt_model(actor=ground.person("dx_office", toyooka), municipality=toyooka, package=package)
        made = Flow.objects.get()
    assert [one["name"] for one in made.chart["nodes"]] == [one["name"] for one in home.chart["nodes"]]
    assert all("minutes" not in one for one in made.chart["nodes"])
    assert made.municipality_id == "282090"
