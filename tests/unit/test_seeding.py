"""Seeds: the plan against a plain computation of the same, and its promises."""

from collections import defaultdict
from random import Random

import numpy as np
import pytest
from reference.grams import gram_hashes
from reference.plane import shared_grams

from lineage.engines.duckdb import DuckDBEngine
from lineage.native.tables import code_points
from lineage.normalize import WILDCARD
from lineage.seeding import (
    MAX_GAP,
    pair_edges,
    plan,
    postings,
    seed_length,
)

Segment = tuple[int, int, int, int, int]


def segments(texts: list[str], k: int) -> list[Segment]:
    """Return what the plan finds."""
    table = postings([code_points(text) for text in texts], k)
    found = DuckDBEngine(threads=1).run(plan(k), {"postings": table})
    return list(zip(*(found[name].tolist() for name in found), strict=True))


def slow_segments(texts: list[str], k: int) -> list[Segment]:
    """Return the same by loops over whole n-grams, with hashes for the order alone."""
    nothing = "\0" * 4 * k
    order = [
        [
            gram_hashes(code_points(text + nothing), n).view(np.int64).tolist()
            for n in (2 * k, 4 * k)
        ]
        for text in texts
    ]
    places = defaultdict(list)
    for doc, text in enumerate(texts):
        for pos in range(len(text) - k + 1):
            if WILDCARD not in text[pos : pos + k]:
                places[text[pos : pos + k]].append(
                    (order[doc][0][pos], order[doc][1][pos], doc, pos)
                )
    links: set[tuple[int, int, int, int]] = set()
    for group in places.values():
        # The last place of another document, seen going through the neighbours.
        other: tuple[int, int] | None = None
        before: tuple[int, int] | None = None
        for _, _, doc, pos in sorted(group):
            if before is not None and before[0] != doc:
                other = before
            if other is not None:
                (a, x), (b, y) = sorted([(doc, pos), other])
                links.add((a, b, x, y))
            before = (doc, pos)
    diagonals = defaultdict(list)
    for a, b, x, y in links:
        diagonals[a, b, y - x].append(x)
    found: list[Segment] = []
    for (a, b, diagonal), starts in diagonals.items():
        island: list[int] = []
        for x in sorted(starts):
            if island and x - island[-1] > MAX_GAP:
                found.append((a, b, island[0], island[0] + diagonal, island[-1] - island[0] + k))
                island = []
            island.append(x)
        found.append((a, b, island[0], island[0] + diagonal, island[-1] - island[0] + k))
    return sorted(found)


@pytest.mark.parametrize("n", range(12))
def test_the_plan_finds_what_a_plain_computation_finds(n: int) -> None:
    chance = Random(n)
    alphabet = "甲乙丙丁"[: 2 + n % 3] + WILDCARD * (n % 2)
    phrases = ["".join(chance.choices(alphabet, k=chance.randint(2, 20))) for _ in range(5)]
    texts = ["".join(chance.choices([*phrases, *"子丑"], k=9)) for _ in range(2 + n % 5)]

    found = segments(texts, 2 + n % 3)

    assert found
    assert found == slow_segments(texts, 2 + n % 3)


def test_wording_that_everybody_has_costs_a_link_a_document() -> None:
    phrase = "守土有责守土负责守土尽责"

    found = segments([phrase] * 200, 4)

    assert len(found) == 199
    assert all(b == a + 1 and length == len(phrase) for a, b, _, _, length in found)


def test_a_copy_is_linked_to_the_wording_that_goes_on_alike() -> None:
    short, long = "安全责任重于泰山", "安全责任重于泰山人命关天"

    found = segments([long, short + "子丑寅卯", long], 4)

    assert (0, 2, 0, 0, len(long)) in found


def test_repetition_inside_one_document_is_no_seed() -> None:
    assert segments(["守土有责守土有责守土有责", "党政同责一岗双责"], 4) == []


def test_a_repeated_phrase_is_linked_to_the_other_document_each_time() -> None:
    found = segments(["守土有责子丑守土有责", "守土有责"], 4)

    assert found == [(0, 1, 0, 0, 4), (0, 1, 6, 0, 4)]


def test_a_changed_token_does_not_break_a_segment_and_a_long_gap_does() -> None:
    head, tail = "管行业必须管安全", "促一方发展保平安"

    near = segments([head + "甲" * 5 + tail, head + "乙" * 5 + tail], 4)
    far = segments([head + "甲" * 12 + tail, head + "乙" * 12 + tail], 4)

    assert near == [(0, 1, 0, 0, 21)]
    assert far == [(0, 1, 0, 0, 8), (0, 1, 20, 20, 8)]


@pytest.mark.parametrize("texts", [[], [""], ["", ""], ["安全", "安全"], ["", "守土有责", ""]])
def test_texts_too_short_for_a_seed_have_none(texts: list[str]) -> None:
    assert segments(texts, 4) == []


def test_no_gram_runs_into_the_next_document() -> None:
    table = postings([code_points("甲乙丙"), code_points("丁戊己")], 2)

    assert table["doc"].tolist() == [0, 0, 1, 1]
    assert table["pos"].tolist() == [0, 1, 0, 1]


def test_no_gram_holds_a_placeholder() -> None:
    table = postings([code_points(f"甲乙{WILDCARD}丙丁戊")], 2)

    assert table["pos"].tolist() == [0, 3, 4]


@pytest.mark.parametrize(("n_tokens", "k"), [(0, 4), (2**18, 4), (2**18 + 1, 5), (2**23, 6)])
def test_seeds_grow_with_the_corpus(n_tokens: int, k: int) -> None:
    assert seed_length(n_tokens) == k


def test_the_rows_of_each_pair_of_documents_are_found() -> None:
    table = {"a": np.array([0, 0, 0, 1]), "b": np.array([1, 1, 2, 2])}

    assert pair_edges(table).tolist() == [0, 2, 3, 4]
    assert pair_edges({"a": np.array([]), "b": np.array([])}).tolist() == [0]


def test_a_gram_that_stands_twice_on_both_sides_gives_four_seeds() -> None:
    x, y = shared_grams(code_points("甲乙丙甲乙"), code_points("甲乙丁甲乙"), 2)

    assert sorted(zip(x.tolist(), y.tolist(), strict=True)) == [(0, 0), (0, 3), (3, 0), (3, 3)]
