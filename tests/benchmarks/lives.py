"""How two retellings of one life find one another, sentence by sentence; a line a pair.

The gold set (``tests/cases/gold/shiji_hanshu.json``) names two pairs of chapters by the digests
of their files (the life of 韩信 and that of 项羽, each in the 史记 and in the 汉书) and their
sentences by offsets; it holds no text. It was made by reading all four chapters, each pair side
by side, a machine proposing neighbours with common characters:

``aligned``
    A sentence of the left and one of the right that a reader puts beside one another: they say
    the same, the words being kept, shortened or changed here and there. One may belong to
    several; episodes that stand elsewhere in the other chapter count too.
``allowed``
    The same event told in words of its own. To align these is neither asked for nor wrong.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lineage
from lineage import Comparison, Document

GOLD = Path(__file__).parents[1] / "cases" / "gold" / "shiji_hanshu.json"

Link = tuple[int, int]


@dataclass(slots=True)
class LifeScore:
    """What was found of one pair of chapters.

    Attributes:
        name: What the pair is called here.
        left: Sentences of the left chapter that have a counterpart.
        left_found: Those of them aligned with one of their counterparts.
        right: The same of the right chapter.
        right_found: The same of the right chapter.
        links: Pairs of counterparts.
        links_found: Those of them that are aligned.
        pairs: Pairs of sentences that are aligned.
        elsewhere: Those of them that no reader would put beside one another.
        coverage: Share of the characters of the left sentences with a counterpart that lie
            inside a shared passage.
        missed: Pairs that were not found.
        wrong: Pairs that lead elsewhere.
    """

    name: str
    left: int
    left_found: int
    right: int
    right_found: int
    links: int
    links_found: int
    pairs: int
    elsewhere: int
    coverage: float
    missed: list[Link] = field(default_factory=list)
    wrong: list[Link] = field(default_factory=list)

    @property
    def found_ratio(self) -> float:
        """Share of the sentences with a counterpart, of both chapters, that found one."""
        return (self.left_found + self.right_found) / (self.left + self.right)

    def __str__(self) -> str:
        return (
            f"{self.name}: found {self.found_ratio:.3f} (left {self.left_found}/{self.left}, "
            f"right {self.right_found}/{self.right}), links {self.links_found}/{self.links}, "
            f"in passages {self.coverage:.3f}, "
            f"sentence pairs that lead elsewhere {self.elsewhere}/{self.pairs}"
        )


def life_scores(folder: Path) -> Iterator[LifeScore]:
    """Yield the score of every pair whose two files are in the folder, in order of the gold."""
    for name, life, left, right in lives(folder):
        yield score_life(name, life, lineage.compare(left, right))


def lives(folder: Path) -> Iterator[tuple[str, dict[str, Any], Document, Document]]:
    """Yield each pair of chapters in the folder with its gold."""
    paths = {
        hashlib.sha256(path.read_bytes()).hexdigest(): path for path in sorted(folder.glob("*.txt"))
    }
    for number, life in enumerate(json.loads(GOLD.read_text("utf-8")), 1):
        if life["left"] in paths and life["right"] in paths:
            left, right = (lineage.read(paths[life[side]])[0] for side in ("left", "right"))
            yield f"life {number}", life, left, right


def score_life(name: str, life: dict[str, Any], result: Comparison) -> LifeScore:
    """Return how well a comparison of two chapters agrees with the gold."""
    starts = [{s: n for n, (s, _) in enumerate(life[f"{side}_sentences"])} for side in _SIDES]
    found = {
        (starts[0][pair.left.span.start], starts[1][pair.right.span.start])
        for pair in result.sentences
        if pair.left is not None and pair.right is not None
    }
    aligned = set(map(tuple, life["aligned"]))
    allowed = aligned | set(map(tuple, life["allowed"]))
    hits = aligned & found
    sides = [(len({k[n] for k in aligned}), len({k[n] for k in hits})) for n in (0, 1)]
    spans = [life["left_sentences"][i] for i in sorted({i for i, _ in aligned})]
    return LifeScore(
        name,
        *sides[0],
        *sides[1],
        links=len(aligned),
        links_found=len(hits),
        pairs=len(found),
        elsewhere=len(found - allowed),
        coverage=_covered(result, spans),
        missed=sorted(aligned - found),
        wrong=sorted(found - allowed),
    )


_SIDES = ("left", "right")


def _covered(result: Comparison, spans: list[tuple[int, int]]) -> float:
    inside = {n for pair in result.passages for n in range(pair.left.start, pair.left.end)}
    wanted = [n for start, end in spans for n in range(start, end)]
    return sum(n in inside for n in wanted) / len(wanted)


def report_lives(folder: Path) -> None:
    """Print the scores of the pairs of chapters in a folder."""
    print("## shiji_hanshu: two lives, each told twice")
    for score in life_scores(folder):
        print(score)
