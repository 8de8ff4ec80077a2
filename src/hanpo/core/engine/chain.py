"""The hash chain of the audit record: SHA-256 over the previous hash and the row in a canonical form.

The canonical form is JSON with sorted keys, no spaces and unescaped Unicode, so that any reader can recompute it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64
"""What stands before the first row."""


@dataclass(frozen=True, slots=True)
class Link:
    """A row as it was stored: its number (from 1), its content, and the two hashes."""

    sequence: int
    content: Mapping[str, Any]
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold, and why."""

    sequence: int
    reason: str


def link_hash(*, sequence: int, content: Mapping[str, Any], previous_hash: str) -> str:
    """The hash (64 hex digits) of a row with this number and content behind this hash."""
    canonical = json.dumps([sequence, content], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous_hash}\n{canonical}".encode()).hexdigest()


def find_breaks(links: Iterable[Link], *, length: int, head: str) -> list[Break]:
    """Every place where the rows, read in order, differ from a chain of `length` rows that ends in `head`."""
    breaks = []
    previous, expected = GENESIS, 1
    for link in links:
        if link.sequence != expected:
            breaks.append(Break(link.sequence, "missing"))
        if link.previous_hash != previous:
            breaks.append(Break(link.sequence, "order"))
        if link.hash != link_hash(sequence=link.sequence, content=link.content, previous_hash=link.previous_hash):
            breaks.append(Break(link.sequence, "content"))
        previous, expected = link.hash, link.sequence + 1
    if (expected - 1, previous) != (length, head):
        breaks.append(Break(expected, "end"))
    return breaks
