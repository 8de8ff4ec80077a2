"""Licences: nothing under the GPL or AGPL is installed but what this list explains.

Both places of a distribution's metadata are read: the `License-Expression` field and the trove classifiers; where
neither says anything, the free `License` field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions

from findings import tell

GPL = re.compile(r"(?<!L)(?<!Lesser )\bA?GPL|(?:GNU )?(?:Affero )?General Public Licen[sc]e", re.IGNORECASE)
LESSER = re.compile(r"LGPL|Lesser General Public|Library General Public", re.IGNORECASE)
EXPLAINED = {
    "text-unidecode": "Artistic or GPL, whichever one chooses: Artistic. Used by tests alone.",
}
"""Names that carry GPL in their metadata, and why they may be here."""


def main() -> None:
    """Check every installed distribution."""
    tell("licences", findings())


def findings() -> Iterator[str]:
    """Every distribution under a licence that Hanpo does not build on."""
    for installed in sorted(distributions(), key=name_of):
        bad = [said for said in licences_of(installed) if GPL.search(said) and not LESSER.search(said)]
        if bad and name_of(installed) not in EXPLAINED:
            yield f"{name_of(installed)} {installed.version}: {'; '.join(bad)}"


def name_of(installed: Distribution) -> str:
    """The distribution's name as registries spell it."""
    return str(installed.metadata["Name"] or "").lower().replace("_", "-")


def licences_of(installed: Distribution) -> list[str]:
    """What the metadata says of the licence."""
    said = [str(c) for c in installed.metadata.get_all("Classifier") or () if str(c).startswith("License ::")]
    if expression := installed.metadata["License-Expression"]:
        said.append(str(expression))
    if not said and (free := installed.metadata["License"]):
        said.append(str(free).strip().splitlines()[0])
    return said


if __name__ == "__main__":
    main()
