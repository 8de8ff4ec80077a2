"""The interview (聞き取り): asks the question that decides most, until nothing can change any more.

An interview is a rule set in force on a day, the tables whose answers are wanted (the goals) and the questions that
people understand. What was said so far is a value of its own, so going back is only saying something else: nothing that
was said before or after is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product

from hanpo.counter.engine.rules import FactError, RuleError, RuleSet, Value

from .compiling import Compiled, compile_rules
from .reasons import Finding, Known, Reasons

_REMEMBERED = 20_000
"""So many situations are kept with the best question for each."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that can be asked at once: one fact, or a short list to tick whose boxes are facts of their own."""

    key: str
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What was said so far, in the order of asking. `unknown` are facts that the person cannot tell."""

    facts: tuple[tuple[str, Value], ...] = ()
    unknown: frozenset[str] = frozenset()

    def known(self) -> dict[str, Value]:
        """The facts by name."""
        return dict(self.facts)


@dataclass(frozen=True, slots=True)
class Ask:
    """The next question: only the boxes that still matter, the goals that wait for it, and how many it will decide.

    `decides` is the expected number of goals that are settled by the answer, every answer taken as equally likely.
    """

    question: str
    inputs: tuple[str, ...]
    goals: tuple[str, ...]
    decides: Fraction


class Interview:
    """A prepared interview. It holds no state of any conversation; what it keeps are intermediate results.

    One interview serves all threads of a server: an intermediate result is always the same, is never taken out again,
    and stands in its dictionary only when it is complete; so it does not matter which thread works it out.
    """

    def __init__(self, rules: RuleSet, questions: Sequence[Question], goals: Sequence[str], on: date) -> None:
        """`goals` are results by name (`table.output`). `RuleError` when some fact that matters is never asked."""
        self._compiled: Compiled = compile_rules(rules, on)
        self._store = self._compiled.store
        self._variables = {axis.name: place for place, axis in enumerate(self._compiled.axes)}
        self._questions = {question.key: question for question in questions}
        self._masks = {question.key: self._mask(question.inputs) for question in questions}
        self._goals = tuple(goals)
        self._roots = {goal: self._compiled.nodes[goal] for goal in goals}
        self._used = {goal: self._places(self._store.support(root)) for goal, root in self._roots.items()}
        self._reasons = Reasons(rules, self._compiled, on)
        self._shares: dict[tuple[int, int], Fraction] = {}
        self._best: dict[tuple[tuple[int, ...], int], str | None] = {}
        self._check_asked()

    def next(self, said: Said) -> Ask | None:
        """The question that decides most; None when nothing that can still be told changes an answer."""
        nodes = self._nodes(said)
        open_goals = [goal for goal in self._goals if not self._store.is_answer(nodes[goal])]
        unknown = self._mask(said.unknown)
        chosen = self._choose(tuple(nodes[goal] for goal in open_goals), unknown)
        return self._ask(chosen, {goal: nodes[goal] for goal in open_goals}, unknown) if chosen else None

    def open_questions(self, said: Said) -> tuple[Ask, ...]:
        """Every question that can still change an answer, in their order, each with only the boxes that matter.

        For who fills in a whole household on one screen, and to say how many questions there are at most.
        """
        nodes = self._nodes(said)
        open_nodes = {goal: nodes[goal] for goal in self._goals if not self._store.is_answer(nodes[goal])}
        unknown = self._mask(said.unknown)
        asked = (self._ask(key, open_nodes, unknown) for key in self._questions)
        return tuple(ask for ask in asked if ask.inputs)

    def still_decides(self, said: Said, goal: str) -> tuple[str, ...]:
        """The facts, unknown ones too, that can still change the answer of a goal."""
        node = self._given(self._roots[goal], self._used[goal], self._known(said))
        return tuple(self._compiled.axes[place].name for place in self._places(self._store.support(node)))

    def _ask(self, question: str, nodes: Mapping[str, int], unknown: int) -> Ask:
        """A question as it stands, for goals that are open."""
        mask = self._masks[question] & ~unknown
        waiting = {goal: node for goal, node in nodes.items() if self._store.support(node) & mask}
        used = [self._store.support(node) for node in waiting.values()]
        inputs = tuple(
            name
            for name in self._questions[question].inputs
            if mask >> self._variables[name] & 1 and any(support >> self._variables[name] & 1 for support in used)
        )
        decides = sum((self._share(node, mask) for node in waiting.values()), Fraction(0))
        return Ask(question, inputs, tuple(waiting), decides)

    def answer(self, said: Said, values: Mapping[str, Value | None]) -> Said:
        """What was said, with these facts added or put in the place of earlier ones; None says "I do not know"."""
        facts = said.known()
        for name, value in values.items():
            self._check(name, value)
            if value is None:
                facts.pop(name, None)
            else:
                facts[name] = value
        unknown = (said.unknown - set(values)) | {name for name, value in values.items() if value is None}
        return Said(tuple(facts.items()), unknown)

    def reopen(self, said: Said, question: str) -> dict[str, Value | None]:
        """Going back: what was said to a question, to be shown again as it was. Nothing is forgotten by looking."""
        facts = said.known()
        return {
            name: facts.get(name) for name in self._questions[question].inputs if name in facts or name in said.unknown
        }

    def trail(self, said: Said) -> tuple[str, ...]:
        """The questions that were answered, in the order of asking."""
        asked = [name for name, _ in said.facts] + sorted(said.unknown)
        of = {name: question.key for question in self._questions.values() for name in question.inputs}
        return tuple(dict.fromkeys(of[name] for name in asked if name in of))

    def outcome(self, said: Said) -> tuple[Finding, ...]:
        """For every goal the answer, or those still possible, with the facts that suffice for it."""
        known = self._known(said)
        return tuple(self._reasons.finding(goal, known) for goal in self._goals)

    def answers(self, said: Said) -> dict[str, Value | None]:
        """The answers of all goals that are settled: what `outcome` says, without the reasons."""
        nodes = self._nodes(said)
        return {
            goal: self._store.value(node)  # type: ignore[misc]
            for goal, node in nodes.items()
            if self._store.is_answer(node)
        }

    def _check(self, name: str, value: Value | None) -> None:
        if name not in self._variables:
            raise FactError(f"「{name}」という質問はありません。")
        if value is not None:
            self._compiled.axes[self._variables[name]].place(value)

    def _known(self, said: Said) -> Known:
        axes = self._compiled.axes
        places = ((self._variables[name], value) for name, value in said.facts if name in self._variables)
        return {variable: (axes[variable].place(value), value) for variable, value in places}

    def _nodes(self, said: Said) -> dict[str, int]:
        known = self._known(said)
        return {goal: self._given(root, self._used[goal], known) for goal, root in self._roots.items()}

    def _given(self, node: int, used: tuple[int, ...], known: Known) -> int:
        for variable in used:
            if variable in known:
                node = self._store.restrict(node, variable, known[variable][0])
        return node

    def _mask(self, names: Sequence[str] | frozenset[str]) -> int:
        return sum(1 << self._variables[name] for name in names)

    def _places(self, mask: int) -> tuple[int, ...]:
        return tuple(place for place in range(len(self._compiled.axes)) if mask >> place & 1)

    def _choose(self, nodes: tuple[int, ...], unknown: int) -> str | None:
        """The question with the largest expected number of settled goals; then the one that most goals wait for."""
        best, situation = self._best, (nodes, unknown)
        if situation not in best:
            scores = {key: self._score(nodes, key, unknown) for key in self._questions}
            first = max(scores, key=lambda key: scores[key], default=None)
            if len(best) >= _REMEMBERED:
                self._best = best = {}  # a new one: other threads may be reading the old one
            best[situation] = first if first is not None and scores[first][1] else None
        return best[situation]

    def _score(self, nodes: tuple[int, ...], question: str, unknown: int) -> tuple[Fraction, int]:
        mask = self._masks[question] & ~unknown
        touched = Counter(self._share(node, mask) for node in nodes if self._store.support(node) & mask)
        return sum((share * times for share, times in touched.items()), Fraction(0)), touched.total()

    def _share(self, node: int, mask: int) -> Fraction:
        """The share of the answers to the facts of a mask after which a goal is settled."""
        used = self._store.support(node) & mask
        if (node, used) not in self._shares:
            variables = self._places(used)
            widths = [range(len(self._compiled.axes[place].parts)) for place in variables]
            answers = list(product(*widths))
            settled = sum(self._settles(node, zip(variables, places, strict=True)) for places in answers)
            self._shares[node, used] = Fraction(settled, len(answers))
        return self._shares[node, used]

    def _settles(self, node: int, facts: Iterable[tuple[int, int]]) -> bool:
        for variable, place in facts:
            node = self._store.restrict(node, variable, place)
        return self._store.is_answer(node)

    def _check_asked(self) -> None:
        asked = self._mask(sorted({name for question in self._questions.values() for name in question.inputs}))
        for goal, node in self._roots.items():
            missing = self._store.support(node) & ~asked
            if missing:
                names = [self._compiled.axes[place].name for place in self._places(missing)]
                raise RuleError(f"「{goal}」に要る{'、'.join(names)}を聞く質問がありません。")
