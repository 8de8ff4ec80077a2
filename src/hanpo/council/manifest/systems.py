"""What the council's part for systems offers to the house."""

from __future__ import annotations

from hanpo.council.manifest.parts import Part

PART = Part()
