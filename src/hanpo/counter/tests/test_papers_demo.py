"""The demo of application forms is believable: sets in every state, and nothing of a protected household."""

from __future__ import annotations

import pytest

from hanpo.core import clock, scope
from hanpo.core.demo import load_ground
from hanpo.counter.demo.papers import load_papers
from hanpo.counter.models import PaperForm, PaperSet
from hanpo.counter.queries.papers import opened

pytestmark = pytest.mark.django_db


def test_the_demo_has_sets_in_every_state_and_forms_in_three_municipalities():
    with scope.within(scope.EVERYWHERE):
        load_ground(today=clock.today())
        load_papers(today=clock.today())
        rows = list(PaperSet.objects.all())
        assert {row.state for row in rows} == {"filling", "ready", "checked"}
        assert {row.municipality_id for row in rows} == {"282049", "282090", "282201"}
        assert PaperForm.objects.filter(section=None).count() == 0
        protected = next(row for row in rows if row.is_protected)
        assert not [box for sheet in opened(paper_set=protected, language="ja").sheets for box in sheet.boxes()
                    if box.is_hidden and box.text]  # fmt: skip
