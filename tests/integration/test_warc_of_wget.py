"""WARC files that `wget` writes of a site on loopback: a crawler that is not ours and not `warcio`."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.site import Reply, serving
from tests.support.warc_files import HTML, chunked, page
from transforms.sources.warc import WarcSource

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(shutil.which("wget") is None, reason="no wget on the PATH (Debian package wget)"),
]


def article(number: int) -> bytes:
    return page(f"نص {number} " * 40, published="2016-02-25T08:00:00+02:00")


def answer(path: str, _: Mapping[str, str]) -> Reply:
    """Posts 1 to 9, every third one in chunks; one redirect, and nothing else."""
    if path == "/moved/":
        return Reply(301, headers={"Location": "/slug/1/"})
    if not path.startswith("/slug/"):
        return Reply(404)
    number = int(path.split("/")[2])
    if number % 3 == 1:
        return Reply(200, chunked(article(number)), {**HTML, "Transfer-Encoding": "chunked"})
    return Reply(200, article(number), HTML)


@pytest.mark.parametrize("options", [[], ["--no-warc-compression"]], ids=["packed", "plain"])
def test_every_page_that_wget_saved_is_read_with_its_own_bytes(tmp_path: Path, options: list[str]) -> None:
    with serving(answer) as site:
        paths = [f"/slug/{number}/" for number in range(1, 10)] + ["/moved/", "/nowhere/"]
        command = ["wget", "--quiet", "-P", "saved", f"--warc-file={tmp_path}/crawl", *options]
        subprocess.run([*command, *(site.url + path for path in paths)], cwd=tmp_path, check=False, timeout=60)
        warc = WarcSource(tmp_path, name="test", base_url=site.url)
        found = {p.post_id: p.body for p in warc.list_day(dt.date(2016, 2, 25))}

    assert found == {number: article(number) for number in range(1, 10)}
    assert warc.unplaced() == ()
