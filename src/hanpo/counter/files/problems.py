"""What is wrong with a file of rules: every problem with its place, so that all can be mended at once."""

from __future__ import annotations

from dataclasses import dataclass

from hanpo.counter.engine.rules import RuleError


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. `place` is where: the cell of a sheet (C9), or table, row and column of a DMN file."""

    place: str
    message: str


class RuleFileError(RuleError):
    """A file of rules that was refused; nothing of it was taken over. `problems` are all that were found."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(f"{problem.place}: {problem.message}" for problem in problems))
        self.problems = tuple(problems)
