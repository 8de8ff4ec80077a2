"""Decision diagrams: a rule as a shared graph in which each fact is looked at once, in one order.

Reduced and ordered diagrams are canonical: two rules that always agree are the same node. So whether a fact can still
change an answer is seen from the node and is not searched for. (R. Bryant 1986; here with more than two branches.)
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import reduce
from threading import Lock

from hanpo.counter.engine.rules import RuleError

LAST = 1 << 30
"""The variable of an answer: behind all others."""

MOST_NODES = 1_000_000
"""Beyond this a table is refused instead of filling the memory."""


class Diagrams:
    """A store of nodes, each kept once. A node is a number; `variable` is the fact it looks at."""

    def __init__(self) -> None:
        self._nodes: list[tuple[int, tuple[int, ...]]] = []
        self._answers: dict[int, Hashable] = {}
        self._known: dict[Hashable, int] = {}
        self._cases: dict[Hashable, int] = {}
        self._restricted: dict[tuple[int, int, int], int] = {}
        self._supports: dict[int, int] = {}
        self._making = Lock()  # one store serves all threads of a server

    def answer(self, value: Hashable) -> int:
        """The node of an answer."""
        return self._node((LAST, ()), ("answer", type(value), value), (value,))

    def choice(self, variable: int, branches: tuple[int, ...]) -> int:
        """The node that looks at a fact; where all branches are one, the fact does not matter and there is no node."""
        if all(branch == branches[0] for branch in branches):
            return branches[0]
        return self._node((variable, branches), (variable, branches))

    def _node(
        self, node: tuple[int, tuple[int, ...]], key: Hashable, answers: tuple[Hashable, ...] = ()
    ) -> int:  # fmt: skip
        """A node is known by its key only when all that belongs to it is there: other threads look without waiting."""
        with self._making:
            if key not in self._known:
                if len(self._nodes) >= MOST_NODES:
                    raise RuleError("表の行と列が多すぎて、すべての場合を調べきれません。表を分けてください。")
                place = len(self._nodes)
                self._nodes.append(node)
                self._answers.update((place, value) for value in answers)
                self._known[key] = place
        return self._known[key]

    def variable(self, node: int) -> int:
        """The fact that a node looks at first; LAST for an answer."""
        return self._nodes[node][0]

    def branches(self, node: int) -> tuple[int, ...]:
        """What follows from each part of the fact."""
        return self._nodes[node][1]

    def is_answer(self, node: int) -> bool:
        """Whether nothing can change any more."""
        return self._nodes[node][0] == LAST

    def value(self, node: int) -> Hashable:
        """The answer of an answer node."""
        return self._answers[node]

    def case(self, selector: int, branches: Mapping[Hashable, int]) -> int:
        """The diagram that follows, for each answer of the selector, the branch of that answer."""
        if self.is_answer(selector):
            return branches[self.value(selector)]
        key = (selector, tuple(sorted(branches.items(), key=repr)))
        if key not in self._cases:
            top = min(self.variable(node) for node in (selector, *branches.values()))
            width = next(len(self.branches(n)) for n in (selector, *branches.values()) if self.variable(n) == top)
            self._cases[key] = self.choice(
                top,
                tuple(
                    self.case(
                        self._follow(selector, top, place),
                        {value: self._follow(node, top, place) for value, node in branches.items()},
                    )
                    for place in range(width)
                ),
            )
        return self._cases[key]

    def _follow(self, node: int, variable: int, place: int) -> int:
        return self.branches(node)[place] if self.variable(node) == variable else node

    def restrict(self, node: int, variable: int, place: int) -> int:
        """The diagram once a fact is known."""
        at = self.variable(node)
        if at > variable or not self.support(node) >> variable & 1:
            return node
        if at == variable:
            return self.branches(node)[place]
        key = (node, variable, place)
        if key not in self._restricted:
            below = tuple(self.restrict(branch, variable, place) for branch in self.branches(node))
            self._restricted[key] = self.choice(at, below)
        return self._restricted[key]

    def support(self, node: int) -> int:
        """The facts that can still change the answer, as a bit mask of variables."""
        if self.is_answer(node):
            return 0
        if node not in self._supports:
            below = (self.support(branch) for branch in self.branches(node))
            self._supports[node] = reduce(int.__or__, below, 1 << self.variable(node))
        return self._supports[node]

    def answers(self, node: int) -> frozenset[Hashable]:
        """All answers that are still possible."""
        seen, waiting, found = {node}, [node], set()
        while waiting:
            at = waiting.pop()
            if self.is_answer(at):
                found.add(self.value(at))
            fresh = set(self.branches(at)) - seen
            seen |= fresh
            waiting.extend(fresh)
        return frozenset(found)

    def paths(self, node: int, answer: Hashable, most: int) -> list[dict[int, int]]:
        """Up to `most` ways to an answer: for each, the parts of the facts that lead there."""
        goal, dead = self.answer(answer), set[int]()
        found: list[dict[int, int]] = []

        def walk(at: int, path: dict[int, int]) -> bool:
            if len(found) >= most:
                return True
            if at == goal:
                found.append(path)
            if self.is_answer(at) or at in dead:
                return at == goal
            led = [walk(branch, {**path, self.variable(at): place}) for place, branch in enumerate(self.branches(at))]
            if not any(led):
                dead.add(at)
            return any(led)

        walk(node, {})
        return found
