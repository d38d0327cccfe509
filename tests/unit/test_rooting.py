"""From the tendencies of branches to where the root may be."""

from itertools import permutations
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage.rooting import LOST, Branch, derivations


def found(n_nodes: int, *branches: Branch) -> dict[tuple[int, int], float]:
    return {(d.older, d.younger): d.confidence for d in derivations(n_nodes, branches, least=0.5)}


def test_without_a_sign_nothing_is_derived() -> None:
    assert found(3, Branch(0, 1), Branch(1, 2)) == {}


def test_a_sign_directs_its_branch_whichever_end_is_named_first() -> None:
    one, other = found(2, Branch(0, 1, (4.0,))), found(2, Branch(1, 0, (-4.0,)))

    assert list(one) == list(other) == [(0, 1)]
    assert one == pytest.approx(other)
    assert 0.8 < one[0, 1] < 1


def test_what_shares_a_corruption_and_changes_more_comes_later_still() -> None:
    chain = (Branch(0, 1, (4.0,)), Branch(1, 2))

    derived = {(d.older, d.younger): d.branches for d in derivations(3, chain, least=0.5)}

    assert derived == {(0, 1): (0,), (1, 2): (0,)}


def test_what_stands_before_a_sign_stays_open() -> None:
    """0 and 1 are sound, 2 is corrupt: which of the sound ones was first?"""
    chain = (Branch(0, 1), Branch(1, 2, (4.0,)))

    assert list(found(3, *chain)) == [(1, 2)]


def test_corruptions_on_both_ends_point_to_a_lost_ancestor() -> None:
    assert found(2, Branch(0, 1, (4.0, -4.0))) == {}


def test_a_contradiction_behind_lowers_the_confidence() -> None:
    """If 2 came from 1 and 1 from 0, what makes 0 look corrupt speaks against both."""
    plain = found(3, Branch(0, 1, (3.0,)), Branch(1, 2, (3.0,)))
    contradicted = found(3, Branch(0, 1, (-3.0,)), Branch(1, 2, (3.0,)))

    assert contradicted[1, 2] < plain[1, 2]


def slow_roots(n_nodes: int, branches: tuple[Branch, ...]) -> dict[object, float]:
    """Weigh each place of the root by itself: nodes, and lost ancestors on branches."""

    def onward(root: int) -> float:
        total, seen, pending = 0.0, {root}, [root]
        while pending:
            node = pending.pop()
            for branch in branches:
                if node in (branch.one, branch.two):
                    other = branch.two if node == branch.one else branch.one
                    if other not in seen:
                        seen.add(other)
                        pending.append(other)
                        total += branch.away_from(node)
        return total

    weights: dict[object, float] = {node: exp(onward(node)) for node in range(n_nodes)}
    for branch in branches:
        weights[branch] = exp(onward(branch.one) - branch.away_from(branch.one) + branch.lost)
    total = sum(weights.values())
    return {place: weight / total for place, weight in weights.items()}


signs = st.lists(st.floats(-5, 5).filter(bool), max_size=3).map(tuple)


@given(st.lists(st.tuples(st.integers(0, 100), signs), min_size=1, max_size=6))
def test_the_confidence_is_that_of_weighing_every_root_by_itself(
    drawn: list[tuple[int, tuple[float, ...]]],
) -> None:
    branches = tuple(
        Branch(parent % (node + 1), node + 1, tendencies)
        for node, (parent, tendencies) in enumerate(drawn)
    )
    n_nodes = len(branches) + 1
    roots = slow_roots(n_nodes, branches)

    for derived in derivations(n_nodes, branches, least=0.5):
        own = next(b for b in branches if {b.one, b.two} == {derived.older, derived.younger})
        behind, pending = {derived.older}, [derived.older]
        crossed = set()
        while pending:
            node = pending.pop()
            for branch in branches:
                if branch is not own and node in (branch.one, branch.two):
                    crossed.add(branch)
                    other = branch.two if node == branch.one else branch.one
                    if other not in behind:
                        behind.add(other)
                        pending.append(other)
        expected = sum(roots[place] for place in (*behind, *crossed))
        assert derived.confidence == pytest.approx(
            expected * own.handed_on(derived.older), abs=1e-9
        )


def slow_shown(branches: tuple[Branch, ...], number: int, younger: int) -> tuple[int, ...]:
    """Look at every branch that may lead to a node, and on to it, one after another."""
    shown, pending = [], [(number, younger)]
    for own, later in pending:
        branch = branches[own]
        if (branch.total if later == branch.two else -branch.total) > 0:
            shown.append(own)
        earlier = branch.one if later == branch.two else branch.two
        pending += [
            (n, earlier)
            for n, other in enumerate(branches)
            if n != own and earlier in (other.one, other.two)
        ]
    return tuple(shown)


@given(st.lists(st.tuples(st.integers(0, 100), signs), min_size=1, max_size=9))
def test_a_derivation_is_shown_by_itself_or_all_that_lead_there(
    drawn: list[tuple[int, tuple[float, ...]]],
) -> None:
    branches = tuple(
        Branch(parent % (node + 1), node + 1, tendencies)
        for node, (parent, tendencies) in enumerate(drawn)
    )

    for derived in derivations(len(branches) + 1, branches, least=0.0):
        (own,) = (
            n for n, b in enumerate(branches) if {b.one, b.two} == {derived.older, derived.younger}
        )
        shown = slow_shown(branches, own, derived.younger)
        assert derived.branches == (shown[:1] if own in shown else shown)


@given(st.permutations(range(4)))
def test_the_numbers_of_the_nodes_do_not_matter(names: list[int]) -> None:
    branches = (Branch(0, 1, (4.0,)), Branch(1, 2, (2.2,)), Branch(1, 3))
    renamed = tuple(Branch(names[b.one], names[b.two], b.tendencies) for b in branches)

    plain = found(4, *branches)
    moved = found(4, *renamed)

    assert moved == pytest.approx(
        {(names[older], names[younger]): value for (older, younger), value in plain.items()}
    )


def test_the_order_of_the_branches_does_not_matter() -> None:
    branches = (Branch(0, 1, (4.0,)), Branch(1, 2, (-2.2,)), Branch(2, 3, (2.2,)))
    results = [found(4, *order) for order in permutations(branches)]

    assert all(result == pytest.approx(results[0]) for result in results)


def test_a_lost_ancestor_costs_what_is_said() -> None:
    branch = Branch(0, 1, (4.0,))

    assert branch.lost == 2 - LOST
    assert (branch.away_from(0), branch.away_from(1)) == (2, max(-2, 2 - LOST))
    # Signs both ways are best explained by what is lost, whichever way one goes.
    torn = Branch(0, 1, (4.0, -4.0))
    assert torn.away_from(0) == torn.away_from(1) == 4 - LOST
    assert branch.handed_on(0) == pytest.approx(1 / (1 + exp(-LOST)))
