"""Work on a corpus, cut in parts that do not need each other, and the word on how far it is.

Which processes do the parts is the caller's choice; the answer is the same.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

State = TypeVar("State")
Part = TypeVar("Part")
Result = TypeVar("Result")
Work = TypeVar("Work", bound=Callable[..., object])

Progress = Callable[[str, float], None]
"""Told the stage and the share of it that is done (0..1)."""


def no_progress(stage: str, share: float) -> None:
    """Show no progress."""


class MapParts(Protocol):
    """Does a piece of work for each part, here or in other processes."""

    def __call__(
        self, work: Callable[[State, Part], Result], state: State, parts: Sequence[Part]
    ) -> Iterator[Result]:
        """Yield what the work makes of each part, in the order of the parts.

        Args:
            work: A function of a module without effects.
            state: What all parts need; it is not changed.
            parts: What differs; small.
        """
        ...


class Aside(Protocol):
    """Does a piece of work beside others, where there is room for it."""

    def __call__(self, work: Callable[[], Result]) -> Callable[[], Result]:
        """Begin work; return what waits for it, and then gives what it made or raises what failed.

        Args:
            work: What needs nothing that is made or changed meanwhile; nor does it, or what is done
                beside it, begin processes.
        """
        ...


def when_asked(work: Callable[[], Result]) -> Callable[[], Result]:
    """Do work when somebody waits for it."""
    return work


def in_kernels(work: Work) -> Work:
    """Mark work that is done by kernels, most of it: Python lets threads share that.

    What is left is done by one thread at a time, and still sooner than processes, which copy
    what they look at, hand on what they find. Such work may write in arrays that it is given:
    each part in rows of its own.
    """
    vars(work)[_MARK] = True
    return work


def is_in_kernels(work: Callable[..., object]) -> bool:
    """Say whether work was marked as done by kernels."""
    return _MARK in vars(work)


_MARK = "is_in_kernels"


def one_after_another(
    work: Callable[[State, Part], Result], state: State, parts: Sequence[Part]
) -> Iterator[Result]:
    """Do all parts in this process."""
    return (work(state, part) for part in parts)


def in_parts(weights: Sequence[int], weight: int) -> list[slice]:
    """Cut a sequence in stretches of about the same weight.

    Args:
        weights: What each item weighs.
        weight: What a stretch should weigh, at least, the last one apart.

    Example:
        >>> in_parts([3, 1, 1, 5, 1], 4)
        [slice(0, 2, None), slice(2, 4, None), slice(4, 5, None)]
    """
    parts = []
    first = total = 0
    for number, each in enumerate(weights, 1):
        total += each
        if total >= weight:
            parts.append(slice(first, number))
            first, total = number, 0
    if first < len(weights):
        parts.append(slice(first, len(weights)))
    return parts


def work_on(n_members: int, n_tokens: int) -> int:
    """Return how much work a family is, if one with short members is as much as it has members.

    Example:
        >>> work_on(3, 40), work_on(3, 60_000)
        (3, 1803)
    """
    return n_members * (1 + n_tokens // _SHORT)


_SHORT = 100
"""Tokens of a wording up to which it does not matter how many they are."""
