"""Every command of `hanpo`, together. Imported when Django is set up: help is in the language of the settings."""

from __future__ import annotations

import click
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

translation.activate(settings.COMMAND_LANGUAGE)

# Imported only now: help texts are translated on import.
from hanpo.cli import checking, founding, hub, keeping, preparing, running  # noqa: E402


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    help=_("半歩先（Hanpo）を動かし、守るための命令。このほかの名前は Django の命令として実行します。"),
)
@click.version_option(package_name="hanpo", prog_name="hanpo")
def hanpo() -> None:
    """The group of all commands."""


for command in (
    running.demo,
    running.serve,
    running.worker,
    preparing.prepare,
    hub.import_minutes,
    checking.audit,
    checking.check_deployment,
    founding.found,
    founding.import_sections,
    founding.reset_second_factor,
    keeping.backup,
    keeping.restore,
):
    hanpo.add_command(command)
