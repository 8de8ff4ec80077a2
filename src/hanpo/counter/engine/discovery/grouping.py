"""Answers are made of groups of cases: a row that rests on fewer than `k` cases is left out by the database itself.

So that the cases of a row can be counted, `case_no` is always the column of that name and nothing else, and the
question itself groups. Values of single cases (the longest, a list) are not told; a count within a row that is small
is hidden. This keeps from showing by accident what few did; it is no proof against somebody who means to find out:
two answers can be subtracted. Therefore asking is also a permission of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import duckdb

CASE = "case_no"
SINGLE = frozenset(
    "min max first last any_value arg_min arg_max min_by max_by list array_agg string_agg histogram "
    "first_value last_value nth_value lag lead".split()
)
"""What tells the value of a single case, or of each; useful within a question, not in what it answers."""
_ENOUGH = "SELECT 1 FROM steps HAVING (TRUE) AND count(DISTINCT case_no) >= ?"


class NotGrouped(ValueError):
    """The answer would not be made of groups of cases; `what` is the part of the question that is in the way."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def grouped(con: duckdb.DuckDBPyConnection, sql: str, k: int) -> tuple[str, frozenset[int]]:
    """The question with groups of fewer than `k` cases left out, and which columns are counts. Raises `NotGrouped`."""
    tree = _tree(con, sql)
    node = tree["statements"][0]["node"]
    for one in nodes(tree):
        _require_true_cases(one)
    _require_groups(node)
    enough = _tree(con, _ENOUGH.replace("?", str(k)))["statements"][0]["node"]["having"]
    if node["having"] is not None:
        enough["children"][0] = node["having"]
    node["having"] = enough
    counts = frozenset(place for place, one in enumerate(node["select_list"]) if _counts_cases(one))
    return str(con.execute("SELECT json_deserialize_sql(?::JSON)", [json.dumps(tree)]).fetchall()[0][0]), counts


def nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """All parts of a question as DuckDB reads it."""
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from nodes(value)


def _tree(con: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Any]:
    return json.loads(con.execute("SELECT json_serialize_sql(?)", [sql]).fetchall()[0][0])


def _require_true_cases(node: dict[str, Any]) -> None:
    """Nothing else may bear the name of the cases."""
    if str(node.get("type")) in {"SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "PIVOT"}:
        raise NotGrouped(str(node["type"]).split("_")[0])
    if node.get("replace_list") or node.get("rename_list"):
        raise NotGrouped("REPLACE")
    names = [str(name).lower() for name in (*(node.get("column_name_alias") or ()), *(node.get("aliases") or ()))]
    is_other = "class" in node and str(node.get("alias", "")).lower() == CASE and not _is_case(node)
    if CASE in names or is_other:
        raise NotGrouped(f"AS {CASE}")


def _require_groups(node: dict[str, Any]) -> None:
    """What the question answers is made of groups: no single values, nothing fetched from beside them."""
    if node.get("type") != "SELECT_NODE":
        raise NotGrouped(str(node.get("type")))
    told = [node[part] for part in ("select_list", "group_expressions", "having", "qualify", "modifiers")]
    for one in nodes(told):
        name = str(one.get("function_name", "")).lower()
        if name in SINGLE:
            raise NotGrouped(name)
        if one.get("class") in {"STAR", "SUBQUERY"}:
            raise NotGrouped("*" if one["class"] == "STAR" else "(SELECT …)")


def _is_case(node: dict[str, Any]) -> bool:
    return node.get("class") == "COLUMN_REF" and str(node["column_names"][-1]).lower() == CASE


def _counts_cases(node: dict[str, Any]) -> bool:
    """Whether a column counts rows or cases, and not, for instance, how many sections there are."""
    if str(node.get("function_name", "")).lower() not in {"count", "count_star"}:
        return False
    return not node.get("distinct") or all(_is_case(child) for child in node["children"])
