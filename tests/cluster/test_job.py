"""The road beyond one machine: what it finds, where it goes on, what it refuses.

All on the sample corpus, with Spark in this process; what the single steps give is
compared with what one process gives, family by family.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet as parquet
import pytest
from parquet_tables import table
from pyspark.sql import SparkSession
from spark_sessions import SessionOn

import lineage
from lineage.cluster import stages
from lineage.cluster.job import Plan, run
from lineage.cluster.reading import READ
from lineage.cluster.storage import Storage
from lineage.errors import InputError, SettingsError
from lineage.settings import Settings


@pytest.fixture(scope="module")
def spark(session_on: SessionOn) -> SparkSession:
    return session_on("local[2]")


MOST_OF_IT = (
    "各镇街、各部门主要负责人要亲自研究、亲自部署、亲自检查，坚持管行业必须管安全、管业务必须管安全、"
    "管生产经营必须管安全"
)
ITS_END = "把隐患排查清单逐条交到村组、网格和企业班组长手里"
LONGER_PASSAGE = f"{MOST_OF_IT}，{ITS_END}"
WIDESPREAD = "发展决不能以牺牲安全为代价，这是一条不可逾越的红线，必须坚守"
FORMULA = "巩固和增强经济回升向好态势"
AROUND_IT = f"我们要扎实推动高质量发展，切实{FORMULA}，持续推动经济实现质的有效提升和量的合理增长"
TAKEN_ALONG = "一切为了群众，一切依靠群众，从群众中来，到群众中去，走好新时代群众路线"


@pytest.fixture(scope="module")
def documents(seeds: Path) -> list[lineage.Document]:
    """The sample corpus, and speeches with a longer passage that holds a formula of it.

    One of them has the end of the passage before the rest of it. Of four with another passage
    two have what stands beside it, too. Of five with a formula one has it inside a passage where
    no passage pair tells.
    """
    holders = [
        lineage.Document(
            "north.txt", f"同志们，今天开会部署汛期工作。{LONGER_PASSAGE}。", date="2021"
        ),
        lineage.Document(
            "south.txt", f"下面我讲三点意见。{LONGER_PASSAGE}。谢谢大家。", date="2022"
        ),
        lineage.Document(
            "east.txt", f"今年雨水来得早。{ITS_END}。散会以后，{MOST_OF_IT}。", date="2023"
        ),
    ]
    texts = {
        "hill.txt": f"春天来了。{WIDESPREAD}。{TAKEN_ALONG}。花开得好。",
        "lake.txt": f"河水向东。{WIDESPREAD}。山高得很。",
        "wood.txt": f"今天有雨。{WIDESPREAD}。明日放晴。",
        "moor.txt": f"学而时习。{WIDESPREAD}。{TAKEN_ALONG}。温故知新。",
    }
    beside = [lineage.Document(name, text, date="2024") for name, text in texts.items()]
    inside = [
        lineage.Document(f"{n}.txt", f"第{n}位发言。{text}。{n}号讲完。", date=f"201{n}")
        for n, text in enumerate([FORMULA] * 2 + [AROUND_IT] * 3)
    ]
    return [*lineage.read(seeds), *holders, *beside, *inside]


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
        patch.setattr(stages, "WORDINGS_AT_ONCE", 10)
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
    texts = {row["text"].rstrip("。"): row["documents"] for row in told}
    assert {ITS_END, LONGER_PASSAGE} <= {*texts}
    assert texts[FORMULA] == 5


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

    with pytest.raises(
        InputError, match=f"another {other} .*; name another folder, or remove"
    ) as refused:
        run(spark, str(source), str(folder), settings=settings)

    if other == "settings":
        assert "(min_length 6, now min_length 10)" in str(refused.value)

    assert [path.name for path in folder.glob("*[!c]")] == ["lineage.json"]


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


def test_a_run_in_a_folder_where_another_is_at_work_is_refused(
    done: Path, table_of_seeds: Path, spark: SparkSession
) -> None:
    before = {path: path.stat().st_mtime_ns for path in done.rglob("*.parquet")}

    with (
        Storage(spark, str(done)).holding.held(print),
        pytest.raises(InputError, match=r"another run writes there .*; wait until it has"),
    ):
        run(spark, str(table_of_seeds), str(done))

    assert {path: path.stat().st_mtime_ns for path in done.rglob("*.parquet")} == before
    assert not list(done.glob("*ing-*"))


def test_a_run_that_lost_its_folder_writes_no_further_stage(
    spark: SparkSession, tmp_path: Path
) -> None:
    storage = Storage(spark, str(tmp_path / "stages"))
    storage.holding._lost = True

    with pytest.raises(InputError, match="another run has taken it over"):
        storage.stage("numbers", lambda: spark.range(3))

    assert not (tmp_path / "stages" / "numbers").exists()


@pytest.mark.parametrize("target", ["/proc/nowhere", "a.txt"])
def test_a_folder_that_cannot_be_written_to_is_named(
    target: str, table_of_seeds: Path, spark: SparkSession, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(InputError, match=f"{target}: cannot be written to: .*; name another"):
        run(spark, str(table_of_seeds), str(tmp_path / target))


@pytest.mark.parametrize("said", ["", "[]", '{"version'])
def test_a_folder_that_does_not_say_what_it_holds_is_refused(
    said: str, spark: SparkSession, table_of_seeds: Path, tmp_path: Path
) -> None:
    (tmp_path / "lineage.json").write_text(said, encoding="utf-8")

    with pytest.raises(InputError, match=r"lineage\.json: does not say what a run has made"):
        run(spark, str(table_of_seeds), str(tmp_path))


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
