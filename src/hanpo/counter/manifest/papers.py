"""What the counter offers to the house for the application forms: each value entered once."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hanpo.core.manifest import STAFF
from hanpo.core.registry import Part, Permission, Place, SubjectData
from hanpo.counter.queries.papers import read_sets

PART = Part(
    permissions=(
        Permission(key="counter.fill_papers", label=_("申請書一式を記入し、確かめ、印刷する"), roles=STAFF),
        Permission(
            key="counter.keep_papers", label=_("窓口で使う申請書を決める"),
            roles=frozenset({"section_lead", "dx_office"}),
        ),
    ),
    places=(
        Place(label=pgettext_lazy("一覧", "申請書一式"), url_name="counter:paper_sets", permission="counter.fill_papers"),
        Place(label=pgettext_lazy("一覧", "窓口の申請書"), url_name="counter:paper_forms",
              permission="counter.keep_papers"),
    ),
    subject_data=(SubjectData(key="counter.papers", label=_("登録の内容を写した申請書一式"), read=read_sets),),
    verbs={
        "install_papers": _("窓口の申請書を取入れ"),
        "begin_paper_set": _("申請書の記入を開始"),
        "choose_papers": _("一式の申請書を選び直し"),
        "save_entries": _("申請書に記入"),
        "add_paper_person": _("申請書に人を追加"),
        "remove_paper_person": _("申請書から人を削除"),
        "protect_paper_set": _("申請書一式の支援措置を変更"),
        "hand_in_paper_set": _("申請書の記入を終了"),
        "check_paper_set": _("申請書一式を確認"),
        "reopen_paper_set": _("申請書一式を書き直しに戻した"),
        "erase_paper_sets": _("期限の過ぎた申請書一式を消去"),
        "erase_paper_set": _("申請書一式を消去"),
        "agree_to_register": _("申請書に登録の内容を写す同意を記録"),
        "take_from_register": _("申請書に登録の内容を写した"),
        "agree_and_take": _("同意を受けて登録の内容を写した"),
        "search_register": _("申請書のために住民登録を検索"),
    },
)  # fmt: skip
