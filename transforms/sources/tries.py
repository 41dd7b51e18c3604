"""One try of a request that failed: what happened in words, and how long to wait before the next one."""

from __future__ import annotations

import random
from http import HTTPStatus

import requests
from urllib3.exceptions import InvalidHeader
from urllib3.util.retry import Retry

TRANSIENT_STATUS = frozenset({429, 500, 502, 503, 504})
TRANSIENT_ERRORS = (
    requests.exceptions.ConnectionError,
    requests.exceptions.Timeout,
)
_LONGEST_BACKOFF = 60.0
_LONGEST_ASKED = 30 * 24 * 3600.0


class FailedTry(Exception):  # noqa: N818 - never leaves the client
    """One failed try, after which another one may work.

    Args:
        message: what happened.
        status: HTTP status, where there was an answer.
        retry_after: seconds after which the host asks to come back.
    """

    def __init__(self, message: str, status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


def backoff(tries: int, seconds: float) -> float:
    """Seconds to wait after so many failed tries: twice as long each time, a minute at most, and a random part more.

    Args:
        tries: failed so far, from 1.
        seconds: the first pause; the random part is at most as long.
    """
    return float(min(seconds * 2 ** (tries - 1), _LONGEST_BACKOFF)) + random.uniform(0, seconds)  # noqa: S311 - no secret


def retry_after_of(value: str | None) -> float | None:
    """Seconds of a `Retry-After` header (a number or an HTTP date), a month at most; None where it is senseless."""
    if not value:
        return None
    try:
        return min(Retry().parse_retry_after(value), _LONGEST_ASKED)
    except (InvalidHeader, ValueError, OverflowError):
        return None


def status_words(status: int) -> str:
    """A status with its name."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def reason_of(error: BaseException) -> str:
    """The innermost cause in words: `requests` wraps urllib3, which wraps the socket's error."""
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return "no connection within the time-out"
    if isinstance(error, requests.exceptions.Timeout):
        return "no answer within the time-out"
    cause: BaseException = error
    while (inner := cause.__cause__ or cause.__context__ or getattr(cause, "reason", None)) is not None:
        if not isinstance(inner, BaseException):
            break
        cause = inner
    return f"{type(cause).__name__}: {str(cause)[:160]}"
