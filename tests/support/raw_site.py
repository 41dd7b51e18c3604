"""A server on loopback that says whatever bytes a test wants, at whatever pace; for answers that are no proper HTTP."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from socket import socket

from tests.support.site import Site

NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

Speaker = Callable[[socket, str], None]
"""Told of a connection and the path that was asked for; writes what it likes."""


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """A whole answer after which the connection ends."""
    lines = (f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers)
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@contextmanager
def speaking(speak: Speaker, robots: bytes = NOT_FOUND) -> Iterator[Site]:
    """Serve on a free port of 127.0.0.1 until the block ends."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            head = b""
            with suppress(OSError):  # the client has enough
                while b"\r\n\r\n" not in head:
                    part = self.request.recv(65_536)
                    if not part:
                        return
                    head += part
                path = head.split(b" ")[1].decode()
                site.asked.append(path)
                if path == "/robots.txt":
                    self.request.sendall(robots)
                else:
                    speak(self.request, path)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    server = Server(("127.0.0.1", 0), Handler)
    server.block_on_close = False
    site = Site(f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
