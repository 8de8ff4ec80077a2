"""Polls for the tests of choosing: from few words, from published elections, and drawn by hypothesis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from hanpo.council.engine.choosing import Acceptance, Ballot, Grade, Opinion, Poll

Ranks = tuple[int | None, ...]

TENNESSEE = (("MNCK", 42), ("NCKM", 26), ("CKNM", 15), ("KCNM", 17))
"""Where the capital of Tennessee should be: a textbook example (Memphis, Nashville, Chattanooga, Knoxville)."""

BURLINGTON = (
    ("MKW", 1332), ("MWK", 767), ("M", 455), ("KMW", 2043), ("KWM", 371), ("K", 568), ("WMK", 1513), ("WKM", 495),
    ("W", 1289),
)  # fmt: skip
"""Burlington (Vermont), mayor, 3 March 2009, reduced to Montroll, Kiss and Wright: published counts of ballots."""


def ranked(*counts: tuple[str, int], options: str = "") -> Poll:
    """A poll from strings, best first, equal ranks in parentheses: (AB)C. What is not named is unranked."""
    known = tuple(options or dict.fromkeys(letter for order, _n in counts for letter in order if letter.isalpha()))
    ballots = [ranks_of(order) for order, number in counts for _ in range(number)]
    return poll_of(known, [{name: Opinion(rank=rank) for name, rank in ranks.items()} for ranks in ballots])


def ranks_of(order: str) -> dict[str, int]:
    """The ranks that a string like (AB)C stands for."""
    ranks, rank, inside = {}, 0, False
    for letter in order:
        if letter in "()":
            inside = letter == "("
            rank += inside
            continue
        rank += not inside
        ranks[letter] = rank
    return ranks


def graded(options: str, *ballots: str) -> Poll:
    """A poll from grades: one digit an option, a dot where there is none."""
    opinions = [
        {
            name: Opinion(grade=None if digit == "." else Grade(int(digit)))
            for name, digit in zip(options, line, strict=True)
        }
        for line in ballots
    ]
    return poll_of(tuple(options), opinions)


def accepted(options: str, *ballots: str) -> Poll:
    """A poll from acceptances: o, c (on a condition), x, or a dot."""
    kinds = {"o": Acceptance.ACCEPTABLE, "c": Acceptance.CONDITIONAL, "x": Acceptance.UNACCEPTABLE, ".": None}
    opinions = [
        {
            name: Opinion(acceptance=kinds[sign], condition="if" if sign == "c" else "")
            for name, sign in zip(options, line, strict=True)
        }
        for line in ballots
    ]
    return poll_of(tuple(options), opinions)


def poll_of(options: Sequence[str], opinions: Sequence[Mapping[str, Opinion]], missing: int = 0) -> Poll:
    """A poll of members named by number, the missing behind those who answered."""
    members = tuple(f"{number:04d}" for number in range(len(opinions) + missing))
    ballots = tuple(Ballot(member=member, opinions=said) for member, said in zip(members, opinions, strict=False))
    return Poll(options=tuple(options), members=members, ballots=ballots)


@st.composite
def polls(draw, *, most_options: int = 4, most_voters: int = 8, missing: int = 0) -> Poll:
    """Polls with equal ranks, truncated and blank ballots, and grades left out."""
    size = draw(st.integers(2, most_options))
    rank, grade = st.none() | st.integers(1, size), st.none() | st.sampled_from(list(Grade))
    opinion = st.builds(Opinion, rank=rank, grade=grade, acceptance=st.none() | st.sampled_from(list(Acceptance)))
    options = "ABCDEF"[:size]
    ballot = st.fixed_dictionaries(dict.fromkeys(options, opinion))
    return poll_of(options, draw(st.lists(ballot, min_size=1, max_size=most_voters)), missing)
