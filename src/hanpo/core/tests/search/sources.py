"""A search source over sections, for tests: their names and phone numbers become findable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from hanpo.core import registry
from hanpo.core.access import Access
from hanpo.core.models import Passage, Section
from hanpo.core.registry import Manifest, SearchSource, SearchText
from hanpo.core.scope import EVERYWHERE, Scope
from hanpo.core.search.words import fold, passages

PERMISSION = "core.search"


@contextmanager
def registered() -> Iterator[SearchSource]:
    """Make sections findable for the block: the name weighs 3, the phone number (a text here) 1."""
    source = SearchSource(
        key="test.section",
        label="課",
        model=Section,
        permission=PERMISSION,
        title=lambda row: row.name,
        url=lambda row: f"/sections/{row.pk}/",
        texts=lambda row: [SearchText(text=row.name, weight=3), SearchText(text=row.phone)],
    )
    manifest = Manifest(key="test", label="試験", search=(source,))
    registry.register(manifest)
    try:
        yield source
    finally:
        registry._manifests.pop("test")


def access(scope: Scope = EVERYWHERE, permission: str = PERMISSION) -> Access:
    """Somebody who holds one permission in this scope."""
    return Access((), {permission: scope})


def passage(
    text: str,
    *,
    record: str = "",
    place: str | None = None,
    permission: str = PERMISSION,
    weight: int = 1,
    dated: date | None = None,
    source: str = "test.note",
) -> list[Passage]:
    """Index a text as a record of its own (or of `record`), as the index would."""
    return [
        Passage.objects.create(
            source=source, object_id=record or f"r{Passage.objects.count()}", municipality_id=place,
            permission=permission, title="件名", url="/", text=piece, folded=fold(piece), weight=weight, dated=dated,
        )
        for piece in passages(text)
    ]  # fmt: skip
