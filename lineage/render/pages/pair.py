"""Two documents side by side: sentences aligned, shared wording and changes marked."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from lineage.dates import is_before, is_date
from lineage.model import Comparison, Document, RawSpan, Sentence, SentencePair
from lineage.render.pages.common import dated
from lineage.render.pages.marks import Stretch, stretches
from lineage.render.pages.naming import Site
from lineage.render.pages.wording import likeness, say

Side = Literal["left", "right"]
# A mark's key: the passage's number in the comparison, and whether it was changed there.
_Key = tuple[int, bool]

_RELATIONS = {
    "same": "same",
    "edited": "edited",
    "partial": "partial",
    "left only": "left",
    "right only": "right",
}


def pair_page(comparison: Comparison, *, site: Site, use_dates: bool = True) -> dict[str, Any]:
    """Return what the page of two documents shows.

    Args:
        comparison: The two documents and what they share.
        site: Which pages can be linked to.
        use_dates: Whether the page may say which of the two is earlier.
    """
    left, right = comparison.left, comparison.right
    columns: dict[Side, _Column] = {
        "left": _Column(comparison, "left"),
        "right": _Column(comparison, "right"),
    }
    rows = _rows(comparison, columns)
    counted = Counter(_RELATIONS[pair.relation] for pair in comparison.sentences)
    return {
        "comparison": comparison,
        "sides": [
            _side(left, "a", comparison.coverage.left, comparison.left_sentences, site),
            _side(right, "b", comparison.coverage.right, comparison.right_sentences, site),
        ],
        "order": _order(left, right, use_dates=use_dates),
        "rows": rows,
        # A passage that lies wholly under others has no mark of its own to lead to.
        "anchors": {side: column.anchored for side, column in columns.items()},
        "counts": [
            {"n": counted[name], "words": say(f"count_{name}", n=counted[name]), "name": name}
            for name in _RELATIONS.values()
        ],
        "longest": max((len(p.left) for p in comparison.passages), default=0),
    }


def _rows(comparison: Comparison, columns: Mapping[Side, "_Column"]) -> list[dict[str, Any]]:
    """Return the rows of the page: one for each aligned pair of sentences.

    Sentences without a counterpart that follow each other share a row, the ones of
    the left text beside the ones of the right: nothing is lost, and two texts that
    have little in common do not become a staircase of empty cells.
    """
    moved = _moved(comparison.sentences)
    rows: list[dict[str, Any]] = []
    for place, pair in enumerate(comparison.sentences):
        relation = _RELATIONS[pair.relation]
        alone = pair.left is None or pair.right is None
        if not (alone and rows and rows[-1]["alone"]):
            words = say("rel_none" if alone else f"rel_{relation}")
            if relation in ("edited", "partial") and not alone:
                words = say("rel_aligned", relation=words, similarity=likeness(pair.similarity))
            rows.append(
                {
                    "alone": alone,
                    "relation": relation,
                    "words": words,
                    "moved": place in moved,
                    "left": [],
                    "right": [],
                }
            )
        if pair.left is not None:
            rows[-1]["left"].append(columns["left"].cell(pair.left))
        if pair.right is not None:
            rows[-1]["right"].append(columns["right"].cell(pair.right))
    return rows


def _side(
    document: Document, letter: str, coverage: float, sentences: int, site: Site
) -> dict[str, Any]:
    return {
        "letter": say(f"side_{letter}"),
        "label": site.label(document),
        "id": document.id,
        "href": site.document(document.id),
        **dated(document),
        "characters": len(document.text),
        "sentences": sentences,
        "coverage": coverage,
        "words": say(f"cover_{letter}"),
    }


def _order(left: Document, right: Document, *, use_dates: bool) -> str:
    """Return who is earlier, if dates may be used and say so."""
    one, other = left.date or "", right.date or ""
    if use_dates and is_date(one) and is_date(other):
        if is_before(one, other):
            return say("pair_order", earlier=say("side_a"), later=say("side_b"))
        if is_before(other, one):
            return say("pair_order", earlier=say("side_b"), later=say("side_a"))
    return say("pair_order_unknown")


class _Column:
    """One text of the pair, cut where passages and their changes begin and end."""

    def __init__(self, comparison: Comparison, side: Side) -> None:
        self._side = side
        self._text = (comparison.left if side == "left" else comparison.right).text
        spans: list[tuple[RawSpan, _Key]] = []
        for place, passage in enumerate(comparison.passages, 1):
            spans.append((passage.left if side == "left" else passage.right, (place, False)))
            spans.extend(
                (edit.left if side == "left" else edit.right, (place, True))
                for edit in passage.edits
                if edit.operation != "equal"
            )
        ends = [
            offset
            for pair in comparison.sentences
            for sentence in (pair.left if side == "left" else pair.right,)
            if sentence is not None
            for offset in (sentence.span.start, sentence.span.end)
        ]
        self._cut = list(stretches(len(self._text), spans, cuts=ends))
        self._starts = [stretch.span.start for stretch in self._cut]
        self._seen: set[int] = set()
        self.anchored: set[int] = set()

    def cell(self, sentence: Sentence) -> dict[str, Any]:
        """Return a sentence in pieces; one that was shown before is only pointed at."""
        facts: dict[str, Any] = {"number": sentence.index + 1, "side": self._side}
        if sentence.index in self._seen:
            return {**facts, "again": True, "pieces": []}
        self._seen.add(sentence.index)
        first = bisect_left(self._starts, sentence.span.start)
        last = bisect_right(self._starts, sentence.span.end - 1)
        return {
            **facts,
            "again": False,
            "pieces": [self._piece(stretch) for stretch in self._cut[first:last]],
        }

    def _piece(self, stretch: Stretch[_Key]) -> dict[str, Any]:
        passages = sorted({place for place, changed in stretch.covers if not changed})
        changed = {place for place, edited in stretch.covers if edited}
        # Where passages overlap, one that agrees here says more than one that differs.
        agreeing = [place for place in passages if place not in changed]
        chosen = next(iter(agreeing or passages), None)
        if chosen is None:
            return {"text": stretch.span.cut(self._text), "passage": None}
        anchor = chosen not in self.anchored
        self.anchored.add(chosen)
        return {
            "text": stretch.span.cut(self._text),
            "passage": chosen,
            "changed": not agreeing,
            "anchor": anchor,
        }


def _moved(sentences: Sequence[SentencePair]) -> set[int]:
    """Return the places of aligned sentences that stand in another order on the right.

    What stays is a longest run of right sentences in rising order; the rest moved.
    """
    aligned = [
        (place, pair.right.index)
        for place, pair in enumerate(sentences)
        if pair.left is not None and pair.right is not None
    ]
    tails: list[int] = []
    heads: list[int] = []
    previous: dict[int, int | None] = {}
    for step, (_, index) in enumerate(aligned):
        slot = bisect_right(tails, index)
        previous[step] = heads[slot - 1] if slot else None
        tails[slot : slot + 1] = [index]
        heads[slot : slot + 1] = [step]
    staying: set[int] = set()
    step_back = heads[-1] if heads else None
    while step_back is not None:
        staying.add(step_back)
        step_back = previous[step_back]
    return {place for step, (place, _) in enumerate(aligned) if step not in staying}
