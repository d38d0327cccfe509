"""The first page's tables that count: who has whose wording, how widely, since when."""

from dataclasses import replace

import pytest
from reuse_corpus import family, profile

from lineage.model import Corpus, Coverage, Document, Edition, Editions, Reuse
from lineage.pairing import FamilyIndex
from lineage.render.pages.common import Limits
from lineage.render.pages.editions import editions_of, editions_table
from lineage.render.pages.matrix import distribution, matrix
from lineage.render.pages.naming import Site
from lineage.render.pages.overview import overview_page
from lineage.render.pages.timeline import periods_of, timeline


def dated(*dates: str | None) -> tuple[Document, ...]:
    return tuple(Document(f"d{n}", "安" * 100, date=date) for n, date in enumerate(dates))


def corpus(documents: tuple[Document, ...], *families: tuple[str, ...]) -> Corpus:
    return Corpus(
        documents=documents,
        profiles=tuple(profile(document, 0.5) for document in documents),
        families=tuple(
            family(f"f{n}", "守土有责、守土尽责", *names) for n, names in enumerate(families)
        ),
        sentence_families=(),
        reuse=(),
    )


def test_a_matrix_gives_both_directions_and_both_documents_their_own_length() -> None:
    short, long = Document("short", "守" * 20), Document("long", "守" * 200)
    found = corpus((long, short), ("long", "short"))
    documents = {document.id: document for document in found.documents}

    table = matrix(
        found,
        documents,
        {"long": 1, "short": 2},
        FamilyIndex(found.families).characters,
        site=Site(),
        limit=9,
    )

    (of_long, of_short) = table["rows"]
    assert [cell and cell["percent"] for cell in of_long["cells"]] == [None, "4"]
    assert [cell and cell["percent"] for cell in of_short["cells"]] == ["45", None]


def test_a_matrix_knows_the_order_of_documents_that_have_a_wording_from_a_third() -> None:
    documents = dated("2019", "2020", "2021-05", "2021", None)
    found = corpus(documents, tuple(document.id for document in documents))
    relations = tuple(
        Reuse("d0", other, other != "d4", 9, 1, 1.0, ("f0",)) for other in ("d1", "d2", "d3", "d4")
    )
    found = replace(found, reuse=relations)

    table = matrix(
        found,
        {document.id: document for document in documents},
        {document.id: number for number, document in enumerate(documents, 1)},
        FamilyIndex(found.families).characters,
        site=Site(),
        limit=9,
    )

    signs = [
        "".join((cell["sign"] or "?") if cell else "-" for cell in row["cells"])
        for row in table["rows"]
    ]
    assert signs == ["-▸▸▸?", "◂-▸▸?", "◂◂-??", "◂◂?-?", "????-"]


def test_the_distribution_counts_every_pair_once() -> None:
    documents = dated(None, None, None, None)
    found = corpus(documents, ("d0", "d1"), ("d0", "d2"))

    shared = FamilyIndex(found.families).characters
    table = distribution({d.id: d for d in documents}, shared, site=Site(), limit=9)

    counts = {bar["words"]: bar["n"] for bar in table["steps"]}
    assert counts["nothing"] == 4
    assert counts["5–10%"] == 2
    assert sum(counts.values()) == 6


def test_the_distribution_of_many_counts_the_pairs_of_some_and_says_so() -> None:
    documents = dated(*[None] * 10)
    found = corpus(documents, tuple(document.id for document in documents))
    shared = FamilyIndex(found.families).characters

    table = distribution({d.id: d for d in documents}, shared, site=Site(), limit=5)

    assert (table["shown"], table["n"]) == (5, 10)
    assert sum(bar["n"] for bar in table["steps"]) == 10


@pytest.mark.parametrize(
    ("dates", "names"),
    [
        (("2019", "2021-03"), ("2019", "2020", "2021")),
        (("2024-01", "2024-03-05"), ("2024-01", "2024-03")),
        (("2024-01-02", "2024-01-05"), ("2024-01-02", "2024-01-05")),
        (("1954", "2024"), tuple(f"{year}–{(year + 4) % 100:02}" for year in range(1950, 2025, 5))),
    ],
)
def test_periods_are_the_longest_that_tell_documents_apart(
    dates: tuple[str, ...], names: tuple[str, ...]
) -> None:
    periods = periods_of(dated(*dates))

    assert periods is not None
    assert periods.names == names


def test_no_day_of_a_month_is_left_out_as_not_exact_enough() -> None:
    periods = periods_of(dated(*(f"2021-07-{day:02}" for day in range(1, 32))))

    assert periods is not None
    assert len(periods.names) == len(periods.of) == 31


@pytest.mark.parametrize(
    "dates",
    [
        (),
        (None, None),
        ("2020", "2020"),
        ("2020", None),
        ("2024", "2024", "2024-01", "2024-02"),
    ],
)
def test_one_date_makes_no_timeline(dates: tuple[str | None, ...]) -> None:
    assert periods_of(dated(*dates)) is None


def test_a_timeline_counts_carriers_by_period_and_leaves_out_what_has_no_spread() -> None:
    found = corpus(dated("2020", "2020", "2021", None), ("d0", "d2", "d3"), ("d0", "d3"))

    table = timeline(found, site=Site(), limit=5)

    assert table is not None
    assert [(period["name"], period["n"]) for period in table["periods"]] == [
        ("2020", 2),
        ("2021", 1),
    ]
    (row,) = table["rows"]
    assert [(cell["n"], cell["percent"]) for cell in row["cells"]] == [(1, 50), (1, 100)]
    assert (table["placed"], table["n"]) == (3, 4)


def test_of_a_text_that_many_documents_have_each_page_names_a_few() -> None:
    documents = dated(*["2020"] * 60)
    first, *others = documents
    found = replace(
        corpus(documents), editions=(Editions("d0", tuple(Edition(each, 1.0) for each in others)),)
    )

    (row,) = editions_table(found, site=Site(), limit=9, named=20)["rows"]
    pages = editions_of(found, site=Site(), limit=20)

    assert (len(row["others"]), row["n_more"]) == (20, 39)
    assert {*pages} == {document.id for document in documents}
    assert {(len(page["others"]), page["n_more"]) for page in pages.values()} == {(20, 39)}
    assert [other["id"] for other in pages["d1"]["others"][:2]] == [first.id, "d2"]


def test_the_pairs_that_share_the_largest_part_of_either_text_come_first() -> None:
    found = corpus(dated("2020", "2021"))
    rows = [
        {"passages": passages, "coverage": Coverage(left, right)}
        for passages, left, right in ((39, 0.07, 0.06), (1, 0.2, 0.99), (2, 0.5, 0.99))
    ]

    page = overview_page(
        found,
        site=Site(),
        pairs=rows,
        shared=FamilyIndex(found.families).characters,
        graph=False,
        limits=Limits(pairs=2),
    )

    assert [row["passages"] for row in page["pairs"]] == [2, 1]
