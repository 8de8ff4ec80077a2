"""The roles that every field can build on, and the permissions of the ground's own pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hanpo.core.preparers import ModelUpgradePreparer
from hanpo.core.queries.residents import SUBJECT_DATA
from hanpo.core.registry import Manifest, Permission, Reach, Role

STAFF = frozenset({"section_staff", "section_lead", "dx_office"})
"""Staff of a municipality."""

PROGRAMME = frozenset({"prefecture", "secretariat"})
"""Those who see every municipality."""

EVERYBODY_AT_WORK = STAFF | PROGRAMME | {"supporter", "administrator"}

MANIFEST = Manifest(
    key="core",
    label=_("基盤"),
    subject_data=SUBJECT_DATA,
    preparers=(ModelUpgradePreparer(),),
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
        Permission(key="core.see_audit", label=_("監査記録を見る"), roles=frozenset({"administrator"})),
        Permission(key="core.manage_people", label=_("人と配属を管理する"),
                   roles=frozenset({"administrator", "dx_office"})),
    ),
)  # fmt: skip
