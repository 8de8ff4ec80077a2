"""What the counter offers to the house for one case in many sections, pre-applications, booking of the bereavement course, export to core systems."""

from __future__ import annotations

from hanpo.core.registry import Part

PART = Part()
