"""Where a range of days is read: in this process, or on a Spark cluster. The same day objects come of both.

Belongs here: what engines there are, and which one a word names. Does not belong here: how a day is read
(`transforms.reading`) or how a cluster is spoken to (`transforms.spark`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from transforms.errors import UsageError
from transforms.lake import Lake
from transforms.reading import ReadResult, read_day

LOCAL = "local"
SPARK_CONNECT_PORT = 15002
"""Where a Spark Connect server listens unless told otherwise."""

_HINT = "local, or sc://host:port of a Spark Connect server"


def read_days(lake: Lake, days: Sequence[dt.date], engine: str = LOCAL) -> Iterator[ReadResult]:
    """Read the raw pages of publication days and replace each day's reports and quarantine as a whole.

    Args:
        lake: where the raw pages are and the reports go.
        days: publication days in Asia/Damascus.
        engine: `local` or `sc://host:port`.

    Yields:
        What each day gave, in the order of `days`, once it is stored.

    Raises:
        UsageError: there is no such engine.
        LakeError: the lake cannot be read or written.
        EngineError: the engine is not installed, cannot be reached, or failed.
    """
    check_engine(engine)
    if engine != LOCAL:
        from transforms.spark import read_days_on_spark

        yield from read_days_on_spark(lake, days, engine)
        return
    for day in days:
        yield read_day(lake, day)


def check_engine(engine: str) -> None:
    """Refuse what names no engine.

    Raises:
        UsageError: neither `local` nor the address of a Spark Connect server.
    """
    if engine == LOCAL:
        return
    if engine.startswith("spark://"):
        raise UsageError(
            "engine spark://: Spark is asked through Spark Connect alone",
            hint="start its Connect server and name it as sc://host:port",
        )
    if not engine.startswith("sc://"):
        raise UsageError("there is no such engine", hint=_HINT)
    server_of(engine)


def server_of(engine: str) -> tuple[str, int]:
    """Host and port of `sc://host:port/;options`, without the options, which may hold a token.

    Raises:
        UsageError: the address has no host, or its port is no number.
    """
    try:
        address = urlsplit(engine)
        host, port = address.hostname, address.port
    except ValueError as error:
        raise UsageError("the engine's address is malformed", hint=_HINT) from error
    if not host:
        raise UsageError("the engine's address names no host", hint=_HINT)
    return host, port or SPARK_CONNECT_PORT
