"""The code of a case (QR): the address that the clerk's scanner types and the family's phone opens."""

from __future__ import annotations

import io

import segno


def code_svg(address: str) -> bytes:
    """The address as a QR code in SVG, black on white with its quiet zone; error correction M survives a scratch."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", scale=4, border=4, dark="#000", light="#fff")
    return out.getvalue()
