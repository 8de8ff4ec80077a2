"""The demo of the counter: a believable day in Nishinomiya. Every name and number of a person is made up."""

from __future__ import annotations

from datetime import date

from hanpo.counter.demo.cases import load_cases
from hanpo.counter.demo.flows import load_flows
from hanpo.counter.demo.guide import load_guide
from hanpo.counter.demo.improving import load_improving
from hanpo.counter.demo.papers import load_papers
from hanpo.counter.demo.rules import load_rules
from hanpo.counter.demo.staffing import load_staffing
from hanpo.counter.demo.waiting import load_waiting


def load_demo(*, today: date) -> None:
    """Load the counter and everything at it, counted from this day."""
    load_rules(today=today)
    load_guide(today=today)
    load_papers(today=today)
    load_cases(today=today)
    load_waiting(today=today)
    load_staffing(today=today)
    load_improving(today=today)
    load_flows(today=today)
