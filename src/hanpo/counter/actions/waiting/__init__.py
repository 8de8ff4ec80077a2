"""Writes of waiting: numbers, what becomes of them at the desks, desks and lines, bookings."""
