"""Every error that Marsad raises on purpose.

Each says what failed, on which input, and what to do about it, in one line. `PermanentFetchError` and
`TransientFetchError` decide, in one place, what is tried again: only the latter is. An `UnreadablePage` never stops a
day: the page goes to `quarantine` with its bytes and the error's `reason`.
"""

from __future__ import annotations

from pathlib import Path


class MarsadError(Exception):
    """Base of all errors that are reported to the user as one line, without a traceback.

    Args:
        message: what failed, on which input.
        hint: what to do about it; printed behind the message.
    """

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class UsageError(MarsadError):
    """The call makes no sense as it stands (a range turned around, an unknown name): exit status 2."""


class SettingsError(MarsadError):
    """A setting is missing, malformed, or contradicts another."""


class UnreadablePage(MarsadError):  # noqa: N818 - it names a page, as the quarantine table does
    """A page that gives no `Report`. `reason` is the stable word that the quarantine table keeps.

    Args:
        reason: one of `QUARANTINE_REASONS`.
        message: what was found instead.
    """

    def __init__(self, reason: str, message: str, *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        if reason not in QUARANTINE_REASONS:
            raise ValueError(f"unknown quarantine reason {reason!r}")
        self.reason = reason


QUARANTINE_REASONS = frozenset(
    {
        "empty",  # no bytes, or no text after the page furniture is gone
        "no_article",  # HTML without an article
        "not_json",  # JSON was due and something else came
        "wrong_shape",  # JSON, but not a post
        "undecodable",  # bytes that are text in no charset that fits
        "login_page",  # a form that asks for a password, with status 200
        "extraction_failed",  # the extractor raised: a bug of ours, kept so that nothing is lost
    }
)


class FetchError(MarsadError):
    """A request that gave no usable answer. `url` is the address asked.

    Args:
        message: what happened.
        url: the address that was asked.
        status: the HTTP status, where there was an answer.
    """

    def __init__(self, message: str, *, url: str, status: int | None = None, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.url = url
        self.status = status


class PermanentFetchError(FetchError):
    """Asking again would give the same: 4xx, a wrong content type, a host that is not allowed."""


class ForbiddenByRobotsError(PermanentFetchError):
    """The host's robots.txt forbids the address; it was not asked."""


class TransientFetchError(FetchError):
    """Asking again later may work: no connection, a time-out, 429, 5xx. Raised after the retries are used up."""


class BudgetSpentError(TransientFetchError):
    """The run asked as often, or was sent as much, as it may. What came is stored; the next run goes on."""


class IncompleteDayError(FetchError):
    """A source told of more reports for a day than it handed over. What did come is stored."""


class LakeError(MarsadError):
    """The lake cannot be read or written: no permission, wrong keys, no such bucket, a damaged object."""


class EngineError(MarsadError):
    """The engine that was to read the pages is not installed, cannot be reached, or failed."""


class WarehouseError(MarsadError):
    """The warehouse cannot be built, checked, published or opened."""


class ExportError(MarsadError):
    """A file cannot be exported from the published warehouse, which stays as it is."""


class GoldError(MarsadError):
    """A gold file cannot be used: unreadable, a needed key missing, a value of the wrong kind.

    Args:
        message: what is wrong, as a predicate of the key or the file.
        file: the gold file.
        key: the key in it, e.g. `events[3].places[0].pcode`; empty where the whole file is meant.
    """

    def __init__(self, message: str, *, file: Path, key: str = "", hint: str | None = None) -> None:
        super().__init__(f"{file}: {key} {message}" if key else f"{file}: {message}", hint=hint)
        self.file = file
        self.key = key
        self.problem = message
