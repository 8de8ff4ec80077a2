"""Where people may go, and what the fields tell about municipalities."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.urls import NoReverseMatch, reverse

from hanpo.core import registry
from hanpo.core.access import Access
from hanpo.core.models import Municipality
from hanpo.core.queries.places import municipalities
from hanpo.core.registry import Fact, Manifest, Place, PrefectureFact, Text
from hanpo.portal.engine.map import Marker, Spot, markers

HOUSE = ("core", "portal")
"""The manifests whose places stand in the navigation of every page and are no field's."""


@dataclass(frozen=True, slots=True)
class PlaceGroup:
    """The places that one field offers: what they are called, and their addresses."""

    label: Text
    accent: str
    links: Sequence[tuple[Text, str]]


@dataclass(frozen=True, slots=True)
class PrefectureRow:
    """A municipality in the prefecture view: a cell for each column, in their order."""

    municipality: Municipality
    cells: Sequence[tuple[Fact | None, PrefectureFact]]

    @property
    def takes_part(self) -> bool:
        return any(fact for fact, _column in self.cells)


@dataclass(frozen=True, slots=True)
class Prefecture:
    """The prefecture view: its columns, the municipalities in the order of their codes, and where they lie."""

    columns: Sequence[PrefectureFact]
    rows: Sequence[PrefectureRow]
    markers: Sequence[Marker]

    @property
    def taking_part(self) -> Sequence[PrefectureRow]:
        return [row for row in self.rows if row.takes_part]

    @property
    def others(self) -> Sequence[PrefectureRow]:
        return [row for row in self.rows if not row.takes_part]


def home_of(*, access: Access) -> str | None:
    """The name of the page that is this person's home; nothing for somebody who may do nothing yet."""
    homes = (("core.work_with_tray", "portal:tray"), ("core.see_own_data", "portal:my"))
    return next((name for permission, name in homes if access.allows(permission)), None)


def services(*, access: Access) -> list[PlaceGroup]:
    """The places of the fields that this person may go to."""
    return _groups(lambda place: access.allows(place.permission))


def services_in(*, municipality: Municipality, access: Access) -> list[PlaceGroup]:
    """The places of the fields that this person may go to for one municipality."""
    return _groups(lambda place: access.allows(place.permission, municipality.code))


def prefecture(*, access: Access, today: date) -> Prefecture:
    """Every city and town of the current scope with what the fields tell about it; a fixed number of queries."""
    columns = [fact for fact in registry.prefecture_facts().values() if access.allows(fact.permission)]
    values = [fact.values(today) for fact in columns]
    rows = [
        PrefectureRow(place, [(value.get(place.code), column) for column, value in zip(columns, values, strict=True)])
        for place in municipalities()
    ]
    return Prefecture(columns, rows, markers([_spot(row) for row in rows]))


def facts_about(*, municipality: Municipality, access: Access, today: date) -> list[tuple[PrefectureFact, Fact]]:
    """What the fields tell about one municipality."""
    columns = [f for f in registry.prefecture_facts().values() if access.allows(f.permission, municipality.code)]
    found = [(column, column.values(today).get(municipality.code)) for column in columns]
    return [(column, fact) for column, fact in found if fact is not None]


def _groups(may_go: Callable[[Place], bool]) -> list[PlaceGroup]:
    fields: list[Manifest] = [manifest for manifest in registry.manifests() if manifest.key not in HOUSE]
    groups = [PlaceGroup(m.label, m.accent, _links(place for place in m.places if may_go(place))) for m in fields]
    return [group for group in groups if group.links]


def _links(places: Iterable[Place]) -> list[tuple[Text, str]]:
    """Label and address; a place whose address needs an argument cannot stand alone and is left out."""
    found = []
    for place in places:
        with suppress(NoReverseMatch):
            found.append((place.label, reverse(place.url_name)))
    return found


def _spot(row: PrefectureRow) -> Spot:
    place = row.municipality
    return Spot(place.code, place.name, place.longitude, place.latitude, row.takes_part)
