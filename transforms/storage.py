"""Objects of the lake: named bytes on the local disk or in an S3 bucket, written whole or not at all.

Belongs here: opening a store, atomic and conditional writes, and turning a store's errors into one clear line. Does
not belong here: Parquet and the lake's layout (`transforms.lake`).
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from transforms.errors import LakeError
from transforms.lake_address import check_lake_address

if TYPE_CHECKING:
    from obstore.store import LocalStore, S3Config, S3Store

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_S3_HINTS = (
    (("NoSuchBucket", "bucket does not exist"), "the bucket does not exist: create it, or correct MARSAD_LAKE_URI"),
    (
        (
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "InvalidToken",
            "ExpiredToken",
            "403 Forbidden",
            "AccessDenied",
        ),
        "the S3 keys are not accepted: check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY or AWS_PROFILE, and the policy",
    ),
    (
        ("error sending request", "onnect", "dns", "timed out", "timeout"),
        "the endpoint does not answer: check AWS_ENDPOINT_URL and the network",
    ),
)


class Objects:
    """A tree of immutable or replaceable objects. Names are relative paths with `/`.

    Names whose last part begins with a dot are temporary: a killed writer may leave one, and `names` never lists it.

    Args:
        uri: a folder, `file:///folder`, or `s3://bucket/prefix`. Credentials are found by boto3's provider chain, the
            endpoint in `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL`.

    Raises:
        SettingsError: the address names no lake; it is not repeated.
    """

    def __init__(self, uri: str) -> None:
        check_lake_address(uri)
        self.uri = uri
        self._folder = None if uri.startswith("s3://") else Path(uri.removeprefix("file://")).absolute()

    def read(self, name: str) -> bytes | None:
        """The bytes of an object, or None if there is none."""
        import obstore

        with self._errors("read", name):
            if self._folder is not None and not self._folder.is_dir():
                return None
            try:
                return bytes(obstore.get(self._store, name).bytes())
            except FileNotFoundError as error:
                if "NoSuchBucket" in str(error):
                    raise
                return None

    def names(self, prefix: str) -> list[str]:
        """Names of all finished objects under a folder of the tree, sorted."""
        import obstore

        with self._errors("list", prefix):
            if self._folder is not None and not (self._folder / prefix).is_dir():
                return []
            found = [str(meta["path"]) for batch in obstore.list(self._store, prefix) for meta in batch]
        return sorted(name for name in found if not name.rpartition("/")[2].startswith("."))

    def create(self, name: str, data: bytes) -> bool:
        """Write an object unless one of this name exists. True if it was written."""
        import obstore
        from obstore.exceptions import AlreadyExistsError

        with self._errors("write", name):
            try:
                if self._folder is None:
                    obstore.put(self._store, name, data, mode="create")
                else:
                    with self._temporary(name, data) as temporary:
                        os.link(temporary, self._folder / name)
            except (AlreadyExistsError, FileExistsError):
                return False
        return True

    def replace(self, name: str, data: bytes) -> bool:
        """Write an object in place of any of this name. False if it held the same bytes, and nothing was written."""
        import obstore

        if self.read(name) == data:
            return False
        with self._errors("write", name):
            if self._folder is None:
                obstore.put(self._store, name, data, use_multipart=False)
            else:
                with self._temporary(name, data) as temporary:
                    os.replace(temporary, self._folder / name)
        return True

    def delete(self, name: str) -> None:
        """Delete an object, if there is one."""
        import obstore

        with self._errors("delete", name):
            if self._folder is not None:
                (self._folder / name).unlink(missing_ok=True)
            else:
                obstore.delete(self._store, name)

    def check_writable(self) -> None:
        """Write and delete a small object.

        Raises:
            LakeError: the store cannot be written; says why and what to do.
        """
        import obstore

        name = f".write-check-{secrets.token_hex(4)}"
        with self._errors("write", name):
            if self._folder is None:
                obstore.put(self._store, name, b"ok", use_multipart=False)
                obstore.delete(self._store, name)
            else:
                with self._temporary(name, b"ok"):
                    pass

    @contextmanager
    def _temporary(self, name: str, data: bytes) -> Iterator[Path]:
        """A hidden file beside the target with the data safely on disk; gone afterwards, moved or not."""
        assert self._folder is not None  # noqa: S101 - only called for local lakes
        target = self._folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{target.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
        try:
            with temporary.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            yield temporary
        finally:
            temporary.unlink(missing_ok=True)

    @cached_property
    def _store(self) -> LocalStore | S3Store:
        if self._folder is not None:
            from obstore.store import LocalStore

            return LocalStore(self._folder)
        return _open_s3(self.uri)

    @contextmanager
    def _errors(self, action: str, name: str) -> Iterator[None]:
        from obstore.exceptions import BaseError

        try:
            yield
        except (BaseError, OSError) as error:
            raise self._explained(action, name, error) from error

    def _explained(self, action: str, name: str, error: Exception) -> LakeError:
        told = str(error)
        if self._folder is not None:
            hint = "check that the folder can be written, and MARSAD_DATA_DIR or MARSAD_LAKE_URI"
            reason = error.strerror if isinstance(error, OSError) and error.strerror else _first_line(told)
        else:
            hints = [hint for signs, hint in _S3_HINTS if any(sign in told for sign in signs)]
            hint = hints[0] if hints else "check MARSAD_LAKE_URI, the keys and the endpoint"
            reason = _first_line(told)
        return LakeError(f"cannot {action} {name or 'objects'} in the lake {self.uri}: {reason}", hint=hint)


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0][:300] if text.strip() else "unknown error"


def _open_s3(uri: str) -> S3Store:
    import boto3
    from obstore.auth.boto3 import Boto3CredentialProvider
    from obstore.exceptions import BaseError
    from obstore.store import S3Store

    parts = urlsplit(uri)
    session = boto3.Session()
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    options: S3Config = {"region": session.region_name or "us-east-1"}
    if endpoint:
        options["endpoint"] = endpoint
        options["virtual_hosted_style_request"] = False
    is_loopback = bool(endpoint) and urlsplit(endpoint or "").hostname in _LOOPBACK
    try:
        return S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            credential_provider=Boto3CredentialProvider(session),
            client_options={
                "allow_http": is_loopback,
                "connect_timeout": timedelta(seconds=5),
                "timeout": timedelta(seconds=60),
            },
            retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=20)},
            config=options,
        )
    except ValueError as error:
        raise LakeError(
            f"no S3 credentials for the lake {uri}",
            hint="set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE",
        ) from error
    except BaseError as error:
        raise LakeError(
            f"cannot open the lake {uri}: {_first_line(str(error))}", hint="check AWS_ENDPOINT_URL"
        ) from error
