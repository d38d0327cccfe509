"""Pairs of sentences that are the same one, each held against each; see `lineage.copied`."""

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import Indel

from lineage.copied import SENTENCE_LIKENESS
from lineage.model import RawSpan
from lineage.places import Link, Place
from lineage.placing import tokens_at
from lineage.prepare import Prepared

_COVERED = 0.7


def find_sentence_links(prepared: Sequence[Prepared], links: Iterable[Link]) -> list[Link]:
    """Return the pairs of sentences that are the same one, copied."""
    sentences = [_sentences(number, side) for number, side in enumerate(prepared)]
    found = set()
    for link in links:
        for left in _covered(sentences[link.left.document], link.left):
            for right in _covered(sentences[link.right.document], link.right):
                texts = tokens_at(prepared, left), tokens_at(prepared, right)
                likeness = Indel.normalized_similarity(*texts)
                if likeness >= SENTENCE_LIKENESS:
                    found.add(Link(left, right, likeness))
    return sorted(found)


def _sentences(number: int, side: Prepared) -> list[Place]:
    """Return the sentences of a document that have tokens."""
    spans = [side.stream.norm_span(RawSpan(*ends)) for ends in side.sentences.ends.tolist()]
    return [Place(number, span.start, span.end) for span in spans if span.start < span.end]


def _covered(sentences: Iterable[Place], place: Place) -> list[Place]:
    """Return the sentences that a place covers for the most part."""
    return [
        sentence
        for sentence in sentences
        if min(sentence.end, place.end) - max(sentence.start, place.start)
        >= _COVERED * (sentence.end - sentence.start)
    ]
