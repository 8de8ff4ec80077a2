"""What the council's part for conversations offers to the house."""

from __future__ import annotations

from hanpo.council.manifest.parts import Part

PART = Part()
