"""What the counter offers to the house for the rules of procedures: editing, proof, editions, exchange."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hanpo.core.manifest import PROGRAMME, STAFF
from hanpo.core.models import Municipality, Person
from hanpo.core.registry import Adoptable, Part, Permission, Place, SearchSource
from hanpo.counter.actions.rules.exchange import adopt_rules
from hanpo.counter.models import RuleDraft
from hanpo.counter.preparers.rules import RulesToConfirm, RulesToLookAfter
from hanpo.counter.queries.rules import drafts, offers


def _apply(actor: Person, municipality: Municipality, pk: str | None, content: dict[str, Any]) -> str:
    return adopt_rules(actor=actor, municipality=municipality, pk=pk, content=content)


WORDS = {
    "sections": _("課の名前"),
    "inputs": _("聞くこと"),
    "questions": _("質問"),
    "procedures": _("手続き"),
    "tables": _("判定表"),
    "rows": _("行"),
    "cells": _("条件"),
    "results": _("結果"),
    "label": _("文"),
    "title": _("名前"),
}
"""What the keys of a model's content are called."""

PART = Part(
    permissions=(
        Permission(key="counter.see_rules", label=_("手続きの決まりを見る"), roles=STAFF | PROGRAMME | {"supporter"}),
        Permission(key="counter.edit_rules", label=_("手続きの決まりを編集する"), roles=STAFF),
        Permission(key="counter.confirm_rules", label=_("手続きの決まりを確認する"), roles=STAFF),
        Permission(key="counter.publish_rules", label=_("手続きの決まりを公開する"),
                   roles=frozenset({"dx_office", "section_lead"})),
    ),
    places=(Place(label=_("手続きの決まり"), url_name="counter:rules_home", permission="counter.see_rules"),),
    preparers=(RulesToConfirm(), RulesToLookAfter()),
    search=(
        SearchSource(
            key="counter.rules", label=_("手続きの決まり"), model=RuleDraft, permission="counter.see_rules",
            title=lambda row: row.name, url=lambda row: reverse("counter:rules_desk", args=[row.pk]),
            texts=offers.search_texts,
        ),
    ),
    adoptable=(
        Adoptable(
            key="counter.rules", label=_("手続きの決まり"),
            candidates=drafts.drafts,
            export=lambda pk: drafts.rules_content(draft=drafts.drafts().get(pk=pk)),
            apply=_apply, url=lambda pk: reverse("counter:rules_desk", args=[pk]), words=WORDS,
        ),
    ),
    verbs={
        "edit_rules": _("手続きの決まりを編集"),
        "undo_rule_edit": _("決まりの編集を取消し"),
        "publish_rules": _("手続きの決まりを公開"),
        "confirm_procedure": _("手続きの決まりを確認"),
        "take_confirmation_back": _("手続きの決まりの確認を取消し"),
        "receive_rules": _("手続きの決まりのファイルを受取り"),
        "take_rules": _("手続きの決まりのファイルを取込み"),
        "put_rules_aside": _("手続きの決まりのファイルを見送り"),
        "entrust_procedures": _("手続きを受け持つ課を登録"),
    },
)  # fmt: skip
