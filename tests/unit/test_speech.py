"""Which language the command speaks, and that its help and errors are in it."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lineage.cli import main
from lineage.cli.speech import default_language, stated_language
from lineage.render.columns import display_width

LINE = "切实担负起促一方发展、保一方平安的政治责任，守土有责、守土负责、守土尽责。"


def run(*arguments: str, locale: str = "C.UTF-8") -> Result:
    return CliRunner(env={"LC_ALL": locale}).invoke(main, list(arguments))


@pytest.fixture
def corpus(tmp_path: Path) -> str:
    for name in ("2020_a.txt", "2023_b.txt"):
        (tmp_path / name).write_text(f"同志们：{name}。{LINE}", encoding="utf-8")
    return str(tmp_path)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW", "LC_MESSAGES": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C", "LC_ALL": "zh_CN.GBK"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
    ],
)
def test_the_locale_decides_as_it_does_elsewhere(
    environment: dict[str, str], language: str
) -> None:
    assert default_language(environment) == language


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["top", "--lang", "zh", "x"], "zh"),
        (["--lang=en"], "en"),
        (["top", "--", "--lang", "zh"], None),
        (["--lang"], None),
        (["--lang", "fr"], None),
    ],
)
def test_a_stated_language_is_known_before_the_arguments_are_parsed(
    arguments: list[str], language: str | None
) -> None:
    assert stated_language(arguments) == language


def test_an_option_outweighs_the_locale(corpus: str) -> None:
    chinese = run("top", corpus, "--unit", "passage", locale="zh_CN.UTF-8").stdout
    english = run("top", corpus, "--unit", "passage", "--lang", "en", locale="zh_CN.UTF-8").stdout

    assert chinese.splitlines()[0].split() == ["#", "家族", "文档", "次数", "最早", "类别", "文字"]
    assert english.splitlines()[0].split()[1] == "family"


def test_data_is_the_same_in_every_language(corpus: str) -> None:
    both = [
        run("top", corpus, "--unit", "passage", "--format", "json", "--lang", language).stdout
        for language in ("en", "zh")
    ]

    assert both[0] == both[1]


def test_errors_and_warnings_are_translated(corpus: str) -> None:
    (Path(corpus) / "c.txt").write_bytes(b"\x00\x01\x02" * 50)

    warned = run("top", corpus, "--lang", "zh").stderr
    missing = run("top", "nowhere", "--lang", "zh").stderr
    misused = run("top", "--lang", "zh").stderr

    assert "警告：c.txt 未读取：是二进制文件，不是文本" in warned
    assert missing == "lineage: nowhere：没有这个文件或文件夹；请检查路径\n"
    assert "缺少参数" in misused


def test_no_error_is_half_in_english(corpus: str, tmp_path: Path) -> None:
    several = tmp_path / "sub" / "c.jsonl"
    several.parent.mkdir()
    several.write_text(f'{{"text": "{LINE}"}}\n' * 5, encoding="utf-8")

    unnamed = run("text", str(several), "--lang", "zh").stderr
    several.unlink()
    unread = run("top", corpus, "--encoding", "big5", "--lang", "zh").stderr

    assert unnamed == "lineage: c.jsonl：其中有 5 篇文档；请指明是哪一篇，例如 c.jsonl#1\n"
    assert unread.startswith("lineage: 2 篇文档：全都无法读取；第一篇是 2020_a.txt：偏移 ")
    assert not re.search("[a-z]{2,} [a-z]{2,} ", unread)


@pytest.mark.parametrize("verb", [None, *main.commands])
def test_the_help_is_chinese_and_not_too_wide(verb: str | None) -> None:
    shown = run(*filter(None, (verb, "--lang", "zh", "--help"))).stdout

    assert shown.startswith("用法：")
    prose = [line for line in shown.splitlines() if "lineage" not in line]
    assert not [line for line in prose if re.search("[a-z]{2,} [a-z]{2,} [a-z]{2,}", line)]
    assert all(display_width(line) <= 100 for line in shown.splitlines())


def test_pages_and_pictures_speak_the_language(corpus: str, tmp_path: Path) -> None:
    folder, file = tmp_path / "report", tmp_path / "sub" / "one.html"
    # First, since what is written below the corpus would be read as documents.
    trace = run("trace", LINE, corpus, "--format", "svg", "--lang", "zh").stdout
    assert "已知最早" in trace

    run("report", corpus, "-o", str(folder), "--lang", "zh")
    one = run("report", corpus, "-o", str(file), "--single-file", "--lang", "zh")

    assert "谁与谁有共同文字" in (folder / "index.html").read_text(encoding="utf-8")
    assert "新出文字的比例" in (folder / "graph.svg").read_text(encoding="utf-8")
    assert one.stdout.strip() == str(file)
    assert "谁与谁有共同文字" in file.read_text(encoding="utf-8")


def test_passages_are_drawn_on_request(corpus: str) -> None:
    plain, more = (
        run("graph", corpus, "--format", "dot", *extra).stdout
        for extra in ((), ("--families", "1"))
    )

    assert "p1 ->" in more
    assert "p1 ->" not in plain
