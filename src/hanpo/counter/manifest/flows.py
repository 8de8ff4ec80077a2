"""What the counter offers to the house for business flows and what the event log says of them."""

from __future__ import annotations

from hanpo.core.registry import Part

PART = Part()
