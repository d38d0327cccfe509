"""Links between postings, against the plan that tells the segments of all of them."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineage import linked as linking
from lineage.engines.duckdb import DuckDBEngine
from lineage.engines.workers import Workers
from lineage.linked import linked_documents
from lineage.native.searching import Streams
from lineage.neighbours import (
    Between,
    Ordered,
    postings_between,
    segments_between,
)
from lineage.prepare import token_codes
from lineage.seeding import POSTING, SEGMENT, Columns, pairs_plan, plan, postings

K = 2
texts = st.lists(st.text("道可名", max_size=30), min_size=1, max_size=5)


def rows(segments: Columns) -> list[tuple[int, ...]]:
    return list(zip(*(segments[name].tolist() for name in SEGMENT), strict=True))


def streams_of(given_texts: list[str]) -> Streams:
    return Streams([text.encode() for text in given_texts])


def gram_hashes_of(grams: npt.NDArray[np.uint32]) -> list[int]:
    """Return the hashes of n-grams, each by itself."""
    hashes: list[int] = postings([*grams], K)["h1"].tolist()
    return hashes


def ordered_of(given_texts: list[str], asked: list[str] | None = None) -> Ordered:
    codes = [*map(token_codes, given_texts if asked is None else asked)]
    return Ordered.shared_with(streams_of(given_texts), codes, K)


def planned(table: Columns) -> Columns:
    return DuckDBEngine(threads=1).run(plan(K), {"postings": table})


@given(texts, st.lists(st.text("道可名", max_size=9), max_size=3))
def test_the_postings_that_documents_share_with_some_are_in_hierarchical_order(
    given_texts: list[str], asked: list[str]
) -> None:
    ordered = ordered_of(given_texts, asked)

    table = postings([*map(token_codes, given_texts)], K)
    is_shared = np.isin(table["h1"], postings([*map(token_codes, asked)], K)["h1"])
    shared = {name: column[is_shared] for name, column in table.items()}
    order = np.lexsort([shared[name] for name in ("pos", "doc", "h4", "h2", "h1")])
    assert ordered.doc.tolist() == shared["doc"][order].tolist()
    assert ordered.pos.tolist() == shared["pos"][order].tolist()
    assert np.diff(ordered.gram).astype(bool).tolist() == (
        np.diff(shared["h1"][order].astype(np.int64)).astype(bool).tolist()
    )


@settings(max_examples=40)
@given(texts, st.sets(st.integers(0, 4)))
def test_the_segments_of_some_documents_are_those_of_a_plan_over_them(
    given_texts: list[str], without: set[int]
) -> None:
    table = postings([token_codes(text) for text in given_texts], K)
    is_kept = ~np.isin(table["doc"], [*without])
    wanted = planned({name: column[is_kept] for name, column in table.items()})

    ordered = ordered_of(given_texts)
    linked = ordered.neighbours(~np.isin(ordered.doc, [*without]))
    found = ordered.segments(linked, linked >= 0, K)

    assert rows(found) == rows(wanted)


@given(texts)
def test_documents_are_linked_that_share_a_segment(given_texts: list[str]) -> None:
    table = postings([token_codes(text) for text in given_texts], K)

    linked, times = linked_documents(table)

    pairs = DuckDBEngine(threads=1).run(pairs_plan(), {"postings": table})
    wanted = sorted(zip(*(pairs[name].tolist() for name in ("a", "b", "links")), strict=True))
    assert [(*pair, n) for pair, n in zip(linked.tolist(), times.tolist(), strict=True)] == wanted
    segments = planned(table)
    of_segments = zip(segments["a"].tolist(), segments["b"].tolist(), strict=True)
    assert [(a, b) for a, b, _ in wanted] == sorted({*of_segments})


@given(texts)
def test_links_that_are_found_in_parts_are_those_found_at_once(given_texts: list[str]) -> None:
    table = postings([token_codes(text) for text in given_texts], K)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linking, "_FEW", 0)
        found = linked_documents(table, Workers(2).map)

    pairs, times = linked_documents(table)
    assert found[0].tolist() == pairs.tolist()
    assert found[1].tolist() == times.tolist()


@given(texts, st.integers(0, 5))
def test_documents_linked_over_a_border_are_those_linked(
    given_texts: list[str], border: int
) -> None:
    found, times = ordered_of(given_texts).documents_linked_over(border)

    linked, every = linked_documents(postings([*map(token_codes, given_texts)], K))
    pairs = zip(linked.tolist(), every.tolist(), strict=True)
    assert [*zip(found.tolist(), times.tolist(), strict=True)] == [
        ([a, b], n) for (a, b), n in pairs if a < border <= b
    ]


def test_all_of_a_run_of_one_document_are_linked_to_what_stands_before_it() -> None:
    ordered = ordered_of(["道可道", "道可道可道可"])

    linked = ordered.neighbours(np.ones(len(ordered.doc), bool))

    own = [(int(ordered.pos[n]), int(linked[n])) for n in np.flatnonzero(ordered.doc == 1)]
    others = {int(ordered.pos[n]): int(n) for n in np.flatnonzero(ordered.doc == 0)}
    assert sorted(own) == [(at, others[at % 2]) for at in range(5)]


pairs_of_texts = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=4)


@given(texts, pairs_of_texts, st.data())
def test_the_segments_between_some_documents_are_those_of_a_plan_over_the_postings_there(
    given_texts: list[str], chosen: list[tuple[int, int]], data: st.DataObject
) -> None:
    codes = [*map(token_codes, given_texts)]
    pairs = [(a, b) for a, b in chosen if a != b and max(a, b) < len(codes)]
    table = postings(codes, K)
    hashes, first = np.unique(table["h1"], return_index=True)
    at = list(zip(table["doc"][first].tolist(), table["pos"][first].tolist(), strict=True))
    chosen_grams = sorted(data.draw(st.sets(st.sampled_from(range(len(at))))) if at else [])
    grams = np.array([codes[d][n : n + K] for d, n in map(at.__getitem__, chosen_grams)], np.uint32)
    ends = data.draw(st.lists(st.sampled_from(table["h2"].tolist()), min_size=2)) if at else [0]
    least, most = (np.full(len(grams), end, np.int64) for end in (min(ends), max(ends)))

    found = segments_between(
        streams_of(given_texts),
        Between(grams.reshape(-1, K), least, most),
        np.array(pairs, np.int64).reshape(-1, 2),
        K,
    )

    is_there = np.isin(table["h1"], hashes[chosen_grams])
    h2 = table["h2"].astype(np.int64)
    is_there &= (h2 >= min(ends)) & (h2 <= max(ends))
    wanted = {(min(pair), max(pair)) for pair in pairs}
    there = {name: column[is_there] for name, column in table.items()}
    assert rows(found) == [row for row in rows(planned(there)) if row[:2] in wanted]


@given(texts, pairs_of_texts, st.data())
def test_looked_at_is_what_lies_between_the_postings_that_both_of_a_pair_have(
    given_texts: list[str], pairs: list[tuple[int, int]], data: st.DataObject
) -> None:
    codes = {n: token_codes(text) for n, text in enumerate(given_texts)}
    ends = st.integers(0, 30)
    stretches = st.tuples(st.integers(0, len(given_texts) - 1), ends, ends)
    places = sorted(data.draw(st.lists(stretches, max_size=6)))
    table = postings([*codes.values()], K)
    have: dict[int, dict[int, list[int]]] = {n: {} for n in range(5)}
    for h1, h2, _, n, at in zip(*(table[name].tolist() for name in POSTING), strict=True):
        if any(n == document and start <= at < end for document, start, end in places):
            have[n].setdefault(h1, []).append(h2)

    found = postings_between(
        np.array(places, np.int64).reshape(-1, 3),
        codes,
        pairs=np.array(pairs, np.int64).reshape(-1, 2),
        k=K,
    )

    wanted: dict[int, list[int]] = {}
    for a, b in pairs:
        for h1 in have[a].keys() & have[b].keys():
            wanted.setdefault(h1, []).extend(have[a][h1] + have[b][h1])
    bounds = zip(found.least.tolist(), found.most.tolist(), strict=True)
    assert dict(zip(gram_hashes_of(found.grams), bounds, strict=True)) == {
        h1: (min(hashes), max(hashes)) for h1, hashes in wanted.items()
    }
