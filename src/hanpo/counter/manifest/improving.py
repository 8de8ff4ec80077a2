"""What the counter offers to the house for hearing sheets, experience surveys, problem cards, to-be, steps, agreement, before and after."""

from __future__ import annotations

from hanpo.core.registry import Part

PART = Part()
