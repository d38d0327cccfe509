"""A store file: what it holds, how it changes, and what may be asked of it."""

import json
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_runs import DOCUMENTS, assert_one_line, command, ids

from lineage import Document, InputError, StoreError, keeping
from lineage.engines import engine
from lineage.engines.workers import Workers
from lineage.native.searching import Streams, decoded, decoded_in_a_row
from lineage.parts import no_progress, one_after_another
from lineage.pipeline import analyze, trace
from lineage.prepare import prepare
from lineage.render.data import families_json
from lineage.settings import Machine
from lineage.store import Entry, Store, open_store
from lineage.store.records import tokens_bytes, tokens_of
from lineage.upkeep import Means
from lineage.upkeep.batch import Batch


def test_a_store_holds_what_a_run_over_its_documents_finds(store: Path) -> None:
    whole = analyze(DOCUMENTS[:5])

    held = keeping.load(store)

    assert held.corpus == whole.corpus
    assert families_json(held.corpus) == families_json(whole.corpus)
    assert held.comparisons() == whole.comparisons()


def test_a_store_is_made_and_asked_with_the_memory_and_the_folder_that_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine, asked, parts = Machine(2, 512, str(tmp_path / "temp")), [], []
    (tmp_path / "temp").mkdir()
    place = tmp_path / "made.store"

    class Counted(Workers):
        def __init__(self, number: int) -> None:
            super().__init__(number)
            parts.append(number)

    def ask(self: Store) -> list[Entry]:
        asked.append(
            self._select("SELECT current_setting('memory_limit'), current_setting('threads')")[0]
        )
        assert list((tmp_path / "temp").iterdir())
        return entries(self)

    entries = Store.entries
    monkeypatch.setattr(keeping, "Workers", Counted)
    monkeypatch.setattr(Store, "entries", ask)

    keeping.add(DOCUMENTS[:5], place, machine=machine)
    held = keeping.load(place, machine=machine)

    assert held.corpus == analyze(DOCUMENTS[:5]).corpus
    assert parts == [2]
    assert {*asked} == {("128.0 MiB", 2)}
    assert list((tmp_path / "temp").iterdir()) == []


def test_documents_with_odd_characters_come_back_as_they_were(tmp_path: Path) -> None:
    odd = Document(
        "x\0\ud800/…", "正文\ud800。\0\n##paidbegin##" + DOCUMENTS[0].text, title="“", date="2020"
    )

    keeping.add([odd, DOCUMENTS[0]], tmp_path / "odd")

    held = keeping.load(tmp_path / "odd").corpus
    assert held == analyze([odd, DOCUMENTS[0]]).corpus
    assert odd in held.documents


def test_an_unchanged_document_is_left_alone_and_a_changed_one_is_replaced(store: Path) -> None:
    before = store.read_bytes()
    assert keeping.add(DOCUMENTS[:2], store).unchanged == 2
    assert len(store.read_bytes()) == len(before)

    changed = Document("0.txt", DOCUMENTS[5].text, date="2020")
    change = keeping.add([changed, DOCUMENTS[1]], store)

    assert (change.added, change.changed, change.unchanged) == ((), ("0.txt",), 1)
    assert changed in keeping.load(store).corpus.documents


def test_a_document_that_is_removed_is_gone_from_everything(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "SMALL", 0)

    keeping.remove(["2.txt"], store)

    corpus = keeping.load(store).corpus
    shown = families_json(corpus) + families_json(corpus, unit="sentence")
    assert "2.txt" not in shown
    assert ids(store) == ["0.txt", "1.txt", "3.txt", "4.txt"]
    with open_store(store) as opened:
        assert opened.families_of_documents([2]) == []


def test_an_unknown_document_is_not_removed_nor_are_the_others(store: Path) -> None:
    with pytest.raises(InputError, match="no document"):
        keeping.remove(["1.txt", "nobody"], store)

    assert len(ids(store)) == 5


def test_all_documents_can_be_removed(store: Path) -> None:
    keeping.remove(ids(store), store)

    assert keeping.load(store).corpus.families == ()
    assert keeping.add(DOCUMENTS[:2], store, stated={"min_length": 9}).documents == 2
    assert keeping.load(store).corpus.settings["min_length"] == 9


def test_settings_of_a_store_are_kept_and_others_refused(store: Path) -> None:
    with pytest.raises(StoreError, match="min_length 6; leave the option out"):
        keeping.add(DOCUMENTS[5:], store, stated={"min_length": 9})
    with pytest.raises(StoreError, match="was made with dates; leave the option out, or make"):
        keeping.load(store, stated={"use_dates": False})
    with pytest.raises(StoreError, match="was made with dates"):
        keeping.find("守土有责", store, stated={"use_dates": False})

    assert keeping.load(store, stated={"min_length": 6}).corpus.families


def test_words_are_weighed_anew_once_more_came_than_hardly_any(store: Path) -> None:
    means = Means(engine("duckdb").run, one_after_another, no_progress)
    with open_store(store, write=True) as opened, opened.transaction():
        batch = Batch(opened, opened.entries(), DOCUMENTS[5:], gone=(), means=means)
        (kept,) = batch.lay_out_whole([0])[1]

        assert batch.lay_out_whole_anew([0])[1] == [kept]
        opened.add_drift(batch.n_tokens // 10)
        (anew,) = batch.lay_out_whole_anew([0])[1]

        assert anew.stream is kept.stream
        assert anew.bits.tolist() != kept.bits.tolist()
        # As if all had been there from the start.
        from_start = prepare([*opened.documents().values(), DOCUMENTS[5]])
        assert anew.bits.tolist() == pytest.approx(from_start[0].bits.tolist())


def test_texts_are_found_and_traced_without_reading_again(store: Path) -> None:
    sentence = keeping.load(store).families("sentence")[0].text

    found, documents = keeping.find(sentence, store)
    _, family, _ = keeping.trace_with_holders(sentence, store)

    assert len(documents) == 5
    assert family is not None
    assert {o.document for o in found} >= {o.document for o in family.occurrences}
    named = keeping.trace_with_holders(keeping.load(store).families()[0].id, store)[1]
    assert named == keeping.load(store).families()[0]


def test_a_text_has_the_same_trace_whether_its_documents_are_in_a_store(store: Path) -> None:
    sentence = keeping.load(store).families("sentence")[0].text
    # What the text itself says twice makes its words no more usual in the documents.
    text = sentence + sentence[: len(sentence) // 2]

    _, kept, _ = keeping.trace_with_holders(text, store)

    assert kept is not None
    assert kept == trace(text, DOCUMENTS[:5])


def test_a_store_says_that_it_merges_no_editions(store: Path) -> None:
    said = command("top", "--store", store, "--editions", "merge")

    assert "a store keeps all documents; leave --editions out" in assert_one_line(said, 2)


def test_add_offers_no_editions_and_says_why(seeds: Path, tmp_path: Path) -> None:
    offered = command("add", "--help")
    said = command("add", str(seeds), "--store", tmp_path / "a.store", "--editions", "keep")

    assert "--editions" not in offered.stdout
    assert "a store keeps all documents; leave --editions out" in assert_one_line(said, 2)


def test_a_store_of_another_version_is_refused_and_one_of_other_rules_rebuilt(store: Path) -> None:
    with open_store(store, write=True) as opened, opened.transaction():
        opened.set_fact("rules", 0)
    with pytest.raises(StoreError, match="lineage rebuild --store"):
        keeping.load(store)
    keeping.rebuild(store)
    assert len(ids(store)) == 5

    with open_store(store, write=True) as opened, opened.transaction():
        opened.set_fact("schema", 99)
    with pytest.raises(StoreError, match="delete it and make it anew with lineage add"):
        keeping.load(store)
    with pytest.raises(StoreError, match="delete it and make it anew with lineage add"):
        keeping.rebuild(store)


def test_the_verbs_do_what_the_functions_do(tmp_path: Path) -> None:
    folder = tmp_path / "speeches"
    folder.mkdir()
    for document in DOCUMENTS[:4]:
        (folder / document.id).write_text(document.text, encoding="utf-8")
    store = tmp_path / "s.store"

    added = command("add", folder, "--store", store)
    assert added.stdout == "4 documents added; the store holds 4 documents\n"
    direct = command("top", folder, "--unit", "passage", "--all", "--format", "json")
    stored = command("top", "--store", store, "--unit", "passage", "--all", "--format", "json")
    assert json.loads(stored.stdout) == json.loads(direct.stdout)
    graph = command("graph", "--store", store, "--format", "json")
    assert graph.stdout == command("graph", folder, "--format", "json").stdout
    command("report", "--store", store, "-o", tmp_path / "one")
    command("report", folder, "-o", tmp_path / "other")
    assert {p.relative_to(tmp_path / "one"): p.read_bytes() for p in _files(tmp_path / "one")} == {
        p.relative_to(tmp_path / "other"): p.read_bytes() for p in _files(tmp_path / "other")
    }

    removed = command("remove", "1.txt", "--store", store, "--lang", "zh")
    assert removed.stdout == "移出 1 篇；库中共有 3 篇文档\n"
    rebuilt = command("rebuild", "--store", store)
    assert rebuilt.stdout == "3 as before; the store holds 3 documents\n"
    assert_one_line(command("top", "--store", store, "--min-length", "9"), 2)
    command("remove", *ids(store), "--store", store)
    emptied = command("rebuild", "--store", store)
    assert emptied.stdout == "0 as before; the store holds 0 documents\n"


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_store_made_without_dates_stays_without(tmp_path: Path) -> None:
    store, docs = tmp_path / "x.store", tmp_path / "docs"
    docs.mkdir()
    for number, document in enumerate(DOCUMENTS[:2]):
        (docs / f"202{number}-03-04.txt").write_text(document.text, encoding="utf-8")
    (tmp_path / "dates.csv").write_text("document,date\n2020-03-04.txt,2019\n", encoding="utf-8")
    assert command("add", docs, "--store", store, "--no-dates").returncode == 0

    again = command("add", docs, "--store", store)
    dated = command("add", docs, "--store", store, "--dates", tmp_path / "dates.csv")

    assert "2 as before" in again.stdout
    assert "was made without dates; leave the option out" in assert_one_line(dated, 2)
    assert {document.date for document in keeping.load(store).corpus.documents} == {None}


def test_a_store_that_is_empty_again_may_have_dates(tmp_path: Path) -> None:
    store, text = tmp_path / "x.store", tmp_path / "2020-03-04.txt"
    text.write_text(DOCUMENTS[0].text, encoding="utf-8")
    assert command("add", text, "--store", store, "--no-dates").returncode == 0
    assert command("remove", text.name, "--store", store).returncode == 0

    added = command("add", text, "--store", store)

    assert added.returncode == 0
    assert [document.date for document in keeping.load(store).corpus.documents] == ["2020-03-04"]


def test_a_store_can_be_read_only(store: Path) -> None:
    os.chmod(store, 0o444)

    assert len(ids(store)) == 5


@pytest.mark.parametrize("tokens", ["", "天地", "天𠀀地", "天\ud800地", "\ud800\udc00"])
def test_a_token_stream_is_kept_as_it_is(tokens: str) -> None:
    data = tokens_bytes(tokens)

    assert tokens_of(data) == tokens
    (codes,) = decoded(Streams.of([data]))
    assert codes.tolist() == [*map(ord, tokens)]


@given(st.lists(st.text(st.sampled_from("天地𠀀\ud800\udc00"), max_size=5), max_size=5))
def test_token_streams_are_decoded_in_a_row(streams: list[str]) -> None:
    first, codes = decoded_in_a_row(Streams.of([*map(tokens_bytes, streams)]))

    assert codes.tolist() == [ord(token) for stream in streams for token in stream]
    assert np.diff(first).tolist() == [*map(len, streams)]


@pytest.mark.parametrize("data", [b"\0\xd8", b"\0\xdc\0\xd8", b"aaaa\0", b"aa\0"])
def test_what_is_no_token_stream_is_told(data: bytes) -> None:
    with pytest.raises(ValueError, match="no token"):
        decoded(Streams.of([tokens_bytes("天地"), data]))
