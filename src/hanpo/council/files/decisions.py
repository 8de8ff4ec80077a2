"""A decision record as a Word file, for the meeting's papers and the shelf."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hanpo.core.documents import Bullets, Heading, Paragraph, WordTable, write_report
from hanpo.core.documents.word import Block
from hanpo.core.japanese import format_wareki
from hanpo.council.models import DecisionRecord
from hanpo.council.queries.decisions import DecisionPage

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def decision_word(shown: DecisionPage, *, today: date) -> bytes:
    """The record with its numbers, dissent, conditions, what follows, corrections and way so far."""
    row = shown.decision
    blocks = [*_head(row), *_numbers(row), *_texts(row), *_opinions(shown), *_after(shown)]
    return write_report(title=_("決定記録 %s") % row.title, municipality=row.council.name, day=today, blocks=blocks)


def _head(row: DecisionRecord) -> Iterator[Block]:
    yield Heading(_("決めること"))
    yield Paragraph(row.motion)
    rows: list[list[object]] = [
        [_("状態"), row.get_state_display()],
        [_("決めた日"), row.decided_on or _("まだ")],
        [_("誰が決めたか"), row.decided_by or "—"],
        [_("どの決まりによるか"), row.decided_rule or "—"],
        [_("見直す日"), row.review_on or "—"],
        [_("資料"), row.source or "—"],
    ]
    yield WordTable([_("項目"), _("内容")], rows)


def _numbers(row: DecisionRecord) -> Iterator[Block]:
    """The results of the choice as they stood that day."""
    numbers = row.numbers
    if not numbers:
        return
    yield Heading(_("案選びの結果（記録した日の写し）"))
    day = format_wareki(row.numbers_on) if row.numbers_on else ""
    told = {"title": numbers["title"], "day": day, "all": numbers["asked"], "n": numbers["answered"]}
    yield Paragraph(_("%(title)s（%(day)s）。%(all)dのうち%(n)d市町が回答。") % told)
    yield Bullets([*numbers["options"]])
    yield Bullets([*numbers["headline"]])
    yield WordTable([_("数え方"), _("選ばれる案")], [[one["name"], one["winners"]] for one in numbers["rules"]])
    heads = [_("案"), _("受け入れられる"), _("条件付き"), _("受け入れられない"), _("答えなし")]
    yield WordTable(heads, numbers["supports"])


def _texts(row: DecisionRecord) -> Iterator[Block]:
    parts = (
        (_("反対・少数の意見（本人たちの言葉）"), row.dissent),
        (_("受け入れた条件"), row.conditions),
        (_("誰に何を尋ねたか"), row.asked),
        (_("いきさつ"), row.background),
    )
    for title, text in parts:
        if text:
            yield Heading(title)
            yield Paragraph(text)


def _opinions(shown: DecisionPage) -> Iterator[Block]:
    if shown.opinions:
        yield Heading(_("意見照会で出た意見"))
        yield WordTable([_("市町"), _("意見")], [[row.municipality.name, row.text] for row in shown.opinions])


def _after(shown: DecisionPage) -> Iterator[Block]:
    if shown.follow_ups:
        yield Heading(_("決定後の作業"))
        heads = [_("すること"), _("担当"), _("期限"), _("状態"), _("ひとこと")]
        yield WordTable(heads, [[r.text, _owner(r), r.due, r.get_state_display(), r.note] for r in shown.follow_ups])
    if shown.corrections:
        yield Heading(_("訂正"))
        for row in shown.corrections:
            told = {"day": format_wareki(localdate(row.recorded_at)), "text": row.text, "reason": row.reason}
            yield Paragraph(_("%(day)s　%(text)s（理由：%(reason)s）") % told)
    yield Heading(_("経過"))
    heads = [_("日"), _("状態"), _("コメント")]
    yield WordTable(heads, [[localdate(s.recorded_at), s.get_new_state_display(), s.comment] for s in shown.steps])


def _owner(row: object) -> str:
    place = getattr(row, "municipality", None)
    owner = getattr(row, "owner", "")
    return " ".join(filter(None, [place.name if place else _("事務局"), owner]))
