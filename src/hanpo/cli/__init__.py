"""The `hanpo` command: set up, run, prepare, save, restore, check. What it does not know goes to Django's commands.

Exit codes: 0 all well; 1 something was found or went wrong (a broken chain, a check that fails, a preparer that
stumbled); 2 the command was called wrongly; 3 refused, nothing was changed.
"""

from __future__ import annotations

import os
import sys

DEMO_ENVIRONMENT = {"HANPO_REQUIRE_SECOND_FACTOR": "false"}
"""How `hanpo demo` differs from a real house, unless the environment says otherwise."""


def main() -> None:
    """Run a Hanpo command, or one of Django's (`hanpo migrate`, `hanpo manage migrate`)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hanpo.config.settings")
    arguments = sys.argv[1:]
    if arguments[:1] == ["manage"]:
        return _django(arguments[1:])
    if arguments[:1] == ["demo"]:
        for name, value in DEMO_ENVIRONMENT.items():
            os.environ.setdefault(name, value)
    import django

    django.setup()
    from hanpo.cli.commands import hanpo

    if arguments and not arguments[0].startswith("-") and arguments[0] not in hanpo.commands:
        return _django(arguments)
    return hanpo(prog_name="hanpo")


def _django(arguments: list[str]) -> None:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["hanpo manage", *arguments])
