"""What the counter offers to the house for the application forms: each value entered once."""

from __future__ import annotations

from hanpo.core.registry import Part

PART = Part()
