"""What the council offers to the house, part by part: surveys, choosing and deciding, conversations, joint systems."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hanpo.core.manifest import PROGRAMME, STAFF
from hanpo.core.registry import Manifest, Part, Permission, Place, joined, verbs_of
from hanpo.council.demo import load_demo
from hanpo.council.manifest import conversations, deciding, results, surveys, systems
from hanpo.council.preparers import PREPARERS

OWN = Part(
    permissions=(
        Permission(
            key="council.see",
            label=_("協議会の調査・決定・共同運営システムを見る"),
            roles=STAFF | PROGRAMME | {"supporter"},
        ),
    ),
    places=(Place(label=_("協議会のいま"), url_name="council:home", permission="council.see"),),
    verbs={"found_council": _("協議会を設置")},
)

ALL = joined((OWN, surveys.PART, results.PART, deciding.PART, conversations.PART, systems.PART))

MANIFEST = Manifest(
    key="council",
    label=_("協議会"),
    accent="green",
    permissions=ALL.permissions,
    places=ALL.places,
    preparers=PREPARERS,
    search=ALL.search,
    calendar=ALL.calendar,
    residents=ALL.residents,
    prefecture_facts=ALL.prefecture_facts,
    jobs=ALL.jobs,
    verbs=verbs_of("council", ALL.verbs),
    demo=load_demo,
)
