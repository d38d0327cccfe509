"""The backbone of a weighted graph: the edges that say most of their ends.

The disparity filter compares each edge with what a document's characters would be like
if they were spread over its edges by chance; what is significant at either end stays.
Taking the few strongest edges of each document is simpler, and lost: it draws as many
lines for a document that shares a little with everybody as for one that leans on one
other. A threshold on the weight keeps long documents only.

Reference: M. A. Serrano, M. Boguñá and A. Vespignani, "Extracting the multiscale
backbone of complex weighted networks", 2009.
"""

from collections import defaultdict
from collections.abc import Sequence

from lineage.model import Reuse


def backbone(edges: Sequence[Reuse], *, most: int) -> tuple[tuple[Reuse, ...], float | None]:
    """Return the edges of the backbone, and the level of significance that gave them.

    The level is the one that leaves as many edges as can be told apart: documents that
    all share alike, such as reports of one year, have no edge below the usual 0.05.

    Args:
        edges: All edges of the graph.
        most: How many edges to keep; where there are no more, all stay and there is no
            level.
    """
    if len(edges) <= most:
        return tuple(edges), None
    ranked = sorted(
        zip(significance(edges), edges, strict=True),
        key=lambda pair: (pair[0], -pair[1].characters, pair[1].source, pair[1].target),
    )[:most]
    return tuple(edge for _, edge in ranked), ranked[-1][0] if ranked else 0.0


def significance(edges: Sequence[Reuse]) -> list[float]:
    """Return for each edge how likely chance makes one as strong, at its better end.

    Example:
        >>> from lineage.model import Reuse
        >>> def edge(a, b, n): return Reuse(a, b, False, n, 1, 1.0, ())
        >>> values = significance([edge("a", "b", 8), edge("a", "c", 1), edge("a", "d", 1)])
        >>> [round(value, 2) for value in values]
        [0.04, 0.81, 0.81]
    """
    strength: dict[str, int] = defaultdict(int)
    degree: dict[str, int] = defaultdict(int)
    for edge in edges:
        for name in (edge.source, edge.target):
            strength[name] += edge.characters
            degree[name] += 1
    return [
        min(
            # With one edge only, chance has no other way to spread the characters.
            (1 - edge.characters / max(strength[name], 1)) ** (degree[name] - 1)
            for name in (edge.source, edge.target)
        )
        for edge in edges
    ]
