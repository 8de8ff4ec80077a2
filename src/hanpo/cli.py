"""The `hanpo` command."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run a Hanpo command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hanpo.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
