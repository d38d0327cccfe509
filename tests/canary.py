"""A server that nobody must ask: it counts who does."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Canary:
    """Where it listens, and what was asked of it."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.asked: list[bytes] = []


@contextmanager
def listening() -> Iterator[Canary]:
    """Listen on this machine while the block runs."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            canary.asked.append(self.rfile.readline())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        canary = Canary(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield canary
        finally:
            server.shutdown()
            thread.join()
