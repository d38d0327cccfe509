"""Corpora in one file: every line is a document or a failure of its own."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lineage
from lineage.errors import InputError
from lineage.model import Failure
from lineage.readers import read_files, read_paths
from lineage.readers.extract import Extract, Options, UnreadableError
from lineage.readers.records import read_csv, read_jsonl
from lineage.render.data import families_csv
from lineage.settings import Limits

FORMULA = "守土有责、守土负责、守土尽责。"


def as_lines(*records: object) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def extracts(found: Iterable[Extract | Failure]) -> list[Extract]:
    return [entry for entry in found if isinstance(entry, Extract)]


def failures(found: Iterable[Extract | Failure]) -> list[Failure]:
    return [entry for entry in found if isinstance(entry, Failure)]


def test_files_without_documents_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FORMULA, encoding="utf-8")
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "empty.jsonl").write_bytes(b"")
    (tmp_path / "head.csv").write_bytes(b"id,text\n")

    assert read_paths([tmp_path]).failures == (
        Failure("empty.csv", "the file is empty"),
        Failure("empty.jsonl", "holds no documents"),
        Failure("head.csv", "holds no documents"),
    )


def test_lines_that_fail_are_told_file_by_file_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"[]\n" * 12 + as_lines({"text": FORMULA}))
    (tmp_path / "a.jsonl, line 3.txt").write_bytes(b"\0\1")
    (tmp_path / "b.jsonl").write_bytes(b"{}\n" * 2)

    names = [failure.name for failure in read_paths([tmp_path]).failures]

    assert names == [
        *(f"a.jsonl, line {number}" for number in range(1, 13)),
        "a.jsonl, line 3.txt",
        "b.jsonl, line 1",
        "b.jsonl, line 2",
    ]


def test_of_a_file_that_breaks_off_the_rest_is_told_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(as_lines(*({"text": text} for text in "甲乙丙")))
    (tmp_path / "b.csv").write_text('text\n丁\n"戊\n己\n', encoding="utf-8")
    (tmp_path / "c.csv").write_text('text\n"庚\n', encoding="utf-8")

    reading = read_paths([tmp_path], limits=Limits(documents=2))

    assert [document.text for document in reading.documents] == ["甲", "乙", "丁"]
    assert [failure.name for failure in reading.failures] == [
        "a.jsonl after its first 2 documents",
        "b.csv after its first document",
        "c.csv",
    ]
    assert reading.failures[0].reason.startswith("it holds more documents than may be read; ")
    assert reading.failures[1].reason.startswith("is no CSV table: unexpected end of data")
    with pytest.raises(InputError, match=r"after its first 2 documents: it holds more"):
        read_files([f"{tmp_path / 'a.jsonl'}#3"], limits=Limits(documents=2))


def test_every_line_is_a_document_with_what_it_states(tmp_path: Path) -> None:
    first = {
        "id": "甲/1",
        "text": FORMULA,
        "title": "讲话",
        "date": "2023-01-05T10:00:00",
        "speaker": "张三",
        "place": "杭州",
        "views": 7,
    }
    (tmp_path / "corpus.jsonl").write_bytes(as_lines(first, {"text": "另一篇"}))

    documents = read_paths([tmp_path]).documents

    assert [document.id for document in documents] == ["corpus.jsonl#2", "甲/1"]
    document = documents[1]
    assert (document.text, document.title, document.date) == (FORMULA, "讲话", "2023-01-05")
    assert (document.speaker, document.place) == ("张三", "杭州")
    assert document.date_source == "metadata"
    assert document.provenance.format == "jsonl"
    assert document.provenance.encoding == "utf-8"
    assert document.provenance.reader == "lineage"


def test_a_line_that_is_no_document_fails_alone() -> None:
    lines = [
        as_lines({"text": FORMULA}),
        b"\n",
        b"{broken\n",
        b"[1, 2]\n",
        as_lines({"title": "no text"}),
        as_lines({"text": 7}),
        b"[" * 100_000 + b"\n",
        b'{"text": ' + b"1" * 5000 + b"}\n",
        as_lines({"text": "last"}).rstrip(),
    ]

    found = list(read_jsonl(b"".join(lines), Options()))

    assert [entry.text for entry in extracts(found)] == [FORMULA, "last"]
    assert [failure.name for failure in failures(found)] == [
        f"line {n}" for n in (3, 4, 5, 6, 7, 8)
    ]
    assert failures(found)[0].reason.startswith("is no JSON: ")
    assert failures(found)[4].reason == "is nested too deeply"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_corpora_come_in_any_encoding(encoding: str) -> None:
    text = "".join(as_lines({"text": FORMULA * 3, "id": str(n)}).decode() for n in range(3))
    table = "id,text\r\n" + "".join(f'{n},"{FORMULA * 3}\r\n{FORMULA}"\r\n' for n in range(3))

    lines = extracts(read_jsonl(text.encode(encoding), Options()))
    rows = extracts(read_csv(table.encode(encoding), Options()))

    assert [entry.text for entry in lines] == [FORMULA * 3] * 3
    assert [entry.text for entry in rows] == [FORMULA * 3 + "\r\n" + FORMULA] * 3
    assert [entry.id for entry in rows] == ["0", "1", "2"]


def test_a_wrong_byte_is_told_of_the_document_that_it_stands_in() -> None:
    lines = as_lines(*({"text": FORMULA * 4, "id": str(n)} for n in range(4)))
    place = lines.index("守".encode(), lines.index(b'"2"') - 200)
    data = lines[:place] + b"\xff" + lines[place:]

    notes = [entry.notes for entry in extracts(read_jsonl(data, Options()))]

    assert [bool(entry) for entry in notes].count(True) == 1
    assert f"at offset {place}" in "".join(sum(notes, ()))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_needs_a_column_with_the_text(delimiter: str) -> None:
    head = delimiter.join(("ID", "Text", "Date", "other"))
    row = delimiter.join(("a", FORMULA, "2023", "x"))
    wide = delimiter.join("abcde")

    found = list(read_csv(f"{head}\n{row}\n\n{wide}\nb\n".encode(), Options()))

    (entry,) = extracts(found)
    assert (entry.id, entry.text, dict(entry.stated)) == ("a", FORMULA, {"date": "2023"})
    assert [failure.name for failure in failures(found)] == ["line 4", "line 5"]
    with pytest.raises(UnreadableError, match="has no column 'text'"):
        list(read_csv(b"a,b\n1,2\n", Options()))
    with pytest.raises(UnreadableError, match="hand it over with --dates"):
        list(read_csv(b"document,date\na.txt,2023\n", Options()))
    with pytest.raises(UnreadableError, match="near line 3"):
        list(read_csv(b'text\na\n"b" c\n', Options()))


def test_tables_that_were_written_here_are_named_and_not_read_as_documents(tmp_path: Path) -> None:
    speeches = [lineage.Document(name, f"{name}。{FORMULA}") for name in ("甲", "乙")]
    families = lineage.analyze(speeches).families()
    table = families_csv(families)
    # A spreadsheet may have saved it with other separators.
    for name, text in (("families", table), ("saved", table.replace(",", ";"))):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "speech.txt").write_text(FORMULA, encoding="utf-8")

    failures = read_paths([tmp_path]).failures

    assert families
    reason = "it is a table that lineage wrote, not documents"
    assert failures == (Failure("families.csv", reason), Failure("saved.csv", reason))


def test_a_cell_may_hold_a_whole_book() -> None:
    book = FORMULA * 20_000

    (entry,) = extracts(read_csv(f'text\n"{book}"\n'.encode(), Options()))

    assert entry.text == book


def test_equal_ids_say_the_file_they_are_from(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(as_lines(*({"id": "x", "text": t} for t in "甲乙")))
    (tmp_path / "b.jsonl").write_bytes(
        as_lines(
            {"id": "x", "text": "丙"}, {"id": "c.txt", "text": "丁"}, {"id": "y", "text": "己"}
        )
    )
    (tmp_path / "c.txt").write_text("戊", encoding="utf-8")

    documents = read_paths([tmp_path]).documents

    assert {document.id: document.text for document in documents} == {
        "a.jsonl#x": "甲",
        "a.jsonl#x (2)": "乙",
        "b.jsonl#c.txt": "丁",
        "b.jsonl#x": "丙",
        "c.txt": "戊",
        "y": "己",
    }


def test_every_id_names_its_document_and_takes_a_date(tmp_path: Path) -> None:
    names = ["讲话", "讲话", "讲话 (2)", "讲话", "会议"]
    records = [{"id": name, "text": text} for name, text in zip(names, "甲乙丙丁戊", strict=True)]
    path = tmp_path / "dup.jsonl"
    path.write_bytes(as_lines(*records))
    dates = tmp_path / "dates.csv"
    dates.write_text(
        "document,date\n讲话,2020\ndup.jsonl#讲话 (3),2021\ndup.jsonl#讲话 (4),2022\n",
        encoding="utf-8",
    )

    reading = read_paths([path], dates=dates)

    assert {document.id: document.text for document in reading.documents} == {
        "dup.jsonl#讲话": "甲",
        "dup.jsonl#讲话 (3)": "乙",
        "讲话 (2)": "丙",
        "dup.jsonl#讲话 (4)": "丁",
        "会议": "戊",
    }
    assert {document.text: document.date for document in reading.documents} == {
        "甲": "2020",
        "乙": "2021",
        "丙": None,
        "丁": "2022",
        "戊": None,
    }
    assert reading.notes == ()
    for document in reading.documents:
        name = document.id.removeprefix("dup.jsonl#")
        (found,) = read_files([f"{path}#{name}"], dates=dates).documents
        assert (found.id, found.text, found.date) == (document.id, document.text, document.date)


def test_files_that_are_named_have_the_ids_of_a_corpus(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.jsonl").write_bytes(as_lines({"id": "x", "text": name}))

    documents = read_files([tmp_path / "b.jsonl", f"{tmp_path / 'a.jsonl'}#x"]).documents

    assert [document.id for document in documents] == ["b.jsonl#x", "a.jsonl#x"]


def test_one_document_of_a_corpus_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(as_lines({"id": "甲", "text": FORMULA}, {"text": "另一篇"}))

    documents = read_files([f"{path}#甲", f"{path}#2"]).documents

    assert [document.text for document in documents] == [FORMULA, "另一篇"]
    with pytest.raises(InputError, match=r"holds 2 documents; name the one .*corpus\.jsonl#甲"):
        read_files([path])
    with pytest.raises(InputError, match="has no document '3'"):
        read_files([f"{path}#3"])


def test_a_file_whose_name_holds_the_mark_comes_first(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲", encoding="utf-8")
    (tmp_path / "a.txt#1").write_text("乙", encoding="utf-8")

    (document,) = read_files([tmp_path / "a.txt#1"]).documents

    assert (document.id, document.text) == ("a.txt#1", "乙")


def test_a_document_whose_id_holds_the_mark_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "no#1.jsonl"
    path.write_bytes(as_lines({"id": "会议#3", "text": "甲"}, {"id": "#", "text": "乙"}))

    documents = read_files([f"{path}#会议#3", f"{path}##"]).documents

    assert [document.text for document in documents] == ["甲", "乙"]
    with pytest.raises(InputError, match="has no document '3'"):
        read_files([f"{path}#3"])
    with pytest.raises(InputError, match="there is no such file"):
        read_files([f"{tmp_path}#3"])


def test_dates_of_a_table_reach_documents_of_a_corpus(tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_bytes(as_lines({"id": "甲", "text": "a"}, {"text": "b"}))
    dates = tmp_path / "dates.csv"
    dates.write_text("document,date\n甲,2021\nc.jsonl#2,2022\n", encoding="utf-8")

    reading = read_paths([tmp_path], dates=dates)

    assert [document.date for document in reading.documents] == ["2022", "2021"]
    assert reading.notes == ()


def test_halves_of_characters_do_not_reach_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "a\\ud800b", "title": "\\udfff"}\n')

    (document,) = read_paths([tmp_path]).documents

    assert (document.text, document.title) == ("a\ufffdb", "\ufffd")
    assert document.provenance.notes == ("halves of characters are read as U+FFFD",)


@given(st.lists(st.tuples(st.text(), st.text(max_size=5)), max_size=5))
def test_any_text_comes_back_from_a_corpus(pairs: list[tuple[str, str]]) -> None:
    lines = b"".join(
        json.dumps({"text": text, "title": title}).encode() + b"\n" for text, title in pairs
    )

    found = list(read_jsonl(lines, Options()))

    assert [entry.text for entry in extracts(found)] == [text for text, _ in pairs]


@given(st.binary(max_size=300))
def test_any_bytes_are_documents_or_refused_with_a_reason(data: bytes) -> None:
    for read in (read_jsonl, read_csv):
        reason = ""
        try:
            found = [*read(b"text\n" + data, Options())]
        except UnreadableError as error:
            found, reason = [], str(error)

        assert len(reason.splitlines()) <= 1
        assert all(isinstance(entry, Extract | Failure) for entry in found)
