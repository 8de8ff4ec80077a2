"""What the counter offers to the house for arrivals, what-if, rosters, the calendar of crowding."""

from __future__ import annotations

from hanpo.core.registry import Part

PART = Part()
