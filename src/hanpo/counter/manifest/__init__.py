"""What the counter offers to the house, part by part."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hanpo.core.registry import Manifest, joined, verbs_of
from hanpo.counter.demo import load_demo
from hanpo.counter.manifest import cases, flows, guide, improving, papers, rules, staffing, waiting

ALL = joined(
    (
        guide.PART,
        papers.PART,
        cases.PART,
        waiting.PART,
        staffing.PART,
        rules.PART,
        improving.PART,
        flows.PART,
    )
)

MANIFEST = Manifest(
    key="counter",
    label=_("窓口"),
    accent="cyan",
    permissions=ALL.permissions,
    places=ALL.places,
    preparers=ALL.preparers,
    search=ALL.search,
    calendar=ALL.calendar,
    subject_data=ALL.subject_data,
    residents=ALL.residents,
    prefecture_facts=ALL.prefecture_facts,
    adoptable=ALL.adoptable,
    jobs=ALL.jobs,
    verbs=verbs_of("counter", ALL.verbs),
    demo=load_demo,
)
