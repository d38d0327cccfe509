"""Where output goes: data to standard output or a file, everything else to standard error.

Data is written as bytes, so that it is UTF-8 with line feeds on every system and
whatever the console's own encoding is.
"""

import contextlib
import errno
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lineage.errors import OutputError
from lineage.wording import Language, Words

if TYPE_CHECKING:
    from lineage.cli.progress import Display

_UNLIMITED = 1_000_000
_PROSE_WIDTH = 100
"""Columns of tables and of running text where there is no terminal."""


class Console:
    """What one run shows and where.

    Attributes:
        quiet: Whether to leave out progress and notes; warnings stay.
        verbose: Whether to add what was left out, and tracebacks.
        words: The phrases of the language that is spoken.
        characters: How much text is worked on, for the rate of the progress; 0 if nobody
            knows.
        way_on: What somebody who has stopped the run can do to go on, in English.
        is_stopped: Whether the user has pressed Ctrl-C.
    """

    def __init__(self, language: Language = "en") -> None:
        self.words = Words(language)
        self.quiet = False
        self.verbose = False
        self.characters = 0
        self.way_on = "the same command starts again from the beginning"
        self.is_stopped = False
        self._display: Display | None = None
        self._has_said_stopped = False
        self._one_says = threading.Lock()
        for stream in (sys.stdout, sys.stderr):
            # A stream that a test or another program put there may not know how.
            with contextlib.suppress(AttributeError, ValueError, OSError):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]

    def error(self, message: str) -> None:
        """Say why the run ends, in one line."""
        self._say(message)

    def warn(self, message: str) -> None:
        """Say what is missing from the result, in one line."""
        self._say(f"warning: {message}")

    def note(self, message: str) -> None:
        """Say what the user may like to know, in one line."""
        if not self.quiet:
            self._say(message)

    def detail(self, message: str) -> None:
        """Say what only a user who asks for everything wants to know."""
        if self.verbose:
            self._say(message)

    def progress(self, stage: str, share: float) -> None:
        """Show how far the work is, on one line of a terminal that is written over."""
        if self._display is None:
            if self.quiet or not _is_terminal(sys.stderr) or os.environ.get("TERM") == "dumb":
                return
            from lineage.cli.progress import Display

            self._display = Display(sys.stderr, self.words, lambda: self.characters)
        self._display.show(stage, share)

    def clear(self) -> None:
        """Take the progress line away."""
        display, self._display = self._display, None
        if display is not None:
            display.close()

    def say_stopped(self) -> None:
        """Say, once, that the user has stopped the run, and how to go on."""
        # Who comes second waits: the process must not end before it is said.
        with self._one_says:
            if not self._has_said_stopped:
                self._has_said_stopped = True
                self._say(f"stopped, and nothing is half-written; {self.way_on}")

    def write(self, data: str | bytes, output: str | None = None) -> None:
        """Write a result to a file, or to standard output.

        Raises:
            OutputError: If it cannot be written.
        """
        self.clear()
        if output is not None and output != "-":
            from lineage import outputs

            if isinstance(data, str):
                outputs.write_text(output, data)
            else:
                outputs.write_bytes(output, data)
            return
        if sys.stdout is None:
            raise OutputError("standard output is closed; name a file with -o")
        # A pipe into another program needs no mark at its head; a spreadsheet's file does.
        content = data.removeprefix("\ufeff").encode() if isinstance(data, str) else data
        with telling_of_output():
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
            sys.stdout.flush()

    @property
    def is_terminal(self) -> bool:
        """Whether standard output is a terminal."""
        return _is_terminal(sys.stdout)

    @property
    def color(self) -> bool:
        """Whether to use colour: on a terminal that has some, unless the user wants none."""
        return (
            self.is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        )

    @property
    def width(self) -> int:
        """Columns that tables may take; in a pipe, texts are not cut."""
        return self._width(_UNLIMITED)

    @property
    def prose_width(self) -> int:
        """Columns that running text may take."""
        return self._width(_PROSE_WIDTH)

    def _width(self, otherwise: int) -> int:
        if self.is_terminal or os.environ.get("COLUMNS", "").isdecimal():
            return shutil.get_terminal_size().columns
        return otherwise

    def _say(self, message: str) -> None:
        from lineage.render.columns import harmless

        self.clear()
        said = self.words.translate(" ".join(message.split()))
        self._show(f"lineage: {harmless(said)}\n")

    def _show(self, text: str) -> None:
        # Without a standard error there is nobody to tell.
        if sys.stderr is not None:
            sys.stderr.write(text)
            sys.stderr.flush()


@contextlib.contextmanager
def telling_of_output() -> Iterator[None]:
    """Name standard output when it takes no more, as no error of the system does.

    Raises:
        OutputError: If it cannot be written.
        BrokenPipeError: If nobody reads it any more, which is no failure.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        drop_output()
        is_full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        reason = "the disk is full" if is_full else f"cannot be written: {error.strerror or error}"
        raise OutputError(f"standard output: {reason}") from error


def drop_output() -> None:
    """Let what is still to be written go nowhere: the reader of the pipe has gone."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _is_terminal(stream: Any) -> bool:
    return stream is not None and bool(stream.isatty())
