"""The hub's brain: plain Python, dataclasses in and out. Each module is named for what it works out."""

from hanpo.hub.engine import drawing, ladder, likeness, minutes, readiness, staleness, words, workload

__all__ = ["drawing", "ladder", "likeness", "minutes", "readiness", "staleness", "words", "workload"]
