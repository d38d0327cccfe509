"""The compiled kernels find what the slow functions of `reference` find."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np
import pytest
from family_texts import table_of
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel
from reference import (
    chain,
    cohesion,
    copied,
    descent,
    evidence,
    families,
    kinds,
    members,
    placing,
    rooting,
    settling,
    snapping,
)
from reference import linking as slow
from reference import nesting as slow_nesting
from reference.plane import shared_grams
from reference.runs import matching_runs

from lineage import cohesion as fast_cohesion
from lineage import families as fast_families
from lineage import nesting
from lineage import settling as fast_settling
from lineage.chain import joined_pieces
from lineage.copied import find_sentence_links
from lineage.descent import as_families
from lineage.evidence import MOST_FOUND, promises_of
from lineage.groups import Groups
from lineage.kinds import standings_of
from lineage.linking import find_links
from lineage.members import Unaligned, realigned
from lineage.model import Document
from lineage.native.descriptions import DESCRIPTION, FILLING, MEMBER, READING, WORDING
from lineage.native.families import alike, placed
from lineage.native.passages import most_like
from lineage.native.tables import COHESIVE, FAMILY, LINK, NESTED, PIECE, RUN
from lineage.native.wordings import nearest_tree, times_of_phrases
from lineage.places import Group, Link, Place, link_rows, links_of
from lineage.placing import tokens_at, typical_place
from lineage.prepare import Prepared, prepare, texts_of, token_codes
from lineage.scripts import Scripts
from lineage.seeding import SEGMENT, Columns
from lineage.telling import describe_groups, tell

FORMULAE = (
    "发展决不能以牺牲安全为代价，这必须作为一条不可逾越的红线",
    "守土有责、守土负责、守土尽责",
    "进企业、进农村、进社区、进学校、进家庭、进公共场所",
    "坚持党政同责、一岗双责、齐抓共管、失职追责",
    "20XX年，XX区生产总值增长X%，城镇登记失业率控制在*%以内",
    "管行业必须管安全、管业务必须管安全、管生产经营必须管安全",
    "为官一任造福一方，" * 9,
    "the safety of the people is the highest law",
)

fillers = st.text("春天来了河水东流山高月小的和，。、", max_size=30)


@st.composite
def changed(draw: st.DrawFn) -> str:
    """Return one of the formulae, or two, with some characters dropped, put in or replaced."""
    text = "，".join(draw(st.lists(st.sampled_from(FORMULAE), min_size=1, max_size=3)))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(text)))
        text = (
            text[:at]
            + draw(st.text("春河的和安全*，", max_size=3))
            + text[at + draw(st.integers(0, 4)) :]
        )
    return text


texts = st.builds("。".join, st.lists(st.one_of(fillers, changed()), min_size=1, max_size=6))
corpora = st.lists(texts, min_size=2, max_size=4)


def prepared_of(texts: Sequence[str]) -> tuple[Prepared, ...]:
    return prepare([Document(str(n), text) for n, text in enumerate(texts)])


def segments_of(prepared: Sequence[Prepared]) -> Columns:
    """Return every n-gram that two documents share as a segment."""
    rows = [
        (a, b, x, y, 3)
        for (a, one), (b, two) in combinations(enumerate(prepared), 2)
        for x, y in sorted(
            zip(*map(np.ndarray.tolist, shared_grams(one.codes, two.codes, 3)), strict=True)
        )
    ]
    return dict(zip(SEGMENT, np.array(rows, np.int32).reshape(-1, 5).T, strict=True))


@given(corpora, st.sampled_from([5.0, 20.0, 60.0]))
def test_passage_pairs(texts: list[str], least_bits: float) -> None:
    prepared = prepared_of(texts)
    segments = segments_of(prepared)

    fast = links_of(find_links(texts_of(prepared), segments, least_bits))

    assert fast == list(slow.find_links(prepared, segments, least_bits))


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
    assert [(p.snapped_left, p.snapped_right) for p in fast] == [
        snapping.snap_ends(p, *sides) for p in pieces
    ]


def places_of(prepared: Sequence[Prepared]) -> st.SearchStrategy[tuple[Place, ...]]:
    """Return stretches of documents that do not overlap, in order."""
    there = [n for n, side in enumerate(prepared) if len(side.codes)]

    @st.composite
    def drawn(draw: st.DrawFn) -> tuple[Place, ...]:
        places: list[Place] = []
        for n in there:
            length = len(prepared[n].codes)
            edges = sorted(draw(st.sets(st.integers(0, length), max_size=6)))
            places.extend(Place(n, a, b) for a, b in list(pairwise(edges))[::2])
        return tuple(places)

    return drawn()


@given(corpora, st.data())
def test_members_of_a_family(texts: list[str], data: st.DataObject) -> None:
    prepared = prepared_of(texts)
    found = data.draw(places_of(prepared))
    others = data.draw(places_of(prepared))
    if not found:
        return
    group = Group(tokens_at(prepared, found[0]), found)

    (fast,) = realigned(
        [Unaligned(found, others)], prepared, texts=texts_of(prepared), resemblance=0.5
    )

    assert fast == tuple(members.realigned(group, prepared, resemblance=0.5, others=others))
    assert all(group.weights for group in fast)


@st.composite
def groups_in(draw: st.DrawFn, prepared: Sequence[Prepared]) -> list[Group]:
    """Return families that may lie inside each other and overlap."""
    found = []
    for places in draw(st.lists(places_of(prepared), max_size=8)):
        if places:
            model = places[0]
            bits = prepared[model.document].bits[model.start : model.end].tobytes()
            found.append(Group(tokens_at(prepared, model), places, bits))
    return list(dict.fromkeys(found))


@given(corpora, st.data())
def test_families_that_coincide_or_are_fragments(texts: list[str], data: st.DataObject) -> None:
    groups = data.draw(groups_in(prepared_of(texts)))
    table = Groups.of(groups)

    assert fast_settling.join_coinciding(table).among(groups) == settling.join_coinciding(groups)
    assert fast_settling.drop_fragments(table).among(groups) == settling.drop_fragments(groups)


@given(corpora, st.data())
def test_families_that_are_settled(texts: list[str], data: st.DataObject) -> None:
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
    )

    assert fast.listed(prepared) == settling.settle(
        groups, prepared, resemblance=0.5, settled=known, hopeful=hopeful.__contains__
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


@given(corpora, st.data())
def test_sentences_that_are_copied(texts: list[str], data: st.DataObject) -> None:
    prepared = prepared_of(texts)
    whole = [Place(n, 0, len(side.codes)) for n, side in enumerate(prepared)]
    links = [*data.draw(links_in(prepared)), Link(whole[0], whole[1], 0.0)]

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


@given(corpora, st.data())
def test_passage_pairs_that_no_family_holds(texts: list[str], data: st.DataObject) -> None:
    prepared = prepared_of(texts)
    groups, links = data.draw(groups_in(prepared)), data.draw(links_in(prepared))

    fast = fast_settling.not_held(link_rows(links), Groups.of(groups), texts_of(prepared))

    assert links_of(fast) == settling.not_held(links, groups, prepared)


@given(corpora, st.data())
def test_what_of_a_family_is_listed(texts: list[str], data: st.DataObject) -> None:
    prepared = prepared_of(texts)
    links = find_links(texts_of(prepared), segments_of(prepared), 10.0)
    joined = fast_families.join_guarded(links, texts_of(prepared), resemblance=0.5, by_bits=True)
    groups = [*joined.listed(prepared), *data.draw(groups_in(prepared))]

    fast = list(
        fast_cohesion.cohesive(
            groups, prepared, fast_cohesion.Weighings(prepared, texts_of(prepared))
        )
    )

    for group, found in zip(groups, fast, strict=True):
        slow = cohesion.cohesive(group, prepared)
        assert found.marked == slow.marked
        assert found.clauses == cohesion.counted(slow.clauses, prepared)


dates = st.sampled_from([None, "2019", "2019-05", "2020-01-02", "2020-01-03", "2021"])


@given(corpora, st.data(), st.booleans())
def test_what_is_told_of_a_family(texts: list[str], data: st.DataObject, use_dates: bool) -> None:
    prepared = prepare(
        [Document(f"{n % 3}{n}", text, date=data.draw(dates)) for n, text in enumerate(texts)]
    )
    links = find_links(texts_of(prepared), segments_of(prepared), 10.0)
    found = fast_families.join_guarded(links, texts_of(prepared), resemblance=0.5, by_bits=True)
    drawn = data.draw(groups_in(prepared))
    groups = [group for group in (*found.listed(prepared), *drawn) if group.members]

    fast = as_families(tell(groups, Scripts(prepared, use_dates=use_dates)), prepared)

    slow = [descent.describe(group, prepared, use_dates=use_dates) for group in groups]
    for one, other in zip(fast, slow, strict=True):
        assert one.to_dict() == other.to_dict()
        assert [o.reference for o in one.occurrences] == [o.reference for o in other.occurrences]


quoting = st.lists(
    st.text('天地人"“”《》「」说：。', min_size=4, max_size=30), min_size=2, max_size=4
)


@given(quoting, st.data(), st.integers(0, 130))
def test_how_the_members_of_a_family_stand(
    texts: list[str], data: st.DataObject, distance: int
) -> None:
    # Marks are looked for as far as 120 characters away.
    far = "，" * distance
    prepared = prepared_of([text.replace("。", far) for text in texts])
    groups = [group for group in data.draw(groups_in(prepared)) if group.members]
    scripts = Scripts(prepared)

    fast = standings_of(describe_groups(groups, scripts), scripts)

    assert fast == [kinds.standing_of(kinds.stretches_of(group, prepared)) for group in groups]


@given(st.text("天地人", max_size=60))
def test_how_often_a_text_says_what_it_says(text: str) -> None:
    phrases = [text[at : at + 6] for at in range(len(text) - 5)]
    times = Counter(phrases)

    found = times_of_phrases(token_codes(text))

    for at, most in enumerate(found.tolist()):
        around = phrases[max(at - 5, 0) : at + 1]
        assert most == max((times[phrase] for phrase in around), default=1)


@given(corpora, st.data())
def test_the_most_typical_wording(texts: list[str], data: st.DataObject) -> None:
    prepared = prepared_of(texts)
    places = data.draw(places_of(prepared))
    if places:
        assert typical_place(texts_of(prepared), places) == members._typical(places, prepared)


@given(
    st.lists(st.text("天地人山水风", max_size=40), min_size=2, max_size=6),
    st.sampled_from([0.0, 0.35, 0.75]),
)
def test_how_alike_wordings_are(wordings: list[str], least: float) -> None:
    prepared = prepared_of(wordings)
    places = np.array([(n, 0, len(wording)) for n, wording in enumerate(wordings)], np.int32)
    pairs = [*combinations(range(len(wordings)), 2)]

    found = alike(texts_of(prepared), places, np.array(pairs, np.int32), least=least)

    for (a, b), ratio in zip(pairs, found.tolist(), strict=True):
        one, two = wordings[a], wordings[b]
        exact = Indel.normalized_similarity(one, two)
        if 2 * min(len(one), len(two)) < max(len(one), len(two)):
            exact = 0.0
        assert ratio == exact or (ratio == 0 and exact < least)


numbered_places = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 150), st.integers(1, 150), st.integers(0, 4))
)


@given(numbered_places)
def test_occurrences_inside_others(drawn: list[tuple[int, int, int, int]]) -> None:
    places = [Place(document, start, start + length) for document, start, length, _ in drawn]
    families = [7 * family for *_, family in drawn]

    fast = nesting.nested_times(
        np.array(places, np.int32).reshape(-1, 3), np.array(families, np.int64)
    )

    inner, outer, times = (column.tolist() for column in fast)
    pairs = [*zip(inner, outer, strict=True)]
    assert pairs == sorted(pairs)
    assert dict(zip(pairs, times, strict=True)) == slow_nesting.nested_times(places, families)


@given(st.lists(st.text("天地", max_size=12), max_size=12))
def test_wordings_inside_others(wordings: list[str]) -> None:
    inner, outer = nesting._holding(wordings)

    pairs = {*zip(inner.tolist(), outer.tolist(), strict=True)}
    assert pairs == {*slow_nesting.holding(wordings)}


@given(st.lists(st.text("天地人山", max_size=80), max_size=9))
def test_the_tree_of_the_nearest_wordings(wordings: list[str]) -> None:
    def distances(number: int) -> list[float]:
        return [Indel.distance(wordings[number], other) for other in wordings]

    first = np.cumsum([0, *map(len, wordings)], dtype=np.int64)
    fast = nearest_tree(first, token_codes("".join(wordings)))

    assert [tuple(edge) for edge in fast.tolist()] == [
        *rooting.nearest_tree(len(wordings), distances)
    ]


@given(st.text("天地人山水风", min_size=1, max_size=90), st.text("天地人山水风", max_size=250))
def test_where_a_part_is_most_like_the_whole(part: str, whole: str) -> None:
    if len(part) < len(whole):
        start, end = most_like(token_codes(part), token_codes(whole))

        found = (start, end) if start < end else None
        assert found == placing.where_most_like(part, whole)


@st.composite
def versions(draw: st.DrawFn) -> tuple[Prepared, ...]:
    """Return two long texts that are like each other, or hardly."""
    n, n_kinds = draw(st.integers(500, 1_200)), draw(st.sampled_from([40, 4]))
    share = draw(st.floats(0, 1))
    n_more, n_moved = draw(st.sampled_from([0, 10, 300])), draw(st.sampled_from([0, 30, 150]))
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    left, other = chance.integers(0, n_kinds, (2, n + n_more)) + 0x4E00
    right = np.where(chance.random(n) < share, other[:n], left[:n])
    right = np.insert(np.delete(right, chance.integers(0, n, 9)), n // 2, left[:7])
    right = np.append(right[n_moved:], other[:n_moved])
    return prepared_of(["".join(map(chr, codes.tolist())) for codes in (left, right)])


@given(versions())
def test_readings_of_long_wordings(prepared: tuple[Prepared, ...]) -> None:
    """Of their matrix a band is computed, which must not change what is aligned with what."""
    places = tuple(Place(number, 0, len(side.codes)) for number, side in enumerate(prepared))
    group = Group(prepared[0].stream.text, places)

    (fast,) = described([group], Scripts(prepared))

    assert fast.to_dict() == descent.describe(group, prepared).to_dict()


@given(versions(), st.data())
def test_members_of_a_family_of_long_wordings(
    prepared: tuple[Prepared, ...], data: st.DataObject
) -> None:
    """What has too little in common is not aligned, which must not change who is a member."""
    found = tuple(
        Place(
            number, data.draw(st.integers(0, 40)), len(side.codes) - data.draw(st.integers(0, 300))
        )
        for number, side in enumerate(prepared)
    )
    group = Group(tokens_at(prepared, found[0]), found)

    (fast,) = realigned([Unaligned(found, ())], prepared, texts=texts_of(prepared), resemblance=0.5)

    assert fast == tuple(members.realigned(group, prepared, resemblance=0.5, others=()))


@pytest.mark.parametrize("n", [300, 5_000, 20_000])
def test_an_alignment_of_long_texts_is_as_good_as_any(n: int) -> None:
    """Longer ones are aligned half by half, and may choose otherwise among equals."""
    chance = np.random.default_rng(n)
    left = chance.integers(0x4E00, 0x4E40, n).astype(np.uint32)
    right = np.delete(left, chance.integers(0, n, n // 9))
    right[chance.integers(0, len(right), n // 9)] = 0x5000
    prepared = prepared_of(["".join(map(chr, codes)) for codes in (left, right)])
    one, two = (side.stream.text for side in prepared)

    (place,) = realigned_to(prepared)

    assert abs((place.end - place.start) - len(right)) <= 2
    assert sum(length for _, _, length in matching_runs(one, two)) > 0.7 * n


def realigned_to(prepared: Sequence[Prepared]) -> list[Place]:
    """Return where the whole of the first text stands in the second."""
    whole = [Place(n, 0, len(side.codes)) for n, side in enumerate(prepared)]
    found = placed(texts_of(prepared), np.array([whole[1], whole[0]], np.int32))
    return [] if found is None else [Place(*found)]


def test_rows_are_laid_out_as_the_kernels_write_them() -> None:
    described = DESCRIPTION, MEMBER, WORDING, FILLING, READING
    rows = LINK, RUN, FAMILY, PIECE, NESTED, COHESIVE, *described

    assert [row.itemsize for row in rows] == [32, 12, 24, 56, 8, 32, 40, 32, 16, 16, 16]
