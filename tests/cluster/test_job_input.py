"""What the job on Spark reads, and what it refuses by name."""

import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet as parquet
import pytest
from parquet_tables import table
from pyspark.sql import SparkSession
from spark_sessions import SessionOn

import lineage
from lineage.cluster.given import read as read_documents
from lineage.cluster.job import _configured, _digest, run
from lineage.cluster.storage import Storage, listing
from lineage.errors import EngineError, InputError


@pytest.fixture(scope="module")
def spark(session_on: SessionOn) -> SparkSession:
    return session_on("local[2]")


def dates_of(spark: SparkSession, source: Path) -> dict[str, str | None]:
    """What the job reads: the date of each document by its id."""
    with _configured(spark):
        read = read_documents(spark, str(source), listing(spark, str(source))).collect()
    assert len({row["id"] for row in read}) == len(read)
    return {row["id"]: row["date"] for row in read}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([{"id": "a", "words": "b"}], "has no column text"),
        ([{"id": "a", "text": "b"}, {"id": "a", "text": "c"}], "two documents have this id"),
        ([{"id": "a", "text": "b", "date": "2023-13"}], "^a: .*2023-13"),
        ([{"id": "a", "text": "b"}, {"id": "c", "text": None}], "^c: holds no text"),
        ([{"id": "a", "text": "b"}, {"id": None, "text": "正文"}], "^正文: has no id"),
        ([{"id": "a", "text": "正文".encode("gb18030")}], "its column text is binary"),
        ([{"id": "a", "text": "b", "date": 2023.5}], "^a: '2023.5' is no date"),
    ],
)
def test_documents_that_cannot_be_used_are_named(
    given: list[dict[str, Any]], said: str, spark: SparkSession, tmp_path: Path
) -> None:
    table(tmp_path / "corpus" / "x.parquet", given)

    with pytest.raises(InputError, match=said):
        run(spark, str(tmp_path / "corpus"), str(tmp_path / "stages"))


@pytest.mark.parametrize(
    ("name", "held", "said"),
    [
        ("b.parquet", b"", "b.parquet: is empty"),
        ("b.parquet", b"PAR1" * 9, "FAILED_READ_FILE.*b.parquet"),
        ("b.md", b"b", "holds neither .parquet alone nor .txt alone"),
    ],
)
def test_files_that_cannot_be_used_are_named(
    name: str, held: bytes, said: str, spark: SparkSession, tmp_path: Path
) -> None:
    table(tmp_path / "corpus" / "a.parquet", [{"id": "a", "text": "b"}])
    (tmp_path / "corpus" / name).write_bytes(held)

    with pytest.raises((InputError, EngineError), match=said):
        run(spark, str(tmp_path / "corpus"), str(tmp_path / "stages"))


def test_a_text_file_that_cannot_be_read_is_named(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_bytes(bytes(range(256)) * 9)

    with pytest.raises(InputError, match=r"^a\.txt: it is a binary file, not text"):
        run(spark, str(tmp_path / "corpus"), str(tmp_path / "stages"))


def test_tables_in_folders_and_with_columns_that_others_lack_are_read_whole(
    spark: SparkSession, tmp_path: Path
) -> None:
    table(tmp_path / "a.parquet", [{"id": 1, "text": "b"}])
    table(tmp_path / "below" / "b.PARQUET", [{"id": 2, "text": "c", "date": "2023"}])
    table(tmp_path / "_temporary" / "c.parquet", [{"id": 3, "text": "d"}])
    (tmp_path / "README.md").write_text("none of them", encoding="utf-8")

    read = read_documents(spark, str(tmp_path), listing(spark, str(tmp_path))).collect()

    assert sorted((row["id"], row["date"]) for row in read) == [("1", None), ("2", "2023")]


def test_folders_may_be_dates(spark: SparkSession, tmp_path: Path) -> None:
    table(tmp_path / "date=2023" / "a.parquet", [{"id": "a", "text": "b"}])
    table(tmp_path / "date=2024" / "a.parquet", [{"id": "c", "text": "d"}])

    assert dates_of(spark, tmp_path) == {"a": "2023", "c": "2024"}


def test_folders_that_are_values_keep_them_where_other_columns_are_unlike(
    spark: SparkSession, tmp_path: Path
) -> None:
    table(tmp_path / "date=2023" / "a.parquet", [{"id": "a", "text": "b"}])
    table(tmp_path / "date=2024" / "a.parquet", [{"id": 1, "text": "d"}])

    assert dates_of(spark, tmp_path) == {"a": "2023", "1": "2024"}


@pytest.mark.parametrize("beside", ["b.parquet", "below/b.parquet", "id=2/b.parquet"])
def test_a_table_beside_folders_that_are_values_is_named_and_not_left_out(
    beside: str, spark: SparkSession, tmp_path: Path
) -> None:
    table(tmp_path / "date=2023" / "a.parquet", [{"id": "a", "text": "b"}])
    table(tmp_path / beside, [{"id": "c", "text": "d"}])

    with pytest.raises(InputError, match=r"[ab]\.parquet: .*does not lie in the same; put all"):
        run(spark, str(tmp_path), f"{tmp_path}_stages")


def test_folders_that_are_values_of_other_columns_are_folders(
    spark: SparkSession, tmp_path: Path
) -> None:
    table(tmp_path / "part=1" / "a.parquet", [{"id": "a", "text": "b"}])
    table(tmp_path / "b.parquet", [{"id": "c", "text": "d"}])

    assert dates_of(spark, tmp_path) == {"a": None, "c": None}


NANOSECONDS = pyarrow.timestamp("ns")
DAY = datetime(2024, 2, 1, 9, 30)  # noqa: DTZ001 (as tables have them)


@pytest.mark.parametrize(
    ("one", "other", "dates"),
    [
        ([date(2023, 1, 5)], ["2024"], ("2023-01-05", "2024")),
        ([None], ["2024-02"], (None, "2024-02")),
        ([2023], ["2024-02"], ("2023", "2024-02")),
        ([2023.0], [float("nan")], ("2023", None)),
        ([DAY], [date(2023, 1, 5)], ("2024-02-01", "2023-01-05")),
        (pyarrow.array([DAY], NANOSECONDS), ["2024"], ("2024-02-01", "2024")),
    ],
)
def test_dates_are_read_whatever_their_type_is_in_each_file(
    one: Any, other: Any, dates: tuple[str | None, str | None], spark: SparkSession, tmp_path: Path
) -> None:
    for name, given in (("a", one), ("b", other)):
        columns = {"id": [name], "text": ["正文"], "date": given}
        parquet.write_table(pyarrow.table(columns), tmp_path / f"{name}.parquet")

    assert dates_of(spark, tmp_path) == dict(zip("ab", dates, strict=True))


def test_ids_and_columns_that_nobody_asked_for_may_be_unlike(
    spark: SparkSession, tmp_path: Path
) -> None:
    table(tmp_path / "a.parquet", [{"id": 1, "text": "b", "read": DAY}])
    table(tmp_path / "b.parquet", [{"id": "two", "text": "d", "read": "2024"}])

    assert dates_of(spark, tmp_path) == {"1": None, "two": None}


def test_of_tables_that_are_unlike_the_one_without_texts_is_named(
    spark: SparkSession, tmp_path: Path
) -> None:
    table(tmp_path / "corpus" / "a.parquet", [{"id": "a", "text": "b"}])
    table(tmp_path / "corpus" / "b.parquet", [{"id": "a", "text": b"b"}])

    with pytest.raises(InputError, match=r"b\.parquet: its column text is binary"):
        run(spark, str(tmp_path / "corpus"), str(tmp_path / "stages"))


@pytest.mark.parametrize(("column", "named"), [("id", "^\ufffd"), ("text", "^a")])
def test_a_row_that_is_not_utf_8_is_named(
    column: str, named: str, spark: SparkSession, tmp_path: Path
) -> None:
    (tmp_path / "corpus").mkdir()
    columns = {"id": pyarrow.array(["a"]), "text": pyarrow.array(["b"])}
    columns[column] = pyarrow.array(["正文".encode("gb18030")]).view(pyarrow.string())
    parquet.write_table(pyarrow.table(columns), tmp_path / "corpus" / "a.parquet")

    with pytest.raises(InputError, match=f"{named}.*: holds what is not UTF-8; mend it"):
        run(spark, str(tmp_path / "corpus"), str(tmp_path / "stages"))


@pytest.mark.parametrize("suffix", ["parquet", "txt"])
@pytest.mark.parametrize("folder", ["2024 [1]", "{a,b}", "a*b?", r"a\b"])
def test_names_of_folders_and_files_are_not_taken_for_patterns(
    folder: str, suffix: str, spark: SparkSession, tmp_path: Path
) -> None:
    (tmp_path / "ab").mkdir()
    corpus, stages = tmp_path / folder, tmp_path / f"{folder} stages"
    for name in ("a", "b [1]{2}*"):
        path = corpus / f"{name}.{suffix}"
        table(path, [{"id": name, "text": "正文"}])
        if suffix == "txt":
            path.write_text("正文", encoding="utf-8")

    assert len(dates_of(spark, corpus)) == len(dates_of(spark, corpus / f"a.{suffix}")) + 1

    storage = Storage(spark, str(stages))
    storage.claim({"version": "1"})
    storage.claim({"version": "1"})
    assert storage.stage("numbers", lambda: spark.range(3)).count() == 3
    assert storage.stage("numbers", lambda: spark.range(9)).count() == 3


def test_what_tells_of_text_files_is_none_and_an_empty_one_is_a_document(
    spark: SparkSession, tmp_path: Path
) -> None:
    folder = tmp_path / "README"
    names = ("a.txt", "README-1/b.txt", "README.txt", "readme.TXT", "READMEs.txt", "empty.txt")
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("" if name == "empty.txt" else "正文", encoding="utf-8")

    read = read_documents(spark, str(folder), listing(spark, str(folder))).collect()

    assert sorted((row["id"], row["text"]) for row in read) == [
        ("README-1/b.txt", "正文"),
        ("READMEs.txt", "正文"),
        ("a.txt", "正文"),
        ("empty.txt", ""),
    ]
    assert [d.id for d in lineage.read(folder)] == sorted(row["id"] for row in read)


def test_a_text_of_the_same_length_is_another_document(spark: SparkSession, tmp_path: Path) -> None:
    corpus, stages = tmp_path / "corpus", Storage(spark, str(tmp_path / "stages"))
    corpus.mkdir()
    (corpus / "a.txt").write_text("守土有责", encoding="utf-8")
    stages.claim({"documents": _digest(listing(spark, str(corpus)))})
    (corpus / "a.txt").write_text("守土尽责", encoding="utf-8")
    os.utime(corpus / "a.txt", (1, 1))

    with pytest.raises(InputError, match="another documents"):
        stages.claim({"documents": _digest(listing(spark, str(corpus)))})


def test_where_nothing_can_be_read_the_reason_is_told(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match='No FileSystem for scheme "nowhere"'):
        run(spark, "nowhere://corpus", str(tmp_path / "stages"))


def test_text_files_are_read_as_elsewhere(spark: SparkSession, seeds: Path) -> None:
    read = read_documents(spark, str(seeds), listing(spark, str(seeds))).collect()

    assert sorted((r["id"], r["text"], r["date"], r["title"]) for r in read) == sorted(
        (d.id, d.text, d.date, d.title) for d in lineage.read(seeds)
    )


def test_files_that_are_numbered_have_no_years_by_that_here_either(
    spark: SparkSession, tmp_path: Path
) -> None:
    for name in ("1.txt", "2.txt", "1984.txt", "years/1984.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("正文", encoding="utf-8")

    read = read_documents(spark, str(tmp_path), listing(spark, str(tmp_path))).collect()

    dates = {row["id"]: row["date"] for row in read}
    assert dates == {"1.txt": None, "2.txt": None, "1984.txt": None, "years/1984.txt": "1984"}
