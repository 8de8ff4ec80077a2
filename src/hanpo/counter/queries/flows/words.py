"""What the parts and faults of a flow are called."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core.registry import Text
from hanpo.counter.engine.flows import Fault, FaultKind, FlowError

TAGS: dict[str, Text] = {
    "task": gettext_lazy("作業"),
    "userTask": gettext_lazy("作業（画面で）"),
    "manualTask": gettext_lazy("作業（手で）"),
    "serviceTask": gettext_lazy("自動の処理"),
    "scriptTask": gettext_lazy("自動の計算"),
    "businessRuleTask": gettext_lazy("決まりによる判断"),
    "sendTask": gettext_lazy("送る"),
    "receiveTask": gettext_lazy("受け取る"),
    "callActivity": gettext_lazy("別の流れを呼ぶ"),
    "subProcess": gettext_lazy("まとまった作業"),
    "transaction": gettext_lazy("取り消せる作業のまとまり"),
    "adHocSubProcess": gettext_lazy("順番のない作業のまとまり"),
    "exclusiveGateway": gettext_lazy("分かれ道（どれか一つ）"),
    "inclusiveGateway": gettext_lazy("分かれ道（いくつでも）"),
    "parallelGateway": gettext_lazy("同時に進む"),
    "eventBasedGateway": gettext_lazy("分かれ道（先に起きたほう）"),
    "complexGateway": gettext_lazy("分かれ道（込み入った条件）"),
    "startEvent": gettext_lazy("始まり"),
    "endEvent": gettext_lazy("終わり"),
    "intermediateCatchEvent": gettext_lazy("途中の出来事（待つ）"),
    "intermediateThrowEvent": gettext_lazy("途中の出来事（知らせる）"),
    "boundaryEvent": gettext_lazy("作業中の出来事"),
}
"""What the kinds of steps are called."""

DRAWABLE = ("task", "userTask", "manualTask", "serviceTask", "exclusiveGateway", "parallelGateway", "startEvent",
            "endEvent", "intermediateCatchEvent")  # fmt: skip
"""The kinds that one chooses from; a file may bring others."""

CHANGES: dict[str, Text] = {
    "name": gettext_lazy("言い方"),
    "lane": gettext_lazy("担当"),
    "minutes": gettext_lazy("時間"),
    "kind": gettext_lazy("種類"),
}
"""What can change of a step."""

_FAULTS: dict[FaultKind, Text] = {
    FaultKind.NO_START: gettext_lazy("始まりがありません。"),
    FaultKind.NO_END: gettext_lazy("終わりがありません。"),
    FaultKind.UNREACHED: gettext_lazy("「{name}」へ進む矢印がありません。"),
    FaultKind.STUCK: gettext_lazy("「{name}」から先へ進む矢印がありません。"),
    FaultKind.ONE_WAY: gettext_lazy("分かれ道「{name}」から出る矢印が1本だけです。"),
    FaultKind.UNNAMED: gettext_lazy("名前のない作業があります。"),
    FaultKind.EMPTY_LANE: gettext_lazy("担当「{name}」に手順が一つもありません。"),
    FaultKind.NO_LANE: gettext_lazy("「{name}」の担当が決まっていません。"),
    FaultKind.UNSAID: gettext_lazy("分かれ道「{name}」から出る矢印に、どんなときかが書かれていません。"),
}
_REFUSALS: dict[str, Text] = {
    "unknown": gettext_lazy("ほかの人が図を直したため、選んだものがもうありません。図を見て、もう一度選んでください。"),
    "doubled": gettext_lazy("「{what}」の矢印は、もうあります。"),
    "in_use": gettext_lazy("担当「{what}」には手順が残っています。手順を移すか消してから、消してください。"),
    "to_itself": gettext_lazy("「{what}」から自分へは矢印を引けません。"),
    "end": gettext_lazy("「{what}」は終わりなので、その先へは進めません。"),
    "start": gettext_lazy("「{what}」は始まりなので、そこへは進めません。"),
    "not_a_node": gettext_lazy("「{what}」という種類の手順はありません。"),
}


def fault_words(fault: Fault) -> str:
    """A fault as a sentence."""
    return str(_FAULTS[fault.kind]).format(name=fault.name or _("名前なし"))


def refusal(refused: FlowError) -> str:
    """Why a change cannot be made, and what to do."""
    return str(_REFUSALS[refused.why]).format(what=refused.what)


def minutes_words(minutes: float | None) -> str:
    """Minutes as one says them; a dash where nobody said."""
    return "—" if minutes is None else _("{minutes}分").format(minutes=f"{minutes:g}")
