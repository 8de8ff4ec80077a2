"""Models as files: they come back as they went, and what is no model is refused with a reason."""

from __future__ import annotations

import io
import zipfile

import pytest
import yaml

from hanpo.core.adoption_files import (
    CONTENT,
    DESCRIPTION,
    MAX_FILE,
    MAX_MEMBER,
    PackageFile,
    PackageRefused,
    checksum,
    read_package,
    write_package,
)

PACKAGE = PackageFile(
    kind="hub.template", name="counter", version=2, title="窓口改善の進め方", note="日数を直しました", publisher="282022",
    content={"title": "窓口", "since": "2024-04-01", "yes": "no", "days": [1, 2.5, None, True], "葛\U000e0100": "𠮷"},
)  # fmt: skip


def repacked(**members: bytes) -> bytes:
    """The package with members replaced or added (`description`, `content`, or any other name)."""
    with zipfile.ZipFile(io.BytesIO(write_package(PACKAGE))) as packed:
        contents = {name: packed.read(name) for name in packed.namelist()}
    names = {"description": DESCRIPTION, "content": CONTENT}
    contents |= {names.get(name, name): data for name, data in members.items()}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in contents.items():
            packed.writestr(name, data)
    return written.getvalue()


def described(**changes: object) -> bytes:
    """The description with changes."""
    with zipfile.ZipFile(io.BytesIO(write_package(PACKAGE))) as packed:
        return yaml.safe_dump({**yaml.safe_load(packed.read(DESCRIPTION)), **changes}).encode()


def test_a_model_comes_back_as_it_went_and_always_as_the_same_bytes():
    assert read_package(write_package(PACKAGE)) == PACKAGE
    assert write_package(PACKAGE) == write_package(PACKAGE)


def test_the_checksum_does_not_depend_on_the_order_of_keys():
    assert checksum({"a": 1, "b": 2}) == checksum({"b": 2, "a": 1})
    assert checksum({"a": 1}) != checksum({"a": 2})


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "壊れているか"),
        (b"PK\x03\x04 no zip", "壊れているか"),
        (write_package(PACKAGE)[:-30], "壊れているか"),
        (b"x" * (MAX_FILE + 1), "大きすぎます"),
        (repacked(content=b" " * (MAX_MEMBER + 1)), "広げると大きすぎる"),
        (repacked(**{"../evil.yaml": b""}), "入っているはずのないもの"),
        (repacked(**{"/etc/passwd": b""}), "入っているはずのないもの"),
        (repacked(content=b"a: 1"), "指紋と合いません"),
        (repacked(description=described(format="other")), "Hanpoのモデルのファイルではありません"),
        (repacked(description=described(format_version=2)), "知らない版"),
        (repacked(description=described(version=0)), "正しくない項目"),
        (repacked(description=described(version=True)), "正しくない項目"),
        (repacked(description=described(title=["a"])), "正しくない項目"),
        (repacked(content=b"a: &x 1\nb: *x"), "参照"),
        (repacked(content=b"a: [1"), "YAMLが読めません"),
        (repacked(content=b"\xff\xfe"), "YAMLが読めません"),
        (repacked(content=b"- 1"), "読めない種類の値"),
        (repacked(content=b"a: 2024-04-01"), "読めない種類の値"),
        (repacked(content=b"1: a"), "読めない種類の値"),
        (repacked(content=b"a: .inf"), "読めない種類の値"),
        (repacked(content=b'a: ["\\0"]'), "読めない種類の値"),
        (repacked(content=b'"a\\0": 1'), "読めない種類の値"),
        (repacked(content=b"a: !!python/object/apply:os.getcwd []"), "YAMLが読めません"),
        (repacked(content=b"a: " + b"[" * 100 + b"]" * 100), "読めない種類の値"),
    ],
)
def test_what_is_no_sound_model_is_refused_with_the_reason(data, reason):
    with pytest.raises(PackageRefused, match=reason):
        read_package(data)


def test_every_damaged_byte_is_noticed_or_harmless():
    whole = write_package(PACKAGE)
    for at in range(0, len(whole), 7):
        damaged = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        try:
            assert read_package(damaged) == PACKAGE
        except PackageRefused:
            continue


def test_a_member_that_lies_about_its_size_is_read_no_further_than_the_limit():
    honest = repacked(content=b" " * (MAX_MEMBER + 1))
    size = (MAX_MEMBER + 1).to_bytes(4, "little")
    assert size in honest
    with pytest.raises(PackageRefused):
        read_package(honest.replace(size, (10).to_bytes(4, "little")))


def test_a_member_that_stands_twice_is_refused():
    written = io.BytesIO(write_package(PACKAGE))
    with zipfile.ZipFile(written, "a") as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr(CONTENT, b"a: 1")
    with pytest.raises(PackageRefused, match="入っているはずのないもの"):
        read_package(written.getvalue())
