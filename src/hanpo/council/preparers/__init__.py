"""What the council makes ready before anybody asks."""

from __future__ import annotations

from hanpo.core.registry import Preparer

PREPARERS: tuple[Preparer, ...] = ()

__all__ = ["PREPARERS"]
