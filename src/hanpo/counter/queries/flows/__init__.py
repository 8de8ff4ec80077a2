"""Reads of business flows and of what logs say about them."""
