"""The long work of the ground."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hanpo.core import registry
from hanpo.core.jobs.progress import Progress
from hanpo.core.search.index import rebuild_source, tidy_index

REBUILD_SEARCH = "core.rebuild_search"


def rebuild_search(*, arguments: Mapping[str, Any], progress: Progress) -> str:
    """Make the search index anew, one kind of record after the other: it can be stopped between two, and goes on.

    Each kind is replaced at once, so that people find something at every moment.
    """
    sources = list(registry.search_sources().values())
    for done, source in enumerate(sources):
        progress.update(done, len(sources), str(source.label))
        rebuild_source(source)
    tidy_index()
    progress.update(len(sources), len(sources))
    return ""
