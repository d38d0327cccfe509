"""The package runs on other systems than the one it is tested on, as far as can be seen here."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from office import docx, paragraph

POSIX_ONLY = {"fcntl", "grp", "posix", "pwd", "pty", "resource", "syslog", "termios", "tty"}
FORMULA = "守土有责、守土负责、守土尽责。"


def test_no_module_imports_at_once_what_only_some_systems_have(repository: Path) -> None:
    guilty = []
    for path in sorted((repository / "lineage").rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = (
                {alias.name.partition(".")[0] for alias in node.names}
                if isinstance(node, ast.Import)
                else {node.module}
                if isinstance(node, ast.ImportFrom)
                else set()
            )
            if names & POSIX_ONLY:
                guilty.append(f"{path.relative_to(repository)}:{node.lineno}")

    assert guilty == []


def test_every_file_is_opened_in_an_encoding_that_is_said(repository: Path) -> None:
    # With `-X warn_default_encoding`, Python tells of every file opened in the locale's.
    code = "import sys; sys.argv = ['lineage', 'top', 'seeds', '--quiet']; from lineage.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", "-c", code],
        cwd=repository,
        env={**os.environ, "PYTHONPATH": str(repository)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    ours = [line for line in done.stderr.splitlines() if "EncodingWarning" in line]

    assert [line for line in ours if f"{os.sep}lineage{os.sep}" in line] == []


def test_a_poor_locale_changes_nothing(repository: Path, tmp_path: Path) -> None:
    folder = tmp_path / "讲话"
    folder.mkdir()
    (folder / "甲.txt").write_text(FORMULA + "发展决不能以牺牲人的生命为代价。", encoding="utf-8")
    (folder / "乙.docx").write_bytes(docx(paragraph(FORMULA + "人命关天。")))
    outputs = []

    for locale in (
        {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252"},
    ):
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "lineage",
                "top",
                "讲话",
                "--unit",
                "passage",
                "--format",
                "json",
            ],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(repository), **locale},
            capture_output=True,
            check=True,
        )
        outputs.append(done.stdout)

    assert outputs[0] == outputs[1] == outputs[2]
    documents = json.loads(outputs[0])["documents"]
    assert [document["id"] for document in documents] == ["乙.docx", "甲.txt"]
    assert [document["format"] for document in documents] == ["docx", "txt"]


@pytest.mark.parametrize("console", ["cp936", "cp1252", "cp437", "ascii"])
def test_a_console_of_another_encoding_spoils_neither_results_nor_messages(
    console: str, repository: Path, tmp_path: Path
) -> None:
    (tmp_path / "讲话.txt").write_text(FORMULA, encoding="utf-8")

    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        poor = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        return subprocess.run(
            [sys.executable, "-m", "lineage", *arguments],
            cwd=tmp_path,
            env={
                **os.environ,
                **poor,
                "PYTHONPATH": str(repository),
                "PYTHONIOENCODING": console,
            },
            capture_output=True,
            check=False,
        )

    shown, missing, told = (
        run("text", "讲话.txt"),
        run("top", "没有"),
        run("--help", "--lang", "zh"),
    )

    assert (shown.returncode, shown.stdout.decode(), shown.stderr) == (0, FORMULA, b"")
    assert missing.returncode == 2
    (line,) = missing.stderr.decode().splitlines()
    assert line.startswith("lineage: 没有")
    assert told.returncode == 0
    assert "找出文档之间的共同文字" in told.stdout.decode()
