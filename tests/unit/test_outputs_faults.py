"""Whatever happens while a report is written, nothing half-written is left behind."""

import errno
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lineage import locking, outputs
from lineage.errors import OutputError
from lineage.outputs import write_folder

NAMES = ("families.json", "index.html", "pages/a.html", "pages/b.html", "style.css")
OLD = {name: f"old {name} " * 50 for name in NAMES}
NEW = {name: f"new {name} " * 70 for name in NAMES}


def state(folder: Path) -> dict[str, str]:
    """Return what every file says that has a name of its own."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file() and ".lineage-" not in path.as_posix()
    }


def remains(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.name.startswith(".lineage")]


def assert_whole(folder: Path) -> None:
    found = state(folder)
    assert found.keys() == {*NAMES, "mine.txt"}
    assert found.pop("mine.txt") == "mine"
    for name, text in found.items():
        assert text in (OLD[name], NEW[name])
    # The first page is the new one only when all that it leads to is.
    if found["index.html"] == NEW["index.html"]:
        assert found == NEW


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an old report and a file of somebody else's."""
    target = tmp_path / "report"
    write_folder(target, OLD)
    (target / "mine.txt").write_text("mine")
    return target


def failing(call: Callable[..., object], at: int, code: int) -> Callable[..., object]:
    times = iter(range(1_000_000))

    def wrapped(*arguments: object, **options: object) -> object:
        if next(times) == at:
            raise OSError(code, os.strerror(code))
        return call(*arguments, **options)

    return wrapped


@pytest.mark.parametrize("at", range(len(NAMES)))
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EIO, errno.EDQUOT])
def test_a_disk_that_fails_while_files_are_written_changes_nothing(
    folder: Path, at: int, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lineage.outputs.os.fsync", failing(os.fsync, at, code))

    with pytest.raises(OutputError) as caught:
        write_folder(folder, NEW)

    assert len(str(caught.value).splitlines()) == 1
    assert state(folder) == {**OLD, "mine.txt": "mine"}
    assert remains(folder) == []


@pytest.mark.parametrize("at", range(len(NAMES)))
def test_a_right_that_is_lost_while_files_are_moved_leaves_whole_ones(
    folder: Path, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lineage.outputs.os.replace", failing(os.replace, at, errno.EACCES))

    with pytest.raises(OutputError, match="permission denied"):
        write_folder(folder, NEW)

    assert_whole(folder)
    assert remains(folder) == []


KILLED = """
import os, sys, pathlib
from lineage import outputs
folder, name, at = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
times = iter(range(1_000_000))
owner = pathlib.Path if name == "mkdir" else os
usual = getattr(owner, name)
def dying(*arguments, **options):
    if next(times) == at:
        os._exit(9)
    return usual(*arguments, **options)
setattr(owner, name, dying)
outputs.write_folder(folder, {name: f"new {name} " * 70 for name in sys.argv[4:]})
"""


def run_code(code: str, *arguments: object) -> subprocess.Popen[bytes]:
    root = Path(outputs.__file__).resolve().parents[1]
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(root)},
    )


@pytest.mark.parametrize("call", ["fsync", "replace", "mkdir"])
@pytest.mark.parametrize("at", [0, 1, 3, 4])
def test_a_run_that_is_killed_leaves_whole_files_and_the_next_one_tidies_up(
    folder: Path, call: str, at: int
) -> None:
    code = run_code(KILLED, folder, call, at, *NAMES).wait()

    assert code == 9
    assert_whole(folder)
    write_folder(folder, NEW)
    assert state(folder) == {**NEW, "mine.txt": "mine"}
    assert remains(folder) == []


REPEATED = """
import sys, pathlib
from lineage import outputs
for number in range(12):
    word = f"{sys.argv[2]}-{number}"
    outputs.write_folder(sys.argv[1], {name: f"{word} {name}" for name in sys.argv[3:]})
"""


def test_two_runs_into_one_folder_leave_the_files_of_one(tmp_path: Path) -> None:
    target = tmp_path / "report"

    runs = [run_code(REPEATED, target, word, *NAMES) for word in ("one", "two")]
    codes = [run.wait() for run in runs]

    assert codes == [0, 0]
    found = state(target)
    assert found.keys() == set(NAMES)
    assert len({text.split()[0] for text in found.values()}) == 1
    assert remains(target) == []


def test_a_run_that_waits_too_long_for_another_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "_WAIT_S", 0.2)
    started = time.monotonic()

    with locking.alone_in(folder), pytest.raises(OutputError, match="another run is writing"):
        write_folder(folder, NEW)

    assert time.monotonic() - started < 20
    assert state(folder) == {**OLD, "mine.txt": "mine"}


def test_a_disk_without_locks_is_written_to_all_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "_lock", lambda root: -1)

    write_folder(folder, NEW)

    assert state(folder) == {**NEW, "mine.txt": "mine"}


def test_a_disk_without_locks_keeps_what_another_run_is_writing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "_lock", lambda root: -1)

    def slowly() -> Iterator[tuple[str, str]]:
        yield "index.html", "slow"
        write_folder(folder, {"style.css": "quick"})
        yield "families.json", "slow"

    write_folder(folder, slowly())

    others = {"index.html": "slow", "families.json": "slow", "style.css": "quick"}
    assert state(folder) == {**OLD, **others, "mine.txt": "mine"}
    assert remains(folder) == []


def denied(path: Path, flags: int) -> int:
    raise PermissionError(errno.EACCES, "denied", str(path))


def test_a_lock_that_may_not_be_made_is_none_that_another_run_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "held").touch()
    monkeypatch.setattr("lineage.outputs.os.open", denied)

    handles = [locking._own_file(tmp_path / name, os.O_CREAT) for name in ("none", "held")]

    assert handles == [-1, None]


def test_a_lock_that_was_just_let_go_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lineage.outputs.os.open", failing(os.open, 0, errno.EACCES))

    handle = locking._own_file(tmp_path / "lock", os.O_CREAT | os.O_EXCL | os.O_RDWR)

    assert handle is not None
    assert handle >= 0
    os.close(handle)
    assert locking._own_file(tmp_path / "lock", os.O_CREAT | os.O_EXCL | os.O_RDWR) is None


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_in_the_place_of_a_file_is_replaced_and_not_followed(
    folder: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.html"
    outside.write_text("untouched")
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to(outside)

    write_folder(folder, NEW)

    assert outside.read_text() == "untouched"
    assert not (folder / "index.html").is_symlink()


def test_a_folder_in_the_place_of_a_file_is_told_before_anything_changes(folder: Path) -> None:
    (folder / "style.css").unlink()
    (folder / "style.css").mkdir()

    with pytest.raises(OutputError, match=r"style\.css: is a folder"):
        write_folder(folder, NEW)

    assert (folder / "index.html").read_text(encoding="utf-8") == OLD["index.html"]


def test_folders_of_others_whose_names_look_like_ours_stay(folder: Path) -> None:
    (folder / ".lineage-notes.tmp").mkdir()

    write_folder(folder, NEW)

    assert remains(folder) == [".lineage-notes.tmp"]


def page(text: str) -> str:
    head = '<meta name="generator" content="lineage">\n<link rel="stylesheet" href="../style.css">'
    return f"<!DOCTYPE html>\n<html><head>\n{head}\n</head><body>{text}</body></html>"


PAGES = {
    "index.html": "old",
    **{f"{name}/0_a.html": page("old") for name in ("documents", "families", "pairs", "sentences")},
    "documents/1_b.html": page("old"),
}


def test_pages_of_an_older_report_are_removed(folder: Path) -> None:
    write_folder(folder, PAGES)

    write_folder(folder, {"index.html": "new", "documents/0_a.html": page("new")})

    assert state(folder / "documents") == {"0_a.html": page("new")}
    assert not any((folder / name).exists() for name in ("families", "pairs", "sentences"))
    assert (folder / "mine.txt").exists()
    assert state(folder)["pages/a.html"] == OLD["pages/a.html"]


def test_what_is_no_page_of_a_report_stays(folder: Path) -> None:
    others = {
        "documents/mine.html": "<html>mine</html>",
        # What a verb writes to one file has its style in itself.
        "documents/compared.html": page("x").replace("<link ", "<style></style><!--"),
        "documents/notes.txt": page("x"),
        "documents/below/a.html": page("x"),
        "other/a.html": page("x"),
        "a.html": page("x"),
    }
    write_folder(folder, {**PAGES, **others})

    write_folder(folder, {"index.html": "new"})

    assert state(folder) == {**OLD, **others, "index.html": "new", "mine.txt": "mine"}


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_no_link_is_followed_to_a_page_of_an_older_report(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    write_folder(other, PAGES)
    (folder / "families").symlink_to(other / "families")
    (folder / "documents").mkdir()
    (folder / "documents" / "x.html").symlink_to(other / "documents" / "0_a.html")

    write_folder(folder, {"index.html": "new"})

    assert state(other) == PAGES
    assert (folder / "documents" / "x.html").is_symlink()


def test_old_pages_stay_until_all_new_files_are_in_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_folder(folder, PAGES)
    before = state(folder)

    with monkeypatch.context() as patched:
        patched.setattr("lineage.outputs.os.replace", failing(os.replace, 0, errno.EACCES))
        with pytest.raises(OutputError):
            write_folder(folder, {"index.html": "new"})
    assert state(folder) == before
    with monkeypatch.context() as patched:
        patched.setattr("lineage.outputs.os.unlink", failing(os.unlink, 1, errno.EACCES))
        with pytest.raises(OutputError, match="permission denied"):
            write_folder(folder, {"index.html": "new"})
    assert state(folder)["index.html"] == "new"
    write_folder(folder, {"index.html": "new"})
    assert state(folder) == {**OLD, "index.html": "new", "mine.txt": "mine"}


def test_old_pages_stay_where_another_run_may_be_writing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_folder(folder, PAGES)
    monkeypatch.setattr(locking, "_lock", lambda root: -1)

    write_folder(folder, {"index.html": "new"})

    assert state(folder) == {**OLD, **PAGES, "index.html": "new", "mine.txt": "mine"}
