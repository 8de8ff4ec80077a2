"""How a serving process cleans up its memory.

Python looks through everything it holds whenever enough new things have been made; a page that reads a thousand rows
pays for the whole of Django each time. What was loaded at the start stays for good, so it is left out of the search,
and the search comes less often.
"""

from __future__ import annotations

import gc


def settle() -> None:
    """Leave what is loaded by now out of the search for garbage, and search less often. Once, before serving."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
