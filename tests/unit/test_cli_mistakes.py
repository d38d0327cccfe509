"""Every mistake and fault on the command line: one line and the right exit code."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from command_runs import FORMULA, assert_one_line, run

from lineage import pipeline
from lineage.cli.console import Console

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
    "a master for a store": ["find", "红线", "--store", "x", "--master", "local[2]"],
    "short length": ["top", "docs", "--min-length", "1"],
    "length beyond reason": ["top", "docs", "--min-length", "9223372036854775808"],
    "length beyond reason for a store": [
        "add",
        "docs",
        "--store",
        "x",
        "--min-length",
        "1" + "0" * 30,
    ],
    "length no number": ["top", "docs", "--min-length", "some"],
    "negative bits": ["top", "docs", "--min-bits", "-1"],
    "infinite bits": ["top", "docs", "--min-bits", "inf"],
    "bits not a number": ["top", "docs", "--min-bits", "nan"],
    "negative threads": ["top", "docs", "--threads", "-2"],
    "memory that is no size": ["top", "docs", "--memory", "much"],
    "memory for nothing": ["top", "docs", "--memory", "1MB"],
    "memory beyond reason": ["top", "docs", "--memory", "9" * 400 + "GB"],
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
    "report to standard output": ["report", "docs", "-o", "-"],
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
    ("option", "name"),
    [
        (["top", "docs", "--dates", ""], "'--dates'"),
        (["top", "--store", ""], "'--store'"),
        (["add", "docs", "--store="], "'--store'"),
        (["top", "docs", "-o", ""], "'-o' / '--output'"),
        (["report", "docs", "-o", ""], "'-o' / '--output'"),
        (["top", "docs", "--temp", ""], "'--temp'"),
        (["text", "docs/c.txt", "--limit", "pages=3", "--limit", ""], "'--limit'"),
        (["remove", "c.txt", "--store", ""], "'--store'"),
    ],
)
def test_an_empty_value_is_told_with_the_option_it_is_of(
    option: list[str], name: str, corpus: Path
) -> None:
    before = sorted(Path().rglob("*"))

    english, chinese = run(*option), run(*option, "--lang", "zh")

    assert f"Invalid value for {name}: it is empty; see lineage" in assert_one_line(english, 2)
    assert f"{name} 的值无效：为空；参见" in assert_one_line(chinese, 2)
    assert sorted(Path().rglob("*")) == before


@pytest.mark.parametrize(
    "arguments",
    [["report"], ["graph"], ["top"], ["trace", "红线"], ["find", "红线"], ["add", "docs"]],
)
@pytest.mark.parametrize("master", [[], ["--master", "local[2]"]])
def test_a_store_takes_no_engine_but_its_own(
    arguments: list[str], master: list[str], corpus: Path
) -> None:
    result = run(*arguments, "--store", "x", "--engine", "spark", *master)

    assert_one_line(result, 2)
    assert "only the engine duckdb works on a store; leave --engine out" in result.stderr
    assert not Path("x").exists()


def test_the_engine_of_a_store_may_be_named(corpus: Path) -> None:
    added = run("add", "docs", "--store", "x", "--engine", "duckdb")
    listed = run("top", "--store", "x", "--engine", "duckdb")

    assert (added.exit_code, listed.exit_code) == (0, 0)


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
    [(KeyboardInterrupt(), 1), (MemoryError(), 1), (OSError(28, "No space left on device"), 1)],
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
