"""What leaves the counter's waiting part: the square code of a number, an event of the board."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import segno
from django.utils.safestring import SafeString, mark_safe

RETRY_MS = 3_000
"""After so many milliseconds a board asks again."""


def qr_of(address: str) -> SafeString:
    """The address as a QR code: SVG to be put into a page."""
    picture = BytesIO()
    segno.make(address, error="m").save(
        picture, kind="svg", xmldecl=False, svgns=True, svgclass="qr", lineclass=None, omitsize=True, border=4
    )
    return mark_safe(picture.getvalue().decode())


def event_of(*, name: str, stamp: str, told: Mapping[str, Any]) -> str:
    """One event of a stream, with the time after which the browser shall come back."""
    return f"retry: {RETRY_MS}\nid: {stamp}\nevent: {name}\ndata: {json.dumps(told, ensure_ascii=False)}\n\n"
