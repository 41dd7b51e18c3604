"""Connections that lead to no private address unasked, and answers that end in time.

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
from http.client import HTTPResponse
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


class _TimedResponse(HTTPResponse):
    """An answer whose head and body have one deadline together, however slowly its bytes come."""

    def __init__(self, sock: socket.socket, *args: Any, deadline: float, seconds: float, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        self.fp = io.BufferedReader(_Timed(self.fp.detach(), sock, deadline, seconds))


class _Timed(io.RawIOBase):
    def __init__(self, raw: io.RawIOBase, sock: socket.socket, deadline: float, seconds: float) -> None:
        self._raw = raw
        self._sock = sock
        self._deadline = deadline
        self._seconds = seconds
        self._between = sock.gettimeout()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
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
