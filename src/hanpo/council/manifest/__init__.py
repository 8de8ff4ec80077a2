"""What the council offers to the house, part by part: surveys, choosing and deciding, conversations, joint systems."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hanpo.core.manifest import PROGRAMME, STAFF
from hanpo.core.registry import Manifest, Permission, Place, verbs_of
from hanpo.council.demo import load_demo
from hanpo.council.manifest import conversations, deciding, results, surveys, systems
from hanpo.council.preparers import PREPARERS

PARTS = (surveys.PART, results.PART, deciding.PART, conversations.PART, systems.PART)

PERMISSIONS = (
    Permission(
        key="council.see",
        label=_("協議会の調査・決定・共同運営システムを見る"),
        roles=STAFF | PROGRAMME | {"supporter"},
    ),
)

PLACES = (Place(label=_("協議会のいま"), url_name="council:home", permission="council.see"),)


VERBS = {"found_council": _("協議会を設置")} | {verb: label for part in PARTS for verb, label in part.verbs.items()}


MANIFEST = Manifest(
    key="council",
    label=_("協議会"),
    accent="green",
    permissions=(*PERMISSIONS, *(permission for part in PARTS for permission in part.permissions)),
    places=(*PLACES, *(place for part in PARTS for place in part.places)),
    preparers=PREPARERS,
    search=tuple(source for part in PARTS for source in part.search),
    calendar=tuple(source for part in PARTS for source in part.calendar),
    residents=tuple(source for part in PARTS for source in part.residents),
    prefecture_facts=tuple(fact for part in PARTS for fact in part.prefecture_facts),
    jobs=tuple(job for part in PARTS for job in part.jobs),
    verbs=verbs_of("council", VERBS),
    demo=load_demo,
)
