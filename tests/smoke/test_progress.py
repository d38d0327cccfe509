"""Progress on a real terminal, none elsewhere, and Ctrl-C at any moment."""

import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import psutil
import pytest

pty = pytest.importorskip("pty", reason="terminals of this kind are not known to this system")

CHECKOUT = Path(__file__).resolve().parents[2]
# A busy machine takes longer to let go; the promise is a second.
SOON_S = 5.0
LINE = r"lineage: stopped, and nothing is half-written; the same command starts again from the "
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """A command on a terminal of its own.

    Attributes:
        shown: What it has written there so far, as text.
    """

    def __init__(self, arguments: list[str], cwd: Path, **environment: str) -> None:
        self.shown = ""
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            os.chdir(cwd)
            plain = {"TERM": "xterm", "LANG": "C.UTF-8", "COLUMNS": "100"}
            os.environ.update({**plain, "PYTHONPATH": str(CHECKOUT), **environment})
            os.execv(sys.executable, [sys.executable, *arguments])

    def read(
        self, *, until: Callable[[str], bool] = lambda _: False, timeout_s: float = 60
    ) -> None:
        """Read until a condition holds or the command has closed the terminal."""
        latest = time.monotonic() + timeout_s
        while not until(self.shown):
            assert time.monotonic() < latest, self.shown[-2000:]
            if not select.select([self.handle], [], [], 0.05)[0]:
                continue
            try:
                data = os.read(self.handle, 1 << 16)
            except OSError:
                return
            if not data:
                return
            self.shown += data.decode("utf-8", "replace")

    def press_ctrl_c(self) -> None:
        os.write(self.handle, b"\x03")

    def exit_code(self) -> int:
        """Wait for the end, and return the exit code; negative for a signal."""
        self.read()
        _, status = os.waitpid(self.pid, 0)
        os.close(self.handle)
        return os.waitstatus_to_exitcode(status)

    @property
    def words(self) -> str:
        return _ESCAPES.sub("", self.shown)


def still_running(group: int, *, wait_s: float) -> list[int]:
    """The processes of a group that are alive after a while.

    Those that have ended but that nobody has asked for yet are not: a container's first
    process may never do so.
    """
    latest = time.monotonic() + wait_s
    while True:
        alive = [process.pid for process in psutil.process_iter() if _lives_in(process, group)]
        if not alive or time.monotonic() > latest:
            return alive
        time.sleep(0.05)


def _lives_in(process: psutil.Process, group: int) -> bool:
    try:
        return os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE
    except (ProcessLookupError, psutil.NoSuchProcess):
        return False


@pytest.fixture(scope="module")
def speeches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of speeches that takes some seconds to analyse."""
    chance = Random(1)
    words = [
        "安全",
        "生产",
        "责任",
        "落实",
        "推进",
        "改革",
        "创新",
        "发展",
        "经济",
        "社会",
        "建设",
        "城市",
        "农村",
        "服务",
        "群众",
        "干部",
    ]
    phrases = ["".join(chance.choices(words, k=chance.randint(4, 12))) for _ in range(60)]
    folder = tmp_path_factory.mktemp("terminal") / "speeches"
    folder.mkdir()
    for number in range(16):
        text = "。".join(chance.choice(phrases) for _ in range(50))
        (folder / f"{2000 + number}.txt").write_text(text, encoding="utf-8")
    return folder


STUCK = """
import sys
from lineage import pipeline
from lineage.cli import main

def work(*_, progress, **__):
    progress("words", 0.1)
    {work}

pipeline.analyze = work
sys.argv = ["lineage", "top", sys.argv[1], "--lang", "{language}"]
if __name__ == "__main__":
    main()
"""
SLOW = """
    import time
    for share in range(1, 8):
        progress("extending", share / 10)
        time.sleep(0.2)
    raise SystemExit"""


def test_a_terminal_shows_all_stages_and_is_left_as_it_was(speeches: Path, tmp_path: Path) -> None:
    arguments = ["-m", "lineage", "report", str(speeches), "-o", "report", "--lang", "en"]
    terminal = Terminal(arguments, tmp_path)

    assert terminal.exit_code() == 0
    for stage in ("reading", "words", "seeding", "extending", "families", "descent", "pages"):
        assert stage in terminal.words
    # The line is taken away, and the cursor is back.
    assert terminal.shown.rindex("\x1b[2K") > terminal.shown.rindex("pages")
    assert terminal.shown.rindex("\x1b[?25h") > terminal.shown.rindex("\x1b[?25l")
    assert terminal.shown.endswith("report/index.html\r\n")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", r"extending \S+ +\d0% [\d.]+k characters/s 00:0\d left"),
        ("zh", r"延伸段落 \S+ +\d0% [\d.]+k 字/秒 剩余 00:0\d"),
    ],
)
def test_a_terminal_shows_stage_share_rate_and_time_left(
    language: str, line: str, speeches: Path, tmp_path: Path
) -> None:
    program = tmp_path / "slow.py"
    program.write_text(STUCK.format(work=SLOW, language=language), encoding="utf-8")
    terminal = Terminal([str(program), str(speeches)], tmp_path, NO_COLOR="1")

    assert terminal.exit_code() == 0
    assert re.search(line, terminal.words), terminal.words
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", terminal.shown)


@pytest.mark.parametrize("how", ["quiet", "dumb"])
def test_nothing_is_drawn_that_is_not_wanted(how: str, speeches: Path, tmp_path: Path) -> None:
    arguments = ["-m", "lineage", "top", str(speeches), "-o", "top.json"]
    terminal = (
        Terminal([*arguments, "--quiet"], tmp_path)
        if how == "quiet"
        else Terminal(arguments, tmp_path, TERM="dumb")
    )

    assert terminal.exit_code() == 0
    assert "extending" not in terminal.shown
    assert (tmp_path / "top.json").is_file()


def test_a_pipe_gets_no_progress(speeches: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lineage", "report", str(speeches), "-o", "report"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        check=True,
    )

    assert (done.stdout.decode().strip(), done.stderr) == ("report/index.html", b"")


@pytest.mark.parametrize("stage", ["reading", "words", "seeding", "extending", "pages"])
def test_ctrl_c_ends_a_report_at_any_stage(stage: str, speeches: Path, tmp_path: Path) -> None:
    temp = tmp_path / "temp"
    temp.mkdir()
    arguments = ["-m", "lineage", "report", str(speeches), "-o", "report", "--lang", "en"]
    terminal = Terminal([*arguments, "--temp", str(temp)], tmp_path, TMPDIR=str(temp))
    terminal.read(until=lambda shown: stage in shown)

    begun = time.monotonic()
    terminal.press_ctrl_c()
    code = terminal.exit_code()

    assert (code, time.monotonic() - begun < SOON_S) == (1, True), terminal.words[-500:]
    assert terminal.words.count(LINE) == 1
    assert "Traceback" not in terminal.words
    assert [*temp.iterdir()] == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


WORK = {
    # A library written in C that does not come back.
    "a library": "import hashlib; hashlib.pbkdf2_hmac('sha256', b'', b'', 10**9)",
    # An exception that is lost.
    "nothing": "while True:\n        try: __import__('time').sleep(60)\n"
    "        except KeyboardInterrupt: pass",
    # Workers that the pool waits for.
    "workers": """
    import signal, time
    from concurrent.futures import ProcessPoolExecutor
    with ProcessPoolExecutor(2, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN)) as pool:
        list(pool.map(time.sleep, [60] * 4))""",
}


@pytest.mark.parametrize("what", WORK)
def test_ctrl_c_ends_what_does_not_let_go(what: str, speeches: Path, tmp_path: Path) -> None:
    program = tmp_path / "stuck.py"
    program.write_text(STUCK.format(work=WORK[what], language="en"), encoding="utf-8")
    terminal = Terminal([str(program), str(speeches)], tmp_path)
    terminal.read(until=lambda shown: "words" in shown)
    time.sleep(0.5)

    begun = time.monotonic()
    terminal.press_ctrl_c()
    code = terminal.exit_code()

    assert (code, time.monotonic() - begun < SOON_S) == (1, True), terminal.words[-500:]
    assert terminal.words.count(LINE) == 1
    assert still_running(terminal.pid, wait_s=SOON_S) == []
