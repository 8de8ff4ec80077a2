"""Writes of groups of free texts: keep those that were found, rename, merge, move a text, undo the last of these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit, editing
from hanpo.core.database.locks import held
from hanpo.core.models import Person
from hanpo.council.models import FreeTextEdit, FreeTextGroup, Survey, TextDeed
from hanpo.council.queries.freetext import TextGroup, groups_of, last_edit, texts_sent

Values = Mapping[str, Mapping[str, Any]]
"""Values by the number of the group, as JSON keeps them."""


@audit.deed
def keep_groups(*, actor: Person | None, survey: Survey, item: str, groups: Sequence[TextGroup]) -> list[FreeTextGroup]:
    """Keep groups as they were found, to be put right from now on. Raises `ValidationError` where some are kept."""
    held(Survey.objects.all()).get(pk=survey.pk)
    if groups_of(survey=survey, item_id=item):
        raise ValidationError(_("この質問のまとまりは、もう決めてあります。画面を開き直してください。"))
    if not groups:
        raise ValidationError(_("まとまりがまだ見つかっていません。回答が増えてからもう一度開いてください。"))
    rows = [
        FreeTextGroup(survey=survey, item=item, name=one.name[:100], words=list(one.words), replies=one.replies)
        for one in groups
    ]
    for row in rows:
        row.save()
    told = _("見つかった%d個のまとまりをもとにした") % len(rows)
    _note(actor, survey, item, TextDeed.KEPT, told, old={}, new={str(row.pk): _values(row) for row in rows})
    audit.record(actor=actor, verb="keep_text_groups", subject=survey, new={"item": item, "groups": len(rows)})
    return rows


@audit.deed
def rename_group(*, actor: Person | None, group: FreeTextGroup, based_on: int, name: str) -> FreeTextGroup:
    """Give a group another name. Raises `EditConflict`, and `ValidationError` where another group is called so."""
    taken = groups_of(survey=group.survey, item_id=group.item)
    if any(one.name == name and one.pk != group.pk for one in taken):
        raise ValidationError({"name": _("同じ名前のまとまりがあります。ひとつにまとめるか、別の名前にしてください。")})
    done = editing.change(row=group, based_on=based_on, changes={"name": name})
    if done.new:
        told = _("「%(old)s」を「%(new)s」に") % {"old": done.old["name"], "new": name}
        key = str(group.pk)
        _note(actor, group.survey, group.item, TextDeed.RENAMED, told, old={key: done.old}, new={key: done.new})
    audit.record(actor=actor, verb="rename_text_group", subject=group, old=done.old, new=done.new)
    return group


@audit.deed
def merge_groups(*, actor: Person | None, group: FreeTextGroup, into: FreeTextGroup) -> FreeTextGroup:
    """Put everything of a group into another one. Raises `ValidationError` where they are not two of one question."""
    first, second = _locked([group, into])
    if first.pk == second.pk or (first.survey_id, first.item) != (second.survey_id, second.item):
        raise ValidationError({"into": _("同じ質問の、別のまとまりを選んでください。")})
    if first.merged_into_id or second.merged_into_id:
        raise ValidationError({"into": _("ほかの人が先にまとめました。画面を開き直してください。")})
    old = {str(row.pk): _values(row) for row in (first, second)}
    together = [*second.replies, *(one for one in first.replies if one not in second.replies)]
    _set(second, {"replies": together})
    _set(first, {"replies": [], "merged_into": second})
    told = _("「%(one)s」を「%(other)s」に") % {"one": first.name, "other": second.name}
    _note(actor, first.survey, first.item, TextDeed.MERGED, told, old, {str(o.pk): _values(o) for o in (first, second)})
    audit.record(actor=actor, verb="merge_text_groups", subject=second, old={"merged": first.pk},
                 new={"replies": len(together)})  # fmt: skip
    return second


@audit.deed
def move_text(*, actor: Person | None, survey: Survey, item: str, reply: int, into: FreeTextGroup | None) -> None:
    """Move one member's text to another group, or (with `None`) out of all. Raises `ValidationError`."""
    rows = _locked(groups_of(survey=survey, item_id=item))
    if reply not in texts_sent(survey=survey) or (into is not None and into.pk not in {row.pk for row in rows}):
        raise ValidationError({"into": _("同じ質問のまとまりを選んでください。")})
    touched = [row for row in rows if reply in row.replies or (into is not None and row.pk == into.pk)]
    old = {str(row.pk): _values(row) for row in touched}
    for row in touched:
        kept = [one for one in row.replies if one != reply]
        _set(row, {"replies": [*kept, reply] if into is not None and row.pk == into.pk else kept})
    told = _("回答1件を「%s」に") % into.name if into else _("回答1件をどのまとまりにも入れない")
    _note(actor, survey, item, TextDeed.MOVED, told, old, {str(row.pk): _values(row) for row in touched})
    audit.record(actor=actor, verb="move_text", subject=survey,
                 new={"item": item, "reply": reply, "into": into.pk if into else None})  # fmt: skip


@audit.deed
def undo_text_edit(*, actor: Person | None, survey: Survey, item: str, edit: int) -> FreeTextEdit:
    """Take back the last thing that was done to the groups of a question.

    Raises `ValidationError` where something else was done since: that goes first.
    """
    held(Survey.objects.all()).get(pk=survey.pk)
    last = last_edit(survey=survey, item_id=item)
    if last is None or last.pk != edit:
        raise ValidationError(_("その後にほかの直しがありました。画面を開き直して、新しいものから戻してください。"))
    rows = {str(row.pk): row for row in held(FreeTextGroup.objects.all()).filter(survey=survey, item=item)}
    if last.deed == TextDeed.KEPT:
        for key in last.new:
            rows[key].delete()
    else:
        for key, values in last.old.items():
            _set(rows[key], _as_stored(values, rows))
    undone = _note(actor, survey, item, TextDeed.UNDONE, last.told, old=last.new, new=last.old, undoes=last)
    audit.record(actor=actor, verb="undo_text_edit", subject=survey, old={"edit": last.pk}, new={"item": item})
    return undone


def _locked(rows: Sequence[FreeTextGroup]) -> list[FreeTextGroup]:
    """The rows as they stand now, in the order given; held in the order of their numbers."""
    found = {row.pk: row for row in held(FreeTextGroup.objects.order_by("pk")).filter(pk__in=[row.pk for row in rows])}
    return [found[row.pk] for row in rows]


def _values(row: FreeTextGroup) -> dict[str, Any]:
    return {"name": row.name, "replies": list(row.replies), "merged_into": row.merged_into_id}


def _as_stored(values: Mapping[str, Any], rows: Mapping[str, FreeTextGroup]) -> dict[str, Any]:
    into = values.get("merged_into")
    target = {"merged_into": rows[str(into)] if into else None} if "merged_into" in values else {}
    return {**{name: value for name, value in values.items() if name != "merged_into"}, **target}


def _set(row: FreeTextGroup, values: Mapping[str, Any]) -> None:
    editing.change(row=row, based_on=row.version, changes=values)


def _note(
    actor: Person | None, survey: Survey, item: str, deed: TextDeed, told: str, old: Values, new: Values,
    undoes: FreeTextEdit | None = None,
) -> FreeTextEdit:  # fmt: skip
    edit = FreeTextEdit(
        survey=survey, item=item, deed=deed, told=told[:300], old=dict(old), new=dict(new), undoes=undoes,
        recorded_by=actor,
    )  # fmt: skip
    edit.save()
    return edit
