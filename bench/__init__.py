"""Measurements, each against its peer in one run: `make bench` runs them all and writes `docs/benchmarks.md`.

A module here with a function `run(report)` is a benchmark; `report(name, value, unit, note)` adds a line to its table,
and its docstring says what is measured.
"""
