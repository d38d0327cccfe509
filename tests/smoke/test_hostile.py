"""A folder of broken, odd and harmful files: every good one is read, the others are named."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from canary import Canary, listening
from click.testing import CliRunner
from hostile_corpus import make
from hostile_files import EITHER, LEFT_OUT, READ, SKIPPED

from lineage.cli import main

# No file of the corpus needs a tenth of this time, but on a machine that does much else.
SECONDS, MEGABYTES = 100, 1024
MOST_SECONDS, MOST_MEGABYTES = 600, 1500
TINY = int(os.environ.get("LINEAGE_TINY_FILES", 20_000))
"""How many tiny files are read; what is promised holds for 100,000, which takes a minute."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="half of the files cannot be made")


@dataclass(frozen=True)
class Run:
    """What a run of the command on the whole folder did."""

    made: dict[str, tuple[str, str]]
    folder: Path
    code: int
    stdout: str
    stderr: list[str]
    seconds: float
    megabytes: float
    documents: set[str]
    before: set[str]
    after: set[str]
    asked: list[bytes]


def names_below(folder: Path) -> set[str]:
    """Return all files and folders that are there, links not followed."""
    found: set[str] = set()
    for top, folders, files in os.walk(folder):
        found.update(os.path.join(top, name) for name in (*folders, *files))
    return found


@pytest.fixture(scope="module")
def hostile(
    tmp_path_factory: pytest.TempPathFactory, repository: Path, seeds: Path
) -> Iterator[Run]:
    top = tmp_path_factory.mktemp("hostile")
    with listening() as canary:
        made = make(top / "corpus", canary.address)
        for path in sorted(seeds.glob("*.txt")):
            shutil.copy(path, top / "corpus" / path.name)
            made[path.name] = ("seeds", READ)
        yield _run(top, made, canary, repository)


def _run(top: Path, made: dict[str, tuple[str, str]], canary: Canary, repository: Path) -> Run:
    before = names_below(top)
    limits = [f"--limit=seconds={SECONDS}", f"--limit=memory_mb={MEGABYTES}"]
    (top / "tmp").mkdir()
    started = time.monotonic()
    with (top / "stdout").open("wb") as stdout, (top / "stderr").open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "lineage", "report", "corpus", "-o", "out", *limits],
            cwd=top,
            env={**os.environ, "PYTHONPATH": str(repository), "TMPDIR": str(top / "tmp")},
            stdout=stdout,
            stderr=stderr,
            stdin=subprocess.DEVNULL,
        )
        # With what its children used that have ended, which all of them have.
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    families = top / "out" / "families.json"
    documents = json.loads(families.read_bytes())["documents"] if families.exists() else []
    return Run(
        made=made,
        folder=top,
        code=process.returncode,
        stdout=(top / "stdout").read_text(encoding="utf-8"),
        stderr=(top / "stderr").read_text(encoding="utf-8").splitlines(),
        seconds=time.monotonic() - started,
        megabytes=used.ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10)),
        documents={document["id"] for document in documents},
        before=before,
        after=names_below(top),
        asked=canary.asked,
    )


def test_there_are_enough_files_of_enough_kinds(hostile: Run) -> None:
    kinds = Counter(kind for kind, _ in hostile.made.values())

    assert len(hostile.made) >= 200
    assert len(kinds) >= 40


def test_the_run_ends_well_within_bounds(hostile: Run) -> None:
    assert hostile.code == 0
    assert hostile.stdout == "out/index.html\n"
    assert hostile.seconds < MOST_SECONDS
    assert hostile.megabytes < MOST_MEGABYTES


def test_every_message_is_one_line(hostile: Run) -> None:
    odd = [line for line in hostile.stderr if not line.startswith("lineage: ")]

    assert odd == []
    assert not any(
        "Traceback" in line or "this should not happen" in line for line in hostile.stderr
    )
    assert not any("its reader failed" in line for line in hostile.stderr)


def test_nothing_of_the_good_documents_is_lost(hostile: Run) -> None:
    wanted = {name for name, (_, becomes) in hostile.made.items() if becomes == READ}
    of_corpora = {name for name in wanted if name.endswith((".jsonl", ".csv"))}
    read = hostile.documents | {name.partition("#")[0] for name in hostile.documents}

    assert wanted - of_corpora - read == set()
    # Documents of a corpus can have names of their own.
    left_out = [line for line in hostile.stderr if " is left out: " in line]
    assert [n for n in of_corpora if any(f"{n} is left out" in line for line in left_out)] == []


def test_every_other_file_is_named_once_with_its_reason(hostile: Run) -> None:
    named = Counter(
        line.removeprefix("lineage: warning: ")
        .partition(" is left out: ")[0]
        .partition(", line ")[0]
        for line in hostile.stderr
        if " is left out: " in line
    )
    wanted = {name for name, (_, becomes) in hostile.made.items() if becomes == LEFT_OUT}
    allowed = {name for name, (_, becomes) in hostile.made.items() if becomes == EITHER}

    assert wanted - named.keys() == set()
    assert named.keys() - wanted - allowed == set()
    assert set(named.values()) == {1}


def test_what_is_no_document_is_not_read(hostile: Run) -> None:
    skipped = {name for name, (_, becomes) in hostile.made.items() if becomes == SKIPPED}

    assert skipped & hostile.documents == set()


def test_nothing_is_written_outside_the_folder_of_the_report(hostile: Run) -> None:
    ours = {str(hostile.folder / name) for name in ("out", "tmp", "stdout", "stderr")}
    new = {
        name
        for name in hostile.after - hostile.before
        if not name.startswith(str(hostile.folder / "out") + os.sep)
    }

    assert new <= ours
    assert hostile.before <= hostile.after
    assert list((hostile.folder / "tmp").iterdir()) == []


def test_nobody_was_asked_for_anything(hostile: Run) -> None:
    assert hostile.asked == []


def test_markup_of_documents_is_text_in_the_report(hostile: Run) -> None:
    for page in (hostile.folder / "out").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "onerror=alert(1)>" not in text
        assert "<script src='http://127.0.0.1" not in text


def test_a_second_run_gives_the_same_bytes(hostile: Run, repository: Path) -> None:
    good = hostile.folder / "corpus" / "good_formats"
    for name in ("one", "two"):
        subprocess.run(
            [sys.executable, "-m", "lineage", "report", str(good), "-o", name, "--quiet"],
            cwd=hostile.folder,
            env={**os.environ, "PYTHONPATH": str(repository)},
            check=True,
            capture_output=True,
        )

    one, two = (
        {
            path.relative_to(hostile.folder / name): path.read_bytes()
            for path in (hostile.folder / name).rglob("*")
            if path.is_file()
        }
        for name in ("one", "two")
    )
    assert one == two


def test_a_file_that_is_named_itself_gets_one_line_too(
    hostile: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(hostile.folder / "corpus")
    firsts = {
        kind: name
        for name, (kind, becomes) in reversed(hostile.made.items())
        if becomes == LEFT_OUT and "\n" not in name and "%" not in name
    }

    assert len(firsts) > 15
    for name in firsts.values():
        result = CliRunner().invoke(
            main, ["text", name, f"--limit=seconds={SECONDS}", f"--limit=memory_mb={MEGABYTES}"]
        )

        assert result.exit_code == 2, name
        assert result.stdout == ""
        (line,) = result.stderr.splitlines()
        assert line.startswith("lineage: ")


def test_one_line_of_two_hundred_megabytes_is_read_or_named(
    tmp_path: Path, repository: Path
) -> None:
    clause = "发展决不能以牺牲人的生命为代价，".encode()
    path = tmp_path / "long.txt"
    with path.open("wb") as stream:
        for _ in range(200):
            stream.write(clause * ((1 << 20) // len(clause) + 1))

    def text(*options: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "lineage", "text", str(path), *options],
            env={**os.environ, "PYTHONPATH": str(repository)},
            capture_output=True,
            check=False,
        )

    whole = text("--limit", "characters=100000000")
    bounded = text()

    assert (whole.returncode, whole.stderr) == (0, b"")
    assert len(whole.stdout) == path.stat().st_size
    assert bounded.returncode == 2
    assert b"the limit characters is 20000000" in bounded.stderr
    assert len(bounded.stderr.splitlines()) == 1
    import resource

    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1 << 10) < 3000


# What a process used at most also counts what the one used that started it, but for VmHWM.
READ_ALL = """
import resource, sys, lineage
documents = lineage.read(sys.argv[1])
if sys.platform == "linux":
    (most,) = (line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
    megabytes = int(most) >> 10
else:
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 20
print(len(documents), megabytes)
"""


def test_very_many_tiny_files_are_read_in_little_memory(tmp_path: Path, repository: Path) -> None:
    for number in range(TINY):
        folder = tmp_path / "corpus" / f"{number // 1000:03}"
        if number % 1000 == 0:
            folder.mkdir(parents=True)
        (folder / f"{number:06}.txt").write_text(f"第{number}号。\n", encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, str(tmp_path / "corpus")],
        env={**os.environ, "PYTHONPATH": str(repository)},
        capture_output=True,
        check=True,
    )

    n_read, megabytes = map(int, done.stdout.split())
    assert n_read == TINY
    assert megabytes < 100 + TINY // 200
