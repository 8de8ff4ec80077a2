"""Writes of rules that come from elsewhere: a model that is adopted, tables in a file."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core.models import Municipality, Person
from hanpo.counter.actions.rules.editing import replace_content, start_rules
from hanpo.counter.engine.rules.content import Content
from hanpo.counter.models import RuleDraft


def apply_rules(actor: Person, municipality: Municipality, pk: str | None, content: Content) -> str:
    """Take rules over from a model, or a newer version of it; what was laid over at home stays."""
    name, rules = _apart(content)
    if pk is None:
        draft = start_rules(actor=actor, municipality=municipality, name=name, content=rules, keeps_base=True)
        return str(draft.pk)
    draft = RuleDraft.objects.get(pk=pk)
    kept = {**rules, "overlays": draft.content["overlays"]}
    replace_content(actor=actor, draft=draft, content=kept, words=_("モデルの新しい版を取り入れた"))
    return pk


def _apart(content: Content) -> tuple[str, Content]:
    """The name, and the rules without what another municipality laid over them."""
    parts = {key: value for key, value in content.items() if key != "name"}
    if not isinstance(content.get("name"), str) or not isinstance(parts.get("tables"), list):
        raise ValidationError(_("手続きの決まりのモデルではありません。"))
    return content["name"], {**parts, "overlays": []}
