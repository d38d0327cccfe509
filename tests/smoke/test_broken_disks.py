"""The real command and the files of a real report, while disks fail and runs are killed."""

import errno
import json
import ntpath
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path, PureWindowsPath

import pytest

import lineage
from lineage import outputs
from lineage.errors import OutputError
from lineage.outputs import Content

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and limits of files")

FORMULA = "守土有责、守土负责、守土尽责，发展决不能以牺牲人的生命为代价。"
KILLED = 9
# What is done to the disk, as Python tells of it right before it does; moving is os.rename.
STEPS = ("open", "os.mkdir", "os.rename", "os.chmod", "os.remove", "os.rmdir", "shutil.rmtree")

Files = dict[str, bytes]


def files_of(texts: Mapping[str, str]) -> Files:
    """Return the files of a report, as they are handed over for writing."""
    caught: Files = {}

    def catch(folder: object, files: Iterable[tuple[str, Content]]) -> None:
        for name, content in files:
            pieces = (content,) if isinstance(content, str | bytes) else content
            caught[name] = b"".join(p if isinstance(p, bytes) else p.encode() for p in pieces)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(outputs, "write_folder", catch)
        documents = [lineage.Document(name, text) for name, text in texts.items()]
        lineage.analyze(documents).report("unused")
    return caught


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for no disk: what is written is seen at once, only a power cut could tell."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


@pytest.fixture(scope="module")
def old() -> Files:
    return files_of({"a.txt": FORMULA, "b.txt": f"同志们：{FORMULA}"})


@pytest.fixture(scope="module")
def new() -> Files:
    return files_of(
        {"a.txt": FORMULA, "b.txt": f"各位代表：{FORMULA}", "c.txt": f"{FORMULA}谢谢。"}
    )


def on_disk(folder: Path) -> dict[str, bytes]:
    """Return every file that has a name of its own."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".lineage-" not in path.as_posix()
    }


def remains(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.name.startswith(".lineage")]


def assert_whole(folder: Path, old: Files, new: Files) -> None:
    found = on_disk(folder)
    assert found.pop("mine.txt") == b"mine"
    for name, content in found.items():
        assert content in (old.get(name), new.get(name)), name
    # The first page is the new one only when all that it leads to is, and only then do old ones go.
    if found["index.html"] == new["index.html"]:
        assert {name: found[name] for name in new} == new
    else:
        assert old.keys() <= found.keys()


def write_until(folder: Path, files: Files, step: int) -> bool:
    """Write in a process that is killed right before a step; return whether it got that far."""
    child = os.fork()
    if child == 0:
        seen = iter(range(1_000_000))

        def step_on() -> None:
            if next(seen) == step:
                os._exit(KILLED)

        def listen(event: str, arguments: tuple[object, ...]) -> None:
            if event in STEPS and str(folder) in str(arguments[:2]):
                step_on()

        os.fsync = lambda fd: step_on()
        sys.addaudithook(listen)
        code = 1
        try:
            outputs.write_folder(folder, files)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, KILLED)
    return code == KILLED


@pytest.mark.usefixtures("quick")
def test_a_run_that_is_killed_at_any_step_leaves_whole_files(
    tmp_path: Path, old: Files, new: Files
) -> None:
    folder = tmp_path / "report"
    step = 0
    while True:
        outputs.write_folder(folder, old)
        (folder / "mine.txt").write_bytes(b"mine")
        before = on_disk(folder)

        was_killed = write_until(folder, new, step)

        assert_whole(folder, old, new)
        if not was_killed:
            break
        if step == 0:
            assert on_disk(folder) == before
        outputs.write_folder(folder, new)
        assert {name: on_disk(folder)[name] for name in new} == new
        assert remains(folder) == []
        step += 1
    # Each file is opened, made sure of and moved, each folder made.
    assert step > 3 * len(new)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EIO])
def test_a_disk_that_fails_at_any_step_is_told_in_a_line_and_leaves_whole_files(
    code: int, tmp_path: Path, old: Files, new: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "report"
    for owner, name in ((os, "fsync"), (os, "replace"), (Path, "mkdir"), (Path, "open")):
        usual = getattr(owner, name)
        for at in range(len(new)):
            outputs.write_folder(folder, old)
            (folder / "mine.txt").write_bytes(b"mine")
            seen = iter(range(1_000_000))

            def failing(*arguments, usual=usual, seen=seen, at=at, **options):  # type: ignore[no-untyped-def]
                if next(seen) == at:
                    raise OSError(code, os.strerror(code))
                return usual(*arguments, **options)

            with monkeypatch.context() as patched:
                patched.setattr(owner, name, failing)
                try:
                    outputs.write_folder(folder, new)
                    failure = ""
                except OutputError as error:
                    failure = str(error)
            assert len(failure.splitlines()) == bool(failure), (name, at)
            assert bool(failure) == (next(seen) > at), (name, at)
            assert_whole(folder, old, new)
            assert remains(folder) == []


def command(*arguments: str, largest: int | None = None) -> list[str]:
    """Return the command line, in a process that may write no larger files than a size."""
    code = "from lineage.cli import main; main()"
    if largest is not None:
        code = (
            f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({largest},) * 2); {code}"
        )
    return [sys.executable, "-c", code, *arguments]


@pytest.fixture
def speeches(tmp_path: Path) -> Path:
    for folder, head in (("one", "同志们：\n"), ("two", "各位代表：\n")):
        (tmp_path / folder).mkdir()
        for number in range(3):
            text = f"{head}{FORMULA}\n第{number}次会议。"
            (tmp_path / folder / f"{folder}{number}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def environment(repository: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(repository)}


def test_a_disk_that_takes_no_more_is_told_and_the_old_report_stays(
    speeches: Path, repository: Path
) -> None:
    def run(folder: str, largest: int | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command("report", folder, "-o", "out", "--quiet", largest=largest),
            cwd=speeches,
            env=environment(repository),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    assert run("one").returncode == 0
    before = on_disk(speeches / "out")
    # No room at all, and room for small files only.
    for largest in (0, 5_000):
        after = run("two", largest)

        assert after.returncode == 1
        assert after.stdout == ""
        (line,) = after.stderr.splitlines()
        assert line.startswith("lineage: ")
        assert "Traceback" not in line
        assert on_disk(speeches / "out") == before
        assert remains(speeches / "out") == []


def test_a_report_over_a_larger_one_is_the_same_as_a_new_one(tmp_path: Path) -> None:
    texts = {f"{n}.txt": f"{FORMULA}\n第{n}次会议，{FORMULA[:9]}。" for n in range(4)}
    for number, folder in ((4, "over"), (2, "over"), (2, "new")):
        documents = [lineage.Document(name, texts[name]) for name in [*texts][:number]]
        lineage.analyze(documents).report(tmp_path / folder)

    assert on_disk(tmp_path / "over") == on_disk(tmp_path / "new")


def test_two_runs_of_the_command_into_one_folder_leave_the_report_of_one(
    speeches: Path, repository: Path
) -> None:
    alone = {}
    for name in ("one", "two"):
        subprocess.run(
            command("report", name, "-o", f"alone-{name}", "--quiet"),
            cwd=speeches,
            env=environment(repository),
            check=True,
            capture_output=True,
        )
        alone[name] = on_disk(speeches / f"alone-{name}")

    runs = [
        subprocess.Popen(
            command("report", name, "-o", "out", "--quiet"),
            cwd=speeches,
            env=environment(repository),
            stdout=subprocess.DEVNULL,
        )
        for name in ("one", "two")
    ]

    assert [run.wait() for run in runs] == [0] * len(runs)
    found = on_disk(speeches / "out")
    documents = json.loads(found["families.json"])["documents"]
    last = alone[documents[0]["id"][:3]]
    assert {name: found[name] for name in last} == last
    assert remains(speeches / "out") == []


def is_reserved(path: PureWindowsPath) -> bool:
    """Say whether Windows keeps a name for itself; the older way is to go from Python."""
    if sys.version_info >= (3, 13):
        return ntpath.isreserved(path)
    return path.is_reserved()


def test_names_of_a_report_are_names_on_windows_too() -> None:
    odd = ["CON", "nul.txt", "aux", "COM1.html", "讲话 .txt", "a:b", "a?", "a.", "../x", "LPT¹"]

    names = files_of(dict.fromkeys(odd, FORMULA))

    assert len(names) > len(odd)
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        path = PureWindowsPath(name)
        assert not is_reserved(path), name
        assert not set(name) & set('<>:"|?*\\'), name
        assert name.isascii(), name
        assert all(part == part.rstrip(". ") for part in path.parts), name
        assert len(name) < 100, name
