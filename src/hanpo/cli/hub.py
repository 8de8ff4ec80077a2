"""Command that brings minutes in: what was read is proposed, and a person confirms it on the page."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.cli import console
from hanpo.core import scope
from hanpo.hub.actions.minutes import import_minutes as bring_in
from hanpo.hub.files.minutes import UnreadableMinutes, read_minutes_file
from hanpo.hub.models import MinutesImport, Programme
from hanpo.hub.queries.kinds import WORDS
from hanpo.hub.queries.programmes import programmes


@click.command(
    "import-minutes", help=_("議事録（.txt・.docx）を読み取り、確かめるための案にします。記録にはまだ書きません。")
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--programme", metavar="NAME", default="", help=_("事業の名前（の一部）。事業が1つだけなら要りません。"))
def import_minutes(*, file: Path, programme: str) -> None:
    """Read FILE and keep its text and the proposals; nothing becomes a record before a person confirms it."""
    try:
        text = read_minutes_file(name=file.name, content=file.read_bytes())
    except UnreadableMinutes as error:
        console.fail(str(error), console.REFUSED)
    with scope.within(scope.EVERYWHERE):
        made = bring_in(actor=None, programme=_programme(programme), file_name=file.name, text=text)
        _tell(made)


def _programme(name: str) -> Programme:
    found = [programme for programme in programmes() if name in programme.name]
    if not found:
        console.fail(_("当てはまる事業がありません。先に事業を登録してください。"), console.REFUSED)
    if len(found) > 1:
        names = "\n".join(f"  {programme.name}" for programme in found)
        console.fail(_("事業を --programme で1つに絞ってください。") + f"\n{names}", console.REFUSED)
    return found[0]


def _tell(made: MinutesImport) -> None:
    counts = Counter(made.proposals.values_list("kind", flat=True))
    rows = [(str(WORDS[kind].label) if kind in WORDS else kind, str(n)) for kind, n in counts.most_common()]
    console.show_table([_("読み取った内容"), _("件数")], rows)
    address = settings.SITE_URL + reverse("hub:minutes", kwargs={"pk": made.pk})
    console.say(
        _("%(lines)d行を読み取りました。ここで確かめてください： %(url)s") % {"lines": made.line_count, "url": address}
    )
