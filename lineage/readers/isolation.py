"""The process that readers of complicated formats run in, seen from outside.

Why a process of its own: a PDF, a web page or a packed file can make any library work
for hours, take all memory, or crash the interpreter with it. A process can be given a
limit of memory and can be ended when its time is up; then the file is named with the
reason, a new process is started, and the next file is read. Threads cannot be ended, and
time limits by signals do not reach into libraries written in C. The process is started
once a run and only when a file needs it; a file costs a fraction of a millisecond more.
"""

import contextlib
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from lineage.errors import LimitError
from lineage.model import Failure
from lineage.readers.extract import Extract, Options, UnreadableError
from lineage.readers.worker import answers_to, memory_reason

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    "from lineage.readers.worker import serve; serve()"
)
_NO_MEMORY = (b"MemoryError", b"bad_alloc", b"out of memory", b"cannot allocate")
_ENDING_S = 5
"""How long a process that has ended is waited for."""

_TAIL = 1 << 14
"""Bytes of what a process complained of last that are kept."""


class Isolation:
    """Reads files in another process; to be used in a ``with`` block."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._limits = options.limits
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def read(self, data: bytes, format: str) -> Iterator[Extract | Failure]:
        """Yield the documents of a file.

        Raises:
            UnreadableError: If the reader gives up, crashes or takes too long; documents
                that it found before are good.
        """
        for answer in self._answers_to(data, format):
            kind = answer.pop("kind")
            if kind == "failed":
                raise UnreadableError(answer["reason"])
            if kind == "done":
                return
            if kind == "Failure":
                yield Failure(**answer)
            else:
                yield Extract(**{**answer, "notes": tuple(answer["notes"])})

    def _answers_to(self, data: bytes, format: str) -> Iterator[dict[str, Any]]:
        if not sys.executable or getattr(sys, "frozen", False):
            # There is no interpreter to start; the limits that are left must do.
            yield from answers_to(format, data, self._options)
            return
        is_finished = False
        try:
            self._ask(data, format)
            while not is_finished:
                answer = self._next_answer()
                is_finished = answer["kind"] in ("done", "failed")
                yield answer
        finally:
            if not is_finished:
                self._end()

    def _ask(self, data: bytes, format: str) -> None:
        process = self._process or self._begin()
        request = {
            "format": format,
            "encoding": self._options.encoding,
            "limits": self._limits.to_dict(),
            "size": len(data),
        }
        head = json.dumps(request).encode("ascii") + b"\n"

        def write() -> None:
            # A process that ends early is noticed by its missing answer.
            with contextlib.suppress(OSError, ValueError):
                assert process.stdin is not None
                process.stdin.write(head)
                process.stdin.write(data)
                process.stdin.flush()

        threading.Thread(target=write, daemon=True).start()

    def _next_answer(self) -> dict[str, Any]:
        try:
            line = self._listener.answers.get(timeout=self._limits.seconds)
        except queue.Empty:
            raise UnreadableError(
                str(LimitError("seconds", self._limits.seconds, "reading it takes too long"))
            ) from None
        if not line:
            raise UnreadableError(self._why_it_ended())
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _why_it_ended(self) -> str:
        assert self._process is not None
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_ENDING_S)
        code = self._process.returncode
        self._listener.stop()
        if any(sign in self._listener.last_words for sign in _NO_MEMORY):
            return memory_reason(self._limits)
        how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        # Libraries written in C do not say so when they get no more memory.
        asked = f"its reader crashed on it ({how}), perhaps for want of memory"
        return str(LimitError("memory_mb", self._limits.memory_mb, asked))

    def _begin(self) -> subprocess.Popen[bytes]:
        # Without the environment and the user's own start-up files; what this process may
        # import from, the other may, too.
        root = str(Path(__file__).resolve().parents[2])
        path = [entry for entry in sys.path if entry]
        process = subprocess.Popen(
            [sys.executable, "-I", "-c", _START, json.dumps([*path, root])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._process, self._listener = process, _Listener(process)
        return process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        self._listener.stop()
        with contextlib.suppress(OSError, ValueError):
            assert process.stdin is not None
            process.stdin.close()


class _Listener:
    """Takes what a process says as it comes, so that it never waits to be heard."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        assert process.stderr is not None
        self.answers: queue.Queue[bytes] = queue.Queue(maxsize=64)
        self.last_words = b""
        self._is_stopped = threading.Event()
        self._threads = (
            threading.Thread(target=self._follow_answers, args=(process.stdout,), daemon=True),
            threading.Thread(target=self._follow_errors, args=(process.stderr,), daemon=True),
        )
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Take nothing more."""
        self._is_stopped.set()
        for thread in self._threads:
            thread.join(_ENDING_S)

    def _follow_answers(self, stream: IO[bytes]) -> None:
        with stream:
            for line in stream:
                self._put(line)
            self._put(b"")

    def _put(self, line: bytes) -> None:
        while not self._is_stopped.is_set():
            with contextlib.suppress(queue.Full):
                self.answers.put(line, timeout=0.1)
                return

    def _follow_errors(self, stream: IO[bytes]) -> None:
        with stream:
            while piece := stream.read1(_TAIL):  # type: ignore[attr-defined]
                self.last_words = (self.last_words + piece)[-_TAIL:]
