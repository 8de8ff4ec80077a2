"""What leaves the portal as a file: the rows that the page shows, and where they come from."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from hanpo.core import audit, clock, scope
from hanpo.core.actions.residents import log_looks
from hanpo.core.documents import fonts
from hanpo.core.models import Job, JobState
from hanpo.core.tests import factories
from hanpo.portal import files

pytestmark = pytest.mark.django_db


def sheets(answer) -> tuple[list[list[object]], dict[str, object]]:
    """The rows of the table with its head, and what the second sheet says of it."""
    book = load_workbook(io.BytesIO(answer.content))
    table, about = book.worksheets
    return [list(row) for row in table.values], dict(about.values)


def test_people_leave_as_they_were_filtered(sign_in, amagasaki, toyooka):
    clerk = factories.person("section_staff", section=factories.section(amagasaki))
    lead = factories.person("section_lead", amagasaki)
    foreign = factories.person("section_staff", toyooka)
    office = sign_in(factories.person("dx_office", amagasaki))
    rows, about = sheets(office.get("/people/export/?role=section_staff"))
    assert rows[0] == ["氏名", "利用者ID", "市町", "課", "役割", "始まる日", "最後の日"]
    assert rows[1][:5] == [clerk.name, clerk.username, "尼崎市", "観光課", "課の職員"]
    assert not {lead.name, foreign.name} & {row[0] for row in rows}
    assert about["絞り込み：役割"] == "課の職員"
    assert about["件数"] == 1


def test_the_audit_record_leaves_in_words(sign_in, amagasaki):
    audit.record(actor=None, verb="approve_work", subject=amagasaki, old={"name": "前"}, new={"name": "後"})
    rows, about = sheets(sign_in(factories.person("administrator")).get("/audit/export/?verb=approve_work"))
    assert rows[1][4:6] == ["おぜん立てを承認", "市町"]
    assert rows[1][7] == "名称：前 → 後"
    assert about["絞り込み：操作"] == "おぜん立てを承認"


def test_a_long_record_says_where_it_was_cut(sign_in, amagasaki, monkeypatch):
    monkeypatch.setattr(files, "LONGEST", 2)
    for _n in range(3):
        audit.record(actor=None, verb="notify", subject=amagasaki)
    rows, about = sheets(sign_in(factories.person("administrator")).get("/audit/export/?verb=notify"))
    assert len(rows) == 3
    assert "新しい順に2行まで" in about["注"]


def test_jobs_leave_with_their_state(sign_in, amagasaki):
    owner = factories.person("section_staff", amagasaki)
    with scope.within(scope.EVERYWHERE):
        Job.objects.create(municipality=amagasaki, kind="x", title="まとめ作成", owner=owner, state=JobState.RUNNING,
                           done=3, total=12, started_at=clock.now())  # fmt: skip
    rows, _about = sheets(sign_in(owner).get("/jobs/export/"))
    assert rows[1][:5] == ["まとめ作成", "尼崎市", "実行中", 3, 12]


def test_the_prefecture_leaves_in_the_order_of_codes_and_says_that_it_is_no_ranking(sign_in, letters, toyooka):
    answer = sign_in(factories.person("prefecture")).get("/prefecture/export/")
    rows, _about = sheets(answer)
    toyooka_row = dict(zip(rows[0], rows[1], strict=True))
    assert rows[0][:2] == ["団体コード", "市町"]
    assert (toyooka_row["団体コード"], toyooka_row["見本のステップ"]) == ("282090", "実証に入った")
    notes = [row[1] for row in load_workbook(io.BytesIO(answer.content)).worksheets[1].values if row[0] == "注"]
    assert "順位ではありません" in notes[0]


def test_a_resident_takes_home_who_looked_at_their_data(sign_in, amagasaki):
    resident = factories.resident(amagasaki, person=factories.person("resident", amagasaki))
    clerk = factories.person("section_staff", amagasaki)
    with scope.within(scope.EVERYWHERE):
        log_looks(actor=clerk, post="尼崎市 市民課（課の職員）", purpose="転入の届出の受付", residents=[resident],
                  data=["identity"])  # fmt: skip
    me = sign_in(resident.person)
    answer = me.get("/my/looks/export/")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert answer["Content-Type"] == files.PDF
    assert "市民課" in text
    assert "転入の届出の受付" in text
    me.cookies["django_language"] = "ja-easy"
    easy = me.get("/my/looks/export/")
    assert "《" not in "".join(page.extract_text() for page in PdfReader(io.BytesIO(easy.content)).pages)


@pytest.mark.parametrize("path", ["/people/export/", "/audit/export/", "/prefecture/export/", "/my/looks/export/"])
def test_a_file_needs_the_permission_of_its_page(sign_in, path):
    assert sign_in(factories.person("section_staff")).get(path).status_code == 403


def test_a_house_without_typefaces_tells_the_resident_another_way(sign_in, amagasaki, monkeypatch):
    resident = factories.resident(amagasaki, person=factories.person("resident", amagasaki))
    monkeypatch.setattr(fonts, "missing_fonts", lambda: ("BIZ UDGothic",))
    page = sign_in(resident.person).get("/my/looks/export/", follow=True)
    assert "役所の窓口で" in page.content.decode()
