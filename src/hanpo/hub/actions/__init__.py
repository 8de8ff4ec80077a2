"""Writes of the hub, a module for each subject. Each is a deed: one transaction, one audit row."""
