"""The demo as it stands once the preparers have run: what all walks through the house look at."""

from __future__ import annotations

from hanpo.core import clock, demo
from hanpo.core.jobs.schedule import run_preparers

HOME = "282090"
"""Toyooka: takes part in the programme."""
FOREIGN = "282201"
"""Kasai: takes part as well."""


def furnish() -> None:
    """Load the demo of today and make ready what is due."""
    demo.load_demo(today=clock.today())
    summary = run_preparers(today=clock.today())
    assert summary.failures == []
