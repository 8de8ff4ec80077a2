"""Writes of monthly reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from hanpo.core import audit
from hanpo.core.actions.files import store_file
from hanpo.core.models import Municipality, Person, StoredFile
from hanpo.hub.queries.reports import ABOUT, about

PERMISSION = "hub.see_reports"


@audit.deed
def issue_report(
    *, actor: Person, municipality: Municipality, first: date, contents: Mapping[str, bytes]
) -> list[StoredFile]:
    """Keep the report of the month that begins on `first` for the municipality; returns the files that are new.

    `contents` holds the files by their names. A report that is issued again (a mended summary) stands beside the first.
    """
    before = set(StoredFile.objects.filter(municipality=municipality, about=about(first)).values_list("pk", flat=True))
    files = [
        store_file(
            actor=actor,
            name=name,
            content=content,
            municipality=municipality,
            permission=PERMISSION,
            about=about(first),
        )
        for name, content in contents.items()
    ]
    audit.record(actor=actor, verb="issue_report", subject=municipality, new={"files": list(contents)})
    return [file for file in files if file.pk not in before]


@audit.deed
def withdraw_report(*, actor: Person, municipality: Municipality, files: Sequence[int]) -> None:
    """Take a report back: its files are no longer offered."""
    rows = StoredFile.objects.filter(pk__in=files, municipality=municipality, about__startswith=ABOUT)
    names = [row.name for row in rows]
    rows.delete()
    audit.record(actor=actor, verb="withdraw_report", subject=municipality, old={"files": names})
