"""New passage pairs → the members that wide families take in, and which of these become one.

From the start each stretch would be joined to one family, by likeness, and families that
mostly coincide would be one. So it is here: a stretch goes to the family that it is most
like, and to no other; and what has come to coincide is made one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from lineage.align import likeness
from lineage.groups import Groups
from lineage.places import (
    Group,
    Link,
    Place,
    PlaceIndex,
    coincidence,
    least_likeness,
    lies_in,
    resemble,
    resemble_in_bits,
)
from lineage.placing import tokens_at, weighed_at, where_members
from lineage.prepare import Tokenized, texts_of
from lineage.settling import HOLDS, drop_fragments, join_coinciding


def take_in(
    groups: Mapping[int, Group],
    links: Iterable[Link],
    prepared: Sequence[Tokenized],
    *,
    resemblance: float,
) -> dict[int, list[Place]]:
    """Return the new members that passage pairs lead to, of each wide family.

    A stretch goes to one family, the one whose wording it is most like.

    Args:
        groups: The families; of their members only those in the documents of the pairs
            are asked for.
        links: New passage pairs.
        prepared: The documents of the pairs.
        resemblance: Likeness to its wording that a family's member must have.
    """
    taking = _Taking(groups, prepared, resemblance)
    taken: dict[int, list[Place]] = defaultdict(list)
    asked = every = [*links]
    while new := taking.in_turn(taking.candidates(asked)):
        for candidate in new:
            taken[candidate.number].append(candidate.place)
        # A new document may be tied to a family through another new one; elsewhere all is said.
        there = PlaceIndex()
        there.add(0, [candidate.place for candidate in new])
        asked = [link for link in every if any(map(there.is_touched, link[:2]))]
    return dict(taken)


def take_in_sentences(
    groups: Mapping[int, Group],
    links: Iterable[Link],
    prepared: Sequence[Tokenized],
    *,
    resemblance: float,
) -> dict[int, list[Place]]:
    """Return the new members that pairs of sentences lead to, of each wide family.

    A sentence is in one family only, and is as long as it is; the likest pairs come first.

    Args:
        groups: As `take_in` has them.
        links: New pairs of sentences.
        prepared: The documents of the pairs.
        resemblance: Likeness to its wording that a family's member must have.
    """
    family_of = {place: number for number, group in groups.items() for place in group.members}
    taken: dict[int, list[Place]] = defaultdict(list)
    ordered = sorted(links, key=lambda link: (-link.likeness, link))
    n_before = -1
    # A new sentence may be tied to a family through another new one.
    while n_before < len(family_of):
        n_before = len(family_of)
        for link in ordered:
            for known, new in ((link.left, link.right), (link.right, link.left)):
                number = family_of.get(known)
                if number is None or new in family_of:
                    continue
                if resemble(groups[number].wording, tokens_at(prepared, new), resemblance):
                    family_of[new] = number
                    taken[number].append(new)
    return dict(taken)


class _Candidate(NamedTuple):
    """A stretch that a wide family may take in; the likest comes first.

    Attributes:
        unlike: How unlike the family's wording it is (0..1).
        number: The number of the family.
        place: The stretch.
    """

    unlike: float
    number: int
    place: Place


class _Try(NamedTuple):
    """A stretch that may have the wording of a wide family.

    Attributes:
        link: The number of the passage pair that leads there.
        number: The number of the family.
        known: The side of the pair that the family has a member at.
        new: The other side.
        model: The member.
    """

    link: int
    number: int
    known: Place
    new: Place
    model: Place


class _Taking:
    """Wide families that take in new members."""

    def __init__(
        self, groups: Mapping[int, Group], prepared: Sequence[Tokenized], resemblance: float
    ) -> None:
        self._groups, self._prepared, self._resemblance = groups, prepared, resemblance
        self._texts = texts_of(prepared)
        self._index = PlaceIndex()
        self._tried: set[tuple[int, Link]] = set()
        for number, group in groups.items():
            self._index.add(number, group.members)

    def candidates(self, links: Iterable[Link]) -> list[_Candidate]:
        """Return what families may take in that have a member on one side of passage pairs.

        Of families one inside another there, only the one that a pair fits best may.
        """
        tries = [each for number, link in enumerate(links) for each in self._tries(number, link)]
        members = where_members(self._texts, [(each.new, each.model) for each in tries])
        found: dict[int, list[tuple[float, _Candidate]]] = defaultdict(list)
        for each, member in zip(tries, members, strict=True):
            candidate = member and self._candidate(each, member)
            if candidate is not None:
                found[each.link].append((-coincidence(each.model, each.known), candidate))
        return [candidate for each in found.values() for candidate in _apart(each)]

    def _tries(self, number: int, link: Link) -> Iterator[_Try]:
        """Yield what is to be tried of a passage pair, and was not yet."""
        left, right = (
            self._index.covering(place, HOLDS, self._prepared[place.document].side.sums)
            for place in link[:2]
        )
        for family in sorted(left.keys() ^ right.keys()):
            if (family, link) not in self._tried:
                self._tried.add((family, link))
                known, new = (link.left, link.right) if family in left else (link.right, link.left)
                yield _Try(number, family, known, new, self._model_near(known, family))

    def _model_near(self, place: Place, number: int) -> Place:
        """Return the member of a family at a place whose wording is most like the family's."""
        wording, prepared = self._groups[number].wording, self._prepared
        near = self._index.touching(place, number)
        if len(near) == 1:
            return near[0]
        return max(near, key=lambda m: (likeness(wording, tokens_at(prepared, m)), -m.start))

    def _candidate(self, tried: _Try, member: Place) -> _Candidate | None:
        """Return a stretch that has a family's wording, if the family may take it in."""
        prepared, wording = self._prepared, self._groups[tried.number].wording
        if self._index.touches(member, tried.number):
            return None
        alike = likeness(wording, tokens_at(prepared, member))
        least = least_likeness(len(wording), self._resemblance)
        if alike < least:
            return None
        both = weighed_at(prepared, tried.model), weighed_at(prepared, member)
        if not resemble_in_bits(*both, _BY_SURPRISAL * least):
            return None
        return _Candidate(1 - alike, tried.number, member)

    def in_turn(self, candidates: Iterable[_Candidate]) -> list[_Candidate]:
        """Take in the candidates, the likest first, and return those that were taken in."""
        taken = []
        for candidate in sorted(candidates):
            _, number, place = candidate
            if not self._index.touches(place, number) and not self._index.owners(place):
                self._index.add(number, [place])
                taken.append(candidate)
        return taken


def _apart(found: Iterable[tuple[float, _Candidate]]) -> list[_Candidate]:
    """Return the candidates of one passage pair, without those in or around better ones."""
    chosen: list[_Candidate] = []
    for _, candidate in sorted(found):
        place = candidate.place
        if not any(lies_in(place, c.place) or lies_in(c.place, place) for c in chosen):
            chosen.append(candidate)
    return chosen


_BY_SURPRISAL = 1.1
"""What a new member and a member must have in common by surprisal, as a multiple of the
likeness by tokens. Without it, families of 处…罚款 took in twice the places that they have
in a computation from the start."""


def merged(groups: Mapping[int, Group]) -> dict[int, Group]:
    """Return wide families, by number, without those that another one has come to hold.

    Two that have taken in the same places are one family, as they would be from the start.
    """
    numbers, listed = [*groups], [*groups.values()]
    left = drop_fragments(join_coinciding(Groups.of(listed)))
    return {
        numbers[n]: group
        for n, group in zip(left.models[:, 0].tolist(), left.among(listed), strict=True)
    }
