"""Where the addresses of the counter take their arguments from."""

from __future__ import annotations

from tests.house.sampling import Sample

SAMPLES: dict[str, Sample] = {}
