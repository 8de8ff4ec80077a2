"""Walks through the whole house: its source, its addresses, its deeds, its tables."""
