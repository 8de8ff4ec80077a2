"""What the portal offers to the house: its places in the navigation, and permissions where the ground's do not fit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hanpo.core.manifest import EVERYBODY_AT_WORK
from hanpo.core.registry import Manifest, Permission, Place
from hanpo.portal.colleagues import COLLEAGUES

EVERYBODY = EVERYBODY_AT_WORK | {"resident"}

MANIFEST = Manifest(
    key="portal",
    label=_("玄関"),
    search=(COLLEAGUES,),
    verbs={
        "invite_person": _("パスワードを決める案内を送信"),
        "link_identity": _("外部のIDと結びつけ"),
        "forget_second_factors": _("二段階の確認を解除"),
    },
    permissions=(
        Permission(key="portal.read_notifications", label=_("自分へのお知らせを読む"), roles=EVERYBODY),
        Permission(key="portal.change_settings", label=_("自分の設定を変える"), roles=EVERYBODY),
        Permission(key="portal.open_files", label=_("見てよいファイルを開く"), roles=EVERYBODY),
        Permission(key="portal.see_municipality", label=_("市町のページを見る"), roles=EVERYBODY_AT_WORK),
    ),
    places=(
        Place(label=_("おぜん立て"), url_name="portal:tray", permission="core.work_with_tray"),
        Place(label=_("職員メリット帳"), url_name="portal:benefit", permission="core.work_with_tray"),
        Place(label=_("県全体"), url_name="portal:prefecture", permission="core.see_prefecture"),
        Place(label=_("住民の情報"), url_name="portal:residents", permission="core.look_up_residents"),
        Place(label=_("横展開のモデル"), url_name="portal:models", permission="core.see_models"),
        Place(label=_("処理の状況"), url_name="portal:jobs", permission="core.run_jobs"),
        Place(label=_("人と配属"), url_name="portal:people", permission="core.manage_people"),
        Place(label=pgettext_lazy("一覧", "課"), url_name="portal:sections", permission="core.manage_sections"),
        Place(label=_("監査記録"), url_name="portal:audit", permission="core.see_audit"),
        Place(label=_("わたしのページ"), url_name="portal:my", permission="core.see_own_data"),
        Place(label=_("だれが見たか"), url_name="portal:my-looks", permission="core.see_own_data"),
        Place(label=_("わたしの同意"), url_name="portal:my-consents", permission="core.see_own_data"),
    ),
)
