"""The demo of cases: every state can be seen, and each of the three cities has a row of everything."""

from __future__ import annotations

import pytest
from django.apps import apps

from hanpo.core import clock, demo, scope
from hanpo.counter.models import Appointment, Case, CaseState, CaseStep, CaseTask, CaseTaskState, ExportLine, LineState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]

MODELS = ("Case", "CaseTask", "CaseStep", "BereavementCourse", "Appointment", "ExportMapping", "ExportColumn",
          "ExportBatch", "ExportLine", "ExportReceipt")  # fmt: skip


@pytest.fixture(autouse=True)
def loaded():
    demo.load_demo(today=clock.today())


def test_the_demo_of_cases_is_whole():
    assert set(Case.objects.values_list("state", flat=True)) == set(CaseState.values)
    assert set(CaseTask.objects.values_list("state", flat=True)) == set(CaseTaskState.values)
    assert {LineState.ACCEPTED, LineState.REFUSED} <= set(ExportLine.objects.values_list("state", flat=True))
    for code in ("282049", "282090", "282201"):
        with scope.within(scope.of(code)):
            missing = [name for name in MODELS if not apps.get_model("counter", name).objects.exists()]
        assert missing == [], code
    announced = Case.objects.filter(guidance__isnull=False).get()
    assert announced.open_tasks >= 10
    assert announced.tasks.values("section").distinct().count() >= 8
    assert all(visit.case.tasks.exists() for visit in Appointment.objects.filter(municipality="282049"))
    assert not Case.objects.filter(opened_at__gt=clock.now()).exclude(guidance__isnull=False).exists()
    for case in Case.objects.all():
        told = CaseStep.objects.filter(case=case).order_by("pk").values_list("happened_at", flat=True)
        assert list(told) == sorted(told), case.number
