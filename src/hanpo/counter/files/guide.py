"""The guide on paper (PDF, also in large print), and the code (QR) that leads to its page."""

from __future__ import annotations

import io
from typing import Any

import segno
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hanpo.core.documents import render_pdf
from hanpo.core.templatetags.japanese import wareki
from hanpo.counter.queries.guide.telling import BenefitWords, DueWords, GuideWords, LineWords
from hanpo.counter.queries.guide.words import without_readings


def code_svg(address: str) -> bytes:
    """The code of an address as SVG, readable with a part of it dirty (level M)."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", scale=8, border=4, xmldecl=True, svgns=True)
    return out.getvalue()


def guide_pdf_file(words: GuideWords, *, place: str, address: str, is_large: bool) -> bytes:
    """The guide as PDF. Staff's marks are not in it: it is given to the household."""
    data = {
        "municipality": place, "date": words.on, "large": is_large, "code": code_svg(address).decode(),
        "words": _labels(), "lead": _lead(words), "next": _next(words),
        "stops": [{"number": stop.number, "section": stop.section, "lines": [_line(line) for line in stop.lines]}
                  for stop in words.stops],
        "bring": [item for item, _titles in words.bring],
        "benefits": [_benefit(one) for one in words.benefits],
        "elsewhere": [_line(line) for line in words.elsewhere],
        "automatic": [_line(line) for line in words.automatic],
        "unsure": [_line(line) for line in words.unsure],
        "not_needed": [_line(line) for line in words.not_needed],
    }  # fmt: skip
    language = "en" if (get_language() or "ja").startswith("en") else "ja"
    return render_pdf("counter/guide", _plain(data), title=without_readings(_("手続案内書")), lang=language)


def _plain(value: Any) -> Any:
    """Every text without readings: paper has no furigana."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return without_readings(value) if isinstance(value, str) else value


def _labels() -> dict[str, str]:
    return {
        "stops": _("役所で回る順番"), "bring": _("持ち物"), "benefits": _("受けられる手当"), "until": _("期限"),
        "elsewhere": _("役所の外でする手続き"), "automatic": _("まちが行うので、届出がいらない手続き"),
        "unsure": _("いまは言えない手続き（窓口で確かめます）"), "not_needed": _("いらない手続き"), "why": _("わけ"),
        "code": _("このご案内のページ"), "article": _("根拠"), "nothing": _("いま、いる手続きはありません。"),
        "alt": _("このご案内のページを開くコード"),
        "note": _("このご案内は、聞き取りの答えから作りました。答えが変わると、いる手続きも変わります。"),
    }  # fmt: skip


def _lead(words: GuideWords) -> str:
    return _("役所でいる手続きは%(count)d件、回る課は%(stops)dか所です。") % {
        "count": words.count,
        "stops": len(words.stops),
    }


def _next(words: GuideWords) -> str:
    if words.next_due is None:
        return ""
    due, line = words.next_due
    return _("いちばん早い期限：%(day)s　%(title)s") % {"day": wareki(due.day), "title": line.title}


def _line(line: LineWords) -> dict[str, Any]:
    return {
        "title": line.title, "places": line.places, "bring": list(line.bring), "because": list(line.because),
        "deadline": "" if line.dues else line.deadline, "dues": [_due(due) for due in line.dues],
        "open": [*line.open_questions],
    }  # fmt: skip


def _due(due: DueWords) -> dict[str, str]:
    return {"day": wareki(due.day), "name": due.name, "why": due.why, "consequence": due.consequence,
            "notes": "".join(due.notes)}  # fmt: skip


def _benefit(one: BenefitWords) -> dict[str, str]:
    return {"name": one.name, "amount": one.amount, "why": " ".join(filter(None, (one.why, *one.notes))),
            "parts": "、".join(filter(None, one.parts)), "clause": one.clause}  # fmt: skip
