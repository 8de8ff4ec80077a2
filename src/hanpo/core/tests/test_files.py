"""Files that people upload: what is taken, what is refused, and how the refusal helps."""

import io
import unicodedata
import zipfile
from datetime import date

import pytest
from django.core.files.base import ContentFile

from hanpo.core import scope
from hanpo.core.access import access_of
from hanpo.core.actions.files import store_file
from hanpo.core.documents import About, Column, export_table, write_report
from hanpo.core.file_kinds import FileRefused, clean_name, decoded_text, kind_of
from hanpo.core.models import AuditEntry, StoredFile
from hanpo.core.queries.files import files_about, may_open
from hanpo.core.tests import factories

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()


def xlsx() -> bytes:
    about = About(source="台帳", as_of=date(2026, 4, 1))
    return export_table(title="一覧", columns=[Column("名")], rows=[["甲"]], about=about)


def docx() -> bytes:
    return write_report(title="報告", municipality="多可町", day=date(2026, 4, 1), blocks=[])


@pytest.mark.parametrize(
    "name, content",
    [
        ("議事録.PDF", PDF),
        ("写真.png", PNG),
        ("名簿.csv", "氏名\n髙橋".encode("cp932")),
        ("記録.txt", "議事録".encode("utf-8-sig")),
        ("束.zip", zipped(a=b"1")),
        ("回答.txt", "回答\t3".encode("utf-16")),
        ("回答.xls", OLD_OFFICE + "Workbook\0".encode("utf-16-le")),
        ("回答.ods", zipped(**{"mimetype": b"", "content.xml": b""})),
    ],
)
def test_a_file_whose_content_fits_its_name_is_taken(name, content):
    assert kind_of(name, content).media_type


def test_office_files_are_taken_by_what_lies_inside():
    assert kind_of("表.xlsx", xlsx()).media_type.endswith("spreadsheetml.sheet")
    assert kind_of("報告.docx", docx()).media_type.endswith("wordprocessingml.document")


@pytest.mark.parametrize(
    "name, content, help_in_words",
    [
        ("道具.exe", b"MZ", "使えるのは"),
        ("画面.svg", b"<svg/>", "使えるのは"),
        ("名前なし", b"x", "使えるのは"),
        ("空.pdf", b"", "空です"),
        ("偽.pdf", PNG, "合いません"),
        ("偽.png", b"hello", "合いません"),
        ("偽.xlsx", zipped(a=b"1"), "合いません"),
        ("表.docx", xlsx(), "合いません"),
        ("壊れ.xlsx", xlsx()[:200], "壊れて"),
        ("鍵.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "パスワードを外して"),
        ("古い.xls", b"\xd0\xcf\x11\xe0", ".xlsx"),
        ("古い鍵.xls", OLD_OFFICE + "EncryptedPackage\0".encode("utf-16-le"), "パスワードを外して"),
        ("古いマクロ.xls", OLD_OFFICE + "Workbook\0_VBA_PROJECT\0".encode("utf-16-le"), "マクロなし"),
        ("偽.xls", OLD_OFFICE + "WordDocument\0".encode("utf-16-le"), ".xlsx"),
        ("偽.ods", zipped(a=b"1"), "合いません"),
        ("マクロ.xlsm", b"PK", "マクロなし"),
        ("一太郎.jtd", b"x", "PDFかWord"),
        ("文字.csv", b"\xff\xfe\x00\x81\x00", "UTF-8"),
    ],
)
def test_a_refusal_says_what_to_do(name, content, help_in_words):
    with pytest.raises(FileRefused, match=help_in_words):
        kind_of(name, content)


def test_macros_do_not_pass_under_another_ending():
    content = zipped(**{"[Content_Types].xml": b"", "xl/workbook.xml": b"", "xl/vbaProject.bin": b""})
    with pytest.raises(FileRefused, match="マクロ"):
        kind_of("表.xlsx", content)


def test_text_is_read_as_utf8_first_and_cp932_second():
    assert decoded_text("〜髙".encode()) == "〜髙"
    assert decoded_text("髙".encode("cp932")) == "髙"


@pytest.mark.parametrize(
    "given, kept",
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        (r"C:\Users\x\表.xlsx", "表.xlsx"),
        (unicodedata.normalize("NFD", "ガイド.pdf"), "ガイド.pdf"),
        ("名\x00簿\u202e.csv", "名簿.csv"),
        ("葛\U000e0100城.pdf", "葛\U000e0100城.pdf"),
        ("長" * 300 + ".pdf", "長" * 196 + ".pdf"),
    ],
)
def test_a_name_keeps_its_characters_and_loses_its_folders(given, kept):
    assert clean_name(given) == kept


@pytest.fixture
def staff(amagasaki, everywhere):
    return factories.person("section_staff", amagasaki)


def store(staff, place, content=PDF, name="議事録.pdf", about="hub.meeting:1"):
    return store_file(
        actor=staff, name=name, content=content, municipality=place, permission="core.work_with_tray", about=about
    )


def test_a_stored_file_is_found_by_its_matter_and_leaves_an_audit_row(staff, amagasaki):
    file = store(staff, amagasaki)
    assert list(files_about(about="hub.meeting:1")) == [file]
    assert file.content.read() == PDF
    assert (file.size, file.media_type) == (len(PDF), "application/pdf")
    assert AuditEntry.objects.get(verb="store_file").new["sha256"] == file.sha256


def test_the_same_file_for_the_same_matter_is_kept_once(staff, amagasaki):
    assert store(staff, amagasaki) == store(staff, amagasaki)
    assert StoredFile.objects.count() == 1


def test_the_same_bytes_under_another_name_share_one_place_in_the_storage(staff, amagasaki):
    first, second = store(staff, amagasaki), store(staff, amagasaki, name="写し.pdf", about="hub.meeting:2")
    assert first != second
    assert first.content.name == second.content.name


def test_a_file_beyond_the_limit_is_refused_and_nothing_is_kept(staff, amagasaki, settings):
    settings.UPLOAD_MB = 1
    with pytest.raises(FileRefused, match="1MBまで"):
        store(staff, amagasaki, content=ContentFile(b"%PDF-1.7" + b"x" * 1024 * 1024))
    assert not StoredFile.objects.exists()


def test_a_file_opens_only_where_its_permission_is_held(staff, amagasaki, toyooka):
    file = store(staff, amagasaki)
    today = date(2026, 4, 1)
    assert may_open(access=access_of(staff, today=today), file=file)
    assert not may_open(access=access_of(factories.person("section_staff", toyooka), today=today), file=file)
    assert not may_open(access=access_of(factories.person("resident", amagasaki), today=today), file=file)


def test_a_foreign_municipality_does_not_see_the_file(staff, amagasaki, toyooka):
    store(staff, amagasaki)
    with scope.within(scope.of(toyooka.code)):
        assert not files_about(about="hub.meeting:1").exists()
