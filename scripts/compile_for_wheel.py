"""Build hook of hatchling: the wheel carries the translations compiled, for a server where nobody may write into it.

Compiled catalogues (.mo) are not under version control: a build would leave them out, and a bare clone has none.
"""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):
    """Compiles every catalogue before the files are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile what is stale, and name it as part of the build."""
        package = Path(self.root) / "src" / "hanpo"
        runpy.run_path(str(package / "cli" / "catalogues.py"))["compile_stale"](package)
        build_data["artifacts"].append("*.mo")
