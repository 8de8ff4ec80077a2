"""Who signs a sheet, and who needs a mandate (委任状): only those for whom the rules ask one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hanpo.counter.engine.papers.papers import Agent, Filled, Paper
from hanpo.counter.engine.papers.printing import Sheet

COMES: Final = "comes"
"""The id of the question who comes to the counter: `member` (of the household), `legal` (法定代理人) or `other`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """Who signs a sheet: a person by key. `for_whom` is the minor for whom a legal representative signs (民法5条・824条);
    `by_agent`: somebody else hands it in; `needs_mandate`: only with a 委任状; `must_come`: nobody may hand it in instead.
    """

    signer: str
    for_whom: str = ""
    by_agent: bool = False
    needs_mandate: bool = False
    must_come: bool = False


def signing(paper: Paper, sheet: Sheet, filled: Filled) -> Signing:
    """Who signs this sheet."""
    due = sheet.person if paper.signer == "person" and sheet.person else filled.playing(paper.signer)
    signer = filled.playing("guardian") if filled.is_minor(due) else due
    for_whom = due if signer != due else ""
    comes = filled.choice(COMES) or "member"
    if comes == "legal":
        return Signing(signer=signer, for_whom=for_whom, by_agent=True)
    other = comes == "other"
    needs = other and paper.agent is Agent.HOUSEHOLD
    return Signing(
        signer=signer, for_whom=for_whom, by_agent=other, needs_mandate=needs,
        must_come=other and paper.agent is Agent.NOBODY,
    )  # fmt: skip


def mandated(papers: Iterable[Paper], made: Sequence[Sheet], filled: Filled) -> dict[str, tuple[str, ...]]:
    """For each person who must sign a mandate, the papers (keys) that it is for."""
    by_key = {paper.key: paper for paper in papers}
    found: dict[str, list[str]] = {}
    for sheet in made:
        told = signing(by_key[sheet.paper], sheet, filled)
        if told.needs_mandate:
            keys = found.setdefault(told.signer, [])
            if sheet.paper not in keys:
                keys.append(sheet.paper)
    return {signer: tuple(keys) for signer, keys in found.items()}
