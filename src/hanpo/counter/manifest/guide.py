"""What the counter offers to the house for the interview and the guide: which procedures this household needs."""

from __future__ import annotations

from hanpo.core.registry import Part

PART = Part()
