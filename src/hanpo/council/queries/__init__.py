"""Reads of the council."""
