"""Where a wording stands in and around a place of another document."""

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.fuzz import partial_ratio_alignment

from lineage.model import NormSpan
from lineage.places import Place
from lineage.placing import tokens_at
from lineage.prepare import Prepared, Side
from reference.chain import CORPUS, PAIR, Piece, make_piece, trim_thin_ends
from reference.runs import Run, matching_runs, n_aligned
from reference.snapping import snapped

_MARGIN = 12
"""Tokens beyond the place where a wording should end in which its end is looked for."""

_MOST, _NEARLY_ALL = 0.7, 0.9
"""Share of a wording's tokens from which an alignment tells where it stands, and from which it is
not looked for once more."""


class Aligned(NamedTuple):
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


def align_member(place: Place, model: Place, prepared: Sequence[Prepared]) -> Aligned | None:
    """Return where in and around ``place`` the wording at ``model`` stands."""
    side = prepared[place.document]
    wording, member = tokens_at(prepared, model), tokens_at(prepared, place)
    if member == wording:
        return Aligned(place, [(model.start, place.start, len(wording))], len(wording))
    if _begins_and_ends_alike(member, wording):
        runs = matching_runs(wording, member, model.start, place.start)
        return Aligned(place, runs, n_aligned(runs))
    # A fragment may be any part of the wording: look as far as the rest would reach.
    before = after = 0
    if len(member) < len(wording):
        part = where_most_like(member, wording)
        if part is not None:
            before, after = part[0], len(wording) - part[1]
    begin, end = max(place.start - before - _MARGIN, 0), place.end + after + _MARGIN
    if (at := side.stream.text.find(wording, begin, end)) >= 0:
        there = Place(place.document, at, at + len(wording))
        return Aligned(there, [(model.start, at, len(wording))], len(wording))
    reach = begin, end
    runs = _runs_in(model, place.document, reach, prepared)
    wide = _aligned_by(model, place.document, runs, prepared)
    wider = _with_missing_ends(reach, wide, model, len(side.stream.text))
    if wider != reach:
        more = _runs_in(model, place.document, wider, prepared)
        whole = _aligned_by(model, place.document, more, prepared)
        if wide is not None and whole is not None and whole.n > wide.n:
            reach, runs, wide = wider, more, whole
    if wide is not None and wide.n >= _NEARLY_ALL * len(wording) and wide.is_whole(model):
        return wide
    is_known = wide is not None and wide.n >= _MOST * len(wording)
    longest = max(runs, key=lambda run: run[2]) if is_known else None
    window = _best_window(model, wording, side.stream.text, reach, longest)
    if window == reach:
        return wide
    runs = _runs_in(model, place.document, window, prepared)
    near = _aligned_by(model, place.document, runs, prepared)
    aligned = [member for member in (wide, near) if member is not None]
    return max(aligned, key=lambda member: member.n, default=None)


_SURE_ENDS = 4
"""Tokens that must be the same at both ends for these to be the wording's ends."""


def _begins_and_ends_alike(one: str, two: str) -> bool:
    return (
        min(len(one), len(two)) >= 2 * _SURE_ENDS
        and one[:_SURE_ENDS] == two[:_SURE_ENDS]
        and one[-_SURE_ENDS:] == two[-_SURE_ENDS:]
    )


def _runs_in(
    model: Place, document: int, window: tuple[int, int], prepared: Sequence[Prepared]
) -> list[Run]:
    """Return the runs of the alignment of the wording at ``model`` with a stretch."""
    stretch = prepared[document].stream.text[window[0] : window[1]]
    return matching_runs(tokens_at(prepared, model), stretch, model.start, window[0])


def _aligned_by(
    model: Place, document: int, runs: Sequence[Run], prepared: Sequence[Prepared]
) -> Aligned | None:
    """Return where the wording at ``model`` stands in a document, by such runs."""
    if not runs:
        return None
    sides = prepared[model.document].side, prepared[document].side
    # That the wording stands here is known already, so its ends may be changed a good deal.
    # Where it ends for others is another question: there only what is surely it has a say.
    piece = make_piece(trim_thin_ends(runs, *sides, chaining=PAIR), *sides)
    span = _span_like(piece, model, sides)
    voters = trim_thin_ends(piece.runs, *sides, chaining=CORPUS)
    return Aligned(Place(document, span.start, span.end), voters, piece.n)


def _with_missing_ends(
    reach: tuple[int, int], wide: Aligned | None, model: Place, n: int
) -> tuple[int, int]:
    """Return a stretch with as much around it as the ends that are missing there would reach.

    Args:
        reach: Where the wording was looked for.
        wide: What of it was found there.
        model: The wording.
        n: Tokens of the document.
    """
    if wide is None or not wide.runs:
        return reach
    start, end = reach
    (x, y, _), (last_x, last_y, _) = wide.runs[0], wide.runs[-1]
    first, last = max(y - (x - model.start), 0), min(last_y + (model.end - last_x), n)
    if first < start:
        start = max(first - _MARGIN, 0)
    if last > end:
        end = min(last + _MARGIN, n)
    return start, end


def _best_window(
    model: Place, wording: str, stream: str, reach: tuple[int, int], longest: Run | None
) -> tuple[int, int]:
    """Return the part of a stretch in which a wording stands, with some room for insertions.

    The more text lies around, the more ways of equal cost there are to align the wording's
    first and last words with chance matches far off. Where most of it is aligned with the
    whole stretch, the longest run tells where it stands, and no other part is looked at.
    """
    begin, end = reach[0], min(reach[1], len(stream))
    if end - begin <= len(wording):
        return reach
    if longest is not None:
        x, y, _ = longest
        start = max(y - (x - model.start), begin)
        stop = min(start + len(wording), end)
    else:
        found = where_most_like(wording, stream[begin:end])
        if found is None:
            return reach
        start, stop = begin + found[0], begin + found[1]
    room = 2 + len(wording) // 6
    return max(start - room, begin), min(stop + room, end)


def where_most_like(part: str, whole: str) -> tuple[int, int] | None:
    """Return the stretch of a longer text that is most like a shorter one, if there is any."""
    if len(part) <= _SHORT:
        found = partial_ratio_alignment(part, whole)
        return (found.dest_start, found.dest_end) if found is not None else None
    runs = matching_runs(part, whole)
    if not runs:
        return None
    x, y, _ = max(runs, key=lambda run: run[2])
    start = max(y - x, 0)
    return start, min(start + len(part), len(whole))


_SHORT = 200
"""Tokens up to which a text is held against every stretch of another. Longer ones hold a
run of equal tokens that tells where they stand, and would take a hundred times as long."""


def _span_like(piece: Piece, model: Place, sides: tuple[Side, Side]) -> NormSpan:
    """Return the right stretch; where the wording is whole, its end follows the wording's."""
    nearby = snapped(piece, 1, sides[1], CORPUS)
    start = piece.right.start if piece.left.start == model.start else nearby.start
    end = piece.right.end if piece.left.end == model.end else nearby.end
    return NormSpan(start, end) if start < end else piece.right
