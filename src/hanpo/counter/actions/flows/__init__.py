"""Writes of business flows: draw, copy, mark, vote; and logs of what really happened."""
