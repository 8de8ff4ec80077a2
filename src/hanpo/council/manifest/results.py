"""What the council's part for results offers to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hanpo.core.manifest import PROGRAMME
from hanpo.core.registry import Part, Permission

PART = Part(
    permissions=(
        Permission(key="council.see_results", label=_("調査の結果を、公表の前から見る"), roles=PROGRAMME),
        Permission(key="council.publish_results", label=_("調査の結果をまとめて公表する"), roles=PROGRAMME),
    ),
    verbs={
        "write_publication": _("公表の下書きを変更"),
        "take_summary_out": _("調査結果のまとめを公表の下書きから削除"),
        "write_comment": _("質問へのコメントを変更"),
        "publish_results": _("調査の結果を公表"),
        "keep_text_groups": _("自由記述のまとまりを決定"),
        "rename_text_group": _("自由記述のまとまりの名前を変更"),
        "merge_text_groups": _("自由記述のまとまりを統合"),
        "move_text": _("自由記述の回答を移動"),
        "undo_text_edit": _("自由記述のまとまりの直しを取消し"),
    },
)
