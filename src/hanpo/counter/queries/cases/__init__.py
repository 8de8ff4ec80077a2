"""Reads of cases: what a case begins with, lists of work, visits, and what goes to other systems."""
