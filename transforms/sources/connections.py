"""Connections that lead to no private address unasked, and answers that end in time and where they said.

The address is looked at once the connection stands and before anything is sent, so that no second look-up of a name can
lead elsewhere than the first. Where a proxy is set in the environment it is the proxy that looks names up, and decides.
"""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http.client import HTTPException, HTTPResponse
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_MOST_HOSTS = 4


@dataclass(frozen=True, slots=True)
class Guard:
    """What is watched over.

    Attributes:
        check_peer: told of a host and the address that it was found at; raises where that is not allowed.
        seconds: what a whole answer may take, from the request to the last byte.
    """

    check_peer: Callable[[str, str], None]
    seconds: float


class GuardedAdapter(HTTPAdapter):
    """One open connection a host, each watched over.

    Args:
        guard: by whom.
    """

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        super().__init__(pool_connections=_MOST_HOSTS, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Make the pools; those of proxies are made elsewhere and stay as they are."""
        super().init_poolmanager(*args, **options)
        plain = type("_Plain", (_Guarded, HTTPConnection), {"guard": self._guard})
        secure = type("_Secure", (_Guarded, HTTPSConnection), {"guard": self._guard})
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("_PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("_SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
        }


class _Guarded(HTTPConnection):
    """Mixed into both kinds of connections."""

    guard: Guard

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        try:
            self.guard.check_peer(self.host, str(sock.getpeername()[0]))
        except BaseException:
            sock.close()
            raise
        return sock

    def getresponse(self) -> Any:
        """As the library's, with an end."""
        deadline = time.monotonic() + self.guard.seconds
        self.response_class = partial(_TimedResponse, deadline=deadline, seconds=self.guard.seconds)  # type: ignore[assignment]
        return super().getresponse()


class LongerThanToldError(HTTPException):
    """More bytes came than the head of the answer told of: what was taken for the body may be a part of it."""


class _TimedResponse(HTTPResponse):
    """An answer whose head and body have one deadline together, however slowly its bytes come.

    One that goes on behind its `Content-Length` is no whole answer. That is seen where the further bytes are there
    already when the body ends, as they are unless the network parts them.
    """

    def __init__(self, sock: socket.socket, *args: Any, deadline: float, seconds: float, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        self._timed = _Timed(self.fp.detach(), sock, deadline, seconds)
        self.fp = io.BufferedReader(self._timed)

    def close(self) -> None:
        goes_on = self._goes_on()
        super().close()
        if goes_on:
            raise LongerThanToldError("the answer is longer than its Content-Length")

    def _close_conn(self) -> None:
        goes_on = self._goes_on()
        super()._close_conn()  # type: ignore[misc]
        if goes_on:
            raise LongerThanToldError("the answer is longer than its Content-Length")

    def _goes_on(self) -> bool:
        if self.fp is None or self.fp.closed or self.status != 200 or self.length != 0:
            return False
        self._timed.is_over = True
        return bool(self.fp.peek(1))


class _Timed(io.RawIOBase):
    """Bytes of a connection until a deadline.

    Attributes:
        is_over: the answer has ended: nothing is waited for any more.
    """

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, deadline: float, seconds: float) -> None:
        self._raw = raw
        self._sock = sock
        self._deadline = deadline
        self._seconds = seconds
        self._between = sock.gettimeout()
        self.is_over = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Bytes as they come; once it is over, those that are there already."""
        if self.is_over:
            self._sock.settimeout(0)
            try:
                return self._raw.readinto(buffer)
            except OSError:  # none, or those that TLS has not put together yet
                return None
        left = self._deadline - time.monotonic()
        if left > 0:
            self._sock.settimeout(left if self._between is None else min(left, self._between))
            try:
                return self._raw.readinto(buffer)
            except TimeoutError:
                if time.monotonic() < self._deadline:
                    raise
        raise TimeoutError(f"the answer took longer than {self._seconds:g} s")

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
            super().close()
