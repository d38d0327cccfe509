"""The backbone of a weighted graph."""

from lineage.model import Reuse
from lineage.render.backbone import backbone, significance


def edge(source: str, target: str, characters: int) -> Reuse:
    return Reuse(source, target, False, characters, 1, 1.0, ())


def test_an_edge_that_stands_out_at_one_end_is_significant() -> None:
    # "a" leans on "b" alone; "c" spreads the same amount over four others.
    lean = [edge("a", "b", 100), *(edge("a", name, 1) for name in "wxyz")]
    spread = [edge("c", name, 25) for name in "klmn"]

    values = significance([*lean, *spread])

    assert values[0] == min(values)
    assert values[0] < 0.05
    assert min(values[5:]) > 0.05


def test_a_weak_edge_that_is_much_for_its_document_outlives_a_strong_one_that_is_usual() -> None:
    hub = [edge("hub", f"n{n}", 100) for n in range(20)]
    ring = [edge(f"n{n}", f"n{(n + 1) % 20}", 100) for n in range(20)]
    small = [edge("small", "n0", 12), edge("small", "n1", 1), edge("small", "n2", 1)]

    kept, level = backbone([*hub, *ring, *small], most=5)

    assert edge("small", "n0", 12) in kept
    assert level is not None
    assert 0 < level < 1


def test_few_edges_stay_as_they_are() -> None:
    edges = [edge("a", "b", 1), edge("b", "c", 2)]

    assert backbone(edges, most=2) == (tuple(edges), None)
    assert len(backbone(edges, most=1)[0]) == 1


def test_the_order_of_edges_decides_nothing() -> None:
    edges = [edge(f"n{a}", f"n{b}", a + b) for a in range(6) for b in range(a + 1, 6)]

    assert backbone(edges, most=5) == backbone(edges[::-1], most=5)
