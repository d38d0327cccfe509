"""A family's members: where its wording begins and ends, and who has it.

Passage pairs have ragged ends, since each saw two documents only. A family sees them
all. Its most typical wording is aligned with every member and its surroundings; the
members vote on where the wording begins and ends; what does not resemble it leaves and
forms a family of its own. A family whose pairs had found only a fragment of the wording
in some document finds the whole there.

A formula that also stands inside a longer shared passage keeps a family of its own if it
stands elsewhere too; if it does not, it is a fragment of the passage and goes.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from math import fsum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import partial_ratio_alignment

from lineage.align import likeness
from lineage.chain import CORPUS, PAIR, Piece, make_piece, snapped, trim_thin_ends
from lineage.model import NormSpan
from lineage.places import LENGTH_RATIO, Group, Place, PlaceIndex, least_likeness
from lineage.prepare import Prepared, Side
from lineage.runs import Run, matching_runs

_MARGIN = 12
"""Tokens beyond the place where a wording should end in which its end is looked for."""

_NEARLY_ALL = 0.9
"""Share of a wording's tokens from which an alignment is not looked for once more."""

_ELECTORS = 40
"""Different wordings of a family among which the most typical is chosen, at most."""


def typical_wording(wordings: Mapping[str, int]) -> str:
    """Return the wording that resembles all others most; ties: the widest spread.

    Fragments have no say in how long it is: only wordings of at least 0.6 of the length
    that four in five do not exceed are eligible.

    Args:
        wordings: How often each wording occurs.
    """
    lengths = sorted(len(text) for text, n in wordings.items() for _ in range(n))
    least = LENGTH_RATIO * lengths[(len(lengths) * 4) // 5 - (len(lengths) % 5 == 0)]
    eligible = sorted(
        (text for text in wordings if len(text) >= least), key=lambda t: (-wordings[t], t)
    )[:_ELECTORS]
    return max(
        eligible,
        key=lambda text: (
            fsum(wordings[other] * Indel.normalized_similarity(text, other) for other in eligible),
            wordings[text],
            len(text),
            text,
        ),
    )


def realign(
    group: Group, prepared: Sequence[Prepared], *, resemblance: float, others: Iterable[Place] = ()
) -> Group:
    """Return a family whose members all begin and end as its typical wording does.

    The members vote on where that wording begins and ends: what most of them lack at
    either end is cut off, what most of them have beyond it is taken in.

    Args:
        group: The family.
        prepared: The documents.
        resemblance: Likeness to the wording that a member must have.
        others: Further places where the wording may stand.
    """
    model = _typical(group.members, prepared)
    places = [*group.members, *others]
    for _ in range(_VOTES):
        aligned = _aligned_members(places, model, prepared, resemblance=resemblance)
        if not aligned:
            # Of a wording of placeholders alone not even its own place can be told.
            return Group(_tokens(prepared, model), ())
        # Who was found is looked for where it was found, the others where they were.
        index = PlaceIndex()
        index.add(0, (member.place for member in aligned))
        missing = [place for place in places if not index.touches(place, 0)]
        places = [*(member.place for member in aligned), *missing]
        voted = _voted(model, aligned, prepared)
        if voted == model:
            break
        model = voted
    return Group(_tokens(prepared, model), tuple(sorted(member.place for member in aligned)))


_VOTES = 3


def _typical(places: Sequence[Place], prepared: Sequence[Prepared]) -> Place:
    """Return the place that has the most typical wording."""
    texts = {place: _tokens(prepared, place) for place in places}
    wording = typical_wording(Counter(texts.values()))
    return min(place for place, text in texts.items() if text == wording)


class _Aligned(NamedTuple):
    """Where a wording stands in a document.

    Attributes:
        place: Where.
        runs: Tokens of the wording that are surely there.
        n: How many tokens were found there.
    """

    place: Place
    runs: Sequence[Run]
    n: int

    def is_whole(self, model: Place) -> bool:
        """Say whether both ends of the wording at ``model`` are there."""
        last, _, n = self.runs[-1]
        return self.runs[0][0] == model.start and last + n == model.end


def _aligned_members(
    places: Iterable[Place], model: Place, prepared: Sequence[Prepared], *, resemblance: float
) -> list[_Aligned]:
    """Return where the wording at ``model`` stands in and around the places."""
    wording = _tokens(prepared, model)
    least = least_likeness(len(wording), resemblance)
    found: dict[int, list[tuple[float, _Aligned]]] = defaultdict(list)
    for place in dict.fromkeys(places):
        member = _align_member(place, model, prepared)
        if member is None:
            continue
        alike = likeness(wording, _tokens(prepared, member.place))
        if alike >= least:
            found[place.document].append((alike, member))
    members: list[_Aligned] = []
    for candidates in found.values():
        kept: list[_Aligned] = []
        for _, member in sorted(candidates, key=lambda c: (-c[0], c[1].place)):
            place = member.place
            if not any(place.start < k.place.end and k.place.start < place.end for k in kept):
                kept.append(member)
        members.extend(kept)
    return members


def _voted(model: Place, members: Sequence[_Aligned], prepared: Sequence[Prepared]) -> Place:
    """Return the wording's place with the borders that most members vote for."""
    length = model.end - model.start
    votes = np.zeros(length)
    for member in members:
        for x, _, n in member.runs:
            votes[x - model.start : x - model.start + n] += 1
    # The best-supported stretch: what a majority has counts for it, the rest against it.
    sums = np.concatenate([[0.0], np.cumsum(votes / len(members) - _MAJORITY)])
    last = int((sums - np.minimum.accumulate(sums)).argmax())
    first = int(sums[: last + 1].argmin())
    if first == last:
        return model
    start, end = model.start + first, model.start + last
    if first == 0:
        start -= _agreed_beyond(model, members, prepared, step=-1)
    if last == length:
        end += _agreed_beyond(model, members, prepared, step=1)
    return _at_borders(Place(model.document, start, end), prepared[model.document].borders)


_MAJORITY = 0.51
_BEYOND = 40


def _agreed_beyond(
    model: Place, members: Sequence[_Aligned], prepared: Sequence[Prepared], *, step: int
) -> int:
    """Return how many tokens beyond one end of the wording most members agree on."""
    agreed = 0
    while agreed < _BEYOND:
        tokens = [
            _token_beyond(prepared[place.document].stream.text, place, agreed, step)
            for place in [model, *(member.place for member in members if member.place != model)]
        ]
        if not tokens[0] or tokens.count(tokens[0]) <= _MAJORITY * len(tokens):
            break
        agreed += 1
    return agreed


def _token_beyond(stream: str, place: Place, n: int, step: int) -> str:
    at = place.end + n if step > 0 else place.start - 1 - n
    return stream[at] if 0 <= at < len(stream) else ""


def _at_borders(place: Place, borders: npt.NDArray[np.uint8]) -> Place:
    """Return the place with its ends moved to the nearest borders of words, sooner outward."""
    start, end = place.start, place.end
    # A document's ends are borders, so the search ends.
    reach = range(len(borders))
    start += next(step for n in reach for step in (-n, n) if _is_border(borders, start + step))
    end += next(step for n in reach for step in (n, -n) if _is_border(borders, end + step))
    return Place(place.document, start, end) if start < end else place


def _is_border(borders: npt.NDArray[np.uint8], at: int) -> bool:
    return 0 <= at < len(borders) and bool(borders[at])


def _tokens(prepared: Sequence[Prepared], place: Place) -> str:
    return prepared[place.document].stream.text[place.start : place.end]


def _align_member(place: Place, model: Place, prepared: Sequence[Prepared]) -> _Aligned | None:
    """Return where in and around ``place`` the wording at ``model`` stands."""
    side = prepared[place.document]
    wording, member = _tokens(prepared, model), _tokens(prepared, place)
    if member == wording:
        return _Aligned(place, [(model.start, place.start, len(wording))], len(wording))
    # A fragment may be any part of the wording: look as far as the rest would reach.
    before = after = 0
    if len(member) < len(wording):
        part = partial_ratio_alignment(member, wording)
        if part is not None:
            before, after = part.dest_start, len(wording) - part.dest_end
    begin, end = max(place.start - before - _MARGIN, 0), place.end + after + _MARGIN
    if (at := side.stream.text.find(wording, begin, end)) >= 0:
        there = Place(place.document, at, at + len(wording))
        return _Aligned(there, [(model.start, at, len(wording))], len(wording))
    wide = _align_window(model, place.document, (begin, end), prepared)
    if wide is not None and wide.n >= _NEARLY_ALL * len(wording) and wide.is_whole(model):
        return wide
    window = _best_window(wording, side.stream.text, begin, end)
    if window == (begin, end):
        return wide
    near = _align_window(model, place.document, window, prepared)
    aligned = [member for member in (wide, near) if member is not None]
    return max(aligned, key=lambda member: member.n, default=None)


def _align_window(
    model: Place, document: int, window: tuple[int, int], prepared: Sequence[Prepared]
) -> _Aligned | None:
    """Return where in one stretch of a document the wording at ``model`` stands."""
    side, of_model = prepared[document], prepared[model.document]
    runs = matching_runs(
        _tokens(prepared, model), side.stream.text[window[0] : window[1]], model.start, window[0]
    )
    if not runs:
        return None
    sides = of_model.side, side.side
    # That the wording stands here is known already, so its ends may be changed a good deal.
    # Where it ends for others is another question: there only what is surely it has a say.
    piece = make_piece(trim_thin_ends(runs, *sides, chaining=PAIR), *sides)
    span = _span_like(piece, model, sides)
    voters = trim_thin_ends(piece.runs, *sides, chaining=CORPUS)
    return _Aligned(Place(document, span.start, span.end), voters, piece.n)


def _best_window(wording: str, stream: str, begin: int, end: int) -> tuple[int, int]:
    """Return the part of a stretch in which a wording stands, with some room for insertions.

    The more text lies around, the more ways of equal cost there are to align the wording's
    first and last words with chance matches far off.
    """
    window = stream[begin:end]
    found = partial_ratio_alignment(wording, window) if len(window) > len(wording) else None
    if found is None:
        return begin, end
    room = 2 + len(wording) // 6
    return max(begin + found.dest_start - room, 0), min(begin + found.dest_end + room, end)


def _span_like(piece: Piece, model: Place, sides: tuple[Side, Side]) -> NormSpan:
    """Return the right stretch; where the wording is whole, its end follows the wording's."""
    nearby = snapped(piece, 1, sides[1])
    start = piece.right.start if piece.left.start == model.start else nearby.start
    end = piece.right.end if piece.left.end == model.end else nearby.end
    return NormSpan(start, end) if start < end else piece.right


def join_coinciding(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Return the families, those made one whose members mostly coincide.

    The more widespread family's wording stays; members that only the other had join it.
    """
    ordered = sorted(
        groups, key=lambda g: (-len({m.document for m in g.members}), -len(g.wording), g.members)
    )
    index = PlaceIndex()
    kept: list[tuple[str, list[Place]]] = []
    for group in ordered:
        owners = [index.owners(place) for place in group.members]
        hits = Counter(n for near in owners for n in near)
        best = max(hits, key=lambda n: (hits[n], -n), default=-1)
        if best >= 0 and 2 * hits[best] > len(group.members):
            number = best
            fresh = [p for p in group.members if not index.touches(p, number)]
        else:
            number, fresh = len(kept), list(group.members)
            kept.append((group.wording, []))
        kept[number][1].extend(fresh)
        index.add(number, fresh)
    return tuple(Group(wording, tuple(sorted(members))) for wording, members in kept)


def settle(
    groups: Iterable[Group],
    prepared: Sequence[Prepared],
    *,
    resemblance: float,
    settled: Collection[Group] = (),
    hopeful: Callable[[Group], bool] | None = None,
) -> tuple[Group, ...]:
    """Return the families with their members aligned alike and fragments taken in.

    Longer wordings come first. Each looks for itself around its own members, and around
    the members of families that lie mostly inside it: where only a fragment had been
    aligned, the whole may stand. Families that then have too few places left outside a
    longer one are fragments of it, and go.

    Args:
        groups: The families.
        prepared: The documents.
        resemblance: Likeness to its wording that a family's member must have.
        settled: Families whose members have been aligned before; they are aligned again
            only if they find members in other documents.
        hopeful: Says whether a family may come to be worth listing. Of the others only
            the places are kept, for longer wordings to find.
    """
    ordered = sorted(groups, key=lambda g: (-len(g.wording), -len(g.members), g.members))
    index = PlaceIndex()
    for number, group in enumerate(ordered):
        index.add(number, group.members)
    aligned: list[Group] = []
    for number, group in enumerate(ordered):
        if hopeful is not None and not hopeful(group):
            aligned.append(group)
            continue
        inside = index.inside(group.members)
        others = [
            place
            for other, n in sorted(inside.items())
            if other != number and n >= _RECRUIT_SHARE * len(ordered[other].members)
            for place in ordered[other].members
        ]
        documents = {place.document for place in group.members}
        if group in settled and documents.issuperset(place.document for place in others):
            aligned.append(group)
            continue
        aligned.extend(_realigned(group, prepared, resemblance=resemblance, others=others))
    return drop_fragments(join_coinciding(aligned))


def _realigned(
    group: Group, prepared: Sequence[Prepared], *, resemblance: float, others: Iterable[Place]
) -> Iterator[Group]:
    """Yield a family with its members aligned alike, and those that left it as families."""
    members = group.members
    while members:
        aligned = realign(
            Group(group.wording, members), prepared, resemblance=resemblance, others=others
        )
        if aligned.members:
            yield aligned
        index = PlaceIndex()
        index.add(0, aligned.members)
        left = tuple(place for place in members if not index.touches(place, 0))
        if len(left) == len(members) or len({place.document for place in left}) < 2:
            break
        members, others = left, ()


_RECRUIT_SHARE = 0.25
"""Share of a family's places inside another's at which the other looks around the rest."""

_FRAGMENT_SHARE = 0.8
"""Share of a family's places inside another's at which it is a fragment of the other."""


def drop_fragments(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Return the families, without those that stand nearly always inside one other's places."""
    ordered = sorted(groups, key=lambda g: (-len(g.wording), -len(g.members), g.members))
    index = PlaceIndex()
    kept: list[Group] = []
    for group in ordered:
        if len({place.document for place in group.members}) < 2:
            continue
        holders = index.holders(group.members)
        if holders and max(holders.values()) >= _FRAGMENT_SHARE * len(group.members):
            continue
        index.add(len(kept), group.members)
        kept.append(group)
    return tuple(kept)
