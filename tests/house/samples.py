"""The arguments of addresses, taken from the demo: the crawl visits each address with a row of one municipality.

An address that takes arguments and is not known here fails the crawl: say where its row comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hanpo.core import scope
from tests.house.routes import Route

HOME = "282090"
"""Toyooka: takes part in the programme."""
FOREIGN = "282201"
"""Kasai: takes part as well."""
OUTSIDE = "281000"
"""Kobe: takes no part."""


@dataclass(frozen=True, slots=True)
class Sample:
    """How an address gets its arguments for a municipality (its code).

    `is_shared`: the row belongs to the whole programme, so that every member may see it, and only members.
    `is_open`: the row belongs to nobody; whoever holds the permission sees it.
    """

    arguments: Callable[[str], Mapping[str, Any]]
    is_shared: bool = False
    is_open: bool = False


class UnknownAddress(LookupError):
    """An address takes arguments that nobody has said how to find."""


def load_demo() -> None:
    """Fill the database with the demo."""
    from django.core.management import call_command

    call_command("demo", "--data-only")


SAMPLES: dict[str, Sample] = {
    "portal:municipality": Sample(lambda place: {"code": place}),
}


def sample_for(route: Route) -> Sample:
    """The sample of an address. Raises `UnknownAddress`."""
    if not route.arguments:
        return Sample(lambda _place: {}, is_open=True)
    if route.name not in SAMPLES:
        raise UnknownAddress(f"{route.name} takes {route.arguments}: add it to tests/house/samples.py")
    return SAMPLES[route.name]


def arguments_for(route: Route, place: str) -> Mapping[str, Any]:
    """The arguments of an address for a municipality. Raises `LookupError` where the demo has no such row."""
    with scope.within(scope.EVERYWHERE):
        return sample_for(route).arguments(place)
