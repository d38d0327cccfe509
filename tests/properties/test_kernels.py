"""The compiled kernels find what the slow functions of `reference` find."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from family_texts import table_of
from hypothesis import given
from hypothesis import strategies as st
from kernel_texts import (
    FORMULAE,
    corpora,
    fillers,
    groups_in,
    places_of,
    prepared_of,
    segments_of,
    texts,
)
from reference import (
    chain,
    copied,
    evidence,
    families,
    members,
    screening,
    settling,
    snapping,
)
from reference import linking as slow
from reference import seeding as slow_seeding
from reference.grams import gram_hashes, valid_grams
from reference.plane import shared_grams

from lineage import copied as fast_copied
from lineage import families as fast_families
from lineage import seeding
from lineage import settling as fast_settling
from lineage.chain import joined_pieces
from lineage.copied import find_sentence_links
from lineage.engines.workers import Workers
from lineage.evidence import MOST_FOUND, promises_of, wording_bits
from lineage.groups import Groups
from lineage.linking import find_links, promising
from lineage.members import Unaligned, realigned
from lineage.native.descriptions import DESCRIPTION, FILLING, MEMBER, READING, WORDING
from lineage.native.passages import grams
from lineage.native.searching import Streams, find_postings
from lineage.native.tables import COHESIVE, FAMILY, HELD, LINK, NESTED, PIECE, RUN, code_points
from lineage.normalize import WILDCARD
from lineage.places import Group, Link, Place, link_rows, links_of
from lineage.placing import tokens_at
from lineage.prepare import Prepared, running_sums, texts_of, unsummed
from lineage.seeding import POSTING, SEGMENT, postings
from lineage.store.records import tokens_bytes


@given(
    st.lists(st.text(f"天地人{WILDCARD}", max_size=30), max_size=4),
    st.integers(1, 7),
    st.integers(1, 40),
    st.sampled_from([1, 40, 500_000]),
)
def test_the_postings_of_documents(texts: list[str], k: int, times: int, part: int) -> None:
    # Some are longer than what is hashed at once.
    streams = [code_points(text * times) for text in texts]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seeding, "_PART", part)
        fast = postings(streams, k, Workers(2).map)
    expected = slow_seeding.postings(streams, k)

    assert fast.keys() == expected.keys()
    for name, column in expected.items():
        assert fast[name].dtype == column.dtype
        assert fast[name].tolist() == column.tolist()


@given(st.text(f"天地人{WILDCARD}", max_size=30), st.integers(1, 9), st.integers(1, 40))
def test_the_hashes_of_a_text(text: str, k: int, times: int) -> None:
    codes = code_points(text * times)

    assert grams(codes, k).tolist() == gram_hashes(codes, k)[valid_grams(codes, k)].tolist()


@given(
    st.lists(st.text(f"aé天𠀀\ud800{WILDCARD}", max_size=30), max_size=4),
    st.lists(st.text("aé天𠀀\ud800", max_size=12), max_size=4),
    st.integers(1, 7),
    st.integers(1, 40),
)
def test_the_postings_of_some_n_grams(
    texts: list[str], asked: list[str], k: int, times: int
) -> None:
    texts = [text * times for text in (*texts, *asked)]
    grams = {text[n : n + k]: None for text in asked for n in range(len(text) - k + 1)}
    codes = np.array([code_points(gram) for gram in grams], np.uint32).reshape(-1, k)

    fast = find_postings(Streams.of([*map(tokens_bytes, texts)]), codes)

    every = slow_seeding.postings([*map(code_points, texts)], k)
    rows = zip(*(every[name].tolist() for name in POSTING), strict=True)
    numbers = {h1: n for n, h1 in enumerate(slow_seeding.postings([*codes], k)["h1"].tolist())}
    found = sorted((numbers[h1], *rest) for h1, *rest in rows if h1 in numbers)
    assert fast.tolist() == [(gram, doc, pos) for gram, _, _, doc, pos in found]


@given(st.binary(max_size=40))
def test_bytes_that_are_no_text_are_searched_to_their_end(damaged: bytes) -> None:
    gram = code_points("天地").reshape(1, 2)

    found = find_postings(Streams.of([damaged, tokens_bytes("天地"), damaged]), gram)

    assert (1, 0) in zip(found["doc"].tolist(), found["pos"].tolist(), strict=True)


@given(corpora, st.sampled_from([5.0, 20.0, 60.0]))
def test_passage_pairs(texts: list[str], least_bits: float) -> None:
    prepared = prepared_of(texts)
    segments = segments_of(prepared)

    fast = links_of(find_links(texts_of(prepared), segments, least_bits))

    assert fast == list(slow.find_links(prepared, segments, least_bits))


@given(corpora, st.sampled_from([5.0, 20.0, 60.0]))
def test_which_segments_may_come_to_a_passage(texts: list[str], least_bits: float) -> None:
    prepared = prepared_of(texts)
    segments = segments_of(prepared)

    texts_only = [unsummed(side.codes, side.bits) for side in prepared]
    fast = promising(texts_only, segments, least_bits)

    a, b, x, y, length = (segments[name].astype(np.int64) for name in SEGMENT)
    screen = screening.make_screen(prepared)
    assert fast[screening.promising(screen, (a, b), (x, y), length, least_bits)].all()
    assert not fast[~screening.promising(screen, (a, b), (x, y), length, least_bits - 0.01)].any()


@given(texts, texts, st.sampled_from([None, 10.0, 40.0]), st.data())
def test_pieces_of_two_texts(
    left: str, right: str, least: float | None, data: st.DataObject
) -> None:
    one, two = prepared_of([left, right])
    sides = one.side, two.side
    pairs = sorted(zip(*map(np.ndarray.tolist, shared_grams(one.codes, two.codes, 1)), strict=True))
    points = data.draw(st.lists(st.sampled_from(pairs), unique=True).map(sorted)) if pairs else []

    pieces = chain.join_pieces(
        [
            chain.make_piece(chain.trim_thin_ends(runs, *sides), *sides)
            for runs in chain.split_points(points)
        ],
        *sides,
    )
    if least is not None:
        pieces = chain.settle_rivals([p for p in pieces if p.score >= least], *sides, least)
    fast = joined_pieces(np.array(points, np.int32).reshape(-1, 2), one, two, least=least)

    assert [(p.left, p.right, p.n, p.bits, p.score) for p in fast] == [
        (p.left, p.right, p.n, p.bits, p.score) for p in pieces
    ]
    ends = [snapping.snap_ends(p, *sides) for p in pieces]
    assert [(p.snapped_left, p.snapped_right) for p in fast] == ends
    assert [p.n_held for p in fast] == [
        snapping.n_held(p, *stretches) for p, stretches in zip(pieces, ends, strict=True)
    ]


@given(corpora, st.data(), st.booleans())
def test_members_of_a_family(texts: list[str], data: st.DataObject, grows: bool) -> None:
    prepared = prepared_of(texts)
    found = data.draw(places_of(prepared))
    others = data.draw(places_of(prepared))
    if not found:
        return
    group = Group(tokens_at(prepared, found[0]), found)

    (fast,) = realigned(
        [Unaligned(found, others)],
        prepared,
        texts=texts_of(prepared),
        resemblance=0.5,
        grows=grows,
    )

    assert fast == tuple(
        members.realigned(group, prepared, resemblance=0.5, others=others, grows=grows)
    )
    assert all(group.weights for group in fast)


@given(st.lists(st.tuples(st.integers(0, 30), fillers, fillers), min_size=5, max_size=7))
def test_members_of_a_family_that_goes_on_beyond_an_insertion(
    told: list[tuple[int, str, str]],
) -> None:
    whole = "，".join(FORMULAE[:2] + FORMULAE[5:6])
    prepared = prepared_of(
        [f"{own}。{whole[:at]}{inserted}{whole[at:]}" for at, inserted, own in told]
    )
    ends = [len(side.codes) for side in prepared]
    found = tuple(Place(n, max(end - 30, 0), end) for n, end in enumerate(ends))
    group = Group(tokens_at(prepared, found[0]), found)

    (fast,) = realigned([Unaligned(found)], prepared, texts=texts_of(prepared), resemblance=0.5)

    assert fast == tuple(members.realigned(group, prepared, resemblance=0.5, others=()))


@given(corpora, st.data())
def test_families_that_coincide_or_are_fragments(texts: list[str], data: st.DataObject) -> None:
    groups = data.draw(groups_in(prepared_of(texts)))
    table = Groups.of(groups)

    assert fast_settling.join_coinciding(table).among(groups) == settling.join_coinciding(groups)
    assert fast_settling.drop_fragments(table).among(groups) == settling.drop_fragments(groups)


@given(corpora, st.data(), st.booleans())
def test_families_that_are_settled(texts: list[str], data: st.DataObject, grows: bool) -> None:
    prepared = prepared_of(texts)
    groups = data.draw(groups_in(prepared))
    some = st.sets(st.sampled_from(groups)) if groups else st.just(set[Group]())
    known, hopeful = data.draw(some), data.draw(some)

    fast = fast_settling.settle(
        table_of(groups, prepared),
        texts_of(prepared),
        resemblance=0.5,
        is_hopeful=np.array([group in hopeful for group in groups], np.bool_),
        is_settled=np.array([group in known for group in groups], np.bool_),
        grows=grows,
    )

    assert fast.listed(prepared) == settling.settle(
        groups,
        prepared,
        resemblance=0.5,
        settled=known,
        hopeful=hopeful.__contains__,
        grows=grows,
    )


@st.composite
def links_in(draw: st.DrawFn, prepared: Sequence[Prepared]) -> list[Link]:
    """Return pairs of places, some of them found again and again a little raggedly."""
    places = [p for group in draw(st.lists(places_of(prepared), max_size=4)) for p in group]
    ragged = [
        Place(p.document, p.start + a, p.end + b)
        for p in places
        for a, b in draw(st.lists(st.tuples(st.integers(-2, 2), st.integers(-2, 2)), max_size=2))
        if 0 <= p.start + a < p.end + b <= len(prepared[p.document].codes)
    ]
    if not places:
        return []
    place = st.sampled_from(places + ragged)
    likeness = st.sampled_from([0.5, 0.75, 0.9, 1.0])
    return [
        Link(one, two, alike) if one < two else Link(two, one, alike)
        for one, two, alike in draw(st.lists(st.tuples(place, place, likeness), max_size=12))
    ]


@given(corpora, st.data(), st.sampled_from([0, 400]))
def test_sentences_that_are_copied(
    texts: list[str], data: st.DataObject, tokens_a_link: int
) -> None:
    prepared = prepared_of(texts)
    whole = [Place(n, 0, len(side.codes)) for n, side in enumerate(prepared)]
    links = [*data.draw(links_in(prepared)), Link(whole[0], whole[1], 0.0)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fast_copied, "_TOKENS_A_LINK", tokens_a_link)
        fast = find_sentence_links(prepared, link_rows(links))

    assert links_of(fast) == copied.find_sentence_links(prepared, links)


@given(corpora, st.data(), st.booleans())
def test_families_of_passage_pairs(texts: list[str], data: st.DataObject, by_bits: bool) -> None:
    prepared = prepared_of(texts)
    links = data.draw(links_in(prepared))

    fast = fast_families.join_guarded(
        link_rows(links), texts_of(prepared), resemblance=0.5, by_bits=by_bits
    )

    streams = [side.stream.text for side in prepared]
    bits = [side.bits for side in prepared] if by_bits else []
    assert fast.listed(prepared) == families.join_guarded(links, streams, bits, resemblance=0.5)


@given(corpora, st.data())
def test_families_whose_wordings_are_alike(texts: list[str], data: st.DataObject) -> None:
    prepared = prepared_of(texts)
    groups = data.draw(groups_in(prepared))
    pairs = [*combinations(range(len(groups)), 2)]

    into = fast_families.join_wordings(
        table_of(groups, prepared),
        np.array(pairs, np.int32).reshape(-1, 2),
        texts_of(prepared),
        resemblance=0.5,
    )

    wanted = families.join_wordings(groups, pairs, resemblance=0.5)
    assert Groups.of(groups).gathered(into).among(groups) == wanted


@given(corpora, st.data())
def test_families_in_order_and_what_they_promise(texts: list[str], data: st.DataObject) -> None:
    prepared = prepared_of(texts)
    groups = data.draw(groups_in(prepared))
    table = table_of(groups, prepared)

    order = table.order(table.n_documents, table.sizes).tolist()

    assert order == sorted(
        range(len(groups)),
        key=lambda n: (-len(groups[n].documents), -len(groups[n].members), groups[n].members),
    )
    assert promises_of(table, texts_of(prepared), growth=MOST_FOUND).tolist() == [
        evidence.promise_of(group, prepared) for group in groups
    ]


@given(corpora, st.data(), st.integers(0, 7))
def test_what_wordings_tell(texts: list[str], data: st.DataObject, turn: int) -> None:
    prepared = prepared_of(texts)
    groups = data.draw(groups_in(prepared))
    # Some that no member has, or not the first.
    wordings = [groups[(n * turn) % len(groups)].wording for n in range(len(groups))]

    fast = wording_bits(Groups.of(groups), wordings, texts_of(prepared))

    assert fast.tolist() == [
        evidence.wording_bits(wording, group.members, prepared)
        for group, wording in zip(groups, wordings, strict=True)
    ]


@given(corpora, st.data(), st.floats(0, 60))
def test_what_families_leave_over(texts: list[str], data: st.DataObject, least: float) -> None:
    prepared = prepared_of(texts)
    groups, links = data.draw(groups_in(prepared)), data.draw(links_in(prepared))

    fast = fast_settling.left_over(
        link_rows(links), Groups.of(groups), texts_of(prepared), least=least
    )

    assert [*map(links_of, fast)] == [*settling.left_over(links, groups, prepared, least)]


def test_rows_are_laid_out_as_the_kernels_write_them() -> None:
    described = DESCRIPTION, MEMBER, WORDING, FILLING, READING
    rows = LINK, RUN, FAMILY, PIECE, NESTED, HELD, COHESIVE, *described

    assert [row.itemsize for row in rows] == [32, 12, 24, 56, 8, 12, 32, 40, 32, 16, 16, 16]


@given(st.lists(st.floats(0, 40, width=32)), st.sampled_from([(-np.inf, np.inf), (1.0, 8.0)]))
def test_running_sums_are_those_of_numpy(values: list[float], ends: tuple[float, float]) -> None:
    bits = np.array(values, np.float32)

    found = running_sums(bits, *ends)

    assert found.tolist() == [0.0, *np.cumsum(bits.clip(*ends), dtype=np.float64).tolist()]
