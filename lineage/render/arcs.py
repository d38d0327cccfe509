"""Where documents stand in the drawing, and how the arcs between them run.

All documents stand in one row, in the order of their dates, those without a date apart
at the end; reuse is an arc above the row. Layered layouts were considered for this and lost:
with every document of one date in one column they put twenty-eight documents of one
year into one stack, run edges behind unrelated boxes, and let the undated ones land
anywhere. An arc meets no document but its two, whatever the graph, longer arcs stand
above shorter ones, and the room below the row is free for titles.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from lineage.model import Document, Reuse

SWEEPS = 30
MOST_ROUNDS = 200
# Where on an arc a mark may stand, the best first.
SHARES = (0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75, 0.2, 0.8)


@dataclass(frozen=True, slots=True)
class Rank:
    """Documents whose dates cannot be told apart; ``label`` is empty if there is none."""

    label: str
    documents: tuple[Document, ...]


def rank_by_date(documents: Sequence[Document], *, use_dates: bool = True) -> tuple[Rank, ...]:
    """Return the documents in groups, the earliest first, the undated last.

    A date that is known to the year stands for any day of it, so where a corpus has a
    document of ``2024`` its documents of ``2024-01`` are in the same group.
    """
    dates = {document.date for document in documents if document.date} if use_dates else set()
    groups: dict[str, list[Document]] = {}
    for document in documents:
        label = ""
        if use_dates and document.date:
            parts = document.date.split("-")
            prefixes = ("-".join(parts[:size]) for size in range(1, len(parts) + 1))
            label = next(prefix for prefix in prefixes if prefix in dates)
        groups.setdefault(label, []).append(document)
    labels = sorted(label for label in groups if label) + [""] * ("" in groups)
    return tuple(Rank(label, tuple(groups[label])) for label in labels)


def order_in_ranks(ranks: Sequence[Rank], edges: Sequence[Reuse]) -> tuple[Rank, ...]:
    """Return the ranks with the documents of each in an order that makes short arcs.

    First all documents move towards the weighted middle of their neighbours, again and
    again, and the best order met is kept; then two that stand side by side change places
    wherever that makes the arcs shorter. Days that a rank holds beside their year keep
    their order throughout. The result depends on nothing but the values.
    """
    neighbours: dict[str, list[tuple[str, int]]] = {}
    for edge in edges:
        neighbours.setdefault(edge.source, []).append((edge.target, edge.characters))
        neighbours.setdefault(edge.target, []).append((edge.source, edge.characters))
    best = current = tuple(
        Rank(rank.label, _keep_days(rank.label, sorted(rank.documents, key=lambda each: each.id)))
        for rank in ranks
    )
    shortest = _length(best, edges)
    for _ in range(SWEEPS):
        current = _sweep(current, neighbours)
        length = _length(current, edges)
        if length < shortest:
            best, shortest = current, length
    return _swap(best, neighbours)


def _places(ranks: Sequence[Rank]) -> dict[str, int]:
    names = [document.id for rank in ranks for document in rank.documents]
    return {name: place for place, name in enumerate(names)}


def _length(ranks: Sequence[Rank], edges: Sequence[Reuse]) -> int:
    places = _places(ranks)
    return sum(abs(places[edge.source] - places[edge.target]) * edge.characters for edge in edges)


def _sweep(
    ranks: Sequence[Rank], neighbours: Mapping[str, Sequence[tuple[str, int]]]
) -> tuple[Rank, ...]:
    places = _places(ranks)

    def pull(document: Document) -> tuple[float, int]:
        near = neighbours.get(document.id, ())
        # A document pulls at itself too: without that the order swings to and fro.
        weight = sum(characters for _, characters in near)
        total = sum(places[name] * characters for name, characters in near)
        here = places[document.id]
        return (total + here * weight) / (2 * weight) if weight else here, here

    return tuple(
        Rank(rank.label, _keep_days(rank.label, sorted(rank.documents, key=pull))) for rank in ranks
    )


def _day(label: str, document: Document) -> str:
    """Return a date that says more than the rank's, or nothing."""
    return document.date if label and document.date and document.date != label else ""


def _keep_days(label: str, documents: Sequence[Document]) -> tuple[Document, ...]:
    """Return the documents with those of known days in order, in the places these have."""
    dated = [document for document in documents if _day(label, document)]
    # Sorting is stable: documents of one day stay as they stand.
    days = iter(sorted(dated, key=lambda document: _day(label, document)))
    return tuple(next(days) if _day(label, each) else each for each in documents)


def _swap(
    ranks: Sequence[Rank], neighbours: Mapping[str, Sequence[tuple[str, int]]]
) -> tuple[Rank, ...]:
    places = _places(ranks)
    groups = [list(rank.documents) for rank in ranks]
    # Each change makes the arcs shorter, so this comes to an end; the bound keeps it short.
    for _ in range(MOST_ROUNDS):
        changed = False
        for rank, group in zip(ranks, groups, strict=True):
            for index in range(len(group) - 1):
                left, right = group[index].id, group[index + 1].id
                days = [_day(rank.label, each) for each in group[index : index + 2]]
                if days[0] and days[1] and days[0] < days[1]:
                    continue
                if _gain(left, right, places, neighbours) > 0:
                    group[index], group[index + 1] = group[index + 1], group[index]
                    places[left], places[right] = places[right], places[left]
                    changed = True
        if not changed:
            break
    return tuple(Rank(rank.label, tuple(group)) for rank, group in zip(ranks, groups, strict=True))


def _gain(
    left: str,
    right: str,
    places: Mapping[str, int],
    neighbours: Mapping[str, Sequence[tuple[str, int]]],
) -> int:
    """Return how much shorter the arcs become when two neighbours change places."""
    gain = 0
    for name, characters in neighbours.get(left, ()):
        if name != right:
            gain += characters if places[name] > places[left] else -characters
    for name, characters in neighbours.get(right, ()):
        if name != left:
            gain += characters if places[name] < places[right] else -characters
    return gain


@dataclass(frozen=True, slots=True)
class Arc:
    """A curve from the top of one document to the top of another.

    Attributes:
        start: Where it leaves.
        end: Where it arrives.
        height: How far its highest point lies above its ends.
    """

    start: tuple[float, float]
    end: tuple[float, float]
    height: float

    def curve(self, *, room: float = 0) -> tuple[tuple[float, float], ...]:
        """Return the points of two Bézier curves that meet at the highest point.

        In one curve the handles would stand above the arc, and the drawing would be as
        high as they are. The curve stops ``room`` above its end.
        """
        first, left, right, last = self._handles()
        last = (last[0], last[1] + room)
        middle = _midpoint(left, right)
        before, after = _midpoint(first, left), _midpoint(right, last)
        from_left, from_right = _midpoint(before, middle), _midpoint(middle, after)
        return first, before, from_left, _midpoint(from_left, from_right), from_right, after, last

    def _handles(self) -> tuple[tuple[float, float], ...]:
        (x1, y1), (x2, y2) = self.start, self.end
        # A Bézier curve with both handles at one height rises to three quarters of it.
        lift = self.height * 4 / 3
        return (x1, y1), (x1, y1 + lift), (x2, y2 + lift), (x2, y2)

    def at(self, share: float) -> tuple[float, float]:
        """Return the point at a share (0..1) of the way."""
        rest = 1 - share
        weights = rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3
        points = self._handles()
        x, y = (fsum(w * p[axis] for w, p in zip(weights, points, strict=True)) for axis in (0, 1))
        return x, y


def draw_arcs(
    ends: Sequence[tuple[str, str]],
    *,
    positions: Mapping[str, tuple[float, float]],
    widths: Mapping[str, float],
    port_gap: float,
    rise: float,
    floor: float,
    ceiling: float,
) -> list[Arc]:
    """Return the arcs between documents, those of one document beside each other.

    Args:
        ends: The two documents of each arc.
        positions: Middle of the top of each document.
        widths: How wide the top of each document is.
        port_gap: How far apart two arcs leave one document, at most.
        rise: Height of an arc 100 points wide.
        floor: Height that every arc reaches.
        ceiling: Height that no arc exceeds.
    """
    ports = _ports(ends, positions=positions, widths=widths, gap=port_gap)
    widest = max((abs(positions[a][0] - positions[b][0]) for a, b in ends), default=0)
    # Flatter than half circles: the drawing grows slower upwards than sideways.
    scale = min(rise, ceiling / ((widest / 100) ** 0.7)) if widest else rise
    return [
        Arc(
            start=(ports[place, 0], positions[a][1]),
            end=(ports[place, 1], positions[b][1]),
            height=max(floor, scale * (abs(positions[a][0] - positions[b][0]) / 100) ** 0.7),
        )
        for place, (a, b) in enumerate(ends)
    ]


def _ports(
    ends: Sequence[tuple[str, str]],
    *,
    positions: Mapping[str, tuple[float, float]],
    widths: Mapping[str, float],
    gap: float,
) -> dict[tuple[int, int], float]:
    """Return the x of both ends of each arc.

    Arcs to the left leave left, arcs to the right leave right, the longest of either
    side in the middle: then arcs of one document do not cross each other.
    """
    leaving: dict[str, list[tuple[tuple[bool, float], int, int]]] = {}
    for place, pair in enumerate(ends):
        for side in (0, 1):
            here, there = positions[pair[side]][0], positions[pair[1 - side]][0]
            order = (there > here, here - there)
            leaving.setdefault(pair[side], []).append((order, place, side))
    ports: dict[tuple[int, int], float] = {}
    for name, arcs in leaving.items():
        step = min(gap, widths[name] / len(arcs))
        # To the left the near ones come first, to the right the far ones.
        arcs.sort()
        for index, (_, place, side) in enumerate(arcs):
            ports[place, side] = positions[name][0] + (index - (len(arcs) - 1) / 2) * step
    return ports


def place_marks(
    arcs: Sequence[Arc],
    wanted: Sequence[int],
    *,
    size: float,
    others: Sequence[tuple[float, float]] = (),
) -> dict[int, tuple[float, float]]:
    """Return where a mark on each of the wanted arcs stands, off the others.

    Of several places on the arc the one farthest from other arcs and marks is taken,
    near the top of the arc where they are equal.

    Args:
        arcs: All arcs.
        wanted: Places of the arcs that get a mark, the most important first.
        size: Diameter of a mark.
        others: Where else something stands that a mark should not hide.
    """
    trails = [[arc.at(step / 32) for step in range(33)] for arc in arcs]
    marks: dict[int, tuple[float, float]] = {}
    for place in wanted:
        best = (-1.0, 0.0)
        for share in SHARES:
            spot = arcs[place].at(share)
            # An arrow must not disappear below a mark.
            if share != 0.5 and _distance(spot, arcs[place].end) < 2.5 * size:
                continue
            from_arcs = min(
                (_distance(spot, point) for other, trail in enumerate(trails) if other != place
                 for point in trail),
                default=size,
            )  # fmt: skip
            from_marks = min((_distance(spot, mark) for mark in marks.values()), default=2 * size)
            # Two marks over each other cannot be read; a mark over a line can.
            clear = min(from_arcs, size) + 4 * min(from_marks, 1.2 * size)
            from_others = min((_distance(spot, other) for other in others), default=0.0)
            clear += 2 * min(from_others, size)
            if clear > best[0] + 1e-6:
                best = (clear, share)
        marks[place] = arcs[place].at(best[1])
    return marks


def _midpoint(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float]:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)
