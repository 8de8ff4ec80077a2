"""Signing in: who is let in and by what means, the second factor of staff, lock-out, and how a session ends."""
