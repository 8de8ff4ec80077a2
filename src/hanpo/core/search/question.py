"""A query as both databases answer it: the terms, and which passages the person may see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from hanpo.core.access import Access
from hanpo.core.scope import Scope

COUNTED = 300
"""Passages that are counted exactly; beyond, a page says "and more"."""

Sql = tuple[str, list[str | int]]
"""A piece of SQL with its parameters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is looked for. `grants` maps a scope to the permissions that hold there; `terms` are folded, never empty."""

    terms: tuple[str, ...]
    grants: tuple[tuple[Scope, tuple[str, ...]], ...]
    source: str | None = None
    municipality: str | None = None

    def narrowest(self) -> tuple[str, ...] | None:
        """The municipalities outside which nothing can be visible ("" for none at all); `None` when all can be."""
        if self.municipality is not None:
            return (self.municipality,)
        if any(scope.codes is None for scope, _permissions in self.grants):
            return None
        return ("", *sorted({code for scope, _permissions in self.grants for code in scope.codes or ()}))


class Found(NamedTuple):
    """A passage that was found, and the record it belongs to."""

    id: int
    source: str
    object_id: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best passages, best first; how many records were counted; and whether the count stopped at its cap."""

    best: list[Found]
    records: int
    is_capped: bool


class Engine(Protocol):
    """How a database answers."""

    def ranked(self, question: Question, need: int) -> Ranking:
        """The passages that hold every term: at least the `need` best, if there are so many."""
        ...

    def scattered(self, question: Question) -> list[Found]:
        """The best passages, up to the cap, of the records that hold the terms in different passages."""
        ...

    def all_ids(self, question: Question) -> set[int]:
        """Every passage that holds every term."""
        ...


def ranking(best: list[Found]) -> Ranking:
    """What passages read in their order come to, when reading stopped at the cap."""
    return Ranking(best, len({passage[1:] for passage in best[:COUNTED]}), len(best) > COUNTED)


def grants_of(access: Access) -> tuple[tuple[Scope, tuple[str, ...]], ...]:
    """The permissions that a person holds, gathered by where they hold."""
    gathered: dict[Scope, list[str]] = defaultdict(list)
    for permission, scope in access.grants.items():
        if scope:
            gathered[scope].append(permission)
    return tuple((scope, tuple(sorted(permissions))) for scope, permissions in gathered.items())


def visible(question: Question) -> Sql:
    """The condition on passage `p`: it may be seen by this person, and passes the filters."""
    parts: list[str] = []
    parameters: list[str | int] = []
    for scope, permissions in question.grants:
        sql, values = _granted(scope, permissions)
        parts.append(sql)
        parameters += values
    condition = f"({' OR '.join(parts)})" if parts else "(1 = 0)"
    narrowed, values = _narrowed(question)
    return f"{condition}{narrowed}", [*parameters, *values]


def visible_at(question: Question, code: str) -> Sql:
    """The same for the passages of one municipality ("": of none), said without an OR that would blind a planner."""
    held = sorted({p for scope, permissions in question.grants if not code or code in scope for p in permissions})
    place = "p.municipality_id = %s" if code else "p.municipality_id IS NULL"
    permitted = f"p.permission IN ({_places(len(held))})" if held else "(1 = 0)"
    narrowed, values = _narrowed(question)
    return f"{place} AND {permitted}{narrowed}", [*[code][: bool(code)], *held, *values]


def _narrowed(question: Question) -> Sql:
    """The filters that the person chose."""
    chosen = {"p.source": question.source, "p.municipality_id": question.municipality}
    wanted = {column: value for column, value in chosen.items() if value is not None}
    return "".join(f" AND {column} = %s" for column in wanted), [*wanted.values()]


def _granted(scope: Scope, permissions: tuple[str, ...]) -> Sql:
    condition = f"p.permission IN ({_places(len(permissions))})"
    if scope.codes is None:
        return condition, [*permissions]
    codes = sorted(scope.codes)
    condition = f"({condition} AND (p.municipality_id IS NULL OR p.municipality_id IN ({_places(len(codes))})))"
    return condition, [*permissions, *codes]


def _places(count: int) -> str:
    return ", ".join(["%s"] * count)
