"""How the articles of ten laws find their former selves; the figures of one line a law.

The gold set (``tests/cases/gold/law_versions.json``) names ten laws in an older and a newer
version by the digests of their files and their articles by offsets; it holds no text. It was
made from the numbers of the articles (第…条) and a reading of both versions side by side, new
article by new article against the old ones that share most with it, and what was left over of
the old ones against the new:

``same``
    The two articles have the same letters and figures, their own numbers aside. Found by
    machine.
``edited``
    A reader finds the old article, or a sentence or item of it, in the new one, in mostly the
    same words. One old article may have gone into several new ones, and the other way round.
``rewritten``
    The new article takes the old one's place, or is modelled on it, in words of its own. To
    align them is neither asked for nor wrong.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lineage
from lineage import Comparison, Document

GOLD = Path(__file__).parents[1] / "cases" / "gold" / "law_versions.json"

Article = tuple[int, int]
Link = tuple[int, int]


@dataclass(slots=True)
class LawScore:
    """What was found of one law, or of several.

    Attributes:
        name: What the law is called here.
        same: Articles that stand word for word in both versions.
        same_found: Those of them whose every sentence is ``same`` as one of the counterpart.
        edited: Old and new articles that were edited, each side counted.
        edited_found: Those of them with a sentence aligned with a former or later self.
        edited_mainly: Those whose aligned sentences lead mostly there.
        links: Pairs of an old and a new article that were edited into one another.
        links_found: Those of them with a pair of aligned sentences.
        pairs: Pairs of aligned sentences between articles.
        elsewhere: Those of them that lead where no reader would look.
        missed: What was not found, for a look at it.
    """

    name: str
    same: int = 0
    same_found: int = 0
    edited: int = 0
    edited_found: int = 0
    edited_mainly: int = 0
    links: int = 0
    links_found: int = 0
    pairs: int = 0
    elsewhere: int = 0
    missed: list[str] = field(default_factory=list)

    def add(self, other: "LawScore") -> None:
        for name in self.__slots__:
            if name != "name":
                setattr(self, name, getattr(self, name) + getattr(other, name))

    def __str__(self) -> str:
        return (
            f"{self.name}: same {self.same_found}/{self.same}, "
            f"edited {self.edited_found}/{self.edited} (mainly {self.edited_mainly}), "
            f"links {self.links_found}/{self.links}, "
            f"sentence pairs that lead elsewhere {self.elsewhere}/{self.pairs}"
        )


def law_scores(folder: Path, *, without: Collection[int] = ()) -> Iterator[LawScore]:
    """Yield the score of every law whose two files are in the folder, in order of the gold.

    Args:
        folder: Where the laws are.
        without: Numbers of laws to leave out, from 1.
    """
    paths = {
        hashlib.sha256(path.read_bytes()).hexdigest(): path for path in sorted(folder.glob("*.txt"))
    }
    for number, law in enumerate(json.loads(GOLD.read_text("utf-8")), 1):
        if number not in without and law["left"] in paths and law["right"] in paths:
            left, right = (lineage.read(paths[law[side]])[0] for side in ("left", "right"))
            yield score_law(f"law {number:2}", law, left, right)


def score_law(name: str, law: dict[str, Any], left: Document, right: Document) -> LawScore:
    """Return how well comparing two versions of a law agrees with the gold."""
    result = lineage.compare(left, right)
    same, edited = (list(map(tuple, law[kind])) for kind in ("same", "edited"))
    allowed = {*same, *edited, *map(tuple, law["rewritten"])}
    score = LawScore(name, same=len(same), links=len(edited))
    sames, found, weight = _links(result, law["left_articles"], law["right_articles"])
    for i, j in same:
        if _all_same(result, law["left_articles"][i], law["right_articles"][j], sames, (i, j)):
            score.same_found += 1
        else:
            score.missed.append(f"same {i + 1}>{j + 1}")
    for link in edited:
        score.links_found += link in found
    for side in (0, 1):
        for article in sorted({link[side] for link in edited}):
            score.edited += 1
            wanted = {link for link in edited if link[side] == article}
            if not wanted & set(found):
                score.missed.append("edited " + ", ".join(f"{i + 1}>{j + 1}" for i, j in wanted))
                continue
            score.edited_found += 1
            best = max(
                (link for link in weight if link[side] == article), key=lambda link: weight[link]
            )
            score.edited_mainly += best in allowed
    score.pairs = sum(found.values())
    score.elsewhere = sum(n for link, n in found.items() if link not in allowed)
    return score


def _article_of(articles: list[Article], offset: int) -> int | None:
    return next((n for n, (start, end) in enumerate(articles) if start <= offset < end), None)


def _links(
    result: Comparison, left: list[Article], right: list[Article]
) -> tuple[set[tuple[int, int]], Counter[Link], Counter[Link]]:
    """Return pairs of ``same`` sentences by offset, and how articles are linked by sentences."""
    sames = set()
    pairs: Counter[Link] = Counter()
    weight: Counter[Link] = Counter()
    for pair in result.sentences:
        if pair.left is None or pair.right is None:
            continue
        i = _article_of(left, pair.left.span.start)
        j = _article_of(right, pair.right.span.start)
        if i is None or j is None:
            continue
        pairs[i, j] += 1
        weight[i, j] += round(pair.similarity * len(pair.left.span))
        if pair.relation == "same":
            sames.add((pair.left.span.start, pair.right.span.start))
    return sames, pairs, weight


def _all_same(
    result: Comparison, left: Article, right: Article, sames: set[tuple[int, int]], link: Link
) -> bool:
    """Say whether every sentence of both articles is the same as one of the other."""
    for side, article, other in ((0, left, right), (1, right, left)):
        for pair in result.sentences:
            sentence = (pair.left, pair.right)[side]
            if sentence is None or not article[0] <= sentence.span.start < article[1]:
                continue
            if not any(
                places[side] == sentence.span.start and other[0] <= places[1 - side] < other[1]
                for places in sames
            ):
                return False
    return True


def report_laws(folder: Path, *, verbose: bool = False) -> None:
    """Print the scores of the laws in a folder, and of all together."""
    total = LawScore("all laws")
    print("## law_versions: articles in an older and a newer version")
    for score in law_scores(folder):
        print(score)
        if verbose:
            print("   ", "; ".join(score.missed))
        total.add(score)
    print(total)
