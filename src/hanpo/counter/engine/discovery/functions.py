"""Which functions a question may use: those that sum up, compare and cut; none that make much out of little.

A database can stop between two rows, never within one call of a function; a call that blows a text up to gigabytes
could therefore not be stopped. So functions are let in by name. Tables are `steps` and what the question itself names.
"""

from __future__ import annotations

import json
from typing import Any

import duckdb

from hanpo.counter.engine.discovery.grouping import nodes

ALLOWED = frozenset(
    # sums
    "count count_star sum avg min max median mode quantile quantile_cont quantile_disc stddev stddev_samp arg_min "
    "arg_max min_by max_by first last any_value bool_and bool_or list array_agg string_agg histogram "
    # beside other rows
    "lag lead row_number rank dense_rank ntile first_value last_value nth_value cume_dist percent_rank "
    # days and times
    "date_trunc date_part date_diff datediff datesub date_sub year month day hour minute second dayofweek isodow week "
    "weekday strftime dayname monthname epoch last_day make_date make_timestamp "
    # numbers and words
    "round abs floor ceil ceiling greatest least sqrt ln log10 sign trunc lower upper trim ltrim rtrim length len "
    "substring substr left right replace concat concat_ws contains starts_with ends_with prefix suffix strip_accents "
    "position instr array_length list_contains array_contains array_to_string list_distinct list_count list_value "
    "nullif ifnull coalesce if isfinite isnan "
    # signs
    "+ - * / // % ** || ~~ !~~ ~~* !~~* and or not = <> != < <= > >=".split()
)
TABLES = "steps"


class NotAllowed(ValueError):
    """The question uses something by a name that is not let in."""


def check(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Raises `NotAllowed` with the name of what is not let in."""
    tree = json.loads(con.execute("SELECT json_serialize_sql(?)", [sql]).fetchall()[0][0])
    if tree.get("error"):
        raise NotAllowed(str(tree.get("error_message", "")))
    parts = list(nodes(tree))
    named = {TABLES} | {str(entry["key"]) for node in parts for entry in _questions(node)}
    for node in parts:
        name = str(node.get("function_name", "")).lower()
        if name and name not in ALLOWED:
            raise NotAllowed(name)
        if node.get("type") == "TABLE_FUNCTION":
            raise NotAllowed("FROM (…)")
        if node.get("type") == "BASE_TABLE" and str(node.get("table_name")) not in named:
            raise NotAllowed(str(node.get("table_name")))


def _questions(node: dict[str, Any]) -> list[dict[str, Any]]:
    """The questions that a question names itself (WITH)."""
    named = node.get("cte_map")
    return list(named.get("map", [])) if isinstance(named, dict) else []
