"""The council's brain: plain Python, dataclasses in and out. Each module is named for what it works out."""

from hanpo.council.engine import choosing, freetext, opinion, results, sharing

__all__ = ["choosing", "freetext", "opinion", "results", "sharing"]
