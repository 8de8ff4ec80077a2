"""The audit record in words: what a deed is called, what it touched, and which values it changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import AuditEntry
from hanpo.core.registry import Text

VERBS: dict[str, Text] = {
    "approve_work": _("おぜん立てを承認"),
    "decline_work": _("おぜん立てを見送り"),
    "undo_decision": _("判断を元に戻す"),
    "register_person": _("人を登録"),
    "assign_person": _("配属を追加"),
    "end_assignment": _("配属を終了"),
    "rotate_people": _("人事異動"),
    "change_own_settings": _("自分の設定を変更"),
    "log_looks": _("住民の情報を閲覧"),
    "give_consent": _("同意"),
    "renew_consent": _("もう一度同意"),
    "withdraw_consent": _("同意の取りやめ"),
    "notify": _("お知らせを送信"),
    "mark_read": _("お知らせを読んだ"),
    "start_job": _("処理を依頼"),
    "cancel_job": _("処理を中止"),
    "restart_job": _("処理を再実行"),
    "begin_job": _("処理を開始"),
    "finish_job": _("処理が終了"),
    "store_file": _("ファイルを保存"),
}
"""What the deeds of the ground are called; a deed that is not named here is shown as it is recorded."""

FAMILIES: dict[str, Text] = {"prepare": _("おぜん立てを用意"), "load_demo": _("見本を読込み")}
"""What deeds are called whose names carry a key behind a colon."""


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One value of a deed, before (where there was one) and after."""

    name: Text
    old: Any
    new: Any
    has_old: bool


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A row of the record as the page shows it."""

    entry: AuditEntry
    verb: Text
    subject: Text
    changes: Sequence[ValueChange]


def audit_rows(*, entries: Iterable[AuditEntry]) -> list[AuditRow]:
    """The rows in words."""
    return [AuditRow(e, verb_label(e.verb), _subject(e.subject_type), _changes(e)) for e in entries]


def verb_label(verb: str) -> Text:
    """What a deed is called; the runs of a preparer share one name."""
    return FAMILIES.get(verb.partition(":")[0]) or VERBS.get(verb, verb)


def verb_choices(*, verbs: Iterable[str]) -> list[tuple[str, Text]]:
    """The deeds of the record, for a filter."""
    return [(verb, verb_label(verb)) for verb in verbs]


def _subject(label: str) -> Text:
    try:
        return apps.get_model(label)._meta.verbose_name or label
    except (LookupError, ValueError):
        return label


def _changes(entry: AuditEntry) -> list[ValueChange]:
    names = dict.fromkeys([*entry.old, *entry.new])
    return [
        ValueChange(_field(entry.subject_type, name), entry.old.get(name), entry.new.get(name), name in entry.old)
        for name in names
    ]


def _field(label: str, name: str) -> Text:
    try:
        return str(apps.get_model(label)._meta.get_field(name.removesuffix("_id")).verbose_name)
    except (LookupError, ValueError, FieldDoesNotExist, AttributeError):
        return name
