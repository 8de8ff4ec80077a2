"""Scope: the municipalities that the code now running may see.

Every query on a municipality's rows is narrowed to the current scope; a query without one raises `ScopeMissing`.
On PostgreSQL the same scope is handed to row-level security (see `hanpo.core.database`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


class ScopeMissing(RuntimeError):
    """A municipality's rows were asked for without saying on whose behalf."""


class OutOfScope(PermissionError):
    """A row of a municipality outside the current scope was about to be written."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A set of municipality codes; `codes=None` means every municipality."""

    codes: frozenset[str] | None

    def __contains__(self, code: object) -> bool:
        return self.codes is None or code in self.codes

    def __bool__(self) -> bool:
        return self.codes is None or bool(self.codes)

    def __or__(self, other: Scope) -> Scope:
        if self.codes is None or other.codes is None:
            return EVERYWHERE
        return Scope(self.codes | other.codes)

    def as_setting(self) -> str:
        """The scope as PostgreSQL's policies read it: `*`, or codes joined by commas."""
        return "*" if self.codes is None else ",".join(sorted(self.codes))


EVERYWHERE = Scope(None)
NOWHERE = Scope(frozenset())

_current: ContextVar[Scope | None] = ContextVar("hanpo_scope", default=None)


def of(*codes: str) -> Scope:
    """The scope of the municipalities with these codes."""
    return Scope(frozenset(codes))


def union(scopes: Iterable[Scope]) -> Scope:
    """Everything that any of the scopes holds."""
    whole = NOWHERE
    for scope in scopes:
        whole = whole | scope
    return whole


def current() -> Scope:
    """The scope now in force. Raises `ScopeMissing` when none was set."""
    scope = _current.get()
    if scope is None:
        raise ScopeMissing("no scope is set: use `with scope.within(...)`, or the `page` decorator on a view")
    return scope


def current_setting() -> str:
    """The scope for the database; empty (nothing is visible) when none was set."""
    scope = _current.get()
    return "" if scope is None else scope.as_setting()


@contextmanager
def within(scope: Scope) -> Iterator[Scope]:
    """Run the block with this scope."""
    token = _current.set(scope)
    try:
        yield scope
    finally:
        _current.reset(token)


def require(code: str | None) -> None:
    """Raise `OutOfScope` unless the municipality lies in the current scope."""
    if code not in current():
        raise OutOfScope(f"municipality {code} is outside the scope now in force")
