"""Commands that check: the audit record, and whether this house is fit for work."""

from __future__ import annotations

import sys

import click
from django.utils.translation import gettext as _

from hanpo.cli import console
from hanpo.core import audit as record
from hanpo.core.deployment import findings
from hanpo.core.models import AuditEntry, AuditHead


@click.group(help=_("監査記録を確かめます。"))
def audit() -> None:
    """The group of commands on the audit record."""


@audit.command(help=_("監査記録のつながりを最初から確かめ、最後のハッシュを示します。"))
@click.option("--expect", metavar="HASH", help=_("前に書き留めたハッシュ。記録の中に今もあるかどうかも確かめます。"))
def verify(*, expect: str | None) -> None:
    """Read the whole chain; fail where it breaks, or where a hash noted elsewhere is not in it any more."""
    breaks = record.verify()
    for found in breaks:
        console.say(f"{found.sequence}: {_REASONS[found.reason]()}")
    if breaks:
        console.fail(_("監査記録が書き換えられています（%dか所）。") % len(breaks))
    if expect and not AuditEntry.objects.filter(hash=expect.strip().lower()).exists():
        console.fail(_("書き留めたハッシュが記録の中にありません。記録が作り直されたおそれがあります。"))
    head = AuditHead.objects.first()
    console.say(_("監査記録 %d行に、書き換え・抜け・入れ替えはありません。") % (head.length if head else 0))
    if head:
        console.say(_("最後のハッシュ（別の場所に書き留めてください）： %s") % head.hash)


@click.command("check-deployment", help=_("本番で使える状態かどうかを確かめ、足りないことと直し方を示します。"))
def check_deployment() -> None:
    """Check everything a working house needs; fail while anything is left to do."""
    found = findings()
    rows = [("ok" if f.is_ok else _("要対応"), f.label, f.detail, "" if f.is_ok else f.remedy) for f in found]
    console.show_table([_("結果"), _("項目"), _("いまの状態"), _("すること")], rows)
    left = sum(not f.is_ok for f in found)
    if left:
        console.say(_("要対応が%d件あります。") % left)
        sys.exit(console.PROBLEM)
    console.say(_("すべて整っています。"))


_REASONS = {
    "missing": lambda: _("この行の前に抜けがあります"),
    "order": lambda: _("前の行とつながっていません"),
    "content": lambda: _("内容が書き換えられています"),
    "end": lambda: _("最後の行が末尾の控えと合いません"),
}
"""Why a chain can break, in words."""
