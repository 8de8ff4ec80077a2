"""What the counter offers to the house for the decision tables of procedures: editing, proof, editions, exchange."""

from __future__ import annotations

from hanpo.core.registry import Part

PART = Part()
