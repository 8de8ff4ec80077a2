"""The results of a choice as Excel: a sheet for every table of the page, and one that says where they come from."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from hanpo.core.documents.excel import TYPEFACE, sheet_name
from hanpo.core.japanese import format_wareki
from hanpo.council.models import GradeWord
from hanpo.council.queries.poll_results import Results, Voice

Rows = Sequence[Sequence[Any]]
AS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
WIDEST = 60


def results_file(found: Results, *, made_by: str, today: date) -> bytes:
    """The results as they stood on this day."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, AS_TEXT)
    book.set_properties({"title": found.poll.title, "author": "Hanpo"})
    for name, heads, rows in _sheets(found, made_by, today):
        _write(book, name, heads, rows)
    book.close()
    return out.getvalue()


def _sheets(found: Results, made_by: str, today: date) -> Iterator[tuple[str, list[str], list[list[Any]]]]:
    signs = [option.sign for option in found.options]
    yield _("結果のまとめ"), [_("項目"), _("内容")], _summary(found, made_by, today)
    yield (
        _("数え方ごとの結果"),
        [_("数え方"), _("どう決めるか"), _("選ばれる案"), *signs, _("何市町で変わるか"), _("まだの市町")],
        [[one.name, one.how, one.winners, *one.scores, one.change, one.missing] for one in found.rules],
    )
    yield (
        _("受け入れられるか"),
        [_("案"), _("受け入れられる"), _("条件付き"), _("受け入れられない"), _("答えなし")]
        + [str(grade.label) for grade in GradeWord],
        [
            [str(one.option), one.acceptable, one.conditional, one.unacceptable, one.unsaid, *one.grades]
            for one in found.supports
        ],
    )
    yield _("条件"), [_("案"), _("条件"), _("市町の数"), _("市町"), _("ほかの言い方")], _conditions(found)
    yield (
        _("一対一"),
        [_("案"), *signs],
        [[str(one.option), *(pair or "—" for pair in one.against)] for one in found.duels],
    )
    heads = [_("立場"), _("市町"), _("案"), _("評価"), _("順位"), _("受け入れられるか"), _("条件"), _("理由")]
    yield (
        _("理由"),
        heads,
        [
            *_voices(_("受け入れられない"), found.minority),
            *_voices(_("ほかの案が1位"), found.elsewhere),
            *_voices(_("ほかの意見"), found.majority),
        ],
    )


def _summary(found: Results, made_by: str, today: date) -> list[list[Any]]:
    return [
        [_("題"), found.poll.title],
        [_("何を選ぶか"), found.poll.question],
        [_("いつの数字か"), format_wareki(today)],
        [_("作った人"), made_by],
        [_("尋ねた市町"), found.asked],
        [_("答えた市町"), found.answered],
        [_("まだの市町"), _("、").join(found.missing)],
        *([_("わかること"), line] for line in found.headline),
        [_("注"), _("市町の順位ではありません。1市町1票で数えています。")],
    ]


def _conditions(found: Results) -> list[list[Any]]:
    return [
        [str(group.option), one.text, one.count, _("、").join(filter(None, one.members)), "\n".join(one.others)]
        for group in found.conditions
        for one in group.conditions
    ]


def _voices(side: str, voices: Sequence[Voice]) -> list[list[Any]]:
    return [
        [side, voice.member, str(one.option), one.grade, one.rank, one.acceptance, one.condition, one.reason]
        for voice in voices
        for one in voice.said
    ]


def _write(book: Any, name: str, heads: list[str], rows: Rows) -> None:
    head = book.add_format({"font_name": TYPEFACE, "bold": True, "border": 1, "bg_color": "#E8F1FE", "text_wrap": True})
    cell = book.add_format({"font_name": TYPEFACE, "border": 1, "text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(sheet_name(name))
    sheet.write_row(0, 0, heads, head)
    for at, row in enumerate(rows, start=1):
        sheet.write_row(at, 0, row, cell)
    for column, label in enumerate(heads):
        longest = max([len(label), *(len(str(row[column])) for row in rows)])
        sheet.set_column(column, column, min(WIDEST, 2 * longest + 2))
    sheet.freeze_panes(1, 0)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
