"""What the makers of the hostile corpus share: a file to make, and what must become of it."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

READ, LEFT_OUT, SKIPPED, EITHER = "read", "left out", "skipped", "either"
FORMULA = "守土有责、守土负责、守土尽责，人命关天，发展决不能以牺牲人的生命为代价。"


def prose(seed: int, n_characters: int) -> str:
    """Return a text that repeats nothing for long, of usual characters and marks."""
    chance = random.Random(seed)
    usual = "安全生产责任重于泰山人命关天发展决不能以牺牲为代价守土有尽要坚持党政同责一岗双齐抓共管失职追"
    return "".join(chance.choice(usual) if n % 9 else "，" for n in range(n_characters)) + "。"


@dataclass(frozen=True)
class Made:
    """A file to make.

    Attributes:
        name: Its name in the folder of its kind, as bytes where it is no UTF-8.
        content: Its bytes, or what makes it.
        becomes: What must become of it.
    """

    name: str | bytes
    content: bytes | Callable[[Path], None]
    becomes: str


Maker = Callable[[str], Iterator[Made]]


def adds_to(kinds: dict[str, Maker]) -> Callable[[Maker], Maker]:
    """Return what notes a maker in ``kinds``, by its name, and leaves it as it is."""

    def kind(maker: Maker) -> Maker:
        kinds[maker.__name__] = maker
        return maker

    return kind
