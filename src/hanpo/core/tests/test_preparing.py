from __future__ import annotations

from datetime import date

from django.db import connection

from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.registry import Draft, Fact


class Thinker:
    key = "test.think"
    label = "考える"
    depth = -1

    def prepare(self, *, municipality, today):
        Thinker.depth = len(connection.savepoint_ids)
        yield Draft(key="idea", title="考え", why=[Fact(text="理由")], effect="", minutes_saved=5, role="dx_office")


def test_a_preparer_thinks_before_a_transaction_keeps_others_from_writing(amagasaki, everywhere):
    outside = len(connection.savepoint_ids)
    outcome = prepare_work(actor=None, preparer=Thinker(), municipality=amagasaki, today=date(2026, 4, 1))
    assert (outcome.made, Thinker.depth) == (1, outside)
