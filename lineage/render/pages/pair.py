"""Two documents side by side: sentences aligned, shared wording and changes marked.

Each text stands whole and in its own order; what belongs together is tied by bands that
the script draws between the two. A table in the order of one text would be simpler, and
was tried: it takes the other text apart wherever something moved.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from lineage.dates import is_before, is_date
from lineage.measures import covered_length
from lineage.model import (
    Comparison,
    Document,
    Family,
    PassagePair,
    RawSpan,
    Reuse,
    Sentence,
    SentencePair,
)
from lineage.render.pages.common import clip, dated
from lineage.render.pages.marks import Stretch, differences, stretches
from lineage.render.pages.naming import Site
from lineage.wording import likeness, share

Side = Literal["left", "right"]
# A mark's key: the passage's number in the comparison, 0 for none, and whether it was
# changed there.
_Key = tuple[int, bool]
Place = tuple[RawSpan, RawSpan]

_RELATIONS = {
    "same": "same",
    "edited": "edited",
    "partial": "partial",
    "left only": "left",
    "right only": "right",
}
_LONG = 120
# Quotation marks and titles; a mark that is not closed soon is a slip of the pen.
_QUOTED = re.compile("“[^”]{1,400}”|「[^」]{1,400}」|『[^』]{1,400}』|《[^》]{1,400}》")


def pair_page(
    comparison: Comparison,
    *,
    site: Site,
    use_dates: bool = True,
    families: Mapping[Place, Family] | None = None,
    reuse: Sequence[Reuse] = (),
) -> dict[str, Any]:
    """Return what the page of two documents shows.

    Args:
        comparison: The two documents and what they share.
        site: Which pages can be linked to.
        use_dates: Whether the page may say which of the two is earlier.
        families: The family of each shared passage, by where it stands left and right.
        reuse: What relates the two.
    """
    families = families or {}
    kinds = {
        number: families[pair.left, pair.right]
        for number, pair in enumerate(comparison.passages, 1)
        if (pair.left, pair.right) in families
    }
    columns = [_Column(comparison, side, kinds) for side in ("left", "right")]
    counted = Counter(_RELATIONS[pair.relation] for pair in comparison.sentences)
    moved = _moved(comparison.sentences)
    documents = (comparison.left, comparison.right)
    sentences = [column.sentences(comparison.sentences, moved, site=site) for column in columns]
    return {
        "comparison": comparison,
        "sides": [
            {
                **_side(document, letter, n, site),
                "sentences": rows,
                "side": column.side,
                "other": other.side,
                "linked": other.anchored,
            }
            for document, letter, n, rows, column, other in zip(
                documents,
                "ab",
                (comparison.left_sentences, comparison.right_sentences),
                sentences,
                columns,
                columns[::-1],
                strict=True,
            )
        ],
        "order": _order(*documents, site=site, use_dates=use_dates, reuse=reuse),
        "ratios": _ratios(comparison, site=site),
        "passages": [
            _passage(number, pair, comparison, kinds.get(number), site=site)
            for number, pair in enumerate(comparison.passages, 1)
        ],
        "kinds": sorted({family.kind for family in kinds.values()}),
        "counts": [
            {"n": counted[name], "words": site.say(f"count_{name}", n=counted[name])}
            for name in _RELATIONS.values()
        ],
        "any_moved": bool(moved),
    }


def _side(document: Document, letter: str, sentences: int, site: Site) -> dict[str, Any]:
    return {
        "letter": site.say(f"side_{letter}"),
        "label": site.label(document),
        "id": document.id,
        "href": site.document(document.id),
        **dated(document, site.words),
        "characters": len(document.text),
        "n_sentences": sentences,
    }


def _order(
    left: Document, right: Document, *, site: Site, use_dates: bool, reuse: Sequence[Reuse]
) -> str:
    """Return who is earlier, if dates may be used and say so, or the text itself does."""
    one, other = left.date or "", right.date or ""
    if use_dates and is_date(one) and is_date(other):
        if is_before(one, other):
            return site.say("pair_order", earlier=site.say("side_a"), later=site.say("side_b"))
        if is_before(other, one):
            return site.say("pair_order", earlier=site.say("side_b"), later=site.say("side_a"))
    shown = [(each.source, each.confidence) for each in reuse if each.confidence is not None]
    if len(shown) != 1:
        return site.say("pair_order_unknown")
    ((source, confidence),) = shown
    sides = ("side_a", "side_b") if source == left.id else ("side_b", "side_a")
    return site.say(
        "pair_order_shown",
        earlier=site.say(sides[0]),
        later=site.say(sides[1]),
        confidence=likeness(confidence),
    )


def _ratios(comparison: Comparison, *, site: Site) -> list[dict[str, Any]]:
    """Return the named shares, each with its formula and the figures in it."""
    ratios = []
    for without_quotes in (False, True):
        for side, letter in (("left", "a"), ("right", "b")):
            document = comparison.left if side == "left" else comparison.right
            spans = [pair.left if side == "left" else pair.right for pair in comparison.passages]
            quoted = [RawSpan(*m.span()) for m in _QUOTED.finditer(document.text)]
            if without_quotes:
                whole = len(document.text) - covered_length(quoted)
                part = covered_length([*spans, *quoted]) - covered_length(quoted)
            else:
                whole, part = len(document.text), covered_length(spans)
            key = f"ratio_{letter}_unquoted" if without_quotes else f"ratio_{letter}"
            value = part / whole if whole else 0.0
            ratios.append(
                {
                    "name": site.say(key),
                    "formula": site.say(f"{key}_formula"),
                    "figures": site.say("ratio_figures", part=part, whole=whole),
                    "value": share(value),
                    "percent": round(value * 100, 2),
                }
            )
    longest = max((max(len(p.left), len(p.right)) for p in comparison.passages), default=0)
    ratios.append(
        {
            "name": site.say("ratio_longest"),
            "formula": site.say("ratio_longest_formula"),
            "figures": "",
            "value": site.say("characters_n", n=longest),
            "percent": None,
        }
    )
    return ratios


def _passage(
    number: int, pair: PassagePair, comparison: Comparison, family: Family | None, *, site: Site
) -> dict[str, Any]:
    whole = pair.left.cut(comparison.left.text)
    return {
        "number": number,
        "text": clip(whole, _LONG),
        "whole": whole,
        "characters": len(pair.left),
        "similarity": pair.similarity,
        "kind": family.kind if family else "",
        "n": family.n_documents if family else 2,
        "href": site.family(family.id) if family else None,
    }


class _Column:
    """One text of the pair, cut where passages and their changes begin and end."""

    def __init__(self, comparison: Comparison, side: Side, families: Mapping[int, Family]) -> None:
        self.side = side
        self._families = families
        self._text = (comparison.left if side == "left" else comparison.right).text
        spans: list[tuple[RawSpan, _Key]] = []
        aligned = sorted(_aligned(comparison, side).items())
        for place, passage in enumerate(comparison.passages, 1):
            spans.append((passage.left if side == "left" else passage.right, (place, False)))
            changed = [
                edit.left if side == "left" else edit.right
                for edit in passage.edits
                if edit.operation != "equal"
            ]
            spans.extend((span, (place, True)) for span in _seen_closer(changed, aligned))
        for _, own in aligned:
            spans.extend((span, (0, True)) for span in own)
        ends = [
            offset
            for pair in comparison.sentences
            for sentence in (pair.left if side == "left" else pair.right,)
            if sentence is not None
            for offset in (sentence.span.start, sentence.span.end)
        ]
        self._cut = list(stretches(len(self._text), spans, cuts=ends))
        self._starts = [stretch.span.start for stretch in self._cut]
        self.anchored: set[int] = set()
        self._titles: dict[int, str] = {}

    def sentences(
        self, pairs: Sequence[SentencePair], moved: set[int], *, site: Site
    ) -> list[dict[str, Any]]:
        """Return the sentences of the text in its order, each with its counterparts."""
        found: dict[int, Sentence] = {}
        partners: dict[int, list[tuple[int, str, float, bool]]] = {}
        for place, pair in enumerate(pairs):
            own, other = (pair.left, pair.right) if self.side == "left" else (pair.right, pair.left)
            if own is None:
                continue
            found[own.index] = own
            if other is not None:
                partners.setdefault(own.index, []).append(
                    (other.index, _RELATIONS[pair.relation], pair.similarity, place in moved)
                )
        return [
            self._sentence(sentence, partners.get(index, []), site=site)
            for index, sentence in sorted(found.items())
        ]

    def _sentence(
        self,
        sentence: Sentence,
        partners: Sequence[tuple[int, str, float, bool]],
        *,
        site: Site,
    ) -> dict[str, Any]:
        first = bisect_left(self._starts, sentence.span.start)
        last = bisect_right(self._starts, sentence.span.end - 1)
        pieces = [self._piece(stretch, site=site) for stretch in self._cut[first:last]]
        if not partners and len(pieces) == 1 and pieces[0]["passage"] is None:
            return {"number": sentence.index + 1, "plain": pieces[0]["text"]}
        said = []
        for other, relation, similarity, is_moved in partners:
            words = site.say(f"rel_{relation}")
            if relation != "same":
                words = site.say("rel_aligned", relation=words, similarity=likeness(similarity))
            if is_moved:
                words += site.say("comma") + site.say("rel_moved")
            said.append(site.say("rel_with", relation=words, n=other + 1))
        return {
            "number": sentence.index + 1,
            "plain": None,
            "relation": partners[0][1] if partners else "alone",
            "to": " ".join(str(other + 1) for other, *_ in partners),
            "moved": any(is_moved for *_, is_moved in partners),
            "title": site.say("semicolon").join(said),
            "pieces": pieces,
        }

    def _piece(self, stretch: Stretch[_Key], *, site: Site) -> dict[str, Any]:
        text = stretch.span.cut(self._text)
        passages = sorted({place for place, changed in stretch.covers if place and not changed})
        changed = {place for place, edited in stretch.covers if edited}
        # Where passages overlap, one that agrees here says more than one that differs.
        agreeing = [place for place in passages if place not in changed]
        chosen = next(iter(agreeing or passages), None)
        # Blanks between two marks are nothing that could be clicked on, or read out as a link.
        if chosen is None or text.isspace():
            return {"text": text, "passage": None, "changed": bool(changed) and not agreeing}
        anchor = chosen not in self.anchored
        self.anchored.add(chosen)
        family = self._families.get(chosen)
        return {
            "text": text,
            "passage": chosen,
            "changed": not agreeing,
            "anchor": anchor,
            "kind": family.kind if family else "passage",
            "title": self._title(chosen, site),
        }

    def _title(self, passage: int, site: Site) -> str:
        """Return what a mark of a passage says; a passage has many marks."""
        known = self._titles.get(passage)
        if known is None:
            known = site.say("passage_n", n=passage)
            if passage in self._families:
                known += f" · {site.say(f'kind_{self._families[passage].kind}')}"
            self._titles[passage] = known
        return known


_Aligned = tuple[RawSpan, Sequence[RawSpan]]
"""A sentence that the other text has as well, and what the two do not have in common."""


def _aligned(comparison: Comparison, side: Side) -> dict[RawSpan, Sequence[RawSpan]]:
    """Return the sentences of one text that are the same or edited in the other."""
    found: dict[RawSpan, Sequence[RawSpan]] = {}
    for pair in comparison.sentences:
        if pair.relation in ("same", "edited"):
            sentence = pair.left if side == "left" else pair.right
            assert sentence is not None
            own = _changed(pair, comparison, side) if pair.relation == "edited" else ()
            found.setdefault(sentence.span, own)
    return found


def _seen_closer(changed: Sequence[RawSpan], aligned: Sequence[_Aligned]) -> Iterator[RawSpan]:
    """Yield what a passage changed, and of aligned sentences only what these do not have in common.

    The steps of a passage keep the order of both texts: a sentence that stands elsewhere in the
    other one is left out here and added there, but who looks for what only one of them says is not
    to read it there. What is changed of less than half of a sentence, such as its number, stays.

    Args:
        changed: What the passage changed in one text, in order.
        aligned: Sentences of that text that the other one has, too, in order.
    """
    for span in changed:
        start = span.start
        for sentence, own in aligned[bisect_left(aligned, start, key=lambda pair: pair[0].end) :]:
            if sentence.start >= span.end:
                break
            first, last = max(sentence.start, span.start), min(sentence.end, span.end)
            if 2 * (last - first) > len(sentence):
                if start < first:
                    yield RawSpan(start, first)
                for part in own:
                    if max(part.start, first) < min(part.end, last):
                        yield RawSpan(max(part.start, first), min(part.end, last))
                start = last
        if start < span.end:
            yield RawSpan(start, span.end)


def _changed(pair: SentencePair, comparison: Comparison, side: Side) -> list[RawSpan]:
    """Return what two aligned sentences do not have in common, as spans of one of them."""
    assert pair.left is not None
    assert pair.right is not None
    before, after = (
        pair.left.span.cut(comparison.left.text),
        pair.right.span.cut(comparison.right.text),
    )
    start = (pair.left if side == "left" else pair.right).span.start
    spans = [
        edit.left if side == "left" else edit.right
        for edit in differences(before, after)
        if edit.operation != "equal"
    ]
    return [RawSpan(start + span.start, start + span.end) for span in spans]


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
