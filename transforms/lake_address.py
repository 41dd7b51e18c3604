"""Which addresses name a lake (`s3://bucket/prefix`, `file:///folder` or a folder), and which folder can hold the data.

What is refused is never repeated: people put keys into addresses.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from transforms.errors import SettingsError

_HINT = "s3://bucket/prefix or a folder"
_KEYS_HINT = "s3://bucket/prefix alone; keys are found where every AWS tool finds them: environment, profile or role"


def check_lake_address(uri: str) -> None:
    """Refuse what names no lake.

    Args:
        uri: as the operator set it.

    Raises:
        SettingsError: it holds keys, is of another kind of store, names no bucket, or DuckDB could not read it. The
            message does not repeat it.
    """
    if "://" not in uri or uri.startswith("file://"):
        check_folder(uri)
        return
    try:
        parts = urlsplit(uri)
    except ValueError as error:
        raise SettingsError("the address is malformed", hint=_HINT) from error
    if "@" in uri or ":" in parts.netloc:  # a key may hold a slash, and what follows it then counts as the path
        raise SettingsError("an address must not hold keys or a password", hint=_KEYS_HINT)
    if not uri.startswith("s3://"):
        raise SettingsError("there is no such kind of store", hint=_HINT)
    if not parts.netloc:
        raise SettingsError("the address names no bucket", hint=_HINT)
    if parts.query or parts.fragment or uri.endswith(("?", "#")):
        raise SettingsError("the address must not hold ? or #", hint=_HINT)
    check_folder(uri)


def check_folder(path: str) -> None:
    """Refuse a path that DuckDB takes for another one, so that it would find nothing in it.

    Raises:
        SettingsError: it holds a backslash, which DuckDB takes for a separator and which cannot be escaped.
    """
    if "\\" in path:
        raise SettingsError("the path holds a backslash, which DuckDB cannot read", hint="choose another folder")


def check_data_folder(path: str) -> None:
    """Refuse a folder in which no warehouse can be built.

    Raises:
        SettingsError: DuckDB or dbt would take the path for another one.
    """
    check_folder(path)
    found = [sign for sign in "?#;" if sign in path]
    if found:
        raise SettingsError(f"the path holds {found[0]}, where dbt would cut it off", hint="choose another folder")
