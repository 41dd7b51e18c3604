"""Reads values out of a parsed JSON object and says, where one is wrong, in which file and under which key.

Belongs here: kinds of values. Does not belong here: what the keys of a gold file mean (`gold`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transforms.errors import GoldError


@dataclass(frozen=True, slots=True)
class Entry:
    """One JSON object of a gold file.

    Attributes:
        values: the object as `json` gives it.
        file: the file that it stands in.
        key: where in the file, e.g. `events[3].places[0]`; empty for the whole file.
    """

    values: dict[str, Any]
    file: Path
    key: str = ""

    def path(self, key: str) -> str:
        """The full name of one of this object's keys."""
        return f"{self.key}.{key}" if self.key else key

    def fault(self, key: str, message: str) -> GoldError:
        """The error for the value of `key`."""
        return GoldError(message, file=self.file, key=self.path(key))

    def require(self, *keys: str) -> None:
        """Raises: GoldError: one of the keys is absent (its value may be null)."""
        for key in keys:
            if key not in self.values:
                raise self.fault(key, "is missing")

    def text(self, key: str) -> str:
        """A string that is not empty."""
        value = self.values.get(key)
        if not isinstance(value, str) or not value:
            raise self.fault(key, f"has to be a string that is not empty, not {_shown(value)}")
        return value

    def text_or_none(self, key: str) -> str | None:
        """A string, or None where the key is null, empty or absent."""
        return self.text(key) if self.values.get(key) not in (None, "") else None

    def number_or_none(self, key: str) -> int | None:
        """A whole number, or None where the key is null or absent."""
        value = self.values.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise self.fault(key, f"has to be a whole number, not {_shown(value)}")
        return value

    def number(self, key: str) -> int:
        """A whole number."""
        value = self.number_or_none(key)
        if value is None:
            raise self.fault(key, "has to be a whole number")
        return value

    def flag(self, key: str) -> bool:
        """True or false; false where the key is absent."""
        return bool(self.flag_or_none(key))

    def flag_or_none(self, key: str) -> bool | None:
        """True or false, or None where the key is null or absent."""
        value = self.values.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.fault(key, f"has to be true or false, not {_shown(value)}")
        return value

    def day(self, key: str) -> dt.date:
        """A day written YYYY-MM-DD."""
        return _day(self, key, self.text(key))

    def day_or_none(self, key: str) -> dt.date | None:
        """A day written YYYY-MM-DD, or None where the key is null or absent."""
        return self.day(key) if self.values.get(key) is not None else None

    def day_or_time(self, key: str) -> dt.date | dt.datetime | None:
        """A day, or an ISO 8601 time; None where the key is null, empty or absent."""
        text = self.text_or_none(key)
        if text is None:
            return None
        if len(text) <= len("YYYY-MM-DD"):
            return _day(self, key, text)
        try:
            return dt.datetime.fromisoformat(text)
        except ValueError as error:
            raise self.fault(key, f"is no ISO 8601 time: {text!r}") from error

    def items(self, key: str) -> list[Any]:
        """A list; empty where the key is null or absent."""
        value = self.values.get(key)
        if value is not None and not isinstance(value, list):
            raise self.fault(key, f"has to be a list, not {_shown(value)}")
        return value or []

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; empty where the key is null or absent."""
        return _texts(self, key, self.items(key))

    def lists_of_texts(self, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of strings."""
        return tuple(_texts(self, f"{key}[{i}]", item) for i, item in enumerate(self.items(key)))

    def days(self, key: str) -> tuple[dt.date, ...]:
        """A list of days."""
        return tuple(_day(self, f"{key}[{i}]", item) for i, item in enumerate(self.items(key)))

    def object(self, key: str) -> Entry | None:
        """An object, or None where the key is null or absent."""
        value = self.values.get(key)
        return None if value is None else _object(self, key, value)

    def objects(self, key: str) -> list[Entry]:
        """A list of objects; empty where the key is null or absent."""
        return [_object(self, f"{key}[{i}]", item) for i, item in enumerate(self.items(key))]


def _object(entry: Entry, key: str, value: object) -> Entry:
    if not isinstance(value, dict):
        raise entry.fault(key, f"has to be an object, not {_shown(value)}")
    return Entry(value, entry.file, entry.path(key))


def _texts(entry: Entry, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise entry.fault(key, f"has to be a list of strings, not {_shown(value)}")
    return tuple(value)


def _day(entry: Entry, key: str, value: object) -> dt.date:
    try:
        return dt.datetime.strptime(str(value), "%Y-%m-%d").date()
    except ValueError as error:
        raise entry.fault(key, f"is no day written YYYY-MM-DD: {_shown(value)}") from error


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
