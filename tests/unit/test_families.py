"""From passage pairs to families that cohere."""

from collections.abc import Sequence
from itertools import combinations, permutations

import numpy as np
import numpy.typing as npt
import pytest

from lineage import families
from lineage.groups import Groups
from lineage.model import Document
from lineage.native.tables import code_points
from lineage.normalize import normalize
from lineage.places import Group, Link, Place, link_rows
from lineage.prepare import Prepared, Sentences, Side, texts_of

FIRST = "发展决不能以牺牲安全为代价这条红线"
SECOND = "管行业必须管安全管业务必须管安全"
LONG = FIRST + "同时坚持" + SECOND + "确保万无一失"


def place(streams: list[str], document: int, wording: str) -> Place:
    start = streams[document].index(wording)
    return Place(document, start, start + len(wording))


def prepared_of(
    streams: Sequence[str], bits: Sequence[npt.NDArray[np.float32]] = ()
) -> list[Prepared]:
    """Return texts as documents; if nothing is said, all tokens weigh alike."""
    return [
        Prepared(
            Document(str(n), text),
            normalize(text),
            code_points(text),
            Sentences(np.empty((0, 2), np.int32)),
            Side(weights, np.ones(len(text) + 1, np.uint8)),
        )
        for n, (text, weights) in enumerate(
            zip(streams, bits or [np.ones(len(t), np.float32) for t in streams], strict=True)
        )
    ]


def join_guarded(
    links: Sequence[Link],
    streams: Sequence[str],
    bits: Sequence[npt.NDArray[np.float32]] = (),
    *,
    resemblance: float,
) -> tuple[Group, ...]:
    """Return the families of texts; without surprisal, all tokens weigh alike."""
    prepared = prepared_of(streams, bits)
    joined = families.join_guarded(
        link_rows(links), texts_of(prepared), resemblance=resemblance, by_bits=bool(bits)
    )
    return joined.listed(prepared)


def join_wordings(groups: Sequence[Group], pairs: Sequence[tuple[int, int]]) -> tuple[Group, ...]:
    """Return families, those joined whose wordings resemble each other by their tokens."""
    table = Groups.of(groups)
    into = families.join_wordings(
        table,
        np.array(pairs, np.int32).reshape(-1, 2),
        texts_of(prepared_of([group.wording for group in groups])),
        resemblance=0.5,
    )
    return table.gathered(into).among(groups)


def merge_places(places: Sequence[Place]) -> dict[Place, Place]:
    """Return the occurrence that each place belongs to."""
    found, numbers = families.merge_places(np.array(places, np.int32).reshape(-1, 3))
    return dict(zip(places, map(Place._make, found[numbers].tolist()), strict=True))


def members_of(groups: tuple[Group, ...]) -> set[tuple[Place, ...]]:
    return {group.members for group in groups}


def test_a_long_passage_over_two_formulae_does_not_glue_their_families() -> None:
    streams = [LONG, LONG, f"前{FIRST}后", f"前{SECOND}后"]
    links = [
        Link(place(streams, 0, LONG), place(streams, 1, LONG), 1.0),
        *(Link(place(streams, n, FIRST), place(streams, 2, FIRST), 1.0) for n in (0, 1)),
        *(Link(place(streams, n, SECOND), place(streams, 3, SECOND), 1.0) for n in (0, 1)),
    ]

    groups = join_guarded(links, streams, resemblance=0.5)

    assert members_of(groups) == {
        tuple(place(streams, n, LONG) for n in (0, 1)),
        tuple(place(streams, n, FIRST) for n in (0, 1, 2)),
        tuple(place(streams, n, SECOND) for n in (0, 1, 3)),
    }


def test_a_false_pair_joins_nothing() -> None:
    streams = [FIRST, FIRST, SECOND, SECOND]
    whole = [Place(n, 0, len(stream)) for n, stream in enumerate(streams)]
    links = [
        Link(whole[0], whole[1], 1.0),
        Link(whole[1], whole[2], 0.9),
        Link(whole[2], whole[3], 1.0),
    ]

    groups = join_guarded(links, streams, resemblance=0.5)

    assert members_of(groups) == {(whole[0], whole[1]), (whole[2], whole[3])}


COMMON = "习近平新时代中国特色社会主义思想"


def bits_of(stream: str) -> npt.NDArray[np.float32]:
    """Return the surprisal of each token of a text whose common words tell next to nothing."""
    at = stream.index(COMMON)
    common = range(at, at + len(COMMON))
    return np.array([0.5 if n in common else 8.0 for n in range(len(stream))], np.float32)


def test_what_everybody_says_does_not_join_what_is_said_around_it() -> None:
    streams = [f"坚持不懈用{COMMON}凝心铸魂", f"学深悟透{COMMON}扎实践行"]
    link = Link(Place(0, 0, len(streams[0])), Place(1, 0, len(streams[1])), 0.7)

    alike = join_guarded([link], streams, resemblance=0.5)
    told = join_guarded([link], streams, [*map(bits_of, streams)], resemblance=0.5)

    assert len(alike) == 1
    assert len(told) == 2


def test_the_order_of_the_pairs_changes_nothing() -> None:
    changed = FIRST.replace("这条", "这条不可逾越的")
    streams = [FIRST, changed, LONG, SECOND]
    links = [
        Link(place(streams, 0, FIRST), place(streams, 1, changed), 0.86),
        Link(place(streams, 0, FIRST), place(streams, 2, FIRST), 1.0),
        Link(place(streams, 1, changed), place(streams, 2, FIRST), 0.86),
        Link(place(streams, 2, SECOND), place(streams, 3, SECOND), 1.0),
    ]

    results = {join_guarded(order, streams, resemblance=0.5) for order in permutations(links)}

    assert len(results) == 1


def test_without_pairs_there_are_no_families() -> None:
    assert join_guarded([], ["守住底线"], resemblance=0.5) == ()
    assert join_wordings([], []) == ()
    assert merge_places([]) == {}


def test_ragged_ends_are_one_occurrence_with_the_ends_that_most_have() -> None:
    most, ragged = Place(0, 10, 30), (Place(0, 9, 30), Place(0, 10, 31))

    merged = merge_places([most, most, *ragged])

    assert set(merged) == {most, *ragged}
    assert set(merged.values()) == {most}


def test_a_formula_inside_a_passage_is_an_occurrence_of_its_own() -> None:
    passage, formula = Place(0, 0, 60), Place(0, 20, 30)

    assert merge_places([passage, formula]) == {passage: passage, formula: formula}


def test_equal_offsets_in_two_documents_are_two_occurrences() -> None:
    places = [Place(0, 5, 20), Place(1, 5, 20)]

    assert merge_places(places) == {place: place for place in places}


def test_families_whose_wordings_resemble_each_other_become_one_and_lose_nobody() -> None:
    changed = FIRST.replace("牺牲", "损害")
    groups = [
        Group(FIRST, (Place(0, 0, 17), Place(1, 0, 17))),
        Group(SECOND, (Place(2, 0, 16), Place(3, 0, 16))),
        Group(changed, (Place(4, 0, 17), Place(5, 0, 17), Place(6, 0, 17))),
    ]

    joined = join_wordings(groups, [(0, 2), (0, 1), (1, 2)])

    assert {group.wording: {m.document for m in group.members} for group in joined} == {
        changed: {0, 1, 4, 5, 6},
        SECOND: {2, 3},
    }


def test_wordings_compared_in_parts_join_as_those_compared_in_one_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wordings = [FIRST, SECOND, FIRST[2:], SECOND[:-3], FIRST[1:-1]]
    groups = [Group(text, (Place(n, 0, len(text)),)) for n, text in enumerate(wordings)]
    pairs = list(combinations(range(len(wordings)), 2))
    together = join_wordings(groups, pairs)

    monkeypatch.setattr(families, "_WORK_A_PART", 1)

    assert [group.wording for group in together] == [FIRST, SECOND]
    assert join_wordings(groups, pairs) == together


def test_a_list_in_another_order_is_one_family() -> None:
    streams = ["进企业进农村进社区进学校进家庭", "进家庭进学校进社区进农村进企业"]
    groups = [Group(text, (Place(n, 0, 15), Place(n + 2, 0, 15))) for n, text in enumerate(streams)]

    (joined,) = join_wordings(groups, [(0, 1)])

    assert [member.document for member in joined.members] == [0, 1, 2, 3]


def test_families_that_share_no_n_gram_are_not_even_compared() -> None:
    groups = [Group(FIRST, (Place(n, 0, 17),)) for n in range(2)]

    assert len(join_wordings(groups, [])) == 2
