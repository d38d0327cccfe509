"""Links between postings, against the plan that tells the segments of all of them."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineage import linked as linking
from lineage.engines.duckdb import DuckDBEngine
from lineage.engines.workers import Workers
from lineage.growing import joined
from lineage.linked import linked_documents
from lineage.native.searching import Streams
from lineage.native.tables import code_points
from lineage.neighbours import Ordered, without_links
from lineage.seeding import (
    SEGMENT,
    Columns,
    pairs_plan,
    plan,
    postings,
    rows_plan,
    segments_of,
)
from lineage.store.records import tokens_bytes

K = 2
texts = st.lists(st.text("道可名", max_size=30), min_size=1, max_size=5)


def rows(segments: Columns) -> list[tuple[int, ...]]:
    return list(zip(*(segments[name].tolist() for name in SEGMENT), strict=True))


def streams_of(given_texts: list[str]) -> Streams:
    return Streams.of([*map(tokens_bytes, given_texts)])


@given(texts)
def test_documents_in_a_row_are_found_as_each_by_itself(given_texts: list[str]) -> None:
    encoded, codes = [*map(tokens_bytes, given_texts)], [*map(code_points, given_texts)]

    one, other = (
        Ordered.shared_with(streams, codes, K)
        for streams in (Streams.of(encoded), Streams.in_a_row(encoded))
    )

    for name in ("gram", "doc", "pos"):
        assert getattr(one, name).tolist() == getattr(other, name).tolist()


def ordered_of(given_texts: list[str], asked: list[str] | None = None) -> Ordered:
    codes = [*map(code_points, given_texts if asked is None else asked)]
    return Ordered.shared_with(streams_of(given_texts), codes, K)


def planned(table: Columns) -> Columns:
    return DuckDBEngine(threads=1).run(plan(K), {"postings": table})


@given(texts, st.lists(st.text("道可名", max_size=9), max_size=3))
def test_the_postings_that_documents_share_with_some_are_in_hierarchical_order(
    given_texts: list[str], asked: list[str]
) -> None:
    ordered = ordered_of(given_texts, asked)

    table = postings([*map(code_points, given_texts)], K)
    is_shared = np.isin(table["h1"], postings([*map(code_points, asked)], K)["h1"])
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
    table = postings([code_points(text) for text in given_texts], K)
    is_kept = ~np.isin(table["doc"], [*without])
    wanted = planned({name: column[is_kept] for name, column in table.items()})

    ordered = ordered_of(given_texts)
    linked = ordered.neighbours(~np.isin(ordered.doc, [*without]))
    found = segments_of(ordered.links(linked, linked >= 0), K)

    assert rows(found) == rows(wanted)


@given(texts)
def test_documents_are_linked_that_share_a_segment(given_texts: list[str]) -> None:
    table = postings([code_points(text) for text in given_texts], K)

    linked, times = linked_documents(table)

    pairs = DuckDBEngine(threads=1).run(pairs_plan(), {"postings": table})
    wanted = sorted(zip(*(pairs[name].tolist() for name in ("a", "b", "links")), strict=True))
    assert [(*pair, n) for pair, n in zip(linked.tolist(), times.tolist(), strict=True)] == wanted
    segments = planned(table)
    of_segments = zip(segments["a"].tolist(), segments["b"].tolist(), strict=True)
    assert [(a, b) for a, b, _ in wanted] == sorted({*of_segments})


@given(texts)
def test_links_that_are_found_in_parts_are_those_found_at_once(given_texts: list[str]) -> None:
    table = postings([code_points(text) for text in given_texts], K)

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

    linked, every = linked_documents(postings([*map(code_points, given_texts)], K))
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


@settings(max_examples=40)
@given(texts)
def test_links_in_a_row_make_the_segments_of_the_plan(given_texts: list[str]) -> None:
    table = {"postings": postings([*map(code_points, given_texts)], K)}

    found = segments_of(DuckDBEngine(threads=1).run(rows_plan(), table), K)

    assert rows(found) == rows(planned(table["postings"]))


def one_by_one(links: Columns) -> list[tuple[int, int, int, int]]:
    return sorted((a, b, x + n, y + n) for a, b, x, y, length in rows(links) for n in range(length))


@given(texts, st.data())
def test_what_is_left_of_links_in_a_row_is_all_but_those_lost(
    given_texts: list[str], data: st.DataObject
) -> None:
    ordered = ordered_of(given_texts)
    linked = ordered.neighbours(np.ones(len(ordered.doc), bool))
    has_link = np.flatnonzero(linked >= 0)
    lost = np.zeros(len(linked), bool)
    lost[
        data.draw(st.lists(st.sampled_from(has_link.tolist())) if len(has_link) else st.just([]))
    ] = True
    every, gone = ordered.links(linked, linked >= 0), ordered.links(linked, lost)

    touched, left = without_links(every, gone)

    stays = {name: np.delete(every[name], touched) for name in SEGMENT}
    assert one_by_one(joined(stays, left)) == one_by_one(
        ordered.links(linked, (linked >= 0) & ~lost)
    )
    assert {*one_by_one(gone)} <= {*one_by_one({n: c[touched] for n, c in every.items()})}


@settings(max_examples=300)
@given(texts, st.sets(st.integers(0, 4)), st.sets(st.integers(0, 4)))
def test_what_stands_around_documents_tells_what_their_coming_and_going_changes(
    given_texts: list[str], fresh: set[int], gone: set[int]
) -> None:
    gone -= fresh
    codes = [*map(code_points, given_texts)]
    asked = [codes[n] for n in sorted(fresh | gone) if n < len(codes)]
    around = np.isin(np.arange(len(codes)), [*fresh, *gone])
    streams = streams_of(given_texts)

    def changes(ordered: Ordered) -> list[object]:
        before, after = (ordered.neighbours(~np.isin(ordered.doc, [*n])) for n in (fresh, gone))
        changed = before != after
        lost, come = (ordered.links(linked, changed & (linked >= 0)) for linked in (before, after))
        return [one_by_one(lost), one_by_one(come)]

    found = Ordered.shared_with(streams, asked, K, around)

    assert changes(found) == changes(Ordered.shared_with(streams, asked, K))


@given(texts, st.integers(0, 5))
def test_what_stands_around_documents_tells_what_they_are_linked_to(
    given_texts: list[str], border: int
) -> None:
    codes = [*map(code_points, given_texts)]
    streams, over = streams_of(given_texts), np.arange(len(codes)) >= border

    found = Ordered.shared_with(streams, codes[border:], K, over).documents_linked_over(border)

    wanted = Ordered.shared_with(streams, codes[border:], K).documents_linked_over(border)
    assert [column.tolist() for column in found] == [column.tolist() for column in wanted]


def test_what_stands_around_documents_is_found_among_very_many_postings() -> None:
    chance = random.Random(5)
    given_texts = ["".join(chance.choices("天地人和", k=3_000)) for _ in range(60)]
    streams = streams_of(given_texts)
    asked, over = [code_points(text) for text in given_texts[-2:]], np.arange(60) >= 58

    found = Ordered.shared_with(streams, asked, K, over)

    every = Ordered.shared_with(streams, asked, K)
    assert len(every.gram) > 2 * 2**16 > len(found.gram)
    pairs, times = found.documents_linked_over(58)
    wanted_pairs, wanted_times = every.documents_linked_over(58)
    assert pairs.tolist() == wanted_pairs.tolist()
    assert times.tolist() == wanted_times.tolist()


def test_no_row_is_touched_by_links_that_none_holds() -> None:
    nothing = {name: np.zeros(0, np.int64) for name in SEGMENT}
    lost = {name: np.ones(1, np.int64) for name in SEGMENT}

    touched, left = without_links(nothing, lost)

    assert not len(touched)
    assert rows(left) == []
