"""What the counter offers to the house for tickets, desks, the display, bookings at the counter."""

from __future__ import annotations

from hanpo.core.registry import Part

PART = Part()
