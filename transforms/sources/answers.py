"""What a host answered, and how a client may be spared asking: data alone, without the network."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host answered, with status 2xx unless said otherwise.

    Attributes:
        url: address that answered, after redirects, without user name, password and fragment.
        status: HTTP status.
        headers: header names in lower case, without cookies.
        body: the bytes, decompressed.
        fetched_at: when the last byte came, UTC.
    """

    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    fetched_at: dt.datetime

    @property
    def content_type(self) -> str | None:
        """The media type as the host told it."""
        return self.headers.get("content-type")

    def headers_json(self) -> str:
        """The headers as `raw_pages` keeps them."""
        return json.dumps(self.headers, ensure_ascii=False, sort_keys=True)


class Recall(Protocol):
    """Answers that were stored by a run that was killed, handed out in place of asking again."""

    def get(self, url: str, headers: Mapping[str, str]) -> Answer | None:
        """The stored answer of any status to a request that is about to be sent; None: send it.

        Args:
            url: address, without secrets.
            headers: of the request.
        """
        ...

    def put(self, url: str, headers: Mapping[str, str], answer: Answer) -> None:
        """Store the answer to a request that was sent, before anybody sees it.

        Args:
            url: address, without secrets.
            headers: of the request.
            answer: of any status.
        """
        ...
