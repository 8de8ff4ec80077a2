"""What the council offers to the house, part by part: surveys, choosing and deciding, conversations, joint systems."""

from __future__ import annotations

from django.apps import apps
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hanpo.core.manifest import PROGRAMME, STAFF
from hanpo.core.registry import Manifest, Permission, Place, Text
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


def verbs() -> dict[str, Text]:
    """Every deed of the council in words: those with a verb of their own, and `add_` and `change_` of each model."""
    named: dict[str, Text] = {"found_council": _("協議会を設置")}
    named |= {verb: label for part in PARTS for verb, label in part.verbs.items()}
    for model in apps.get_app_config("council").get_models():
        what = model._meta.verbose_name
        named[f"add_{model._meta.model_name}"] = format_lazy(_("{what}を追加"), what=what)
        named[f"change_{model._meta.model_name}"] = format_lazy(_("{what}を変更"), what=what)
    return named


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
    verbs=verbs(),
    demo=load_demo,
)
