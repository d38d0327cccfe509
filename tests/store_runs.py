"""A store of a few documents, and the command line on it."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from growing_corpus import Writer

from lineage import keeping

WRITER = Writer(7)
DOCUMENTS = [WRITER.write(f"{n}.txt", date=f"20{20 + n}") for n in range(6)]


@pytest.fixture(scope="session")
def made_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of five documents, which is not to be changed."""
    path = tmp_path_factory.mktemp("made") / "made.store"
    keeping.add(DOCUMENTS[:5], path)
    return path


@pytest.fixture
def store(made_store: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(made_store, tmp_path / "speeches.store"))


def ids(path: Path) -> list[str]:
    return [document.id for document in keeping.load(path).corpus.documents]


def command(
    *arguments: str | Path, before: Sequence[str] = (), **options: object
) -> subprocess.CompletedProcess[str]:
    """Return what a run of the command line gives.

    Args:
        arguments: Those of ``lineage``.
        before: The program that starts it, if another does, and its arguments.
        options: Those of ``subprocess.run``.
    """
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [*before, sys.executable, "-m", "lineage", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        **options,
    )


def assert_one_line(done: subprocess.CompletedProcess[str], code: int) -> str:
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line
