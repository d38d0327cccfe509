"""One run at a time in a folder, on storage that promises little.

A lock would be a file that is made only if it is not there. Not all storage can do that: on a
disk and on S3, Hadoop looks first and writes then. What all can do is to list what was
written before (S3 since 2020). So every run has marks of its own, and looks for others':

1. It writes that it is *asking*, and only then looks.
2. Where another run holds the folder it gives way, and where another asks whose name comes
   before its own. It waits for those whose names come after it: they give way, or hold already.
3. Where nobody is left it writes that it is *holding*. Who asks later sees one of its marks.

So of runs that begin at once one goes on, whoever is seen by whom first. What is a guess is
whether a run still lives. Its marks are written anew every few seconds, and what was not for
half a minute is taken for the mark of a run that was killed, and removed. A run that only
stood still so long sees that its mark is gone, and ends before it writes the next stage. No
clocks are compared but that of the storage with itself, and this process's with itself.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from os import getpid
from secrets import token_hex
from socket import gethostname
from threading import Event, Lock, Thread
from time import monotonic
from typing import Protocol

from lineage.errors import InputError, LineageError

BEAT_S = 5.0
"""How often a run writes its marks anew."""

SILENT_S = 30.0
"""How long a run says nothing that was killed."""

_LOOK_S = 0.5
"""How long to wait before looking again."""

_ASKING, _HOLDING = "_asking-", "_holding-"
_MARK = re.compile(rf"(?:{_ASKING}|{_HOLDING})(?P<run>.+-[0-9]+-[0-9a-f]+)")


class Marks(Protocol):
    """Files without content in a folder."""

    def listed(self) -> Mapping[str, int]:
        """Return when each file of the folder was written, in milliseconds of the storage."""

    def write(self, name: str) -> None:
        """Make a file, or make it anew."""

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""


@dataclass(slots=True)
class _Seen:
    """When another run wrote its marks, since when that is known, and whether it did so since."""

    written: int
    since: float
    lives: bool = False


class Holding:
    """A run's hold on a folder.

    Args:
        marks: The files of the folder.
        folder: What it is called.
        beat_s: How often the marks are written anew, in seconds.
        silent_s: After how many seconds a run that says nothing is taken for dead.
    """

    def __init__(
        self, marks: Marks, folder: str, *, beat_s: float = BEAT_S, silent_s: float = SILENT_S
    ) -> None:
        self._marks = marks
        self._folder = folder
        self._beat_s = beat_s
        self._silent_s = silent_s
        self._run = f"{re.sub('[^A-Za-z0-9.-]', '-', gethostname())}-{getpid()}-{token_hex(4)}"
        self._written: list[str] = []
        self._lost = False
        self._writing = Lock()

    def check(self) -> None:
        """Raise `InputError` if another run has taken this one for dead."""
        if self._lost:
            raise InputError(
                self._folder,
                "another run has taken it over, since this one stood still",
                "wait until that one has ended, and start this one again",
            )

    @contextmanager
    def held(self, note: Callable[[str], None]) -> Iterator[None]:
        """Hold the folder.

        Args:
            note: Is told why it takes long.

        Raises:
            InputError: If another run holds it, or it cannot be written to.
        """
        ended = Event()
        beating = Thread(target=self._beat, args=(ended,), daemon=True)
        try:
            self._write(_ASKING)
            beating.start()
            self._wait(note)
            self._write(_HOLDING)
            yield
        finally:
            ended.set()
            if beating.is_alive():
                beating.join(_LOOK_S)
            # What cannot be removed now is taken for a dead run's later.
            with self._writing, suppress(LineageError):
                for name in self._written:
                    self._marks.remove(name)

    def _write(self, kind: str) -> None:
        self._marks.write(kind + self._run)
        self._written.append(kind + self._run)

    def _beat(self, ended: Event) -> None:
        while not ended.wait(self._beat_s):
            # Storage that does not answer may do so the next time.
            with suppress(LineageError):
                written = tuple(self._written)
                there = self._marks.listed()
                for name in written:
                    if name not in there:
                        self._lost = True
                        return
                    with self._writing:
                        # A mark that is written when it was removed speaks for a run that ended.
                        if ended.is_set():
                            return
                        self._marks.write(name)

    def _wait(self, note: Callable[[str], None]) -> None:
        """Wait until no other run is left.

        Raises:
            InputError: If one lives that need not give way to this one.
        """
        known: dict[str, _Seen] = {}
        while others := self._others(there := self._marks.listed()):
            mine, now = there.get(_ASKING + self._run), monotonic()
            for run, marks in others.items():
                written = max(marks.values())
                if run not in known:
                    known[run] = _Seen(written, now)
                    note(
                        f"{self._folder}: looking whether another run ({_shown(run)}) is still "
                        f"at work there, {self._silent_s:g} s at most"
                    )
                seen = known[run]
                if written != seen.written:
                    seen.written, seen.since, seen.lives = written, now, True
                is_old = mine is not None and mine - written > self._silent_s * 1000
                if is_old or now - seen.since > self._silent_s:
                    for name in marks:
                        self._marks.remove(name)
                elif seen.lives and (_HOLDING + run in marks or run < self._run):
                    raise InputError(
                        self._folder,
                        f"another run writes there ({_shown(run)})",
                        "wait until it has ended, or name another folder",
                    )
            Event().wait(min(_LOOK_S, self._beat_s))
            self.check()

    def _others(self, there: Mapping[str, int]) -> dict[str, dict[str, int]]:
        """Return the marks of other runs among files, and when each was written."""
        found: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for name, written in there.items():
            if (match := _MARK.fullmatch(name)) and match["run"] != self._run:
                found[match["run"]][name] = written
        return found


def _shown(run: str) -> str:
    host, process, _ = run.rsplit("-", 2)
    return f"process {process} on {host}"
