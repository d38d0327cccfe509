"""A tree without a root, and a tendency for each edge → where the root is likely to be.

Versions of one wording make a tree when each is tied to its nearest: who changed whose
words next. The tree alone has no direction. A corrupt reading gives one to its edge, and by
that to every edge beyond it: what shares the corruption and changes more comes later still.
So not the edges are judged, one by one, but the places where the root may be: each gets the
likelihood of all the tendencies together, and an edge leads away from the root with the
probability of all the places behind it. Contradictions thus lower the confidence by
themselves.

An edge may also hide a lost ancestor: where both ends have corruptions of their own,
neither was made from the other.

Reference: P. Maas, "Textkritik", 1927, on shared errors; for roots of unrooted trees
J. Felsenstein, "Inferring Phylogenies", 2004.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import exp

import numpy as np

LOST = 3.0
"""What it costs, in natural logarithms of odds, to assume a lost ancestor on an edge: one
in twenty."""


@dataclass(frozen=True, slots=True)
class Branch:
    """An edge of the tree.

    Attributes:
        one: Number of the node at one end.
        two: Number of the node at the other.
        tendencies: For each sign that one end came from the other, the natural logarithm
            of its odds: positive when ``two`` is the later.
        total: What all its signs say together: positive when ``two`` is the later.
        lost: Log-likelihood of a lost ancestor between the ends, each sign at its best.
    """

    one: int
    two: int
    tendencies: tuple[float, ...] = ()
    total: float = field(init=False)
    lost: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", sum(self.tendencies))
        object.__setattr__(self, "lost", sum(map(abs, self.tendencies)) / 2 - LOST)

    def away_from(self, node: int) -> float:
        """Return the log-likelihood that the way from ``node`` leads onward in time."""
        direct = self.total / 2 if node == self.one else -self.total / 2
        return max(direct, self.lost)

    def handed_on(self, node: int) -> float:
        """Return the probability that the other end was made from ``node`` itself.

        Given that the root is behind ``node``.
        """
        direct = self.total / 2 if node == self.one else -self.total / 2
        return 1 / (1 + exp(min(self.lost - direct, 700.0)))

    def leads_to(self, node: int) -> bool:
        """Say whether its signs show that the end ``node`` is the later."""
        return (self.total if node == self.two else -self.total) > 0


@dataclass(frozen=True, slots=True)
class Derivation:
    """One node made from another.

    Attributes:
        older: The node it was made from.
        younger: The node that was made.
        confidence: Probability, as far as the signs say.
        branches: The branches, by number, whose signs show it: its own, or else those before
            it that lead there, the nearest first.
    """

    older: int
    younger: int
    confidence: float
    branches: tuple[int, ...]


def derivations(
    n_nodes: int,
    branches: Sequence[Branch],
    *,
    least: float,
    is_asked: Callable[[int, int, int], bool] = lambda _branch, _older, _younger: True,
) -> tuple[Derivation, ...]:
    """Return, for each branch that its own or another's signs direct, how it leads.

    Args:
        n_nodes: How many nodes the tree has.
        branches: Its edges.
        least: Confidence that a derivation must have.
        is_asked: Says of a branch, by its number, and of its older and its younger end whether it
            matters if this was made from that.
    """
    if not any(branch.tendencies for branch in branches):
        return ()
    tree = _Tree(n_nodes, branches)
    found = []
    for number, branch in enumerate(branches):
        for older, younger in ((branch.one, branch.two), (branch.two, branch.one)):
            confidence = tree.root_behind(number, older) * branch.handed_on(older)
            if confidence < least or not is_asked(number, older, younger):
                continue
            if shown := tree.shown_by(number, younger):
                found.append(Derivation(older, younger, confidence, shown))
    return tuple(found)


class _Tree:
    """The tree, walked from node 0, with the probability of the root at every place."""

    def __init__(self, n_nodes: int, branches: Sequence[Branch]) -> None:
        self._branches = branches
        self._at: dict[int, list[int]] = defaultdict(list)
        for number, branch in enumerate(branches):
            self._at[branch.one].append(number)
            self._at[branch.two].append(number)
        self._order = self._walk()
        self._weigh(n_nodes)
        self._leading = self._find_leading(n_nodes)

    def _other(self, number: int, node: int) -> int:
        branch = self._branches[number]
        return branch.two if node == branch.one else branch.one

    def _walk(self) -> list[tuple[int, int, int]]:
        """Return (branch, parent, child) from node 0 outward."""
        order, seen, at = [], {0}, 0
        nodes = [0]
        while at < len(nodes):
            for number in self._at[nodes[at]]:
                child = self._other(number, nodes[at])
                if child not in seen:
                    seen.add(child)
                    nodes.append(child)
                    order.append((number, nodes[at], child))
            at += 1
        return order

    def _weigh(self, n_nodes: int) -> None:
        node_weight = np.zeros(n_nodes)
        node_weight[0] = sum(
            self._branches[number].away_from(parent) for number, parent, _ in self._order
        )
        lost_weight = np.zeros(len(self._branches))
        # Moving the root over a branch turns that branch alone around.
        for number, parent, child in self._order:
            branch = self._branches[number]
            onward, back = branch.away_from(parent), branch.away_from(child)
            node_weight[child] = node_weight[parent] - onward + back
            lost_weight[number] = node_weight[parent] - onward + branch.lost
        top = max(node_weight.max(), lost_weight.max(initial=-np.inf))
        nodes, lost = np.exp(node_weight - top), np.exp(lost_weight - top)
        total = nodes.sum() + lost.sum()
        nodes, lost = nodes / total, lost / total
        # Everything below a branch, seen from node 0.
        below = nodes.copy()
        for number, parent, child in reversed(self._order):
            below[parent] += below[child] + lost[number]
        self._below = below
        self._lost = lost
        self._child = {number: child for number, _, child in self._order}

    def root_behind(self, number: int, older: int) -> float:
        """Return the probability that the root is on ``older``'s side of a branch."""
        child = self._child[number]
        below = float(self._below[child])
        if older == child:
            return below
        return max(0.0, 1.0 - below - float(self._lost[number]))

    def _find_leading(self, n_nodes: int) -> list[list[int]]:
        """Return, for each node, the branches by which signs lead to it, from near or far.

        In a wide tree most do not, so that what shows a derivation is found without a look at
        the rest.
        """
        below, whole = [0] * n_nodes, [0] * n_nodes
        # How many branches' signs lead to a node from below; then, to it from anywhere.
        for number, parent, child in reversed(self._order):
            below[parent] += below[child] + self._branches[number].leads_to(parent)
        whole[0] = below[0]
        leading: list[list[int]] = [[] for _ in range(n_nodes)]
        for number, parent, child in self._order:
            branch = self._branches[number]
            upward = below[child] + branch.leads_to(parent)
            downward = whole[parent] - upward + branch.leads_to(child)
            whole[child] = below[child] + downward
            if upward:
                leading[parent].append(number)
            if downward:
                leading[child].append(number)
        return leading

    def shown_by(self, number: int, younger: int) -> tuple[int, ...]:
        """Return the branches whose signs show that a branch leads to ``younger``."""
        if self._branches[number].leads_to(younger):
            return (number,)
        shown = []
        pending = deque([(number, younger)])
        while pending:
            branch, later = pending.popleft()
            earlier = self._other(branch, later)
            if self._branches[branch].leads_to(later):
                shown.append(branch)
            pending.extend((n, earlier) for n in self._leading[earlier] if n != branch)
        return tuple(shown)
