"""People and regions of Hyogo's municipalities."""

from hanpo.core.japanese.hyogo import HYOGO_MUNICIPALITIES
from hanpo.core.japanese.hyogo_census import PEOPLE, REGION_OF, REGIONS


def test_every_municipality_has_its_people_and_its_region():
    assert set(PEOPLE) == set(REGION_OF) == {place.code for place in HYOGO_MUNICIPALITIES}
    assert len(REGIONS) == 10


def test_the_municipalities_add_up_to_the_prefecture_as_the_census_gives_it():
    assert sum(PEOPLE.values()) == 5_465_002
