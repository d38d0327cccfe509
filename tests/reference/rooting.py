"""A tree that ties each node to its nearest; see `lineage.native.wordings`."""

from collections.abc import Callable, Sequence

import numpy as np


def nearest_tree(
    n_nodes: int, distances: Callable[[int], Sequence[float]]
) -> tuple[tuple[int, int], ...]:
    """Return the edges of a tree that ties each node to its nearest (Prim's algorithm).

    Args:
        n_nodes: How many nodes there are.
        distances: Returns the distances from a node to all nodes. Ties go to the smaller
            number.
    """
    if n_nodes < 3:
        return ((0, 1),)[: n_nodes - 1] if n_nodes else ()
    nearest = np.array(distances(0), float)
    tied_to = np.zeros(n_nodes, np.int64)
    outside = np.ones(n_nodes, bool)
    outside[0] = False
    edges = []
    for _ in range(n_nodes - 1):
        node = int(np.where(outside, nearest, np.inf).argmin())
        edges.append((int(tied_to[node]), node))
        outside[node] = False
        if len(edges) == n_nodes - 1:
            break
        found = np.array(distances(node), float)
        closer = found < nearest
        nearest[closer], tied_to[closer] = found[closer], node
    return tuple(edges)
