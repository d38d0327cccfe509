"""Runs that want one folder: who goes on, who gives way, who is taken for dead."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Timer, current_thread, main_thread
from threading import enumerate as enumerate_threads
from time import monotonic, time

import pytest

from lineage.cluster.holding import Holding
from lineage.errors import EngineError, InputError

BEAT_S, SILENT_S = 0.02, 0.4


class Folder:
    """Files in memory, which every run sees at once."""

    def __init__(self) -> None:
        self.files: dict[str, int] = {"lineage.json": 0, "families": 0}
        self.is_still = False

    def listed(self) -> dict[str, int]:
        if self.is_still:
            raise EngineError("no answer")
        return dict(self.files)

    def write(self, name: str) -> None:
        self.files[name] = int(time() * 1000)

    def remove(self, name: str) -> None:
        self.files.pop(name, None)

    def marks(self) -> list[str]:
        return sorted(name for name in self.files if name.startswith("_"))


class SlowFolder(Folder):
    """A folder that is slow to say what is in it, or to write, while others look on."""

    def __init__(self, slow: str) -> None:
        super().__init__()
        self.slow = slow
        self.is_asked, self.may_answer = Event(), Event()

    def listed(self) -> dict[str, int]:
        found = super().listed()
        self.wait("listed")
        return found

    def write(self, name: str) -> None:
        # A mark that is there is written anew by who beats, none other.
        if name in self.files:
            self.wait("write")
        super().write(name)

    def wait(self, what: str) -> None:
        if what == self.slow and current_thread() is not main_thread():
            self.is_asked.set()
            assert self.may_answer.wait(20)


def holding(folder: Folder) -> Holding:
    return Holding(folder, "out", beat_s=BEAT_S, silent_s=SILENT_S)


def until(holds: Callable[[], bool]) -> None:
    given_up = monotonic() + 20
    while not holds():
        assert monotonic() < given_up
        Event().wait(0.01)


def test_a_run_holds_a_folder_until_it_ends() -> None:
    folder = Folder()
    notes: list[str] = []

    with holding(folder).held(notes.append):
        assert [name.partition("-")[0] for name in folder.marks()] == ["_asking", "_holding"]

    assert folder.marks() == []
    assert notes == []


def test_marks_go_also_when_a_run_fails() -> None:
    folder = Folder()

    with pytest.raises(ZeroDivisionError), holding(folder).held(print):
        raise ZeroDivisionError

    assert folder.marks() == []


@pytest.mark.parametrize("slow", ["listed", "write"])
def test_a_run_that_has_ended_writes_no_mark_anew(slow: str) -> None:
    folder = SlowFolder(slow)
    threads = set(enumerate_threads())

    with holding(folder).held(print):
        assert folder.is_asked.wait(20)
        # The storage answers only when the run has given up waiting for it.
        Timer(1.0, folder.may_answer.set).start()

    for thread in set(enumerate_threads()) - threads:
        thread.join(20)
    assert folder.marks() == []


def test_a_second_run_is_told_of_the_first_and_leaves_it_alone() -> None:
    folder = Folder()
    first, notes = holding(folder), list[str]()

    with first.held(print):
        marks = folder.marks()
        with (
            pytest.raises(InputError, match=r"^out: another run writes there \(process \d+ on"),
            holding(folder).held(notes.append),
        ):
            pytest.fail("two runs hold one folder")
        assert folder.marks() == marks
        first.check()

    assert len(notes) == 1
    assert "out: looking whether another run" in notes[0]


def test_of_runs_that_begin_at_once_one_goes_on() -> None:
    folder, n_runs = Folder(), 5
    all_there, all_done = Barrier(n_runs), Barrier(n_runs)

    def goes_on() -> bool:
        all_there.wait()
        try:
            with holding(folder).held(lambda _: None):
                all_done.wait(20)
                return True
        except InputError:
            all_done.wait(20)
            return False

    with ThreadPoolExecutor(n_runs) as runs:
        ended = [runs.submit(goes_on) for _ in range(n_runs)]

    assert sorted(run.result() for run in ended) == [False] * (n_runs - 1) + [True]
    assert folder.marks() == []


@pytest.mark.parametrize(("age_s", "waits"), [(0, True), (3600, False)])
def test_a_run_that_was_killed_is_waited_for_once(age_s: int, waits: bool) -> None:
    folder = Folder()
    for mark in ("_asking-there-1-0", "_holding-there-1-0"):
        folder.files[mark] = int((time() - age_s) * 1000)
    begun = monotonic()

    with holding(folder).held(lambda _: None):
        assert (monotonic() - begun >= SILENT_S) == waits
        assert not [mark for mark in folder.marks() if "-there-" in mark]


def test_a_run_that_stood_still_ends_when_it_sees_that_its_mark_is_gone() -> None:
    folder = Folder()
    first = holding(folder)

    with first.held(print):
        for mark in folder.marks():
            folder.remove(mark)
        until(lambda: first._lost)

        with pytest.raises(InputError, match="another run has taken it over"):
            first.check()
        assert folder.marks() == []


def test_storage_that_does_not_answer_for_a_while_ends_no_run() -> None:
    folder = Folder()
    first = holding(folder)

    with first.held(print):
        folder.is_still = True
        Event().wait(5 * BEAT_S)
        folder.is_still = False
        written = max(folder.files.values())
        until(lambda: max(folder.files.values()) > written)

        first.check()
