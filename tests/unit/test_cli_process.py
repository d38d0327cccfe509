"""The command line from outside, as a process of its own: encodings, pipes, disks, imports."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_runs import FORMULA


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


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["top", "--help"]])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_help_that_nobody_reads_is_no_error(arguments: list[str], language: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "lineage", *arguments],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "LC_ALL": language},
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
            timeout=120,
        )
    finally:
        os.close(writing)

    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize("arguments", [["text", "c.txt"], ["--help"], ["text", "--help"]])
def test_a_full_disk_is_one_line(arguments: list[str], corpus: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "lineage", *arguments],
            cwd=corpus,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=120,
        )

    assert ended.returncode == 1
    assert ended.stderr.decode("utf-8").splitlines() == [
        "lineage: standard output: the disk is full"
    ]


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


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the system lists no threads")
def test_a_comparison_starts_no_threads_that_only_wait(corpus: Path) -> None:
    code = (
        "import os\n"
        "from lineage.cli import main\n"
        "try:\n"
        "    main(['compare', '2023_b.txt', 'c.txt', '--quiet'])\n"
        "except SystemExit as end:\n"
        "    assert end.code == 0\n"
        "assert len(os.listdir('/proc/self/task')) <= 2, os.listdir('/proc/self/task')\n"
    )

    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=corpus,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        check=False,
        timeout=120,
    )

    assert ended.returncode == 0, ended.stderr.decode("utf-8")
