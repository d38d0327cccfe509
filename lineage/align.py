"""Two stretches → steps of equal, replaced, inserted and deleted tokens, and how alike they are.

The steps are rapidfuzz's (the Levenshtein distance with the bit-parallel algorithm of
H. Hyyrö, 2003), tidied for reading: neighbouring changes are one change.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Indel, LCSseq, Levenshtein, Opcode

from lineage.model import Operation
from lineage.normalize import WILDCARD
from lineage.runs import matching_runs


class Step(NamedTuple):
    """One step of an alignment, in tokens of the two stretches."""

    operation: Operation
    left_start: int
    left_end: int
    right_start: int
    right_end: int


def align(left: str, right: str) -> tuple[Step, ...]:
    """Return the steps that turn one token stream into the other.

    Equal steps and changes alternate; together they cover both streams.

    Example:
        >>> [tuple(step) for step in align("重于山", "重于泰山")]
        [('equal', 0, 2, 0, 2), ('insert', 2, 2, 2, 3), ('equal', 2, 3, 3, 4)]
    """
    return _tidied(Levenshtein.opcodes(left, right))


def align_moved(left: str, right: str) -> tuple[Step, ...]:
    """Return the steps between two streams that have the same clauses in another order.

    As many tokens as can be are equal; what else was moved is left out in one place and added
    in another. `align` counts a replaced token once, and where clauses changed places it may
    put one clause over the other: a tale of replacing in which hardly anything is equal.

    Example:
        >>> [tuple(step) for step in align_moved("甲乙丙丁戊己庚辛壬癸", "己庚辛壬癸甲乙丙丁戊")]
        [('insert', 0, 0, 0, 5), ('equal', 0, 5, 5, 10), ('delete', 5, 10, 10, 10)]
        >>> [step.operation for step in align("甲乙丙丁戊子己庚辛壬癸", "己庚辛壬癸丑甲乙丙丁戊")]
        ['replace']
    """
    if len(left) * len(right) > _LARGEST_MATRIX:
        return align(left, right)
    return _without_crumbs(_tidied(Indel.opcodes(left, right)))


def _without_crumbs(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return steps without the few equal tokens that any two clauses have, taken for changed.

    Where a clause stands over another, what happens to be equal says nothing: it is shorter than
    the changes on either side, and a few tokens at most.
    """
    kept: list[Step] = []
    for step in steps:
        if step.operation != "equal" and len(kept) > 1 and _is_crumb(kept[-1], kept[-2], step):
            _, start, _, other_start, _ = kept[-2]
            operation = _change(step.left_end - start, step.right_end - other_start)
            kept[-2:] = [Step(operation, start, step.left_end, other_start, step.right_end)]
        else:
            kept.append(step)
    return tuple(kept)


def _is_crumb(equal: Step, before: Step, behind: Step) -> bool:
    n = equal.left_end - equal.left_start
    changed = (
        max(s.left_end - s.left_start, s.right_end - s.right_start) for s in (before, behind)
    )
    return n < _TELLING and n <= min(changed)


_TELLING = 4
"""Tokens from which it is hardly by chance that clauses which stand over each other have them."""


_LARGEST_MATRIX = 1 << 31
"""Pairs of tokens, a bit each, of the longest stretches that `align_moved` aligns: 256 MB. What
is longer is aligned in halves, which only the other distance can be."""


def _tidied(codes: Iterable[Opcode]) -> tuple[Step, ...]:
    """Return steps in which neighbouring changes are one change."""
    steps: list[Step] = []
    for code in codes:
        start, other_start = code.src_start, code.dest_start
        if code.tag == "equal":
            steps.append(Step("equal", start, code.src_end, other_start, code.dest_end))
            continue
        if steps and steps[-1].operation != "equal":
            before = steps.pop()
            start, other_start = before.left_start, before.right_start
        operation = _change(code.src_end - start, code.dest_end - other_start)
        steps.append(Step(operation, start, code.src_end, other_start, code.dest_end))
    return tuple(steps)


def _change(n_left: int, n_right: int) -> Operation:
    if not n_left:
        return "insert"
    return "replace" if n_right else "delete"


def similarity(left: str, right: str) -> float:
    """Return the share of the tokens of both sides that are equal, in order (0..1).

    A placeholder stands for anything of up to `WILD_REACH` tokens: what it stands for is
    not counted, the rest of the change is. Two empty streams are alike.

    Example:
        >>> similarity("重于山", "重于泰山") == 6 / 7
        True
    """
    equal = counted = 0
    for step in align(left, right):
        if step.operation == "equal":
            equal += 2 * (step.left_end - step.left_start)
            counted += 2 * (step.left_end - step.left_start)
        else:
            counted += _changed(
                left[step.left_start : step.left_end], right[step.right_start : step.right_end]
            )
    if not counted:
        return 1.0
    return equal / counted


WILD_REACH = 6
"""Tokens of the other text that a placeholder may stand for."""


def _changed(left: str, right: str) -> int:
    """Return the tokens of a change that no placeholder of the other side stands for."""
    wild_left, wild_right = left.count(WILDCARD), right.count(WILDCARD)
    n_left, n_right = len(left) - wild_left, len(right) - wild_right
    return max(0, n_left - WILD_REACH * wild_right) + max(0, n_right - WILD_REACH * wild_left)


def likeness(one: str, two: str) -> float:
    """Return how alike two wordings are (0..1), whatever the order of a list.

    The normalised indel similarity, placeholders standing for anything; two lists whose
    members begin alike (进企业、进校园、进机关) are also compared member by member, and the
    better of the two counts.

    Example:
        >>> round(likeness("进企业进农村进社区进学校", "进社区进企业进机关进农村"), 2)
        0.75
    """
    if WILDCARD in one or WILDCARD in two:
        return similarity(one, two)
    in_order = Indel.normalized_similarity(one, two)
    return in_order if in_order == 1 else max(in_order, list_likeness(one, two))


def is_like(one: str, two: str, least: float) -> bool:
    """Say whether two wordings have at least that likeness, sooner than `likeness` tells it."""
    if WILDCARD in one or WILDCARD in two:
        return similarity(one, two) >= least
    # Not with the scorer's own cutoff: that says 0 of what is exactly as like as it must be.
    in_order = Indel.normalized_similarity(one, two)
    return in_order >= least or list_likeness(one, two) >= least


class Weighed(NamedTuple):
    """A wording, and how surprising it is.

    Attributes:
        text: Its tokens.
        sums: Surprisal of all tokens before each of the text it stands in, in bits.
        start: The first of its tokens there.
    """

    text: str
    sums: Sequence[float]
    start: int = 0


def shares_surprisal(one: Weighed, two: Weighed, least: float) -> bool:
    """Say whether what two wordings have in common is at least that share of their surprisal.

    习近平新时代中国特色社会主义思想 is half of the tokens of many a clause, and says nothing of
    what the clause is about. A placeholder stands for a few tokens of any surprisal.
    """
    if one.text == two.text:
        return True
    mine, yours = one.sums, two.sums
    left, right = one.start, two.start
    bits = mine[left + len(one.text)] - mine[left] + yours[right + len(two.text)] - yours[right]
    if WILDCARD in one.text or WILDCARD in two.text:
        bits -= _stood_for(one, two)
    shared = 0.0
    for x, y, n in matching_runs(one.text, two.text, left, right):
        shared += mine[x + n] - mine[x] + yours[y + n] - yours[y]
    return shared >= least * bits


def _stood_for(one: Weighed, two: Weighed) -> float:
    """Return the surprisal of what placeholders of the one wording stand for in the other."""
    bits = 0.0
    for step in align(one.text, two.text):
        if step.operation != "equal":
            left, right = (step.left_start, step.left_end), (step.right_start, step.right_end)
            bits += _stood_for_there(one, left, two.text.count(WILDCARD, *right))
            bits += _stood_for_there(two, right, one.text.count(WILDCARD, *left))
    return bits


def _stood_for_there(wording: Weighed, stretch: tuple[int, int], n_wild: int) -> float:
    start, end = stretch
    if not n_wild or start == end:
        return 0.0
    bits = wording.sums[wording.start + end] - wording.sums[wording.start + start]
    return bits * min(1.0, n_wild * WILD_REACH / (end - start))


def list_likeness(one: str, two: str) -> float:
    """Return how alike two lists are, member by member, and what stands around them (0..1).

    0 if the wordings are no lists, or have no member in common.
    """
    first = _list_members(one)
    second = _list_members(two) if first else []
    if not second:
        return 0.0
    lists = [_without_tail(*pair) for pair in ((first, second), (second, first))]
    members = Counter(lists[0]) & Counter(lists[1])
    if not members:
        return 0.0
    rests = [_around(*pair) for pair in zip((one, two), lists, strict=True)]
    shared = sum(len(member) * n for member, n in members.items())
    shared += sum(LCSseq.similarity(*pair) for pair in zip(*rests, strict=True))
    return 2 * shared / (len(one) + len(two))


def _around(wording: str, members: Sequence[str]) -> tuple[str, str]:
    """Return what stands before the members of a list, and behind them."""
    start = wording.index(members[0])
    return wording[:start], wording[start + sum(map(len, members)) :]


_FEWEST_MEMBERS = 4
_LONGEST_MEMBER = 6
"""Members that a list has at least, and tokens that each of them has at most."""


@lru_cache(maxsize=2**14)
def _list_members(wording: str) -> list[str]:
    """Return the members of a list that each begin with the same token; else nothing."""
    if len(wording) - len(set(wording)) < _FEWEST_MEMBERS - 1:
        return []
    head, n = Counter(wording).most_common(1)[0]
    if n < _FEWEST_MEMBERS:
        return []
    members = [head + member for member in wording.split(head)[1:]]
    # The last member runs on into what follows the list; it has no end of its own.
    if any(not 1 < len(member) <= _LONGEST_MEMBER for member in members[:-1]):
        return []
    return [*members[:-1], members[-1][:_LONGEST_MEMBER]]


def _without_tail(members: list[str], others: list[str]) -> list[str]:
    """Return a list whose last member ends where the other list's member does."""
    *rest, last = members
    same = [member for member in others if last.startswith(member)]
    return [*rest, max(same, key=len, default=last)]
