"""What people type in the flow room: a flow, its lanes, steps and arrows, marks and votes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs import ALL, Filter, PlainForm, RowForm, names_only
from hanpo.counter.actions.flows.marks import Said
from hanpo.counter.engine.flows import (
    Chart,
    Edge,
    FlowError,
    Lane,
    Node,
    change_edge,
    change_lane,
    change_node,
    move_node,
    places_of,
)
from hanpo.counter.models import Flow, FlowKind, FlowRemark, FlowVote, RemarkState, Voice
from hanpo.counter.queries.flows.charts import choices_of_nodes
from hanpo.counter.queries.flows.words import DRAWABLE, TAGS

TEXT = forms.Textarea(attrs={"rows": 3})
NONE = ("", _("（なし）"))


class FlowFilter(Filter):
    """Which flows the list shows."""

    kind = forms.ChoiceField(label=_("種類"), choices=[ALL, *FlowKind.choices], required=False)
    q = forms.CharField(label=_("名前に含む言葉"), max_length=60, required=False)


class FlowForm(RowForm):
    """What is said of a flow."""

    class Meta(RowForm.Meta):
        model = Flow
        fields = ("name", "purpose", "source", "log", "asks_until")
        widgets = {"purpose": TEXT}
        help_texts = {
            "purpose": _("どの手続きの、どこからどこまでかを書いてください。"),
            "log": _("選ぶと、同じ名前の手順に、測った時間が出ます。"),
            "asks_until": _("入れると、各課の職員に2分投票をお願いできます。"),
        }

    def __init__(self, *args: Any, logs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["log"].queryset = names_only(logs, "name")  # type: ignore[attr-defined]


class NewFlowForm(PlainForm):
    """A new flow: drawn here, or brought as a BPMN file."""

    municipality: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("市町"), queryset=None, empty_label=None)
    name = forms.CharField(label=_("名前"), max_length=120, help_text=_("例：転入の受付から、最後の窓口を出るまで"))
    kind = forms.ChoiceField(
        label=_("種類"), choices=FlowKind.choices, widget=forms.RadioSelect, initial=FlowKind.AS_IS
    )
    purpose = forms.CharField(label=_("何の流れか"), widget=TEXT, required=False)
    lanes = forms.CharField(
        label=_("担当する人や課"), widget=TEXT, required=False,
        help_text=_("1行に一つずつ、上から並べる順に。例：住民、市民課、国保の課。あとで足せます。"),
    )  # fmt: skip

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = places  # type: ignore[attr-defined]

    def lane_names(self) -> list[str]:
        """The lanes, one a line."""
        return [line.strip() for line in self.cleaned_data["lanes"].splitlines() if line.strip()]

    def values(self) -> dict[str, Any]:
        """What is said of the flow."""
        return {name: self.cleaned_data[name] for name in ("municipality", "name", "kind", "purpose")}


class PartForm(PlainForm):
    """A form of a part of a chart, which remembers what the person saw."""

    def seen(self) -> dict[str, Any]:
        """What stood in the fields when the page was opened."""
        return {name: self.fields[name].to_python(_first(self, name)) for name in self.fields}

    def said(self) -> dict[str, Any]:
        """What stands in the fields now."""
        return {name: self.cleaned_data[name] for name in self.fields}

    def edit(self, part: str, key: str) -> Callable[[Chart], Chart]:
        """The change of a lane, a node or an edge that this person made. What they did not touch stays as it now is;
        where somebody else changed the same words meanwhile, the change is refused and theirs are told."""
        seen, said = self.seen(), self.said()

        def changed(chart: Chart) -> Chart:
            now = _part_of(chart, part, key)
            touched = {name: value for name, value in said.items() if value != seen.get(name, value)}
            for name in touched:
                theirs = getattr(now, name, said[name])
                if theirs not in (seen.get(name), said[name]):
                    raise ValidationError({name: _taken(theirs)})
            return _changed(chart, part, key, now, touched)

        return changed

    def remember(self) -> PartForm:
        """Let the page carry what it shows, so that words of others are not overwritten unseen."""
        for field in self.fields.values():
            field.show_hidden_initial = True
        return self


class LaneForm(PartForm):
    """A lane, and how far it is moved."""

    name = forms.CharField(label=_("担当する人や課"), max_length=120)


class LaneMoveForm(LaneForm):
    """A lane that stands already."""

    up = forms.TypedChoiceField(
        label=_("並び"), coerce=int, choices=[(0, _("そのまま")), (1, _("一つ上へ")), (-1, _("一つ下へ"))], initial=0,
    )  # fmt: skip

    @classmethod
    def of(cls, data: Any, lane: Lane) -> PartForm:
        """The form of a known lane."""
        return cls(data, initial={"name": lane.name, "up": 0}).remember()


class NodeForm(PartForm):
    """A step."""

    name = forms.CharField(
        label=_("手順"), max_length=120, required=False, help_text=_("「だれが」は担当で示します。例：申請書を確かめる")
    )
    tag = forms.ChoiceField(label=_("種類"), choices=())
    lane = forms.ChoiceField(label=_("担当"), choices=(), required=False)
    minutes = forms.FloatField(
        label=_("1件にかかる時間（分）"), min_value=0, max_value=10_000, required=False,
        help_text=_("手を動かしている時間です。待つ時間は入れません。分からなければ空けてください。"),
    )  # fmt: skip

    def __init__(self, *args: Any, chart: Chart, tag: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tags = dict.fromkeys([*DRAWABLE, *([tag] if tag else [])])
        self.fields["tag"].choices = [(one, TAGS[one]) for one in tags]  # type: ignore[attr-defined]
        lanes = [(lane.id, lane.name) for lane in chart.lanes]
        self.fields["lane"].choices = lanes or [NONE]  # type: ignore[attr-defined]

    @classmethod
    def of(cls, data: Any, chart: Chart, node: Node) -> PartForm:
        """The form of a known step."""
        first = {"name": node.name, "tag": node.tag, "lane": node.lane, "minutes": node.minutes}
        return cls(data, chart=chart, tag=node.tag, initial=first).remember()


class NewNodeForm(NodeForm):
    """A further step, and after which one it comes."""

    after = forms.ChoiceField(
        label=_("どの手順のあとか"), choices=(), required=False,
        help_text=_("選ぶと矢印もつなぎます。次へ進む矢印が1本なら、その間に入ります。"),
    )  # fmt: skip

    def __init__(self, *args: Any, chart: Chart, **kwargs: Any) -> None:
        super().__init__(*args, chart=chart, **kwargs)
        self.fields["after"].choices = [NONE, *choices_of_nodes(chart)]  # type: ignore[attr-defined]


class EdgeForm(PartForm):
    """An arrow."""

    source = forms.ChoiceField(label=_("どこから"), choices=())
    target = forms.ChoiceField(label=_("どこへ"), choices=())
    name = forms.CharField(
        label=_("どんなとき"),
        max_length=120,
        required=False,
        help_text=_("分かれ道から出る矢印に書きます。例：国保に入る"),
    )

    def __init__(self, *args: Any, chart: Chart, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("source", "target"):
            self.fields[name].choices = choices_of_nodes(chart)  # type: ignore[attr-defined]

    @classmethod
    def of(cls, data: Any, chart: Chart, edge: Edge) -> PartForm:
        """The form of a known arrow."""
        return cls(
            data, chart=chart, initial={"source": edge.source, "target": edge.target, "name": edge.name}
        ).remember()


def form_of(part: str, data: Any, chart: Chart, key: str) -> PartForm:
    """The form of a known lane, node or edge; `Http404` where the chart has none of that id."""
    if part == "lane" and key in chart.lane_of:
        return LaneMoveForm.of(data, chart.lane_of[key])
    if part == "node" and key in chart.by_id:
        return NodeForm.of(data, chart, chart.by_id[key])
    edge = next((one for one in chart.edges if one.id == key), None) if part == "edge" else None
    if edge is None:
        raise Http404
    return EdgeForm.of(data, chart, edge)


class MoveForm(PlainForm):
    """Where a step was dropped, in pixels of the drawing."""

    x = forms.FloatField(min_value=-10_000, max_value=100_000)
    y = forms.FloatField(min_value=-10_000, max_value=100_000)

    def edit(self, key: str) -> Callable[[Chart], Chart]:
        """The change of the chart that moves a step there; everything else stays where it is drawn."""
        x, y = self.cleaned_data["x"], self.cleaned_data["y"]
        return lambda chart: move_node(chart, key, places=places_of(chart), x=x, y=y)


class MarkForm(RowForm):
    """A mark on a flow."""

    class Meta(RowForm.Meta):
        model = FlowRemark
        fields = ("kind", "node", "words", "section")
        widgets = {"words": TEXT, "kind": forms.RadioSelect}
        help_texts = {
            "words": _("例：この間に、控えを取って別の棚に入れている。人の名前は書かないでください。"),
        }

    def __init__(self, *args: Any, nodes: Sequence[tuple[str, str]], sections: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["node"] = forms.ChoiceField(
            label=_("どの手順か"), choices=[("", _("（流れの全体）")), *nodes], required=False
        )
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]


class SettleForm(RowForm):
    """What became of a mark."""

    class Meta(RowForm.Meta):
        model = FlowRemark
        fields = ("state", "settled")
        widgets = {"state": forms.RadioSelect}
        help_texts = {"settled": _("図に入れないときは、理由を書いてください。印を付けた人が読みます。")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = RemarkState.choices  # type: ignore[attr-defined]


class VoteForm(PlainForm):
    """A two-minute vote: each step with three answers, and words where it differs."""

    def __init__(self, *args: Any, steps: Iterable[tuple[Node, str, FlowVote | None]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.steps = list(steps)
        for number, (_node, _lane, vote) in enumerate(self.steps):
            self.fields[f"voice_{number}"] = forms.ChoiceField(
                choices=Voice.choices, widget=forms.RadioSelect, required=False, initial=vote.voice if vote else None
            )
            self.fields[f"words_{number}"] = forms.CharField(
                label=_("違うところ"), max_length=300, required=False, initial=vote.words if vote else ""
            )

    def rows(self) -> list[dict[str, Any]]:
        """The steps with their fields, for the page."""
        return [
            {"node": node, "lane": lane, "voice": self[f"voice_{n}"], "words": self[f"words_{n}"], "was": vote}
            for n, (node, lane, vote) in enumerate(self.steps)
        ]

    def votes(self) -> dict[str, Said]:
        """What was said, step by step; steps without an answer are left out."""
        said = {
            node.id: Said(self.cleaned_data[f"voice_{n}"], self.cleaned_data[f"words_{n}"])
            for n, (node, _lane, _vote) in enumerate(self.steps)
        }
        return {node: one for node, one in said.items() if one.voice}


class DeriveForm(PlainForm):
    """The name of the flow to be."""

    name = forms.CharField(label=_("目指す流れの名前"), max_length=120)


def _first(form: PartForm, name: str) -> Any:
    """What the page carried as the value that the person saw; the value of the chart where it carried none."""
    bound = form[name]
    carried = form.data.get(bound.html_initial_name) if form.is_bound else None
    return bound.initial if carried is None else carried


def _part_of(chart: Chart, part: str, key: str) -> Lane | Node | Edge:
    edges = {one.id: one for one in chart.edges}
    found = {"lane": chart.lane_of.get(key), "node": chart.by_id.get(key), "edge": edges.get(key)}[part]
    if found is None:
        raise FlowError("unknown", key)
    return found


def _changed(chart: Chart, part: str, key: str, now: Any, said: Mapping[str, Any]) -> Chart:
    if part == "node":
        return change_node(chart, key, **said)
    if part == "lane":
        return change_lane(chart, key, **{"name": now.name, **said})
    return change_edge(chart, key, **{"source": now.source, "target": now.target, "name": now.name, **said})


def _taken(theirs: Any) -> str:
    return gettext("ほかの人が先に「{theirs}」に直しました。よければ、もう一度保存してください。").format(theirs=theirs)
