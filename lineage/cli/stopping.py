"""Ctrl-C: the run ends within a second, whatever it is in the midst of.

Python turns the signal into an exception between two of its own steps, and that is how
most runs end: what is half-written is removed on the way out. But a library written in C
may not come back for a long time, an exception may be lost where Python cannot raise it,
and a pool of processes waits for its workers before it lets go. So the signal also wakes
a thread. If the run has not ended by itself soon, the thread ends it: it kills the
processes that were started, removes the temporary files that are in use, and leaves.
"""

import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from lineage import scratch

if TYPE_CHECKING:
    import socket

    from lineage.cli.console import Console

STOPPED = 1
"""The exit code: that of all that ends neither well nor by a mistake of the user's."""

GRACE_S = 0.6
"""How long a run may take to end by itself."""


@contextmanager
def prompt_ending(console: "Console") -> Iterator[None]:
    """See to it that Ctrl-C ends the run soon while the block runs, and after it.

    Only the main thread is sent signals; elsewhere this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    import socket

    ear, mouth = socket.socketpair()
    mouth.setblocking(False)
    before = signal.set_wakeup_fd(mouth.fileno(), warn_on_full_buffer=False)
    watcher = threading.Thread(target=_watch, args=(ear, console), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        # The thread ends with the connection; once it has heard the signal it goes on.
        mouth.close()


def _watch(ear: "socket.socket", console: "Console") -> None:
    with ear:
        while heard := ear.recv(64):
            if signal.SIGINT in heard:
                break
        else:
            return
        console.is_stopped = True
        with suppress(OSError):
            ear.settimeout(GRACE_S)
            # A second Ctrl-C means at once; an end of the block does not.
            if not ear.recv(64):
                threading.Event().wait(GRACE_S)
    _end_now(console)


def _end_now(console: "Console") -> None:
    """End the process, and leave nothing behind."""
    # Should even saying so have to wait for somebody who does not let go.
    last = threading.Timer(GRACE_S / 2, os._exit, [STOPPED])
    last.daemon = True
    last.start()
    _kill_workers()
    for path in scratch.in_use():
        if os.path.isdir(path):
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                os.unlink(path)
    console.say_stopped()
    os._exit(STOPPED)


def _kill_workers() -> None:
    processes = sys.modules.get("multiprocessing.process")
    if processes is not None:
        for worker in processes.active_children():
            with suppress(OSError, ValueError):
                worker.kill()
