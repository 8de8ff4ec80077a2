"""The roles that every field can build on, and the permissions of the ground's own pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hanpo.core.jobs.kinds import REBUILD_SEARCH, rebuild_search
from hanpo.core.preparers import ModelUpgradePreparer
from hanpo.core.queries.residents import SUBJECT_DATA
from hanpo.core.registry import JobKind, Manifest, Permission, Reach, Role

STAFF = frozenset({"section_staff", "section_lead", "dx_office"})
"""Staff of a municipality."""

PROGRAMME = frozenset({"prefecture", "secretariat"})
"""Those who see every municipality."""

EVERYBODY_AT_WORK = STAFF | PROGRAMME | {"supporter", "administrator"}

VERBS = {
    "prepare:": _("おぜん立てを用意"),
    "approve_work": _("おぜん立てを承認"),
    "decline_work": _("おぜん立てを見送り"),
    "undo_decision": _("おぜん立ての判断を元に戻す"),
    "register_person": _("人を登録"),
    "assign_person": _("配属を追加"),
    "end_assignment": _("配属を終了"),
    "rotate_people": _("人事異動"),
    "let_person_leave": _("退職・離任"),
    "take_person_back": _("退職・離任の取消し"),
    "add_section": _("課を追加"),
    "change_section": _("課の名前・電話番号を変更"),
    "close_section": _("課の最後の日を決定"),
    "reopen_section": _("課の廃止を取消し"),
    "change_own_settings": _("自分の設定を変更"),
    "log_looks": _("住民の情報を閲覧"),
    "give_consent": _("同意"),
    "renew_consent": _("もう一度同意"),
    "withdraw_consent": _("同意の取りやめ"),
    "notify": _("お知らせを送信"),
    "mark_read": _("お知らせを読んだ"),
    "withdraw_notifications": _("お知らせを取り下げ"),
    "start_job": _("処理を依頼"),
    "cancel_job": _("処理の中止を依頼"),
    "restart_job": _("処理を再実行"),
    "begin_job": _("処理を開始"),
    "finish_job": _("処理が終了"),
    "store_file": _("ファイルを保存"),
    "publish_model": _("モデルを公開"),
    "export_package": _("モデルをファイルで持ち出し"),
    "import_package": _("モデルをファイルから取込み"),
    "adopt_model": _("モデルを取り入れた"),
    "upgrade_model": _("モデルを新しい版に更新"),
    "take_back_upgrade": _("モデルの更新を取消し"),
    "found_house": _("Hanpoの利用を開始"),
    "enter_sections": _("課を登録"),
    "load_demo:": _("見本を読込み"),
}
"""What the deeds of the ground are called in the audit record."""

MANIFEST = Manifest(
    key="core",
    label=_("基盤"),
    subject_data=SUBJECT_DATA,
    preparers=(ModelUpgradePreparer(),),
    jobs=(JobKind(key=REBUILD_SEARCH, label=_("検索の索引の作り直し"), run=rebuild_search),),
    verbs=VERBS,
    roles=(
        Role(key="resident", label=_("住民"), reach=Reach.OWN, is_staff=False),
        Role(key="section_staff", label=_("課の職員"), reach=Reach.MUNICIPALITY),
        Role(key="section_lead", label=_("課長"), reach=Reach.MUNICIPALITY),
        Role(key="dx_office", label=_("DX担当課"), reach=Reach.MUNICIPALITY),
        Role(key="supporter", label=_("伴走支援者"), reach=Reach.MUNICIPALITY),
        Role(key="prefecture", label=_("県"), reach=Reach.EVERYWHERE),
        Role(key="secretariat", label=_("協議会事務局"), reach=Reach.EVERYWHERE),
        Role(key="administrator", label=_("管理者"), reach=Reach.EVERYWHERE),
    ),
    permissions=(
        Permission(key="core.work_with_tray", label=_("おぜん立てを見て判断する"), roles=EVERYBODY_AT_WORK),
        Permission(key="core.search", label=_("検索する"), roles=EVERYBODY_AT_WORK),
        Permission(key="core.see_own_data", label=_("自分の情報を見る"), roles=frozenset({"resident"})),
        Permission(key="core.look_up_residents", label=_("住民の情報を見る"), roles=STAFF),
        Permission(key="core.see_prefecture", label=_("県全体を見る"), roles=PROGRAMME),
        Permission(key="core.adopt_models", label=_("モデルを取り入れる・公開する"),
                   roles=frozenset({"dx_office", "section_lead"})),
        Permission(key="core.see_models", label=_("モデルを見る"), roles=EVERYBODY_AT_WORK),
        Permission(key="core.run_jobs", label=_("時間のかかる処理を頼む"), roles=EVERYBODY_AT_WORK),
        Permission(key="core.rebuild_search", label=_("検索の索引を作り直す"), roles=frozenset({"administrator"})),
        Permission(key="core.see_audit", label=_("監査記録を見る"), roles=frozenset({"administrator"})),
        Permission(key="core.manage_people", label=_("人と配属を管理する"),
                   roles=frozenset({"administrator", "dx_office"})),
        Permission(key="core.manage_sections", label=_("課を管理する"),
                   roles=frozenset({"administrator", "dx_office"})),
    ),
)  # fmt: skip
