"""PDF by Typst: accessible (PDF/UA-1), with bookmarks, real text and names with IVS."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, cast

import typst
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hanpo.core.documents import fonts
from hanpo.core.japanese import eras

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
"""The package `hanpo`: the root that templates import from, as in `#import "/core/documents/templates/house.typ"`."""

_UNSHOWN = re.compile(r"the text (?P<text>\S+) could not be displayed")


class DocumentError(RuntimeError):
    """A document could not be made; the message says why and what to do."""


def render_pdf(template: str, data: Mapping[str, Any], *, title: str, lang: str = "ja") -> bytes:
    """Set a template with data. `template` is `letter` (of the ground) or `hub/monthly_report` (of a field).

    `data` is plain values; a date arrives in the template as `(iso, text)` with `text` in 和暦 (in English: ISO).
    The keys `municipality`, `section` and `date` fill the foot of each page. Raises `FontsMissing` where a typeface is
    not installed, and `DocumentError` where a character has no glyph in any of them or the template fails.
    """
    fonts.require_fonts()
    inputs = {
        "title": title,
        "lang": lang.partition("-")[0],
        "extra_fonts": json.dumps(fonts.extra_families()),
        "data": json.dumps(_plain(data, lang), ensure_ascii=False),
    }
    return _compiled(template_path(template), inputs, _timestamp(data.get("date")))


def template_path(template: str) -> Path:
    """Where a template lies. Raises `DocumentError` when there is none of this name."""
    field, _slash, name = template.rpartition("/")
    folder = ROOT / field / "documents" if field else ROOT / "core" / "documents" / "templates"
    path = folder / f"{name}.typ"
    if not path.is_file() or ROOT not in path.resolve().parents:
        raise DocumentError(f"no template {template}")
    return path


def _compiled(path: Path, inputs: dict[str, str], timestamp: datetime | None) -> bytes:
    compiler = typst.Compiler(root=ROOT, font_paths=fonts.installed(), ignore_system_fonts=True)
    try:
        pdf, warnings = compiler.compile_with_warnings(
            input=str(path), format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=timestamp
        )
    except typst.TypstError as error:
        raise _explained(error) from error
    for warning in warnings:
        logger.warning("%s: %s", path.name, warning.message)
    return cast("bytes", pdf)


def _explained(error: typst.TypstError) -> DocumentError:
    unshown = _UNSHOWN.search(error.message)
    if unshown is None:
        return DocumentError(f"{error.message}\n{error.diagnostic}")
    return DocumentError(
        _("「%(text)s」を印刷できる書体がありません。「apt-get install %(packages)s」で書体を増やしてください。")
        % {"text": unshown["text"].strip("'\"`"), "packages": " ".join(fonts.WELCOME.values())}
    )


def _plain(value: Any, lang: str) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item, lang) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item, lang) for item in value]
    if isinstance(value, datetime):
        return {"iso": value.isoformat(), "text": f"{_day(value.date(), lang)} {value:%H:%M}"}
    if isinstance(value, date):
        return {"iso": value.isoformat(), "text": _day(value, lang)}
    if isinstance(value, Promise):
        return str(value)
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _day(day: date, lang: str) -> str:
    return eras.format_wareki(day) if lang.startswith("ja") else day.isoformat()


def _timestamp(day: object) -> datetime | None:
    """The document's date as its creation time, so that the same document is the same bytes."""
    if isinstance(day, datetime):
        return day
    return datetime.combine(day, time(), UTC) if isinstance(day, date) else None
