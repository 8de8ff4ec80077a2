"""Forms as models: what one municipality published, another adopts, changes at home and keeps improving."""

from __future__ import annotations

from copy import deepcopy

import pytest

from hanpo.core.actions.adoption import adopt_model, publish_model, upgrade_model
from hanpo.core.tests import factories as ground
from hanpo.forms.actions.drafts import save_draft
from hanpo.forms.models import FormDraft
from hanpo.forms.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]


def relabelled(draft: FormDraft, item_id: str, label: str) -> dict:
    definition = deepcopy(draft.definition)
    for section in definition["sections"]:
        for item in section["items"]:
            item["label"] = label if item["id"] == item_id else item["label"]
    return definition


def published(draft, person):
    return publish_model(
        actor=person, municipality=draft.municipality, kind="forms.form", object_id=str(draft.pk), name="consultation",
        title=draft.title,
    )  # fmt: skip


def test_a_form_is_adopted_and_keeps_home_changes_when_the_model_improves(amagasaki, toyooka):
    maker, adopter = ground.person("dx_office", amagasaki), ground.person("dx_office", toyooka)
    draft = factories.form(amagasaki)
    adoption = adopt_model(actor=adopter, municipality=toyooka, package=published(draft, maker))
    home = FormDraft.objects.get(pk=adoption.object_id)
    assert home.municipality == toyooka
    assert home.definition["sections"] == draft.definition["sections"]

    ours = relabelled(home, "day", "来られる日")
    save_draft(actor=adopter, form=home, based_on=home.version, changes={"definition": ours})
    better = relabelled(draft, "rent", "1か月の家賃")
    save_draft(actor=maker, form=draft, based_on=draft.version, changes={"definition": better})
    upgrade_model(actor=adopter, adoption=adoption, package=published(draft, maker))

    sections = FormDraft.objects.get(pk=home.pk).definition["sections"]
    items = {item["id"]: item["label"] for section in sections for item in section["items"]}
    assert (items["day"], items["rent"]) == ("来られる日", "1か月の家賃")
