"""Rows of a survey as a tree: groups and repeats with what is inside."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hanpo.forms.engine.definition import Choice, DefinitionError, Kind
from hanpo.forms.engine.xlsform.sheets import PARTS, RETIRED, Row, get


@dataclass(slots=True)
class Block:
    """A row, and for groups and repeats the rows inside; `place` is where it comes to stand: `costs.yen`."""

    row: Row
    inside: list[Block] = field(default_factory=list)
    place: str = ""

    @property
    def type(self) -> str:
        """The first word of the type: `select_one`, `begin_group`."""
        return kind_of(self.row)

    @property
    def name(self) -> str:
        """The name in the sheet."""
        return str(self.row.get("name", "")).strip()


def kind_of(row: Mapping[str, Any]) -> str:
    """The first word of a row's type, in the newer spelling: `begin group` → `begin_group`."""
    written = re.sub(r"\s+", " ", str(row.get("type", "")).strip())
    for older in ("begin ", "end ", "select one", "select multiple", "select all that apply"):
        if written.lower().startswith(older):
            rest = written[len(older) :]
            newer = {"begin ": "begin_", "end ": "end_", "select one": "select_one"}.get(older, "select_multiple")
            return (newer + rest).split(" ")[0].lower() if newer.endswith("_") else newer
    return written.split(" ")[0].lower() if written else ""


def list_name(row: Mapping[str, Any]) -> str:
    """The list of choices that a select takes."""
    written = re.sub(r"\bor[_ ]other\b|\bspecify[_ ]other\b", "", str(row.get("type", ""))).split()
    return written[-1] if len(written) > 1 else ""


def survey_tree(rows: Sequence[Row]) -> list[Block]:
    """The rows with groups and repeats as branches. Raises `DefinitionError` where an end is missing or too many."""
    root = Block({"type": "root"})
    open_blocks = [root]
    for row in rows:
        block = Block(row)
        if block.type.startswith("end_"):
            if len(open_blocks) == 1 or open_blocks[-1].type != block.type.replace("end_", "begin_"):
                raise DefinitionError(f"「{block.type}」に合う始まりがありません。行を確かめてください。", block.name)
            open_blocks.pop()
        elif block.type:
            open_blocks[-1].inside.append(block)
            if block.type.startswith("begin_"):
                open_blocks.append(block)
    if len(open_blocks) > 1:
        raise DefinitionError("グループの終わり（end_group か end_repeat）がありません。", open_blocks[-1].name)
    return _with_others(root).inside


def _with_others(block: Block) -> Block:
    """The text of 「その他」 hung below its question: `q.text`, or `q_other` as other tools name it."""
    kept: list[Block] = []
    for one in map(_with_others, block.inside):
        before = kept[-1] if kept else None
        takes = before is not None and before.type in {"select_one", "select_multiple"} and one.type == "text"
        if before is not None and takes and one.name in {f"{before.name}.text", f"{before.name}_other"}:
            before.inside.append(one)
        else:
            kept.append(one)
    block.inside = kept
    return block


def lists_of(rows: Sequence[Row]) -> dict[str, list[Choice]]:
    """The choices of each list."""
    found: dict[str, list[Choice]] = {}
    for row in rows:
        lists = str(row.get("list_name") or row.get("list name") or "").strip()
        name = str(row.get("name") or row.get("value") or "").strip()
        if lists and name:
            choice = Choice(id=name, label=get(row, "label"), is_retired=lists.endswith(RETIRED))
            found.setdefault(lists, []).append(choice)
    return found


def own_id(name: str) -> str:
    """The id of an item: the last part of `table.column`; what an id cannot hold becomes `_`."""
    plain = re.sub(r"[^A-Za-z0-9_-]", "_", name.rpartition(".")[2] or name)
    return plain if re.match("[A-Za-z_]", plain) else f"q_{plain}"


def is_item(block: Block) -> bool:
    """Whether a branch is one item: everything but groups, and the groups that stand for a matrix, address or name."""
    return block.type != "begin_group" or is_matrix(block) or parts_kind(block) is not None


def is_matrix(block: Block) -> bool:
    """A group shown as a table whose questions all choose from one list."""
    lists = {list_name(one.row) for one in block.inside}
    shown = "table-list" in str(block.row.get("appearance", ""))
    return shown and len(lists) == 1 and all(one.type == "select_one" for one in block.inside)


def parts_kind(block: Block) -> Kind | None:
    """Address or person, where a group has exactly their parts."""
    names = [one.name for one in block.inside]
    for kind, parts in PARTS.items():
        if names == [f"{block.name}.{part}" for part in parts]:
            return kind
    return None
