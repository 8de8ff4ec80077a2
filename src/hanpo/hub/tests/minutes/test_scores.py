"""The measure itself: it must be able to fail."""

import pytest

import hanpo.hub.engine.minutes as minutes
from hanpo.hub.engine.minutes import (
    Confidence,
    Kind,
    LineRange,
    MinutesReading,
    Proposal,
    evaluate,
    parse_gold,
    score_report,
)


def proposal(kind: Kind, line: int, municipality: str | None = None, text: str = "") -> Proposal:
    return Proposal(kind, municipality, text, (LineRange(line, line, 0, 1),), Confidence.SURE, "")


def reading(*proposals: Proposal) -> MinutesReading:
    return MinutesReading(("x",) * 9, proposals, ())


def test_a_proposal_counts_once_however_many_gold_items_it_fits() -> None:
    gold = parse_gold([{"kind": "problem", "lines": [1, 1]}, {"kind": "problem", "lines": [1, 2]}])
    scores = evaluate(reading(proposal(Kind.PROBLEM, 1)), gold)
    assert (scores.overall.precision, scores.overall.recall) == (1.0, 0.5)
    assert len(scores.missed) == 1


def test_the_matching_is_the_largest_one() -> None:
    gold = parse_gold([{"kind": "problem", "lines": [1, 1]}, {"kind": "problem", "lines": [1, 1], "key": "坂"}])
    given = reading(proposal(Kind.PROBLEM, 1, text="坂"), proposal(Kind.PROBLEM, 1, text="雪"))
    assert evaluate(given, gold).overall.matched == 2


@pytest.mark.parametrize(
    "wrong",
    [
        proposal(Kind.DONE, 1, "浜田市", "坂"),
        proposal(Kind.PROBLEM, 2, "浜田市", "坂"),
        proposal(Kind.PROBLEM, 1, "山中町", "坂"),
        proposal(Kind.PROBLEM, 1, "浜田市", "雪"),
    ],
)
def test_kind_line_municipality_and_key_must_all_fit(wrong: Proposal) -> None:
    gold = parse_gold([{"kind": "problem", "lines": [1, 1], "municipality": "浜田市", "key": "坂"}])
    scores = evaluate(reading(wrong), gold)
    assert (scores.overall.matched, len(scores.missed), len(scores.extra)) == (0, 1, 1)


def test_fields_named_by_the_gold_must_agree() -> None:
    gold = parse_gold([{"kind": "answer", "lines": [1, 1], "fields": {"question": 2}}])
    assert evaluate(reading(proposal(Kind.ANSWER, 1)), gold).overall.matched == 0


def test_a_kind_nobody_expected_costs_precision() -> None:
    scores = evaluate(reading(proposal(Kind.REMARK, 1)), ())
    assert scores.overall.precision == 0.0
    assert scores.overall.recall == 1.0


def test_the_report_has_a_line_for_each_kind_and_one_overall() -> None:
    gold = parse_gold([{"kind": "problem", "lines": [1, 1]}])
    lines = score_report(evaluate(reading(proposal(Kind.PROBLEM, 1)), gold)).splitlines()
    assert [line.split()[0] for line in lines] == ["kind", "problem", "overall"]
    assert lines[-1].split()[1:] == ["1", "1", "1", "1.000", "1.000"]


def test_an_unknown_kind_in_a_gold_file_is_refused() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        parse_gold([{"kind": "nonsense", "lines": [1, 1]}])


def test_the_public_names_are_these() -> None:
    assert minutes.__all__ == sorted(minutes.__all__)
    assert all(hasattr(minutes, name) for name in minutes.__all__)
