"""Makes rules for tests: a draft with the shipped catalogue, and an edition of it."""

from __future__ import annotations

from datetime import date

from hanpo.core import scope
from hanpo.core.tests import factories as ground
from hanpo.counter.actions.rules.editing import start_rules
from hanpo.counter.actions.rules.publishing import publish_edition
from hanpo.counter.engine.rules.content import catalogue_content
from hanpo.counter.files.seeds import catalogue
from hanpo.counter.models import RuleDraft, RuleEdition

SINCE = date(2026, 4, 1)


def draft(code: str = "282022", *, keeps_base: bool = False) -> RuleDraft:
    """The shipped catalogue in the editor of a municipality."""
    with scope.within(scope.EVERYWHERE):
        return start_rules(
            actor=None, municipality=ground.municipality(code), name="手続きの決まり",
            content=catalogue_content(catalogue(), code), keeps_base=keeps_base,
        )  # fmt: skip


def edition(code: str = "282022", *, since: date = SINCE) -> RuleEdition:
    """The shipped catalogue, published."""
    with scope.within(scope.EVERYWHERE):
        return publish_edition(actor=None, draft=draft(code), note="最初の版", in_force_from=since)
