"""The demo of the flow room: full in the city, small where the model was adopted, the same each time."""

from __future__ import annotations

import pytest

from hanpo.core import clock, scope
from hanpo.core.demo import load_ground
from hanpo.counter.demo.flows import _records, load_flows
from hanpo.counter.engine.flows import chart_from, faults_of
from hanpo.counter.models import EventLog, Flow, FlowRemark, FlowVote
from hanpo.counter.queries.flows.logs import rows_of

pytestmark = pytest.mark.django_db


def test_the_demo_has_flows_marks_votes_and_logs_in_each_of_its_towns(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    today = clock.today()
    with scope.within(scope.EVERYWHERE):
        load_ground(today=today)
        load_flows(today=today)
        for model in (Flow, FlowRemark, FlowVote, EventLog):
            assert {row.municipality_id for row in model.objects.all()} == {"282049", "282090", "282201"}
        for flow in Flow.objects.filter(kind="as_is"):
            faults = [fault.kind.value for fault in faults_of(chart_from(flow.chart))]
            assert set(faults) <= {"no_start", "no_end", "stuck", "unreached", "unsaid"}
            assert Flow.objects.filter(follows=flow, name=flow.name).count() <= 1
        rows = rows_of(log=EventLog.objects.get(source="upload", municipality="282049"))
        assert len({event.case for event in rows.events}) == 160
        assert rows.faults == ()


def test_the_records_are_the_same_each_time_and_lie_in_the_past():
    today = clock.today()
    assert _records(20, today) == _records(20, today)
    assert f"{today:%Y/%m/%d}" not in _records(160, today)
