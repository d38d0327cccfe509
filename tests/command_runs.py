"""What the tests of the command share: three documents in a folder, and runs on them."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lineage.cli import main

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
