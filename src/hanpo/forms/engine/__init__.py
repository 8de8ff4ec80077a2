"""The brain of forms: definitions, conditions, reading and checking answers, filling order, workbooks, aggregates.

Pure Python: no Django, no clock, no disk.
"""
