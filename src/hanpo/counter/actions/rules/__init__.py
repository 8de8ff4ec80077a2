"""Writes of the rules of procedures: edit the draft, confirm, publish, exchange."""
