"""Answers to the requests for days that are being fetched, so that a killed run goes on without asking again.

Every answer is stored before anything is made of it: `underway/<source>/<moment>/<hash>`. Beside them lies
`underway/<source>/plan`, which says of what days and since when. A run that goes on finds the plan, fetches the same
days, and is handed what is stored in place of asking; the first request without a stored answer is sent. So it does not
matter between which two steps the run was killed: whatever follows from the answers is done again from the same bytes,
and stored once.

Once the days are stored and noted as listed (`transforms.completeness`), plan and answers are deleted, the plan first.
They are the only objects of the lake that are, and nothing but requests hangs on them.

A stored answer must hide nothing that happens at the site later:

- It is only used for `GOES_ON_FOR`, and only by a run that fetches all days of the plan and does not ask `again`.
- Days that are not over are asked for anew.
- A run that ends with an error leaves none, so that the next one sees the mended site; nor does asking what changed.
- The days count as asked when the killed run asked, so that edits since then are asked for (`transforms.changes`).
- The n-th answer of an address is only used for the n-th time that it is asked for: a list that is walked there and
  back is walked so again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from transforms.lake import Lake
from transforms.sources.answers import Answer
from transforms.sources.base import day_bounds

GOES_ON_FOR = dt.timedelta(hours=6)
"""How old a plan may be that is gone on with."""

_FOLDER = "underway"
_FINAL = frozenset({*range(200, 300), 401, 404, 410})
"""An answer of another status is no answer, but a failure that may pass."""


@dataclass(frozen=True, slots=True)
class _Plan:
    first: dt.date
    last: dt.date
    began: dt.datetime

    @property
    def days(self) -> frozenset[dt.date]:
        return frozenset(self.first + dt.timedelta(days=n) for n in range((self.last - self.first).days + 1))

    @property
    def is_fresh(self) -> bool:
        return dt.timedelta(0) <= dt.datetime.now(dt.UTC) - self.began < GOES_ON_FOR


class Underway:
    """What one source was asked for the days that are being fetched; the client's `Recall`.

    Args:
        lake: where it is stored.
        source: the source's name.
    """

    def __init__(self, lake: Lake, source: str) -> None:
        self._lake = lake
        self._folder = f"{_FOLDER}/{quote(source, safe='')}"
        self._plan: _Plan | None = None
        self._asked: Counter[str] = Counter()

    def left(self, days: Collection[dt.date]) -> frozenset[dt.date]:
        """Days that a killed run began with; none where it was long ago, or not all of them are wanted.

        Args:
            days: that are wanted.
        """
        plan = self._read_plan()
        return plan.days if plan is not None and plan.is_fresh and plan.days <= set(days) else frozenset()

    def begin(self, days: Sequence[dt.date], *, going_on: bool = False) -> dt.datetime:
        """Begin with days that follow each other; gives the moment since which they are asked for, UTC.

        Args:
            days: in order.
            going_on: go on with what a killed run left of them.
        """
        plan = self._read_plan() if going_on else None
        if plan is None:
            self.end()
            plan = _Plan(days[0], days[-1], dt.datetime.now(dt.UTC))
            if plan.began < day_bounds(plan.last)[1]:
                return plan.began
            facts = {"first": str(plan.first), "last": str(plan.last), "began": plan.began.isoformat()}
            self._lake.keep_underway(f"{self._folder}/plan", json.dumps(facts).encode())
        self._plan = plan
        self._asked.clear()
        return plan.began

    def end(self) -> None:
        """The days are stored and noted, or nobody is to go on with them: leave nothing."""
        self._plan = None
        plan = f"{self._folder}/plan"
        for name in sorted(self._lake.underway_names(self._folder), key=lambda name: name != plan):
            self._lake.drop_underway(name)

    def get(self, url: str, headers: Mapping[str, str]) -> Answer | None:
        """The stored answer to a request that is about to be sent; see `Recall.get`."""
        if self._plan is None:
            return None
        request = json.dumps([url, sorted(headers.items())])
        self._asked[request] += 1
        return _parsed(self._lake.read_underway(self._name(request)))

    def put(self, url: str, headers: Mapping[str, str], answer: Answer) -> None:
        """Store the answer to a request that was sent; see `Recall.put`."""
        if self._plan is not None and answer.status in _FINAL:
            request = json.dumps([url, sorted(headers.items())])
            self._lake.keep_underway(self._name(request), _packed(answer))

    def _name(self, request: str) -> str:
        assert self._plan is not None  # noqa: S101 - only called while days are fetched
        key = hashlib.sha256(f"{self._asked[request]} {request}".encode()).hexdigest()
        return f"{self._folder}/{self._plan.began:%Y%m%dT%H%M%S.%fZ}/{key}"

    def _read_plan(self) -> _Plan | None:
        data = self._lake.read_underway(f"{self._folder}/plan")
        try:
            facts: dict[str, Any] = json.loads(data or b"{}")
            first, last = dt.date.fromisoformat(facts["first"]), dt.date.fromisoformat(facts["last"])
            return _Plan(first, last, dt.datetime.fromisoformat(facts["began"]))
        except (KeyError, TypeError, ValueError):
            return None


def _packed(answer: Answer) -> bytes:
    facts = {
        "url": answer.url,
        "status": answer.status,
        "headers": answer.headers,
        "fetched_at": answer.fetched_at.isoformat(),
        "sha256": hashlib.sha256(answer.body).hexdigest(),
    }
    return json.dumps(facts, ensure_ascii=True, sort_keys=True).encode() + b"\n" + answer.body


def _parsed(data: bytes | None) -> Answer | None:
    """A stored answer; None where there is none, or it is damaged: it is then asked for."""
    if data is None:
        return None
    head, _, body = data.partition(b"\n")
    try:
        facts: dict[str, Any] = json.loads(head)
        if facts["sha256"] != hashlib.sha256(body).hexdigest():
            return None
        at = dt.datetime.fromisoformat(facts["fetched_at"])
        return Answer(facts["url"], int(facts["status"]), dict(facts["headers"]), body, at)
    except (KeyError, TypeError, ValueError):
        return None
