"""The road beyond one machine: what it finds, where it goes on, what it refuses.

All on the sample corpus, with Spark in this process; what the single steps give is
compared with what one process gives, family by family.
"""

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet as parquet
import pytest
from pyspark.sql import SparkSession
from spark_sessions import SessionOn

import lineage
from lineage.cluster.job import Plan, _digest, _read, main, run
from lineage.cluster.reading import READ
from lineage.cluster.storage import Storage, listing
from lineage.errors import EngineError, EngineUnavailableError, InputError, SettingsError
from lineage.settings import Settings


@pytest.fixture(scope="module")
def spark(session_on: SessionOn) -> SparkSession:
    return session_on("local[2]")


LONGER_PASSAGE = (
    "各镇街、各部门主要负责人要亲自研究、亲自部署、亲自检查，坚持管行业必须管安全、管业务必须管安全、"
    "管生产经营必须管安全，把隐患排查清单逐条交到村组、网格和企业班组长手里"
)


@pytest.fixture(scope="module")
def documents(seeds: Path) -> list[lineage.Document]:
    """The sample corpus, and two speeches with a longer passage that holds a formula of it."""
    holders = [
        lineage.Document(
            "north.txt", f"同志们，今天开会部署汛期工作。{LONGER_PASSAGE}。", date="2021"
        ),
        lineage.Document(
            "south.txt", f"下面我讲三点意见。{LONGER_PASSAGE}。谢谢大家。", date="2022"
        ),
    ]
    return [*lineage.read(seeds), *holders]


@pytest.fixture(scope="module")
def table_of_seeds(
    documents: list[lineage.Document], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The sample corpus in Parquet."""
    folder = tmp_path_factory.mktemp("corpus")
    rows = [{"id": d.id, "text": d.text, "date": d.date, "title": d.title} for d in documents]
    for name, part in (("one", rows[:3]), ("two", rows[3:])):
        parquet.write_table(pyarrow.Table.from_pylist(part, READ), folder / f"{name}.parquet")
    return folder


@pytest.fixture(scope="module")
def under_way(
    spark: SparkSession, table_of_seeds: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A run, in blocks and parts as small as can be, just before it tidies up."""
    folder = tmp_path_factory.mktemp("under_way")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Storage, "tidy", lambda _: None)
        run(spark, str(table_of_seeds), str(folder), plan=Plan(block=4_000))
    return folder


@pytest.fixture(scope="module")
def done(
    under_way: Path,
    spark: SparkSession,
    table_of_seeds: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The stages of a whole run, of which the last was missing when it was begun again."""
    folder = tmp_path_factory.mktemp("stages") / "done"
    shutil.copytree(under_way, folder)
    shutil.rmtree(folder / "edges")
    run(spark, str(table_of_seeds), str(folder))
    return folder


def table(path: Path, held: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    parquet.write_table(pyarrow.Table.from_pylist(held), path)


def rows(folder: Path) -> list[dict[str, Any]]:
    return [
        row
        for part in sorted(folder.glob("*.parquet"))
        for row in parquet.read_table(part).to_pylist()
    ]


@pytest.fixture(scope="module")
def analysis(documents: list[lineage.Document]) -> lineage.Analysis:
    """What one process finds."""
    return lineage.analyze(documents)


def test_the_families_are_those_of_one_process(done: Path, analysis: lineage.Analysis) -> None:
    expected = analysis.to_dict()["families"]

    told = rows(done / "families")

    assert len(expected) > 20
    assert [json.loads(row["json"]) for row in told] == expected
    assert [row["part_of"] for row in told] == [family["part_of"] for family in expected]
    assert any(row["part_of"] for row in told)


def test_the_edges_are_those_that_dates_direct(done: Path, analysis: lineage.Analysis) -> None:
    found = rows(done / "edges")

    assert [tuple(row.values()) for row in found] == [
        # One process adds up likenesses in small whole parts, the job as they are.
        (
            r.source,
            r.target,
            r.characters,
            r.passages,
            pytest.approx(r.similarity, abs=1e-5),
            list(r.families),
        )
        for r in analysis.corpus.reuse
        if r.directed
    ]
    assert found


def test_only_what_is_of_use_later_is_left(done: Path) -> None:
    assert sorted(path.name for path in done.iterdir() if path.is_dir()) == [
        "documents",
        "edges",
        "families",
        "links",
        "prepared",
        "segments",
        "words",
    ]
    assert not list(done.glob("*.part"))


def test_a_run_that_is_done_does_nothing_again(
    done: Path, table_of_seeds: Path, spark: SparkSession
) -> None:
    before = {path: path.stat().st_mtime_ns for path in done.rglob("*")}
    # As a run leaves it that ends while it tidies up.
    (done / "work").mkdir()

    run(spark, str(table_of_seeds), str(done), plan=Plan(block=4_000))

    assert {path: path.stat().st_mtime_ns for path in done.rglob("*")} == before


def test_a_run_goes_on_where_it_stopped(
    under_way: Path, done: Path, table_of_seeds: Path, spark: SparkSession, tmp_path: Path
) -> None:
    broken = tmp_path / "stages"
    shutil.copytree(under_way, broken)
    shutil.rmtree(broken / "edges")
    # As a run leaves a stage that ends while it writes: files, and no mark that they are all.
    for stage in (broken / "families", broken / "work" / "told" / "families"):
        (stage / "_SUCCESS").unlink()
        next(stage.glob("*.parquet")).unlink()
    links = {path: path.stat().st_mtime_ns for path in (broken / "links").rglob("*")}

    run(spark, str(table_of_seeds), str(broken), plan=Plan(block=10**6))

    assert rows(broken / "families") == rows(done / "families")
    assert rows(broken / "edges") == rows(done / "edges")
    assert {path: path.stat().st_mtime_ns for path in (broken / "links").rglob("*")} == links


@pytest.mark.parametrize("other", ["settings", "documents", "version"])
def test_a_folder_of_another_run_is_refused_with_what_to_do(
    other: str, done: Path, table_of_seeds: Path, spark: SparkSession, tmp_path: Path
) -> None:
    folder, source, settings = tmp_path / "stages", table_of_seeds, Settings()
    folder.mkdir()
    said = json.loads((done / "lineage.json").read_text("utf-8"))
    if other == "settings":
        settings = Settings(min_length=10)
    elif other == "documents":
        source = tmp_path / "corpus"
        source.mkdir()
        shutil.copy(table_of_seeds / "one.parquet", source)
    else:
        said["version"] = "0.0"
    (folder / "lineage.json").write_text(json.dumps(said), encoding="utf-8")

    with pytest.raises(InputError, match=f"another {other} .*; name another folder, or remove"):
        run(spark, str(source), str(folder), settings=settings)

    assert [path.name for path in folder.glob("*[!c]")] == ["lineage.json"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([{"id": "a", "words": "b"}], "has no column text"),
        ([{"id": "a", "text": "b"}, {"id": "a", "text": "c"}], "two documents have this id"),
        ([{"id": "a", "text": "b", "date": "2023-13"}], "^a: .*2023-13"),
        ([{"id": "a", "text": "b"}, {"id": "c", "text": None}], "^c: holds no text"),
        ([{"id": "a", "text": "b"}, {"id": None, "text": "正文"}], "^正文: has no id"),
        ([{"id": "a", "text": "正文".encode("gb18030")}], "its column text is binary"),
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

    read = _read(spark, str(tmp_path), listing(spark, str(tmp_path))).collect()

    assert sorted((row["id"], row["date"]) for row in read) == [("1", None), ("2", "2023")]


def test_folders_may_be_dates(spark: SparkSession, tmp_path: Path) -> None:
    table(tmp_path / "date=2023" / "a.parquet", [{"id": "a", "text": "b"}])
    table(tmp_path / "date=2024" / "a.parquet", [{"id": "c", "text": "d"}])

    read = _read(spark, str(tmp_path), listing(spark, str(tmp_path))).collect()

    assert sorted((row["id"], row["date"]) for row in read) == [("a", "2023"), ("c", "2024")]


def test_what_tells_of_text_files_is_none_and_an_empty_one_is_a_document(
    spark: SparkSession, tmp_path: Path
) -> None:
    folder = tmp_path / "README"
    names = ("a.txt", "README-1/b.txt", "README.txt", "readme.TXT", "READMEs.txt", "empty.txt")
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("" if name == "empty.txt" else "正文", encoding="utf-8")

    read = _read(spark, str(folder), listing(spark, str(folder))).collect()

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


@pytest.mark.parametrize("name", ["documents", "families", "work"])
def test_what_no_run_has_made_is_left_alone(
    name: str, spark: SparkSession, table_of_seeds: Path, tmp_path: Path
) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "mine.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(InputError, match=f"{name}: is there, and no run has made it"):
        run(spark, str(table_of_seeds), str(tmp_path))

    assert [path.name for path in tmp_path.rglob("*")] == [name, "mine.txt"]


@pytest.mark.parametrize("below", ["", "/stages"])
def test_stages_are_not_put_among_the_documents(
    below: str, spark: SparkSession, tmp_path: Path
) -> None:
    table(tmp_path / "a.parquet", [{"id": "a", "text": "b"}])

    with pytest.raises(InputError, match="lies in the folder of the documents"):
        run(spark, str(tmp_path), f"{tmp_path}{below}")

    assert [path.name for path in tmp_path.iterdir()] == ["a.parquet"]


@pytest.mark.parametrize("said", ["", "[]", '{"version'])
def test_a_folder_that_does_not_say_what_it_holds_is_refused(
    said: str, spark: SparkSession, table_of_seeds: Path, tmp_path: Path
) -> None:
    (tmp_path / "lineage.json").write_text(said, encoding="utf-8")

    with pytest.raises(InputError, match=r"lineage\.json: does not say what a run has made"):
        run(spark, str(table_of_seeds), str(tmp_path))


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "stopped; the same command goes on where it stopped"),
        (InputError("a", "has no text"), 2, "a: has no text"),
        (EngineUnavailableError("no Java"), 2, "no Java"),
        (EngineError("it\nfailed"), 1, "it failed"),
    ],
)
def test_what_ends_a_run_is_one_line_and_an_exit_code(
    error: BaseException,
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("lineage.cluster.job.session", fail)

    assert main(["in", "out"]) == code
    assert capsys.readouterr().err == f"lineage: {said}\n"


def test_a_task_holds_one_token_or_more() -> None:
    with pytest.raises(SettingsError, match="block is 0; it must be 1 token or more"):
        Plan(block=0)


def test_nothing_shared_is_a_result(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("守土有责、守土负责、守土尽责。", encoding="utf-8")
    (tmp_path / "corpus" / "b.txt").write_bytes("人命关天。".encode("gb18030"))

    run(spark, str(tmp_path / "corpus"), str(tmp_path / "stages"))

    assert [row["id"] for row in rows(tmp_path / "stages" / "documents")] == ["a.txt", "b.txt"]
    assert rows(tmp_path / "stages" / "families") == rows(tmp_path / "stages" / "edges") == []
    # The session may be somebody's.
    assert spark.catalog.listTables() == []


def test_text_files_are_read_as_elsewhere(spark: SparkSession, seeds: Path) -> None:
    read = _read(spark, str(seeds), listing(spark, str(seeds))).collect()

    assert sorted((r["id"], r["text"], r["date"], r["title"]) for r in read) == sorted(
        (d.id, d.text, d.date, d.title) for d in lineage.read(seeds)
    )


def test_files_that_are_numbered_have_no_years_by_that_here_either(
    spark: SparkSession, tmp_path: Path
) -> None:
    for name in ("1.txt", "2.txt", "1984.txt", "years/1984.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("正文", encoding="utf-8")

    read = _read(spark, str(tmp_path), listing(spark, str(tmp_path))).collect()

    dates = {row["id"]: row["date"] for row in read}
    assert dates == {"1.txt": None, "2.txt": None, "1984.txt": None, "years/1984.txt": "1984"}


def test_executors_load_nothing_that_pages_graphs_or_commands_need(spark: SparkSession) -> None:
    def loaded(_: int) -> list[str]:
        from lineage.cluster import settling, steps

        return [settling.__name__, steps.__name__, *sorted(sys.modules)]

    names = set(spark.sparkContext.parallelize([1], 1).map(loaded).first())

    assert "lineage.corpus" in names
    assert names.isdisjoint({"click", "duckdb", "jinja2", "networkx", "graphviz", "selectolax"})
    assert not [name for name in names if name.startswith(("lineage.render", "lineage.cli"))]


def test_a_stage_is_whole_or_is_not_there(spark: SparkSession, tmp_path: Path) -> None:
    storage = Storage(spark, str(tmp_path / "stages"))

    with pytest.raises(ZeroDivisionError):
        storage.stage("numbers", lambda: spark.range(1 // 0))
    assert not storage.is_complete("numbers")

    assert storage.stage("numbers", lambda: spark.range(3)).count() == 3
    assert storage.stage("numbers", lambda: spark.range(9)).count() == 3
