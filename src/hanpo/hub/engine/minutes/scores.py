"""Measuring a reading against a gold file: precision and recall by kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hanpo.hub.engine.minutes.model import EMPTY, Kind, MinutesReading, Proposal
from hanpo.hub.engine.minutes.strand import key_of


@dataclass(frozen=True, slots=True)
class GoldItem:
    """What a careful reader found. `key` is a word the text must hold, `fields` what it must say."""

    kind: Kind
    first: int
    last: int
    municipality: str | None = None
    key: str = ""
    fields: Mapping[str, str] = field(default_factory=lambda: EMPTY)


@dataclass(frozen=True, slots=True)
class Score:
    """Counts for one kind or for all."""

    proposed: int
    expected: int
    matched: int

    @property
    def precision(self) -> float:
        """The share of proposals that are right, 0 to 1; 1 when there is none."""
        return self.matched / self.proposed if self.proposed else 1.0

    @property
    def recall(self) -> float:
        """The share of gold items that were found, 0 to 1; 1 when there is none."""
        return self.matched / self.expected if self.expected else 1.0


@dataclass(frozen=True, slots=True)
class Scores:
    """A reading measured: by kind, overall, and what was missed or is too many."""

    by_kind: Mapping[Kind, Score]
    overall: Score
    missed: tuple[GoldItem, ...]
    extra: tuple[Proposal, ...]


def parse_gold(items: Sequence[Mapping[str, Any]]) -> tuple[GoldItem, ...]:
    """Gold items from plain data: kind, lines [first, last], and optionally municipality, key and fields.

    Raises ValueError for an unknown kind and KeyError when kind or lines are missing.
    """
    return tuple(
        GoldItem(
            kind=Kind(item["kind"]),
            first=int(item["lines"][0]),
            last=int(item["lines"][1]),
            municipality=item.get("municipality"),
            key=str(item.get("key", "")),
            fields={name: str(value) for name, value in item.get("fields", {}).items()},
        )
        for item in items
    )


def evaluate(reading: MinutesReading, gold: Sequence[GoldItem]) -> Scores:
    """Match proposals and gold one to one on kind, municipality, overlapping lines, key and fields."""
    by_kind: dict[Kind, Score] = {}
    missed: list[GoldItem] = []
    extra: list[Proposal] = []
    for kind in Kind:
        wanted = [item for item in gold if item.kind is kind]
        given = [one for one in reading.proposals if one.kind is kind]
        if not wanted and not given:
            continue
        pairs = _pairs(wanted, given)
        by_kind[kind] = Score(len(given), len(wanted), len(pairs))
        missed += [item for index, item in enumerate(wanted) if index not in pairs.values()]
        extra += [one for index, one in enumerate(given) if index not in pairs]
    overall = Score(
        sum(score.proposed for score in by_kind.values()),
        sum(score.expected for score in by_kind.values()),
        sum(score.matched for score in by_kind.values()),
    )
    return Scores(by_kind, overall, tuple(missed), tuple(extra))


def _pairs(wanted: Sequence[GoldItem], given: Sequence[Proposal]) -> dict[int, int]:
    """The largest one-to-one matching, from the index of a proposal to that of its gold item (Kuhn's method)."""
    fits = [[index for index, one in enumerate(given) if _fits(item, one)] for item in wanted]
    pairs: dict[int, int] = {}

    def place(item: int, tried: set[int]) -> bool:
        for candidate in fits[item]:
            if candidate in tried:
                continue
            tried.add(candidate)
            if candidate not in pairs or place(pairs[candidate], tried):
                pairs[candidate] = item
                return True
        return False

    for item in range(len(wanted)):
        place(item, set())
    return pairs


def _fits(item: GoldItem, one: Proposal) -> bool:
    overlapping = any(r.first <= item.last and item.first <= r.last for r in one.source)
    said = all(one.fields.get(name) == value for name, value in item.fields.items())
    return overlapping and said and item.municipality == one.municipality and key_of(item.key) in key_of(one.text)


def score_report(scores: Scores) -> str:
    """The scores as a plain text table, one line for each kind and one overall."""
    rows = [(kind.value, score) for kind, score in scores.by_kind.items()] + [("overall", scores.overall)]
    head = f"{'kind':<20}{'gold':>6}{'found':>7}{'right':>7}{'precision':>11}{'recall':>8}"
    body = [
        f"{name:<20}{s.expected:>6}{s.proposed:>7}{s.matched:>7}{s.precision:>11.3f}{s.recall:>8.3f}"
        for name, s in rows
    ]
    return "\n".join([head, *body])
