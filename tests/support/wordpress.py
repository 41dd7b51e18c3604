"""A real WordPress on loopback (../shared/tools/wordpress, Debian's packages) with posts of one's choice."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.servers import SHARED_DIR

SITE = SHARED_DIR / "tools/wordpress/site"


_STOPPING = ThreadPoolExecutor(1)
"""Stops sites while the next tests run: each takes half a minute. This process waits for them before it ends."""


class NoWordPressError(Exception):
    """It is not here, or cannot be started, with the reason."""


@dataclass(frozen=True)
class WordPress:
    """A running site.

    Attributes:
        url: its address.
        folder: where it lives.
        days: publication day of each of its posts, by number.
    """

    url: str
    folder: Path
    days: dict[int, dt.date]

    def run(self, *arguments: str | Path) -> None:
        """One of the site's commands."""
        subprocess.run([SITE, *arguments, "--dir", self.folder], check=True, capture_output=True, timeout=300)


@contextmanager
def running(posts: Sequence[Mapping[str, object]], port: int) -> Iterator[WordPress]:
    """A site with these posts until the block ends.

    It lives in a folder of its own below the system's, which the users of database and web server can enter: each run
    of pytest closes pytest's folder to all but its owner.

    Args:
        posts: `id`, `title`, `html`, `date` (local time of the site) and perhaps `modified`.
        port: free on 127.0.0.1.

    Raises:
        NoWordPressError: there is none beside the project, or it does not start.
    """
    if not SITE.exists():
        raise NoWordPressError(f"no {SITE.relative_to(SHARED_DIR.parent)} beside the project")
    place = tempfile.TemporaryDirectory(prefix="marsad-wp-")
    folder = Path(place.name)
    folder.chmod(0o755)
    file, site_folder = folder / "posts.jsonl", folder / "s"
    file.write_text("\n".join(json.dumps(post, ensure_ascii=False) for post in posts), encoding="utf-8")
    command = [SITE, "up", "--dir", site_folder, "--port", str(port), "--posts", file]
    try:
        up = subprocess.run(command, capture_output=True, text=True, timeout=800, check=False)
        if up.returncode != 0:
            raise NoWordPressError(f"WordPress cannot be started here: {up.stderr.strip().splitlines()[-1]}")
        days = {int(str(post["id"])): dt.date.fromisoformat(str(post["date"])[:10]) for post in posts}
        yield WordPress(up.stdout.strip(), site_folder, days)
    finally:
        _STOPPING.submit(_stop, site_folder, place)


def _stop(site_folder: Path, place: tempfile.TemporaryDirectory[str]) -> None:
    subprocess.run([SITE, "down", "--dir", site_folder], capture_output=True, timeout=120, check=False)
    place.cleanup()
