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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from math import fsum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from lineage.align import likeness
from lineage.places import (
    LENGTH_RATIO,
    Group,
    Place,
    PlaceIndex,
    least_likeness,
    lies_in,
    resemble_in_bits,
)
from lineage.placing import tokens_at, weighed_at
from lineage.prepare import Prepared
from reference.placing import Aligned, align_member
from reference.runs import Run

_ELECTORS = 40
"""Different wordings of a family among which the most typical is chosen, at most."""


def typical_wording(wordings: Mapping[str, int]) -> str:
    """Return the wording that resembles all others most; ties: the widest spread.

    Fragments have no say in how long it is: only wordings of at least half the length
    that four in five do not exceed are eligible.

    Args:
        wordings: How often each wording occurs.
    """
    lengths = sorted(len(text) for text, n in wordings.items() for _ in range(n))
    least = LENGTH_RATIO * lengths[(len(lengths) * 4) // 5 - (len(lengths) % 5 == 0)]
    eligible = sorted(
        (text for text in wordings if len(text) >= least), key=lambda t: (-wordings[t], t)
    )[:_ELECTORS]
    if len(eligible) == 1:
        return eligible[0]
    ratios = cdist(eligible, eligible, scorer=Indel.normalized_similarity, dtype=np.float64)
    times = [wordings[text] for text in eligible]
    total = {
        text: fsum(n * ratio for n, ratio in zip(times, row, strict=True))
        for text, row in zip(eligible, ratios.tolist(), strict=True)
    }
    return max(eligible, key=lambda text: (total[text], wordings[text], len(text), text))


def realign(
    group: Group,
    prepared: Sequence[Prepared],
    *,
    resemblance: float,
    others: Iterable[Place] = (),
    grows: bool = True,
) -> Group:
    """Return a family whose members all begin and end as its typical wording does.

    The members vote on where that wording begins and ends: what most of them lack at
    either end is cut off, what most of them have beyond it is taken in. Of very many
    members an even choice votes.

    Args:
        group: The family.
        prepared: The documents.
        resemblance: Likeness to the wording that a member must have.
        others: Further places where the wording may stand.
        grows: Whether the wording takes in what most members have beyond its ends.
    """
    model = _typical(group.members, prepared)
    places = [*group.members, *others]
    voters = electorate = _electorate(places)
    aligned: list[_Member] = []
    for _ in range(_VOTES):
        aligned = _aligned_members(voters, model, prepared, resemblance=resemblance)
        if not aligned:
            # Of a wording of placeholders alone not even its own place can be told.
            return Group(tokens_at(prepared, model), ())
        voters = _where_found(voters, aligned)
        voted = _voted(model, aligned, prepared, grows=grows)
        if voted == model:
            break
        model = voted
    if len(electorate) < len(places):
        aligned = _aligned_members(places, model, prepared, resemblance=resemblance)
    return Group(
        tokens_at(prepared, model),
        tuple(sorted(member.place for member in aligned)),
        prepared[model.document].bits[model.start : model.end].tobytes(),
    )


_VOTES = 3
"""How often the members vote: each time they are aligned with what the last vote gave."""

_VOTERS = 100
"""Members that vote on where a wording begins and ends, about so many of very many."""


def _electorate(places: Sequence[Place]) -> Sequence[Place]:
    return places[:: len(places) // _VOTERS] if len(places) >= 2 * _VOTERS else places


class _Member(NamedTuple):
    """A place where the wording stands, and how like it is."""

    ratio: float
    place: Place
    runs: Sequence[Run]


def _where_found(places: Sequence[Place], aligned: Sequence[_Member]) -> list[Place]:
    """Return where each was found; who was not found is looked for where it was."""
    index = PlaceIndex()
    index.add(0, (member.place for member in aligned))
    missing = [place for place in places if not index.touches(place, 0)]
    return [*(member.place for member in aligned), *missing]


def _typical(places: Sequence[Place], prepared: Sequence[Prepared]) -> Place:
    """Return the place that has the most typical wording."""
    texts = {place: tokens_at(prepared, place) for place in places}
    wording = typical_wording(Counter(texts.values()))
    return min(place for place, text in texts.items() if text == wording)


def _aligned_members(
    places: Iterable[Place], model: Place, prepared: Sequence[Prepared], *, resemblance: float
) -> list[_Member]:
    """Return where the wording at ``model`` stands in and around the places.

    Around what lies in a place where it was found it is not looked for again.
    """
    known = weighed_at(prepared, model)
    wording = known.text
    least = least_likeness(len(wording), resemblance)
    found: dict[int, list[tuple[float, Aligned]]] = defaultdict(list)
    ratios: dict[str, float] = {}
    for place in dict.fromkeys(places):
        if any(lies_in(place, there.place) for _, there in found.get(place.document, ())):
            continue
        member = align_member(place, model, prepared)
        if member is None:
            continue
        there = weighed_at(prepared, member.place)
        ratio = ratios.get(there.text)
        if ratio is None:
            ratio = likeness(wording, there.text)
            if ratio >= least and not resemble_in_bits(known, there, _BY_SURPRISAL * least):
                ratio = 0.0
            ratios[there.text] = ratio
        if ratio >= least:
            found[place.document].append((ratio, member))
    members: list[_Member] = []
    for candidates in found.values():
        kept: list[_Member] = []
        for ratio, member in sorted(candidates, key=lambda c: (-c[0], c[1].place)):
            place = member.place
            if not any(place.start < k.place.end and k.place.start < place.end for k in kept):
                kept.append(_Member(ratio, place, member.runs))
        members.extend(kept)
    return members


_BY_SURPRISAL = 0.95
"""Share of the likeness by tokens that a member must have by surprisal: one rare word that was
changed is not to decide."""


def _voted(
    model: Place, members: Sequence[_Member], prepared: Sequence[Prepared], *, grows: bool
) -> Place:
    """Return the wording's place with the borders that most members vote for."""
    length = model.end - model.start
    steps = [0] * (length + 1)
    for member in members:
        for x, _, n in member.runs:
            steps[x - model.start] += 1
            steps[x - model.start + n] -= 1
    # The best-supported stretch: what a majority has counts for it, the rest against it.
    support = lowest = most = 0.0
    first = begin = last = 0
    for at, votes in enumerate(accumulate(steps[:length]), 1):
        support += votes / len(members) - _MAJORITY
        if support - lowest > most:
            most, first, last = support - lowest, begin, at
        if support < lowest:
            lowest, begin = support, at
    if first == last:
        return model
    start, end = model.start + first, model.start + last
    steps = [-1] * (grows and first == 0) + [1] * (grows and last == length)
    goes_on = (_going_on(model, members, prepared, step=step) for step in steps)
    other = next((place for place in goes_on if place != model), model)
    if other != model:
        model, (_, start, end) = other, other
    if -1 in steps:
        start -= _agreed_beyond(model, members, prepared, step=-1)
    if 1 in steps:
        end += _agreed_beyond(model, members, prepared, step=1)
    return _at_borders(Place(model.document, start, end), prepared[model.document].borders)


_MAJORITY = 0.51
"""Share of the members that must have a token for the wording to have it."""

_LEAST_BEYOND, _MOST_BEYOND = 40, 1000
"""Tokens beyond an end of the wording that are looked at: half as many as it has, but so many at
least and at most."""

_NEARLY_ALL = 0.8
_GOES_ON = 6
"""Share of the documents that must go on alike where the typical one does not, and for how many
tokens."""


def _agreed_beyond(
    model: Place, members: Sequence[_Member], prepared: Sequence[Prepared], *, step: int
) -> int:
    """Return how many tokens beyond one end of the wording most members agree on."""
    agreed = 0
    while agreed < min(max((model.end - model.start) // 2, _LEAST_BEYOND), _MOST_BEYOND):
        tokens = [
            _token_beyond(prepared[place.document].stream.text, place, agreed, step)
            for place in [model, *(member.place for member in members if member.place != model)]
        ]
        if not tokens[0] or tokens.count(tokens[0]) <= _MAJORITY * len(tokens):
            break
        agreed += 1
    return agreed


def _going_on(
    model: Place, members: Sequence[_Member], prepared: Sequence[Prepared], *, step: int
) -> Place:
    """Return the place that tells how far the wording goes on at one end.

    That is its own, or that of the likest member where nearly all documents go on for a while
    as its own does not.
    """

    def beyond(place: Place) -> str:
        return _token_beyond(prepared[place.document].stream.text, place, 0, step)

    likest_of_each = {m.place.document: m.place for m in reversed(members)}
    tokens = Counter(map(beyond, likest_of_each.values()))
    token, times = tokens.most_common(1)[0]
    if not token or times < _NEARLY_ALL * len(likest_of_each) or beyond(model) == token:
        return model
    other = max((m for m in members if beyond(m.place) == token), key=lambda m: m.ratio).place
    goes_on = _agreed_beyond(other, members, prepared, step=step) >= _GOES_ON
    return other if goes_on else model


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


def realigned(
    group: Group,
    prepared: Sequence[Prepared],
    *,
    resemblance: float,
    others: Iterable[Place],
    grows: bool = True,
) -> Iterator[Group]:
    """Yield a family with its members aligned alike, and those that left it as families."""
    members = group.members
    while members:
        aligned = realign(
            Group(group.wording, members),
            prepared,
            resemblance=resemblance,
            others=others,
            grows=grows,
        )
        if aligned.members:
            yield aligned
        index = PlaceIndex()
        index.add(0, aligned.members)
        left = tuple(place for place in members if not index.touches(place, 0))
        if len(left) == len(members) or len({place.document for place in left}) < 2:
            break
        members, others = left, ()
