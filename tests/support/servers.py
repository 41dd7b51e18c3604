"""What a fixture tells of a server that it started."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SHARED_DIR = Path(__file__).resolve().parent.parent.parent.parent / "shared"


@dataclass(frozen=True)
class S3Server:
    """A running SeaweedFS with one bucket."""

    endpoint: str
    bucket: str
    access_key: str
    secret_key: str
