"""The demo: tickets, desks, the display, bookings at the counter."""

from __future__ import annotations

from hanpo.counter.demo.waiting.loading import load_waiting

__all__ = ["load_waiting"]
