"""Reads of interviews and guides (手続案内書)."""

from hanpo.counter.engine.guide import GuideSheet
from hanpo.counter.queries.guide.reading import guidance_by, said_of, sheet_of

__all__ = ["GuideSheet", "guidance_by", "said_of", "sheet_of"]
