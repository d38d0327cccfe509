"""A store that cannot be written, opened or read: one line, and what was there is there still."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from store_runs import DOCUMENTS, WRITER, assert_one_line, command, ids

from lineage import InputError, StoreBusyError, keeping, upkeep
from lineage.store import open_store


def test_a_second_writer_gets_one_line(store: Path, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text(DOCUMENTS[5].text, encoding="utf-8")

    with open_store(store, write=True):
        line = assert_one_line(command("add", tmp_path / "new.txt", "--store", store), 1)

    assert "another process has it open" in line
    assert issubclass(StoreBusyError, Exception)


def test_a_writer_beside_a_reader_is_told_that_it_is_open(store: Path, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text(DOCUMENTS[5].text, encoding="utf-8")

    with open_store(store):
        line = assert_one_line(command("add", tmp_path / "new.txt", "--store", store), 1)

    assert "another process has it open; wait" in line


def test_what_is_wrong_with_the_store_is_said_before_documents_are_read(
    store: Path, tmp_path: Path
) -> None:
    # Were it read, it would be named as binary.
    (tmp_path / "new.txt").write_bytes(bytes(range(256)))

    for place, reason in (
        (tmp_path / "none" / "new.store", "there is no folder"),
        (tmp_path, "is a folder"),
        (tmp_path / "new.txt", "is no store"),
    ):
        done = command("add", tmp_path / "new.txt", "--store", place)
        assert reason in assert_one_line(done, 2)
    others = command("add", tmp_path / "new.txt", "--store", store, "--min-length", "20")
    assert "was made with min_length" in assert_one_line(others, 2)
    assert not (tmp_path / "none").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="names of files are others there")
@pytest.mark.parametrize(
    "name", [":memory:", ":memory:x", "md:x", "http:x", "s3://x", "~x", "a*[b]#%20", "a 'b;\n\"c"]
)
def test_a_store_may_have_a_name_that_means_something_to_the_database(
    name: str, tmp_path: Path
) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / "new.txt").write_text(DOCUMENTS[5].text, encoding="utf-8")
    before = {*tmp_path.rglob("*")}

    added = command("add", "new.txt", "--store", name, cwd=tmp_path)
    listed = command("top", "--store", name, "--format", "json", cwd=tmp_path)

    assert (added.returncode, listed.returncode) == (0, 0), added.stderr + listed.stderr
    assert [each["id"] for each in json.loads(listed.stdout)["documents"]] == ["new.txt"]
    assert {*tmp_path.rglob("*")} - before == {tmp_path / name}


@pytest.mark.skipif(sys.platform == "win32", reason="names of files are others there")
@pytest.mark.parametrize(
    ("name", "reason"),
    [("a?b", "have ? in its path"), ("a\\b", "have \\ in its path"), ("a\udce9", "is not UTF-8")],
)
def test_a_name_that_the_database_takes_for_another_is_refused(
    name: str, reason: str, tmp_path: Path
) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / "new.txt").write_text(DOCUMENTS[5].text, encoding="utf-8")

    for place in (f"{name}/x.store", f"{name}.store"):
        added = command("add", "new.txt", "--store", place, cwd=tmp_path)
        assert reason in assert_one_line(added, 2)
    # What stands in the path of the folder one is in counts, too.
    added = command("add", "../new.txt", "--store", "x.store", cwd=tmp_path / name)
    assert reason in assert_one_line(added, 2)
    for work in (keeping.load, keeping.rebuild, lambda path: keeping.add(DOCUMENTS, path)):
        with pytest.raises(InputError, match="choose another name or folder"):
            work(tmp_path / name / "x.store")
    assert {*tmp_path.rglob("*")} == {tmp_path / name, tmp_path / "new.txt"}


@pytest.mark.parametrize("damage", ["empty", "text", "head", "middle", "short", "records"])
def test_a_damaged_file_is_named_and_nothing_else_happens(store: Path, damage: str) -> None:
    data = bytearray(store.read_bytes())
    if damage == "records":
        with open_store(store, write=True) as opened, opened.transaction():
            opened._execute("UPDATE descriptions SET data = '[]'::BLOB")
            opened._execute("UPDATE documents SET facts = '{'::BLOB")
    else:
        chance = random.Random(3)
        if damage == "head":
            data[:64] = bytes(64)
        if damage == "middle":
            for at in range(4096, len(data), 512):
                data[at] = chance.randrange(256)
        contents = {"empty": b"", "text": "不是库".encode() * 99, "short": bytes(data[:40_000])}
        store.write_bytes(contents.get(damage, bytes(data)))

    done = command("top", "--store", store)

    line = assert_one_line(done, 2)
    assert "speeches.store: " in line
    assert "damaged" in line or "no store" in line
    assert "Traceback" not in line


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of this kind")
def test_a_full_disk_is_an_error_and_the_store_stays_what_it_was(
    store: Path, tmp_path: Path
) -> None:
    import resource

    (tmp_path / "big.txt").write_text(DOCUMENTS[5].text * 40, encoding="utf-8")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16))

    done = command("add", tmp_path / "big.txt", "--store", store, preexec_fn=limit)

    assert "full" in assert_one_line(done, 1)
    assert len(ids(store)) == 5
    assert {path.name for path in tmp_path.iterdir()} == {"big.txt", store.name}


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of this kind")
@pytest.mark.parametrize("most", [1 << 12, 1 << 16, 1 << 20, 1 << 21])
def test_a_full_disk_leaves_no_store_where_none_was(tmp_path: Path, most: int) -> None:
    import resource

    (tmp_path / "big.txt").write_text(DOCUMENTS[5].text * 40, encoding="utf-8")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    done = command("add", tmp_path / "big.txt", "--store", tmp_path / "new.store", preexec_fn=limit)

    assert "the disk is full" in assert_one_line(done, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["big.txt"]


def test_a_batch_stands_in_the_file_itself_and_in_no_log(store: Path) -> None:
    with open_store(store, write=True) as opened:
        with opened.transaction():
            opened.set_fact("kept", 1)
        before = store.read_bytes()

        assert [*store.parent.iterdir()] == [store]
    assert store.read_bytes() == before


def test_what_comes_to_nothing_leaves_a_store_only_where_one_was(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(upkeep, "fill", stop)
    for path in (store, tmp_path / "new.store"):
        with pytest.raises(KeyboardInterrupt):
            keeping.add(DOCUMENTS[5:], path)

    assert [*tmp_path.iterdir()] == [store]
    assert len(ids(store)) == 5


def test_a_killed_process_leaves_the_batch_or_nothing(store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    names = [f"{n}.txt" for n in range(5)]
    chance = random.Random(11)
    outcomes = []
    begun = time.monotonic()
    for turn in range(8):
        batch = {f"{turn}-{n}.txt": WRITER.write("x").text for n in range(3)}
        for name, text in batch.items():
            (folder / name).write_text(text, encoding="utf-8")
        process = subprocess.Popen(
            [sys.executable, "-m", "lineage", "add", str(folder), "--store", str(store)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        # The first runs to its end, to tell how long one takes.
        if turn == 0:
            process.wait()
            took = time.monotonic() - begun
        else:
            time.sleep(chance.uniform(0.3, 1.0) * took)
            process.kill()
        process.communicate()
        now = ids(store)
        new = [name for name in now if name not in names]
        assert new == [] or set(batch) <= set(new)
        assert {*names} <= {*now}
        outcomes.append(bool(new))
        names = now
        if time.monotonic() - begun > 30:
            break

    assert outcomes[0]
    assert len(outcomes) > 2
    assert not [path for path in store.parent.iterdir() if path.suffix == ".new"]
