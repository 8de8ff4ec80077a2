"""PDF documents: Japanese type, real text, and no silent boxes."""

import io
import logging
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from hanpo.core.documents import DocumentError, FontsMissing, fonts, missing_fonts, render_pdf
from hanpo.core.documents.pdf import template_path

pytestmark = pytest.mark.skipif(
    bool(missing_fonts()), reason=f"typefaces are missing ({missing_fonts()}): run scripts/system-packages"
)

RARE = "𠮷髙﨑㈱①葛辻祇"
WITH_IVS = ("葛\U000e0100", "葛\U000e0101", "辻\U000e0100", "辻\U000e0101", "祇\U000e0100", "祇\U000e0101")

LETTER = {
    "municipality": "多可町",
    "section": "総務課",
    "date": date(2026, 4, 1),
    "number": "多総第12号",
    "to": "𠮷川 﨑子 様",
    "from": ["多可町長"],
    "body": "本文です。\n二行目。\n\n二つ目の段落です。",
    "points": ["一つ目", "二つ目"],
    "contact": ["総務課", "電話 0000-00-0000"],
}


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def report(**data):
    return render_pdf("report", {"municipality": "豊岡市", "date": date(2026, 4, 1), "parts": [], **data}, title="報告")


def test_a_letter_carries_number_date_addressee_and_points_as_real_text():
    (text,) = pages_of(render_pdf("letter", LETTER, title="会議の開催について"))
    for part in ("多総第12号", "令和8年4月1日", "𠮷川 﨑子 様", "会議の開催について", "記", "一つ目", "以上", "総務課"):
        assert part in text


def test_every_page_names_municipality_date_and_page_of_pages():
    pages = pages_of(report(summary="\n\n".join(f"第{n}段落" for n in range(120))))
    assert len(pages) > 1
    for number, text in enumerate(pages, start=1):
        assert "豊岡市" in text
        assert "令和8年4月1日" in text
        assert f"{number} / {len(pages)}" in text


def test_rare_kanji_and_names_with_ivs_stay_text():
    (text,) = pages_of(report(summary=f"{RARE} {' '.join(WITH_IVS)}"))
    assert RARE in text
    assert all(name in text for name in WITH_IVS)


def test_mincho_letters_keep_ivs_too():
    (text,) = pages_of(render_pdf("letter", {**LETTER, "to": f"{' '.join(WITH_IVS)} 様"}, title="通知"))
    assert all(name in text for name in WITH_IVS)


def test_headings_become_bookmarks_and_the_title_is_the_documents():
    pdf = PdfReader(io.BytesIO(report(parts=[{"heading": "課題", "points": ["一"]}, {"heading": "今後"}])))
    titles = [entry.title for level in pdf.outline for entry in (level if isinstance(level, list) else [level])]
    assert titles == ["報告", "課題", "今後"]
    assert pdf.metadata.title == "報告"
    assert pdf.trailer["/Root"]["/Lang"].startswith("ja")


def test_the_typesetter_has_nothing_to_warn_of(caplog):
    with caplog.at_level(logging.WARNING, logger="hanpo.core.documents.pdf"):
        render_pdf("letter", LETTER, title="通知")
        report(
            parts=[
                {
                    "heading": "表",
                    "facts": [["項目", date(2026, 4, 1)]],
                    "table": {"columns": [{"label": "名"}, {"label": "数", "align": "right"}], "rows": [["甲", 1]]},
                }
            ]
        )
        render_pdf("table", {"municipality": "豊岡市", "date": date(2026, 4, 1), "landscape": True,
                             "columns": [{"label": "名", "width": 2}, {"label": "日"}],
                             "rows": [["甲", date(2026, 4, 1)]], "about": ["出どころ 台帳"]}, title="一覧")  # fmt: skip
    assert caplog.records == []


def test_markup_in_data_is_plain_text():
    (text,) = pages_of(report(summary="= 見出しではない #panic() *太字ではない* $x$"))
    assert "= 見出しではない #panic() *太字ではない* $x$" in text


def test_a_table_repeats_its_head_on_each_page():
    rows = [[f"品目{n}", n] for n in range(120)]
    data = {"municipality": "多可町", "date": date(2026, 4, 1), "columns": [{"label": "品目の名前"}, {"label": "数"}]}
    pages = pages_of(render_pdf("table", {**data, "rows": rows}, title="一覧"))
    assert len(pages) > 1
    assert all("品目の名前" in text for text in pages)


def test_the_same_document_is_the_same_bytes():
    assert report(summary="同じ") == report(summary="同じ")


def test_a_moment_is_written_with_its_time_and_english_writes_iso_dates():
    pdf = render_pdf(
        "report",
        {"municipality": "Toyooka", "date": datetime(2026, 4, 1, 9, 30, tzinfo=UTC), "parts": []},
        title="Report",
        lang="en",
    )
    assert "2026-04-01 09:30" in pages_of(pdf)[0]


def test_a_character_without_a_glyph_is_an_error_that_names_it_never_a_box(monkeypatch):
    monkeypatch.setattr(fonts, "extra_families", tuple)
    with pytest.raises(DocumentError, match="fonts-ipamj-mincho"):
        report(summary="氏名 \U00032000")


def test_a_missing_typeface_is_an_error_that_names_the_debian_package(monkeypatch):
    monkeypatch.setattr(fonts, "missing_fonts", lambda: ("BIZ UDGothic",))
    with pytest.raises(FontsMissing, match="apt-get install fonts-morisawa-bizud-gothic"):
        report()


@pytest.mark.parametrize("name", ["nothing", "core/nothing", "../../../etc/passwd", "hub/../../x"])
def test_only_templates_of_the_house_are_set(name):
    with pytest.raises(DocumentError):
        template_path(name)
