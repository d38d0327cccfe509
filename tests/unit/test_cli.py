"""The command line: every verb, every mistake, one line and the right exit code."""

import csv
import errno
import io
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from lineage import pipeline
from lineage.cli import main
from lineage.cli.console import Console

FORMULA = "我们要坚持发展决不能以牺牲安全为代价这条不可逾越的红线，把安全生产责任落到实处。"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two documents that share a sentence, and one that shares nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    folder = tmp_path / "docs"
    folder.mkdir()
    texts = {
        "2020_a.txt": f"在安全会议上的讲话\n同志们：\n{FORMULA}\n春天到了，山上的花都开了。",
        "2023_b.txt": f"在动员会上的讲话\n同志们：\n河水静静地向东流去。\n{FORMULA}",
        "c.txt": "学而时习之，不亦说乎？有朋自远方来，不亦乐乎？",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


def done(*arguments: str | Path) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def assert_one_line(result: Result, code: int) -> str:
    assert result.exit_code == code, (result.stdout, result.stderr)
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("lineage: ")
    assert "Traceback" not in line
    return line


def test_help_and_version_are_answered() -> None:
    assert done("--version").startswith("lineage 0")
    assert isinstance(main, click.Group)
    verbs = [*main.commands]
    reading = ["report", "compare", "graph", "top", "trace", "find", "text"]
    assert verbs == [*reading, "add", "remove", "rebuild"]
    for verb in verbs:
        assert f"Example: lineage {verb} " in done(verb, "--help")


def test_a_report_is_a_folder_and_its_first_page_is_printed(corpus: Path) -> None:
    assert done("report", corpus) == f"{Path('reports', 'docs', 'index.html')}\n"
    assert done("report", corpus, "-o", "elsewhere") == f"{Path('elsewhere', 'index.html')}\n"

    for folder in (Path("reports/docs"), Path("elsewhere")):
        assert {"index.html", "graph.svg", "graph.graphml", "families.json"} <= {
            path.name for path in folder.iterdir()
        }


def test_a_report_on_several_paths_is_called_after_them(corpus: Path) -> None:
    page = done("report", corpus / "2023_b.txt", corpus / "2020_a.txt")

    assert page == f"{Path('reports', '2020_a+2023_b', 'index.html')}\n"


def test_two_documents_are_compared_as_text_json_and_page(corpus: Path) -> None:
    pair = (corpus / "2020_a.txt", corpus / "2023_b.txt")

    assert "不可逾越的红线" in done("compare", *pair)
    found = json.loads(done("compare", *pair, "--format", "json"))
    assert [document["id"] for document in found["documents"]] == ["2020_a.txt", "2023_b.txt"]
    for passage in found["passages"]:
        for side, path in zip(("left", "right"), pair, strict=True):
            text = path.read_text(encoding="utf-8")
            span = passage[side]
            assert text[span["start"] : span["end"]] == span["text"]
    assert done("compare", *pair, "-o", "page.html") == ""
    assert "<html" in Path("page.html").read_text(encoding="utf-8")


def test_documents_of_one_name_are_told_apart_when_compared(corpus: Path) -> None:
    other = corpus.parent / "other"
    other.mkdir()
    (other / "c.txt").write_text("别的", encoding="utf-8")

    found = json.loads(done("compare", other / "c.txt", corpus / "c.txt", "--format", "json"))

    assert [document["id"] for document in found["documents"]] == ["other/c.txt", "docs/c.txt"]


@pytest.mark.parametrize("format", ["svg", "dot", "graphml", "gexf", "json"])
def test_the_graph_is_written_by_suffix_or_format(format: str, corpus: Path) -> None:
    done("graph", corpus, "-o", f"graph.{format}")

    written = Path(f"graph.{format}").read_bytes()
    assert (
        CliRunner().invoke(main, ["graph", str(corpus), "--format", format]).stdout_bytes == written
    )
    assert "2020_a" in written.decode("utf-8") or format == "dot"
    if format in ("svg", "graphml", "gexf"):
        ET.fromstring(written)


def test_a_stated_format_counts_above_the_suffix(corpus: Path) -> None:
    done("graph", corpus, "-o", "graph.svg", "--format", "json")

    assert "nodes" in json.loads(Path("graph.svg").read_text(encoding="utf-8"))


@pytest.mark.parametrize("unit", ["sentence", "passage"])
def test_what_was_copied_most_is_listed(unit: str, corpus: Path) -> None:
    arguments = ("top", corpus, "--unit", unit)

    assert "发展决不能以牺牲安全为代价" in done(*arguments)
    found = json.loads(done(*arguments, "--format", "json", "--all"))
    assert found["schema"] == "lineage/families/1"
    assert [document["id"] for document in found["documents"]] == [
        "2020_a.txt",
        "2023_b.txt",
        "c.txt",
    ]
    (family,) = [entry for entry in found["families"] if "红线" in entry["text"]]
    assert family["earliest"] == {"document": "2020_a.txt", "date": "2020"}
    rows = list(csv.reader(io.StringIO(done(*arguments, "--format", "csv"))))
    assert rows[0][0] == "family"
    assert family["id"] in {row[0] for row in rows}


def test_the_number_of_rows_can_be_chosen(corpus: Path) -> None:
    for number in range(5):
        for name in ("d", "e"):
            path = corpus / f"{name}{number}.txt"
            path.write_text(
                f"第{number}件事{chr(0x5B89 + number) * 3}要坚决抓紧抓实抓好并且落到实处。\n" * 2,
                encoding="utf-8",
            )

    everything = json.loads(done("top", corpus, "--format", "json", "--all"))["families"]
    result = run("top", corpus, "--format", "json", "-n", "1")

    assert len(everything) > 1
    assert json.loads(result.stdout)["families"] == everything[:1]
    *_, last = result.stderr.splitlines()
    assert last == f"lineage: 1 of {len(everything)} are listed; --all lists the rest"
    assert run("top", corpus, "-n", "1", "--quiet").stderr == ""


def test_a_workbook_is_written_to_a_file(corpus: Path) -> None:
    pytest.importorskip("xlsxwriter")

    done("top", corpus, "-o", "top.xlsx")

    assert Path("top.xlsx").read_bytes().startswith(b"PK")


def test_a_passage_is_traced_in_every_format(corpus: Path) -> None:
    shown = done("trace", FORMULA, corpus)
    assert shown.index("2020_a.txt") < shown.index("2023_b.txt") < shown.index("from 2020_a.txt")

    found = json.loads(done("trace", FORMULA, corpus, "--format", "json"))
    assert [entry["source"] for entry in found["family"]["occurrences"]] == [None, "2020_a.txt"]
    ET.fromstring(done("trace", FORMULA, corpus, "--format", "svg"))
    assert "<html" in done("trace", FORMULA, corpus, "--format", "html")

    families = json.loads(done("top", corpus, "--unit", "passage", "--format", "json"))["families"]
    by_id = json.loads(done("trace", families[0]["id"], corpus, "--format", "json"))
    assert by_id["family"]["id"] == families[0]["id"]


def test_a_sentence_is_found_exactly_or_nearly(corpus: Path) -> None:
    query = "坚持发展决不能以牺牲安全为代价"

    assert "2023_b.txt" in done("find", query, corpus)
    found = json.loads(done("find", query, corpus, "--format", "json"))
    assert {entry["document"] for entry in found["occurrences"]} == {"2020_a.txt", "2023_b.txt"}
    assert {entry["id"] for entry in found["documents"]} == {"2020_a.txt", "2023_b.txt"}
    for entry in found["occurrences"]:
        text = (corpus / entry["document"]).read_text(encoding="utf-8")
        assert text[entry["start"] : entry["end"]] == entry["text"]


def test_nothing_found_is_a_result(corpus: Path) -> None:
    missing = "白日依山尽黄河入海流"

    assert "Not found" in done("find", missing, corpus)
    assert json.loads(done("find", missing, corpus, "--format", "json"))["occurrences"] == []
    assert "Not found" in done("trace", missing, corpus)
    assert json.loads(done("trace", missing, corpus, "--format", "json"))["family"] is None
    result = run("trace", missing, corpus, "--format", "svg", "-o", "no.svg")
    assert (result.exit_code, result.stdout, Path("no.svg").exists()) == (0, "", False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_text_is_printed_as_it_is_read(encoding: str, tmp_path: Path) -> None:
    text = "第一行\r\n第二行\n\n　　第三行，没有换行"
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))

    result = run("text", tmp_path / "a.txt")

    assert result.stdout_bytes == text.encode("utf-8")


def test_dates_can_be_handed_over_or_left_out(corpus: Path) -> None:
    Path("dates.csv").write_text("document,date\n2020_a.txt,2024-05\n", encoding="utf-8")

    def dates_of(*options: str) -> list[str | None]:
        found = json.loads(done("top", corpus, "--format", "json", *options))
        return [document["date"] for document in found["documents"]]

    assert dates_of() == ["2020", "2023", None]
    assert dates_of("--dates", "dates.csv") == ["2024-05", "2023", None]
    assert dates_of("--no-dates") == [None, None, None]


def test_warnings_are_one_line_each_and_the_rest_goes_on(corpus: Path) -> None:
    (corpus / "binary.txt").write_bytes(bytes(range(256)))
    (corpus / "empty.txt").write_bytes(b"")
    (corpus / "later.epub").write_bytes(b"PK\x03\x04")
    (corpus / "picture.png").write_bytes(b"\x89PNG")
    (corpus / "two\nlines.caj").write_bytes(b"%PDF")

    usual = run("find", "红线", corpus)
    quiet = run("find", "红线", corpus, "--quiet")
    verbose = run("find", "红线", corpus, "--verbose")

    assert (usual.exit_code, quiet.exit_code, verbose.exit_code) == (0, 0, 0)
    assert usual.stdout == quiet.stdout == verbose.stdout
    assert quiet.stderr.splitlines() == [
        "lineage: warning: binary.txt is left out: it is a binary file, not text",
        "lineage: warning: later.epub is left out: there is no reader for .epub files",
        "lineage: warning: two lines.caj is left out: there is no reader for .caj files",
    ]
    assert set(usual.stderr.splitlines()) - set(quiet.stderr.splitlines()) == {
        "lineage: empty.txt: holds no text"
    }
    assert "picture.png" in verbose.stderr


MISTAKES: dict[str, list[str]] = {
    "unknown verb": ["nonsense"],
    "missing argument": ["report"],
    "unknown option": ["top", "docs", "--nonsense"],
    "missing path": ["report", "no-such-folder"],
    "missing file": ["compare", "docs/c.txt", "no-such-file.txt"],
    "one document only": ["compare", "docs/c.txt"],
    "folder compared": ["compare", "docs/c.txt", "docs"],
    "folder printed": ["text", "docs"],
    "empty path": ["report", ""],
    "folder without documents": ["report", "nothing"],
    "binary file": ["report", "binary.txt"],
    "binary file printed": ["text", "binary.txt"],
    "undecodable file": ["text", "broken.txt"],
    "unknown encoding": ["text", "docs/c.txt", "--encoding", "klingon"],
    "wrong encoding": ["text", "docs/c.txt", "--encoding", "utf-16"],
    "unknown limit": ["text", "docs/c.txt", "--limit", "sheets=3"],
    "limit no number": ["text", "docs/c.txt", "--limit", "pages"],
    "limit of nothing": ["text", "docs/c.txt", "--limit", "pages=0"],
    "limit met": ["text", "docs/c.txt", "--limit", "characters=3"],
    "later format": ["text", "later.epub"],
    "later format compared": ["compare", "docs/c.txt", "later.epub"],
    "engine nowhere": ["top", "docs", "--engine", "spark", "--master", " "],
    "master of no engine": ["top", "docs", "--master", "local[2]"],
    "unknown engine": ["top", "docs", "--engine", "abacus"],
    "add without documents": ["add", "--store", "x"],
    "add without a store": ["add", "docs"],
    "missing store": ["top", "--store", "x"],
    "missing store to remove from": ["remove", "c.txt", "--store", "x"],
    "missing store to rebuild": ["rebuild", "--store", "x"],
    "folder as a store": ["top", "--store", "docs"],
    "no store": ["top", "--store", "docs/c.txt"],
    "store in no folder": ["add", "docs", "--store", "no-such-folder/x"],
    "documents and a store": ["top", "docs", "--store", "x"],
    "neither documents nor a store": ["find", "红线"],
    "dates with a store": ["top", "--store", "x", "--dates", "good.csv"],
    "short length": ["top", "docs", "--min-length", "1"],
    "length no number": ["top", "docs", "--min-length", "some"],
    "negative bits": ["top", "docs", "--min-bits", "-1"],
    "infinite bits": ["top", "docs", "--min-bits", "inf"],
    "bits not a number": ["top", "docs", "--min-bits", "nan"],
    "negative threads": ["top", "docs", "--threads", "-2"],
    "memory that is no size": ["top", "docs", "--memory", "much"],
    "memory for nothing": ["top", "docs", "--memory", "1MB"],
    "a temporary folder that is none": ["top", "docs", "--temp", "missing"],
    "threads beyond reason": ["top", "docs", "--threads", "100000"],
    "bits beyond reason": ["top", "docs", "--min-bits", "1e300"],
    "no rows": ["top", "docs", "-n", "0"],
    "unknown unit": ["top", "docs", "--unit", "word"],
    "unknown format": ["top", "docs", "--format", "yaml"],
    "unknown suffix": ["graph", "docs", "-o", "graph.bmp"],
    "no suffix": ["graph", "docs", "-o", "graph"],
    "no words to find": ["find", "，。", "docs"],
    "nothing to find": ["find", "", "docs"],
    "nothing to trace": ["trace", " ", "docs"],
    "dates and no dates": ["top", "docs", "--dates", "good.csv", "--no-dates"],
    "missing dates": ["top", "docs", "--dates", "missing.csv"],
    "wrong date": ["top", "docs", "--dates", "bad.csv"],
    "no dates table": ["top", "docs", "--dates", "docs/c.txt"],
    "unknown dot": ["graph", "docs", "--dot", "no-such-program"],
    "empty dot": ["report", "docs", "--dot", ""],
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_gets_one_line_and_exit_code_2(case: str, corpus: Path) -> None:
    Path("nothing").mkdir()
    Path("binary.txt").write_bytes(bytes(range(256)))
    Path("broken.txt").write_bytes(FORMULA.encode() + b"\xff\x81" * 200 + FORMULA.encode())
    Path("later.epub").write_bytes(b"PK\x03\x04")
    Path("good.csv").write_text("document,date\n", encoding="utf-8")
    Path("bad.csv").write_text("document,date\nc.txt,2023-13\n", encoding="utf-8")
    before = sorted(Path().rglob("*"))

    assert_one_line(run(*MISTAKES[case]), 2)

    assert sorted(Path().rglob("*")) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["top", "docs", "--format", "json", "-o", "docs"],
        ["find", "红线", "docs", "-o", "docs/c.txt/x.json"],
        ["report", "docs", "-o", "docs/c.txt"],
        ["report", "docs", "-o", "docs/c.txt/below"],
        ["graph", "docs", "-o", "missing/graph.svg"],
        ["compare", "docs/c.txt", "docs/2023_b.txt", "-o", "missing/page.html"],
    ],
)
def test_output_in_an_impossible_place_is_a_mistake_told_before_the_work(
    arguments: list[str], corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(pipeline, "read")
    before = (corpus / "c.txt").read_bytes()

    assert_one_line(run(*arguments), 2)

    assert (corpus / "c.txt").read_bytes() == before


def test_output_that_cannot_be_written_gets_one_line(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("lineage.outputs.os.fsync", full)

    line = assert_one_line(run("find", "红线", corpus, "-o", "found.json"), 1)

    assert "the disk is full" in line
    assert not Path("found.json").exists()


@pytest.mark.parametrize(
    ("arguments", "module"),
    [
        (["graph", "docs", "-o", "graph.png"], "resvg_py"),
        (["graph", "docs", "-o", "graph.pdf"], "typst"),
        (["top", "docs", "-o", "top.xlsx"], "xlsxwriter"),
    ],
)
def test_a_missing_extra_is_told_before_the_work(
    arguments: list[str], module: str, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_spec(name: str) -> object:
        return None if name == module else object()

    monkeypatch.setattr("importlib.util.find_spec", find_spec)
    monkeypatch.setattr("lineage.drawing.find_spec", find_spec)
    monkeypatch.delattr(pipeline, "read")

    assert "pip install 'speech-lineage[" in assert_one_line(run(*arguments), 1)


def test_what_is_shared_within_sentences_is_pointed_to(corpus: Path) -> None:
    clause = FORMULA.rstrip("。")
    frames = {
        "d": "春天里山上的花都开了的时候，老师对全班同学讲，{}，大家听了都记在本子上带回家去。",
        "e": "昨夜江边下着大雨，船老大一边收网一边念叨，{}，念完便提着灯笼上岸喝酒去了。",
    }
    for name, frame in frames.items():
        (corpus / f"{name}.txt").write_text(frame.format(clause), encoding="utf-8")
    halves = (corpus / "d.txt", corpus / "e.txt")

    assert "--unit passage lists what is shared within" in run("top", *halves).stderr
    assert run("top", *halves, "--unit", "passage").stderr == ""
    assert run("top", *halves, "--quiet").stderr == ""
    assert run("top", corpus / "c.txt").stderr == ""


def test_an_id_that_no_family_has_is_told_apart_from_wording(corpus: Path) -> None:
    result = run("trace", "0123456789ab", corpus)

    assert (result.exit_code, result.stdout) == (0, "Not found in any document.\n")
    assert "no family has the id 0123456789ab" in result.stderr


def test_the_verb_without_anything_shows_help_as_a_mistake() -> None:
    result = run()

    assert result.exit_code == 2
    assert "Usage: lineage" in result.stderr


def test_a_fault_of_the_program_is_one_line_and_verbose_shows_where(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: Any, **options: Any) -> None:
        raise ZeroDivisionError("no\nway")

    monkeypatch.setattr(pipeline, "find", fail)

    line = assert_one_line(run("find", "红线", corpus), 1)
    assert "ZeroDivisionError: no way" in line
    verbose = run("find", "红线", corpus, "--verbose")
    assert verbose.exit_code == 1
    assert "Traceback" in verbose.stderr
    assert verbose.stderr.splitlines()[-1] == line


@pytest.mark.parametrize(
    ("error", "code"),
    [(KeyboardInterrupt(), 130), (MemoryError(), 1), (OSError(28, "No space left on device"), 1)],
)
def test_what_ends_a_run_from_outside_is_one_line(
    error: BaseException, code: int, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: Any, **options: Any) -> None:
        raise error

    monkeypatch.setattr(pipeline, "find", fail)

    assert_one_line(run("find", "红线", corpus), code)


def test_a_picture_is_not_thrown_at_a_terminal(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Console, "is_terminal", property(lambda self: True))

    assert "name a file with -o" in assert_one_line(run("graph", corpus, "--format", "png"), 2)


def test_colour_is_for_terminals_and_obeys_no_color(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    pair = (corpus / "2020_a.txt", corpus / "2023_b.txt")
    assert "\x1b" not in done("compare", *pair)

    monkeypatch.setattr(Console, "is_terminal", property(lambda self: True))
    assert "\x1b[1m" in done("compare", *pair)
    assert "\x1b[1m" in done("top", corpus)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in done("compare", *pair)


# From outside, as a process of its own.


def process(
    *arguments: str | Path, cwd: Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "lineage", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )


def test_output_is_utf8_whatever_the_console_speaks(corpus: Path) -> None:
    env = {
        "PYTHONUTF8": "0",
        "LC_ALL": "C",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }

    found = process("find", "红线", corpus, cwd=corpus, env=env)
    missing = process("report", "没有", cwd=corpus, env=env)

    assert found.returncode == 0
    assert "红线" in found.stdout.decode("utf-8")
    assert missing.returncode == 2
    assert "没有: there is no such file" in missing.stderr.decode("utf-8")


def test_a_reader_that_goes_away_is_no_error(corpus: Path) -> None:
    (corpus / "long.txt").write_text(FORMULA * 20_000, encoding="utf-8")

    with subprocess.Popen(
        [sys.executable, "-m", "lineage", "text", str(corpus / "long.txt")],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.read(10)
        child.stdout.close()
        errors = child.stderr.read()

    assert child.returncode == 0
    assert errors == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_a_full_disk_is_one_line(corpus: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "lineage", "text", str(corpus / "c.txt")],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=120,
        )

    assert ended.returncode == 1
    assert ended.stderr.decode("utf-8").splitlines() == ["lineage: No space left on device"]


def test_a_mistake_is_answered_before_anything_heavy_is_loaded(corpus: Path) -> None:
    code = (
        "import sys\n"
        "from lineage.cli import main\n"
        "try:\n"
        "    main(['top', 'docs', '--format', 'yaml'])\n"
        "except SystemExit as end:\n"
        "    assert end.code == 2\n"
        "heavy = {'numpy', 'duckdb', 'networkx', 'jieba', 'rjieba', 'jinja2', 'lineage.pipeline'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )

    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=corpus.parent,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        check=False,
        timeout=120,
    )

    assert ended.returncode == 0, ended.stderr.decode("utf-8")


def test_editions_are_told_and_counted_once_on_request(corpus: Path) -> None:
    text = (corpus / "2020_a.txt").read_text(encoding="utf-8") + "".join(
        map(chr, range(0x5000, 0x5100))
    )
    (corpus / "2020_a.txt").write_text(text, encoding="utf-8")
    (corpus / "2021_again.md").write_text(text, encoding="utf-8")

    kept = run("top", corpus, "--format", "json")
    merged = run("top", corpus, "--format", "json", "--editions", "merge")

    assert "lineage: 1 document has nearly the same text as another" in kept.stderr
    assert len(json.loads(kept.stdout)["documents"]) == 4
    assert (
        "lineage: 2020_a.txt is counted once; its other editions are 2021_again.md" in merged.stderr
    )
    shown = json.loads(merged.stdout)
    assert [d["id"] for d in shown["documents"]] == ["2020_a.txt", "2023_b.txt", "c.txt"]
    assert [o["id"] for o in shown["editions"][0]["others"]] == ["2021_again.md"]
    assert run("top", corpus, "--quiet").stderr == ""
