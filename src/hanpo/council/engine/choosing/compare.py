"""Do the rules agree, which would change the answer, and who sees it otherwise?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hanpo.council.engine.choosing import tally
from hanpo.council.engine.choosing.poll import Acceptance, Opinion, Poll, sheet_of
from hanpo.council.engine.choosing.rules import Result, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Camp:
    """Rules that give the same winners."""

    winners: tuple[str, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Results side by side. `camps` has the camp of most rules first; `everywhere` wins (alone or level) by every rule.

    `somewhere` wins by at least one rule; `ties` are the rules that leave more than one winner.
    """

    camps: tuple[Camp, ...]
    everywhere: tuple[str, ...]
    somewhere: tuple[str, ...]
    ties: tuple[Rule, ...]

    @property
    def agree(self) -> bool:
        """Whether all rules give the same winners."""
        return len(self.camps) == 1

    def changed_by(self, rule: Rule) -> tuple[Camp, ...]:
        """The camps whose answer is another than that of the rule in force. Raises `ValueError` if it is not there."""
        own = [camp for camp in self.camps if rule in camp.rules]
        if not own:
            raise ValueError(rule)
        return tuple(camp for camp in self.camps if camp is not own[0])


def compare(results: Sequence[Result]) -> Comparison:
    """Put results of the same poll side by side. Raises `ValueError` where there are none."""
    if not results:
        raise ValueError(results)
    camps: dict[tuple[str, ...], list[Rule]] = {}
    for result in results:
        camps.setdefault(result.winners, []).append(result.rule)
    ordered = sorted(camps.items(), key=lambda one: -len(one[1]))
    options = tuple(results[0].scores)
    return Comparison(
        camps=tuple(Camp(winners=winners, rules=tuple(rules)) for winners, rules in ordered),
        everywhere=tuple(option for option in options if all(option in result.winners for result in results)),
        somewhere=tuple(option for option in options if any(option in result.winners for result in results)),
        ties=tuple(result.rule for result in results if result.is_tie),
    )


def beats_all(poll: Poll) -> str | None:
    """The option that wins against each other one alone (the Condorcet winner), if there is one."""
    sheet = sheet_of(poll)
    matrix = tally.pairs(sheet.rows, sheet.size)
    for one, option in enumerate(poll.options):
        if all(matrix[one][other] > matrix[other][one] for other in range(sheet.size) if other != one):
            return option
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent:
    """A member whom the result does not suit: a winner is unacceptable to it, or it ranks another before all winners.

    `prefers` are the options that the member ranks first; `opinions` are what it said of the winners, in their order.
    """

    member: str
    unacceptable: tuple[str, ...]
    prefers: tuple[str, ...]
    opinions: tuple[Opinion, ...]


def dissent(poll: Poll, winners: Sequence[str]) -> tuple[Dissent, ...]:
    """The members whom the winners do not suit, those who cannot accept one first."""
    found = []
    for ballot in poll.ballots:
        opinions = {option: ballot.opinions.get(option, Opinion()) for option in poll.options}
        refused = tuple(name for name in winners if opinions[name].acceptance is Acceptance.UNACCEPTABLE)
        ranks = {name: one.rank for name, one in opinions.items() if one.rank is not None}
        first = tuple(name for name, rank in ranks.items() if rank == min(ranks.values()))
        if refused or (first and not set(first) & set(winners)):
            said = tuple(opinions[name] for name in winners)
            found.append(Dissent(member=ballot.member, unacceptable=refused, prefers=first, opinions=said))
    return tuple(sorted(found, key=lambda one: not one.unacceptable))
