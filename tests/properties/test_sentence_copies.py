"""Sentences that documents repeat: the pairs that are left out change no family."""

from collections.abc import Sequence
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from kernel_texts import prepared_of

from lineage.copied import find_sentence_links
from lineage.corpus import group_sentences
from lineage.places import Link, Place, link_rows
from lineage.prepare import Prepared
from lineage.settings import Settings

SENTENCES = (
    "坚持党政同责、一岗双责、齐抓共管、失职追责。",
    "坚持党政同责、一岗双责、齐抓共管、失职问责。",
    "坚持党政同责、一岗双责，齐抓共管、终身追责。",
    "守土有责、守土负责、守土尽责。",
    "守土有责、守土负责、守土担责。",
)

repeating = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8).map("".join)


@st.composite
def passages(draw: st.DrawFn, prepared: Sequence[Prepared]) -> list[Link]:
    """Return passage pairs that cover sentences of documents here and there."""

    def place(number: int) -> Place:
        n = len(prepared[number].codes)
        start = draw(st.integers(0, n - 1))
        return Place(number, start, draw(st.integers(start + 1, n)))

    pairs = st.sampled_from([*combinations(range(len(prepared)), 2)])
    return [
        Link(place(left), place(right), 1.0)
        for left, right in draw(st.lists(pairs, min_size=1, max_size=6))
    ]


@given(st.lists(repeating, min_size=2, max_size=4), st.data())
def test_families_of_sentences_need_no_pairs_of_further_copies(
    texts: list[str], data: st.DataObject
) -> None:
    prepared = prepared_of(texts)
    links = link_rows(data.draw(passages(prepared)))

    every, needed = (
        find_sentence_links(prepared, links, every_copy=every) for every in (True, False)
    )

    assert len(needed) <= len(every)
    one, other = (group_sentences(found, prepared, Settings()) for found in (every, needed))
    assert one.listed(prepared) == other.listed(prepared)
