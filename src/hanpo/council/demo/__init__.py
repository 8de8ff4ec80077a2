"""The Hyogo demo of the council: 41 municipalities and the prefecture, what they were asked and what they decide.

Facts come from public documents, in our own words; what happened later is made up to show how the pages are used.
"""

from __future__ import annotations

from datetime import date

from hanpo.council.demo.conversations import load_conversations
from hanpo.council.demo.councils import load_council
from hanpo.council.demo.deciding import load_deciding
from hanpo.council.demo.results import load_results
from hanpo.council.demo.surveys import load_surveys
from hanpo.council.demo.systems import load_systems
from hanpo.council.demo.workbooks import load_answered_workbook


def load_demo(*, today: date) -> None:
    """Load the council and everything in it, counted from this day."""
    load_council(today=today)
    load_surveys(today=today)
    load_answered_workbook(today=today)
    load_results(today=today)
    load_systems(today=today)
    load_conversations(today=today)
    load_deciding(today=today)
