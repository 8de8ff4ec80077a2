"""Command that prepares work now."""

from __future__ import annotations

import sys

import click
from django.utils.translation import gettext as _

from hanpo.cli import console
from hanpo.core import clock, registry
from hanpo.core.jobs.schedule import PrepareSummary, run_preparers


@click.command(help=_("すべての市町のおぜん立てを、いま行います。"))
def prepare() -> None:
    """Run every preparer for every municipality, and sum up."""
    if run_all().failures:
        sys.exit(console.PROBLEM)


def run_all() -> PrepareSummary:
    """Run every preparer with a bar, and show what each did."""
    with console.steps(_("おぜん立て")) as step:
        summary = run_preparers(today=clock.today(), step=step)
    labels = {key: str(preparer.label) for key, preparer in registry.preparers().items()}
    rows = [
        (labels[key], str(done.made), str(done.refreshed), str(done.withdrawn))
        for key, done in summary.prepared.items()
        if done.made or done.refreshed or done.withdrawn
    ]
    if rows:
        console.show_table([_("おぜん立て"), _("新しく用意"), _("書き直し"), _("不要になった")], rows)
    else:
        console.say(_("新しいおぜん立てはありません。"))
    for label, place, why in summary.failures:
        console.say(
            _("できませんでした： %(label)s（%(place)s） %(why)s") % {"label": label, "place": place, "why": why}
        )
    return summary
