"""Readers of complicated formats run in a process that can be ended."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lineage.readers import read_paths, registry
from lineage.readers.extract import Extract, Options, UnreadableError
from lineage.readers.isolation import Isolation
from lineage.settings import Limits

PLUGIN = '''
"""A package with a reader of its own for files that end in .demo."""
import os, socket, sys, time
from lineage.model import Failure
from lineage.readers import Extract, UnreadableError

def read(data, options):
    word = data.decode()
    print("a library that prints")
    if word == "crash":
        os.abort()
    if word == "sleep":
        time.sleep(600)
    if word == "eat":
        hoard = bytearray(1 << 40)
    if word == "call":
        socket.create_connection(("127.0.0.1", 9))
    if word == "raise":
        raise KeyError("nonsense")
    if word == "refuse":
        raise UnreadableError("it is refused")
    if word == "odd":
        yield 7
    for number in range(100_000 if word == "many" else 1):
        yield Extract(f"read: {word}", properties={"title": "from the properties"})
'''


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to import from in which a package with a reader is installed."""
    folder = tmp_path / "site"
    about = folder / "demo_reader-1.0.dist-info"
    about.mkdir(parents=True)
    (folder / "demo_reader.py").write_text(PLUGIN, encoding="utf-8")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: demo-reader\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(
        "[lineage.readers]\ndemo = demo_reader:read\ntxt = demo_reader:read\n"
        "broken = no_such_module:read\n"
    )
    monkeypatch.syspath_prepend(folder)
    registry._plugins.cache_clear()
    yield folder
    registry._plugins.cache_clear()


def read_demo(word: str, **limits: int) -> list[Extract]:
    with Isolation(Options(Limits(**limits))) as isolation:
        return [
            found for found in isolation.read(word.encode(), "demo") if isinstance(found, Extract)
        ]


def test_another_package_can_add_a_reader(package: Path, tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.demo").write_text("hello", encoding="utf-8")
    (folder / "b.txt").write_text("plain", encoding="utf-8")
    (folder / "c.broken").write_text("", encoding="utf-8")

    reading = read_paths([folder])

    assert [document.text for document in reading.documents] == ["read: hello", "plain"]
    assert reading.documents[0].provenance.reader == "demo-reader"
    assert reading.documents[0].title == "read: hello"
    (failure,) = reading.failures
    assert failure.name == "c.broken"
    assert "the reader of demo-reader cannot be loaded (ModuleNotFoundError" in failure.reason


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize(
    ("word", "reason"),
    [
        (
            "crash",
            "its reader crashed on it (signal 6), perhaps for want of memory; the limit memory_mb",
        ),
        ("raise", "its reader failed (KeyError: 'nonsense')"),
        ("refuse", "it is refused"),
        ("odd", "the reader of demo-reader gives int, no Extract"),
        ("call", "its reader failed (PermissionError: a reader opens no connections)"),
    ],
)
def test_a_reader_that_fails_is_a_reason_and_no_more(word: str, reason: str) -> None:
    with Isolation(Options()) as isolation:
        with pytest.raises(UnreadableError) as caught:
            list(isolation.read(word.encode(), "demo"))
        after = list(isolation.read(b"next", "demo"))

    assert reason in str(caught.value)
    assert [entry.text for entry in after if isinstance(entry, Extract)] == ["read: next"]


@pytest.mark.usefixtures("package")
def test_a_reader_that_takes_too_long_is_ended() -> None:
    started = time.monotonic()

    with pytest.raises(UnreadableError, match="takes too long; the limit seconds is 1 "):
        read_demo("sleep", seconds=1)

    assert time.monotonic() - started < 30


@pytest.mark.usefixtures("package")
@pytest.mark.skipif(sys.platform == "win32", reason="the system holds no process to a limit")
def test_a_reader_that_takes_too_much_memory_is_told_so() -> None:
    with pytest.raises(
        UnreadableError, match="more memory than allowed; the limit memory_mb is 500"
    ):
        read_demo("eat", memory_mb=500)


@pytest.mark.usefixtures("package")
def test_a_file_with_too_many_documents_or_too_long_ones_is_told_so() -> None:
    with pytest.raises(UnreadableError, match="the limit documents is 9"):
        read_demo("many", documents=9)
    with pytest.raises(UnreadableError, match="the limit characters is 5"):
        read_demo("hello", characters=5)


@pytest.mark.usefixtures("package")
def test_a_reading_that_is_broken_off_leaves_nothing_behind() -> None:
    with Isolation(Options()) as isolation:
        found = isolation.read(b"many", "demo")
        next(found)
        process = isolation._process

    assert process is not None
    assert process.returncode is not None


def test_the_process_imports_nothing_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json", "zipfile", "csv"):
        (tmp_path / f"{name}.py").write_text("import os; os._exit(7)", encoding="utf-8")
    (tmp_path / "a.jsonl").write_text('{"text": "a"}', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.curdir)
    monkeypatch.setattr(sys, "path", ["", *sys.path])

    assert [document.text for document in read_paths(["a.jsonl"]).documents] == ["a"]
