"""The interview comes to the answers of all rules, asks nothing that cannot matter, and forgets nothing."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanpo.counter.engine.interview import Interview, Question, Said
from hanpo.counter.engine.rules import FactError, RuleError, RuleSet

from .rule_strategies import DAY, FACTS, facts_for, rule_sets


def interview_of(rules: RuleSet, size: int = 1) -> Interview:
    names = [column.name for column in rules.inputs]
    groups = [tuple(names[n : n + size]) for n in range(0, len(names), size)]
    questions = [Question(f"q{n}", group) for n, group in enumerate(groups)]
    return Interview(rules, questions, [f"{table.key}.answer" for table in rules.tables], DAY)


def by_brute_force(rules: RuleSet, facts: dict) -> dict:
    decided = rules.decide(facts, DAY)
    return {f"{key}.answer": decision.result[0] if decision.result else None for key, decision in decided.items()}


def held(interview: Interview, facts: dict, said: Said | None = None) -> tuple[Said, list[str]]:
    said, asked = said or Said(), []
    while ask := interview.next(said):
        said = interview.answer(said, {name: facts[name] for name in ask.inputs})
        asked.append(ask.question)
    return said, asked


@settings(deadline=None)
@given(st.data(), st.integers(1, 3))
def test_the_interview_answers_like_all_rules_by_brute_force(data, size):
    rules = data.draw(rule_sets())
    facts = data.draw(facts_for(rules.inputs))
    interview = interview_of(rules, size)
    said, asked = held(interview, facts)
    assert interview.answers(said) == by_brute_force(rules, facts)
    assert len(asked) == len(set(asked))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_it_stops_exactly_when_nothing_can_change_any_more(data):
    """Oracle: all households that agree with what was said are gone through."""
    rules = data.draw(rule_sets())
    facts = data.draw(facts_for(rules.inputs))
    interview = interview_of(rules)
    said = Said()
    names = [column.name for column in rules.inputs]
    every = [dict(zip(names, row, strict=True)) for row in product(*(FACTS[c.kind] for c in rules.inputs))]
    while True:
        alike = [one for one in every if all(one[name] == value for name, value in said.facts)]
        answers = {tuple(by_brute_force(rules, one).values()) for one in alike}
        ask = interview.next(said)
        if ask is None:
            assert len(answers) == 1
            break
        said = interview.answer(said, {name: facts[name] for name in ask.inputs})


@settings(deadline=None)
@given(st.data())
def test_every_box_that_is_asked_can_change_an_answer(data):
    rules = data.draw(rule_sets())
    interview = interview_of(rules, 2)
    facts = data.draw(facts_for(rules.inputs))
    ask = interview.next(Said())
    for name in ask.inputs if ask else ():
        kind = next(column.kind for column in rules.inputs if column.name == name)
        others = [column for column in rules.inputs if column.name != name]
        found = any(
            len({tuple(by_brute_force(rules, {**dict(row), name: value}).values()) for value in FACTS[kind]}) > 1
            for row in product(*([(column.name, value) for value in FACTS[column.kind]] for column in others))
        )
        assert found, facts


@settings(deadline=None)
@given(st.data())
def test_the_facts_given_as_a_reason_suffice_and_none_can_be_left_out(data):
    rules = data.draw(rule_sets())
    facts = data.draw(facts_for(rules.inputs))
    interview = interview_of(rules)
    said, _ = held(interview, facts)
    for finding in interview.outcome(said):
        assert finding.is_settled
        alone = interview.answer(Said(), dict(finding.because))
        assert interview.answers(alone)[finding.goal] == finding.answer
        for name, _ in finding.because:
            fewer = interview.answer(Said(), {k: v for k, v in finding.because if k != name})
            assert finding.goal not in interview.answers(fewer)


@settings(deadline=None)
@given(st.data())
def test_rows_named_as_certain_apply_to_the_household(data):
    rules = data.draw(rule_sets())
    facts = data.draw(facts_for(rules.inputs))
    interview = interview_of(rules)
    said, _ = held(interview, facts)
    known = {**facts, **by_brute_force(rules, facts)}
    tables = {f"{table.key}.answer": table for table in rules.tables}
    for finding in interview.outcome(said):
        for row in finding.rows:
            columns = tables[finding.goal].inputs
            assert all(cell.accepts(known[c.name]) for c, cell in zip(columns, row.cells, strict=True))


@settings(deadline=None)
@given(st.data())
def test_going_back_and_answering_otherwise_is_as_if_it_had_been_said_at_once(data):
    rules = data.draw(rule_sets())
    first, second = data.draw(facts_for(rules.inputs)), data.draw(facts_for(rules.inputs))
    interview = interview_of(rules)
    said, asked = held(interview, first)
    if asked:
        back = data.draw(st.sampled_from(asked))
        shown = interview.reopen(said, back)
        assert shown == {name: first[name] for name in shown}
        changed = interview.answer(said, {name: second[name] for name in shown})
        kept = {name: value for name, value in said.facts if name not in shown}
        assert kept.items() <= dict(changed.facts).items()
        assert interview.trail(changed) == interview.trail(said)
        mixed = {**first, **{name: second[name] for name in shown}}
        done, _ = held(interview, mixed, changed)
        assert interview.answers(done) == by_brute_force(rules, mixed)
        again = interview.answer(changed, shown)
        assert again == said


@settings(deadline=None)
@given(st.data())
def test_who_does_not_know_is_not_asked_again_and_gets_what_is_certain(data):
    rules = data.draw(rule_sets())
    facts = data.draw(facts_for(rules.inputs))
    unknown = data.draw(st.sets(st.sampled_from(sorted(facts))))
    interview = interview_of(rules)
    said = Said()
    while ask := interview.next(said):
        assert not said.unknown & set(ask.inputs)
        said = interview.answer(said, {n: None if n in unknown else facts[n] for n in ask.inputs})
    truth = by_brute_force(rules, facts)
    for finding in interview.outcome(said):
        assert truth[finding.goal] in finding.possible
        assert finding.is_settled is (len(finding.possible) == 1)


def test_a_fact_that_is_never_asked_is_refused_at_the_start():
    @settings(deadline=None)
    @given(rule_sets())
    def check(rules):
        needed = any(interview_of(rules).next(Said()) for _ in (1,))
        if needed:
            with pytest.raises(RuleError, match="質問がありません"):
                Interview(rules, [], [f"{table.key}.answer" for table in rules.tables], DAY)

    check()


@settings(deadline=None)
@given(rule_sets())
def test_an_answer_to_no_question_is_refused(rules):
    with pytest.raises(FactError):
        interview_of(rules).answer(Said(), {"weather": "fine"})


@settings(deadline=None)
@given(st.data())
def test_all_open_questions_hold_the_next_one_and_are_none_at_the_end(data):
    rules = data.draw(rule_sets())
    facts = data.draw(facts_for(rules.inputs))
    interview = interview_of(rules, 2)
    said = Said()
    while ask := interview.next(said):
        still = interview.open_questions(said)
        assert ask in still
        assert not {name for one in still for name in one.inputs} & said.known().keys()
        said = interview.answer(said, {name: facts[name] for name in ask.inputs})
    assert interview.open_questions(said) == ()
