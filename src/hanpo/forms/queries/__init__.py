"""Reads of the forms."""
