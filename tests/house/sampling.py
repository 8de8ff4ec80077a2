"""How the arguments of addresses are taken from the demo: rows of a municipality, or rows that belong to all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps

Arguments = Callable[[str], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Sample:
    """How an address gets its arguments for a municipality (its code).

    `is_shared`: the row belongs to the whole programme, so that every member may see it, and only members.
    `is_open`: the row belongs to nobody; whoever holds the permission sees it.
    `is_personal`: within the municipality the row is for one person or post; others may not find it.
    `is_at_home`: the row is for those with a post in its municipality; who sees every municipality does not find it.
    """

    arguments: Arguments
    is_shared: bool = False
    is_open: bool = False
    is_personal: bool = False
    is_at_home: bool = False


class UnknownAddress(LookupError):
    """An address takes arguments that nobody has said how to find."""


class NothingToShow(LookupError):
    """The demo has no row for an address."""


def row(label: str, place_field: str = "municipality", **fixed: Any) -> Arguments:
    """The first row of a model in a municipality, as `pk`, with further fixed arguments."""

    def found(place: str) -> Mapping[str, Any]:
        first = apps.get_model(label)._default_manager.filter(**{place_field: place}).order_by("pk").first()
        if first is None:
            raise NothingToShow(f"the demo has no {label} in {place}")
        return {"pk": first.pk, **fixed}

    return found


def at_home(label: str, **fixed: Any) -> Sample:
    """The first row of a model in a municipality, which only those find who have a post there."""
    return Sample(row(label, **fixed), is_personal=True, is_at_home=True)


def any_row(label: str, **fixed: Any) -> Arguments:
    """The first row of a model that belongs to no single municipality."""

    def found(_place: str) -> Mapping[str, Any]:
        first = apps.get_model(label)._default_manager.order_by("pk").first()
        if first is None:
            raise NothingToShow(f"the demo has no {label}")
        return {"pk": first.pk, **fixed}

    return found


def newest_row(label: str, **fixed: Any) -> Sample:
    """The last row of a model that belongs to the whole programme: of minutes, those that still wait for somebody."""

    def found(_place: str) -> Mapping[str, Any]:
        last = apps.get_model(label)._default_manager.order_by("pk").last()
        if last is None:
            raise NothingToShow(f"the demo has no {label}")
        return {"pk": last.pk, **fixed}

    return Sample(found, is_shared=True)


def shared_row(label: str, **fixed: Any) -> Sample:
    """The first row of a model that belongs to the whole programme."""
    return Sample(any_row(label, **fixed), is_shared=True)
