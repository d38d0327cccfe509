"""The command line: every verb, what it prints or writes, and what it says beside that."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from command_runs import FORMULA, done, run

from lineage.cli import main
from lineage.cli.console import Console
from lineage.render import data


def test_help_and_version_are_answered() -> None:
    assert done("--version").startswith("lineage 0")
    assert isinstance(main, click.Group)
    verbs = [*main.commands]
    reading = ["report", "compare", "graph", "top", "trace", "find", "text"]
    assert verbs == [*reading, "add", "remove", "rebuild"]
    for verb in verbs:
        assert f"Example: lineage {verb} " in done(verb, "--help")


def test_a_report_in_one_file_may_go_to_standard_output(corpus: Path) -> None:
    done("report", corpus, "--single-file", "-o", "alone.html")

    shown = done("report", corpus, "--single-file", "-o", "-")

    assert shown == Path("alone.html").read_text(encoding="utf-8")
    assert not Path("-").exists()


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


def test_texts_that_a_workbook_cuts_are_told(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("xlsxwriter")
    whole = run("top", corpus, "-o", "top.xlsx")
    monkeypatch.setattr(data, "_CELL", 30)

    cut = run("top", corpus, "-o", "top.xlsx")
    chinese = run("top", corpus, "-o", "top.xlsx", "--lang", "zh")

    assert (whole.exit_code, cut.exit_code) == (0, 0)
    assert "cell" not in whole.stderr
    assert (
        "cells of the workbook end in …, for their texts are longer than a cell may be;"
        in cut.stderr
    )
    assert "个单元格以“…”结尾，因为文字长于单元格所能容纳；csv 和 json 中是全文" in chinese.stderr


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
        "lineage: empty.txt: holds no text",
        "lineage: 1 file was skipped, of no kind that is read: picture.png",
    }
    assert "picture.png" in verbose.stderr


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
