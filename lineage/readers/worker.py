"""The process that readers of complicated formats run in, seen from inside.

It takes files from its standard input and gives back what the readers found on its
standard output, until the input ends. It is held to a limit of memory where the system
can do that, opens no files and no connections of its own, and may be killed at any time.

A request is a line of JSON and then the bytes of the file. Each answer is a line of
JSON; the last one for a file says that it is done. Nothing is pickled: what comes from a
process that a hostile file may have taken over must not be able to run in the other.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import IO, Any

from lineage.errors import LimitError, LineageError
from lineage.model import Failure
from lineage.readers.extract import Extract, Options, check_length
from lineage.readers.memory import bound_memory
from lineage.readers.registry import find_reader
from lineage.settings import Limits


def serve() -> None:
    """Read files until there are no more."""
    sys.addaudithook(_refuse_connections)
    requests = sys.stdin.buffer
    # What a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    while line := requests.readline():
        request = json.loads(line)
        limits = Limits(**request["limits"])
        options = Options(limits, request["encoding"])
        bound_memory(limits.memory_bytes)
        data = requests.read(request["size"])
        try:
            for answer in answers_to(request["format"], data, options):
                _send(answers, answer)
        except MemoryError:
            data = b""
            _send(answers, _failed(memory_reason(limits)))


def answers_to(format: str, data: bytes, options: Options) -> Iterator[dict[str, Any]]:
    """Yield what a reader finds, as plain values; the last one says how it ended."""
    try:
        read = find_reader(format)
        for found in _limited(read(data, options), options.limits):
            yield {"kind": type(found).__name__, **asdict(found)}
        yield {"kind": "done"}
    except LineageError as error:
        yield _failed(str(error))
    except RecursionError:
        yield _failed("it is nested too deeply")
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 (readers of other packages may raise anything)
        yield _failed(f"its reader failed ({type(error).__name__}: {error})")


def memory_reason(limits: Limits) -> str:
    """Return why reading ended that ran out of memory."""
    asked = "reading it takes more memory than allowed"
    return str(LimitError("memory_mb", limits.memory_mb, asked))


def _refuse_connections(event: str, _: tuple[object, ...]) -> None:
    """Let no reader reach for the network."""
    if event.startswith("socket."):
        raise PermissionError("a reader opens no connections")


def _limited(found: Iterable[Extract | Failure], limits: Limits) -> Iterator[Extract | Failure]:
    for number, entry in enumerate(found):
        if number == limits.documents:
            raise LimitError(
                "documents", limits.documents, "it holds more documents than may be read"
            )
        if isinstance(entry, Extract):
            check_length(len(entry.text), limits.characters)
        yield entry


def _failed(reason: str) -> dict[str, Any]:
    return {"kind": "failed", "reason": " ".join(reason.split())}


def _send(stream: IO[bytes], answer: dict[str, Any]) -> None:
    stream.write(json.dumps(answer).encode("ascii") + b"\n")
    stream.flush()
