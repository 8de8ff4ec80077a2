"""Writes of cases: open and close one, the work of the sections, visits, and what goes to other systems."""
