"""The results of a choice, counted by every rule side by side, with everything that one number would hide.

Who answered stands in the ballots of all members, so they are counted in the scope of everybody; members see the
results once the choice is closed, the secretariat any time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hanpo.core import scope
from hanpo.council.engine import choosing
from hanpo.council.engine.choosing import Acceptance, Approving, Grade, Opinion, Result, Rule
from hanpo.council.engine.freetext import Answer, bundled
from hanpo.council.models import Ballot, Poll, PollOption, PollState
from hanpo.council.queries import poll_words as words
from hanpo.council.queries.ballot_words import part_words


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule: how it decides, who wins, what each option has, and how firm that is."""

    rule: str
    name: str
    how: str
    winners: str
    is_tie: bool
    is_promised: bool
    scores: tuple[str, ...]
    change: str
    missing: str


@dataclass(frozen=True, slots=True)
class SupportLine:
    """Who could live with an option, in numbers of members."""

    option: PollOption
    acceptable: int
    conditional: int
    unacceptable: int
    unsaid: int
    grades: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition under which members accept an option; several that say nearly the same stand together."""

    text: str
    members: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many members name it."""
        return len(self.members)


@dataclass(frozen=True, slots=True)
class OptionConditions:
    """The conditions named for one option."""

    option: PollOption
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a member said of one option."""

    option: PollOption
    grade: str
    rank: str
    acceptance: str
    condition: str
    reason: str


@dataclass(frozen=True, slots=True)
class Voice:
    """A member's words in full; `member` is empty where names are not shown."""

    member: str
    prefers: str
    refuses: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Duel:
    """A row of the pairwise table: how many prefer the option to each other one (`None`: itself)."""

    option: PollOption
    against: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """The results of a poll, its voices in the order in which they are read.

    `minority` are those who cannot accept the leading result, `elsewhere` those who put another option before it,
    `majority` all others.
    """

    poll: Poll
    options: tuple[PollOption, ...]
    asked: int
    answered: int
    missing: tuple[str, ...]
    leading: str
    headline: tuple[str, ...]
    rules: tuple[RuleLine, ...]
    supports: tuple[SupportLine, ...]
    conditions: tuple[OptionConditions, ...]
    minority: tuple[Voice, ...]
    elsewhere: tuple[Voice, ...]
    majority: tuple[Voice, ...]
    duels: tuple[Duel, ...]

    @property
    def names_shown(self) -> bool:
        """Whether voices stand with names."""
        return any(voice.member for voice in (*self.minority, *self.elsewhere, *self.majority))


def may_be_seen(*, poll: Poll, as_secretariat: bool) -> bool:
    """Whether the results may be seen yet: members wait until nobody can be swayed by them."""
    return poll.state == PollState.CLOSED or (as_secretariat and poll.state == PollState.OPEN)


def results(*, poll: Poll, as_secretariat: bool = False) -> Results:
    """The results of a poll as they stand now."""
    with scope.within(scope.EVERYWHERE):
        rows = list(Ballot.objects.filter(poll=poll).select_related("municipality").order_by("municipality_id"))
        options = tuple(PollOption.objects.filter(poll=poll).order_by("number"))
    return _Counting(poll, options, rows, as_secretariat or poll.names_shown).results()


def engine_poll(*, options: Sequence[PollOption], ballots: Sequence[Ballot]) -> choosing.Poll:
    """The poll as the engine counts it: one member, one vote; who accepts, with or without condition, approves."""
    return choosing.Poll(
        options=tuple(option.key for option in options),
        members=tuple(ballot.municipality_id for ballot in ballots),
        ballots=tuple(_ballot(row, options) for row in ballots if row.is_submitted),
        approving=Approving.ACCEPTABLE_OR_CONDITIONAL,
    )


def _ballot(row: Ballot, options: Sequence[PollOption]) -> choosing.Ballot:
    keys = {option.key for option in options}
    said = {key: _opinion(parts) for key, parts in row.answers.items() if key in keys}
    return choosing.Ballot(member=row.municipality_id, opinions=said)


def _opinion(parts: Mapping[str, Any]) -> Opinion:
    return Opinion(
        rank=parts.get("rank"),
        grade=Grade(parts["grade"]) if parts.get("grade") else None,
        acceptance=Acceptance(parts["acceptance"]) if parts.get("acceptance") else None,
        condition=parts.get("condition", ""),
        reason=parts.get("reason", ""),
    )


class _Counting:
    """One poll while it is counted."""

    def __init__(self, poll: Poll, options: tuple[PollOption, ...], rows: list[Ballot], named: bool) -> None:
        self.poll, self.options, self.named = poll, options, named
        self.names = {row.municipality_id: row.municipality.name for row in rows}
        self.signs = {option.key: option.sign for option in options}
        self.asked = len(rows)
        self.answers = {row.municipality_id: row.answers for row in rows if row.is_submitted}
        self.counted = engine_poll(options=options, ballots=rows)

    def results(self) -> Results:
        found = choosing.count_all(self.counted, Rule) if self.answers else ()
        comparison = choosing.compare(found) if found else None
        promised = Rule(self.poll.rule) if self.poll.rule else None
        leading = self._leading(found, promised)
        supports = choosing.acceptance(self.counted)
        dissent = choosing.dissent(self.counted, leading)
        minority = [one.member for one in dissent if one.unacceptable]
        elsewhere = [one.member for one in dissent if not one.unacceptable]
        headline = () if comparison is None else words.headline(
            comparison=comparison, promised=promised, beats_all=choosing.beats_all(self.counted), supports=supports,
            signs=self.signs,
        )  # fmt: skip
        return Results(
            poll=self.poll, options=self.options, asked=self.asked, answered=len(self.answers),
            missing=tuple(self.names[member] for member in self.counted.missing),
            leading=words.winners_words(winners=leading, signs=self.signs) if leading else "",
            headline=tuple(headline), rules=tuple(self._rule(one, promised) for one in found),
            supports=tuple(self._support(option, one) for option, one in zip(self.options, supports, strict=True)),
            conditions=tuple(self._conditions(option, one) for option, one in zip(self.options, supports, strict=True)),
            minority=tuple(self._voice(member, leading) for member in minority),
            elsewhere=tuple(self._voice(member, leading) for member in elsewhere),
            majority=tuple(
                self._voice(member, leading) for member in self.answers if member not in {*minority, *elsewhere}
            ),
            duels=tuple(self._duels(found)),
        )  # fmt: skip

    def _leading(self, found: Sequence[Result], promised: Rule | None) -> tuple[str, ...]:
        """The winners by the promised rule; without one, those of most rules."""
        if not found:
            return ()
        if promised:
            return next(one.winners for one in found if one.rule is promised)
        return choosing.compare(found).camps[0].winners

    def _rule(self, result: Result, promised: Rule | None) -> RuleLine:
        rule = result.rule
        return RuleLine(
            rule=rule.value, name=words.rule_name(rule), how=words.how(rule),
            winners=words.winners_words(winners=result.winners, signs=self.signs), is_tie=result.is_tie,
            is_promised=rule is promised,
            scores=tuple(words.score_words(result=result, key=option.key) for option in self.options),
            change=words.change_words(found=choosing.smallest_change(self.counted, rule), signs=self.signs),
            missing=words.missing_words(found=choosing.missing_power(self.counted, rule), signs=self.signs),
        )  # fmt: skip

    def _support(self, option: PollOption, found: choosing.Support) -> SupportLine:
        given = [answers.get(option.key, {}).get("grade") for answers in self.answers.values()]
        return SupportLine(
            option=option, acceptable=len(found.acceptable), conditional=len(found.conditional),
            unacceptable=len(found.unacceptable), unsaid=len(found.unsaid),
            grades=tuple(given.count(int(grade)) for grade in reversed(Grade)),
        )  # fmt: skip

    def _conditions(self, option: PollOption, found: choosing.Support) -> OptionConditions:
        said = {member: text for member, text in found.conditions.items() if text.strip()}
        bundles = bundled(Answer(key=member, text=text) for member, text in said.items())
        made = [
            Condition(
                text=bundle.text,
                members=tuple(self._name(str(key)) for key in bundle.keys),
                others=tuple(dict.fromkeys(said[str(key)] for key in bundle.keys if said[str(key)] != bundle.text)),
            )
            for bundle in bundles
        ]
        return OptionConditions(option, tuple(sorted(made, key=lambda one: -one.count)))

    def _name(self, member: str) -> str:
        return self.names[member] if self.named else ""

    def _voice(self, member: str, leading: Sequence[str]) -> Voice:
        answers = self.answers[member]
        ranks = {key: parts["rank"] for key, parts in answers.items() if parts.get("rank")}
        first = [o.key for o in self.options if ranks and ranks.get(o.key) == min(ranks.values())]
        refused = [key for key in leading if answers.get(key, {}).get("acceptance") == Acceptance.UNACCEPTABLE.value]
        return Voice(
            member=self._name(member), prefers=words.named(keys=first, signs=self.signs),
            refuses=words.named(keys=refused, signs=self.signs),
            said=tuple(_said(option, answers[option.key]) for option in self.options if answers.get(option.key)),
        )  # fmt: skip

    def _duels(self, found: Sequence[Result]) -> list[Duel]:
        pairs = next((one.pairs for one in found if one.pairs), None)
        if pairs is None:
            return []
        keys = [option.key for option in self.options]
        return [
            Duel(
                option,
                tuple(
                    None if other == option.key
                    else f"{words.number(pairs[option.key][other])} : {words.number(pairs[other][option.key])}"
                    for other in keys
                ),
            )
            for option in self.options
        ]  # fmt: skip


def _said(option: PollOption, parts: Mapping[str, Any]) -> Said:
    told = {part: part_words(part=part, value=parts.get(part)) for part in ("grade", "rank", "acceptance")}
    return Said(option=option, condition=parts.get("condition", ""), reason=parts.get("reason", ""), **told)


def frozen(*, poll: Poll, on: date) -> dict[str, Any]:
    """The results as plain data, to be kept in a decision record as they stood on this day."""
    found = results(poll=poll)
    return {
        "title": poll.title,
        "on": on.isoformat(),
        "asked": found.asked,
        "answered": found.answered,
        "missing": list(found.missing),
        "leading": found.leading,
        "headline": list(found.headline),
        "options": [str(option) for option in found.options],
        "rules": [
            {"name": one.name, "winners": one.winners, "scores": list(one.scores), "is_promised": one.is_promised}
            for one in found.rules
        ],
        "supports": [
            [str(one.option), one.acceptable, one.conditional, one.unacceptable, one.unsaid] for one in found.supports
        ],
    }
