"""Every live route to a real WordPress: each post once, how many a second, and `wget --mirror` beside them.

`python -m benchmarks.fetch_routes` starts a site of its own (../shared/tools/wordpress) with 3,000 posts of 60 days and
stops it again; `--posts` and `--days` take other numbers. The rate limit is off: that is for a site of one's own alone.
A route is only timed as `marsad ingest` runs it: day by day into a lake, each page stored. `--together` starts wget
with the first route instead of behind the last one: the whole is over earlier, and both sides slow each other down.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from tests.support.wordpress import NoWordPressError, WordPress, running
from transforms.fetching import fetch_days
from transforms.lake import open_lake
from transforms.sources import HttpClient
from transforms.sources.routes import ROUTES

FIRST = dt.date(2016, 2, 1)
LIVE = ("wordpress_rest", "feed", "date_archive", "sitemap")
_POST_FILE = re.compile(r"/(\d+)/index\.html\Z")
_SENTENCE = "وقصفت طائرات حربية مناطق في البلدة، ولم ترد معلومات عن خسائر بشرية حتى اللحظة."


@dataclass(frozen=True)
class Outcome:
    """What a way of fetching brought.

    Attributes:
        name: of the route or program.
        posts: how many of the site's posts came.
        faults: what was missing, came twice or came on another day; empty where all is well.
        requests: sent to the site.
        megabytes: of answers, as they were sent.
        seconds: from the first request to the last page stored.
    """

    name: str
    posts: int
    faults: str
    requests: int
    megabytes: float
    seconds: float

    def row(self) -> str:
        """A line of the table."""
        return (
            f"| {self.name} | {self.posts:,} | {self.faults or 'yes'} | {self.requests:,} | {self.megabytes:.1f} | "
            f"{self.seconds:.1f} | {self.posts / self.seconds:.1f} |"
        )


def posts_of(count: int, days: int) -> Iterator[dict[str, object]]:
    """Posts spread evenly over days, with the first and last second of each day; filler of 500 to 2,000 letters."""
    dice = random.Random(4)
    post_id = 100
    for day in range(days):
        of_day = count // days + (day < count % days)
        date = FIRST + dt.timedelta(days=day)
        first = 3600 if (date.month, date.day) == (3, 25) else 0  # that day begins at one o'clock
        inner = sorted(dice.randrange(first, 86_400) for _ in range(max(0, of_day - 2)))
        for second in [first, *inner, 86_399][:of_day]:
            post_id += dice.randint(1, 4)
            time_of_day = dt.timedelta(seconds=second)
            yield {
                "id": post_id,
                "title": f"قصف على بلدة في ريف حلب {post_id}",
                "html": "".join(f"<p>{_SENTENCE * dice.randint(1, 4)}</p>\n\n" for _ in range(dice.randint(4, 8))),
                "date": f"{dt.datetime.combine(date, dt.time()) + time_of_day}",
            }


def fetched(route: str, site: WordPress, days: list[dt.date]) -> Outcome:
    """All days by one route, each page stored."""
    client = HttpClient(site.url, requests_per_second=1e9)
    source = ROUTES[route].load()(client, name="bench", base_url=site.url)
    with tempfile.TemporaryDirectory() as folder:
        lake = open_lake(folder)
        begin = time.monotonic()
        results = list(fetch_days(source, lake, days))
        seconds = time.monotonic() - begin
        stored = Counter(
            (int(row["page_id"]), day)
            for day in days
            for row in lake.read_page_versions(day).select(["page_id"]).to_pylist()
        )
    faults = differences(stored, site)
    if not all(result.is_complete for result in results):
        faults += " days incomplete"
    return Outcome(route, len(stored), faults, client.budget.requests, client.budget.bytes / 1e6, seconds)


def differences(stored: Counter[tuple[int, dt.date]], site: WordPress) -> str:
    """What is wrong with the posts that came; nothing where each came once on its day."""
    due = set(site.days.items())
    found = {"missing": due - stored.keys(), "strange": stored.keys() - due,
             "twice": {key for key, number in stored.items() if number > 1}}  # fmt: skip
    return ", ".join(f"{len(keys)} {what}" for what, keys in found.items() if keys)


def mirrored(site: WordPress, most_seconds: float) -> Outcome:
    """The site by `wget --mirror`, with nothing to tell it what a post is; its requests are not counted here."""
    with tempfile.TemporaryDirectory() as folder:
        begin = time.monotonic()
        command = ["wget", "--mirror", "--no-verbose", "--output-file", "wget.log", f"{site.url}/"]
        try:
            subprocess.run(command, cwd=folder, check=False, timeout=most_seconds)
            name = "`wget --mirror`"
        except subprocess.TimeoutExpired:
            name = f"`wget --mirror`, stopped after {most_seconds:.0f} s"
        seconds = time.monotonic() - begin
        files = [path for path in Path(folder).rglob("*") if path.is_file()]
        ids = {int(match[1]) for path in files if (match := _POST_FILE.search(path.as_posix()))}
        size = sum(path.stat().st_size for path in files)
    came = ids & site.days.keys()
    missing = len(site.days) - len(came)
    return Outcome(name, len(came), f"{missing} missing" if missing else "", 0, size / 1e6, seconds)


def requests_to(site: WordPress) -> int:
    """Connections in the log of the site, which takes one request with each."""
    with (site.folder / "log" / "web.log").open("rb") as file:
        return sum(line.endswith(b" Accepted\n") for line in file)


def main() -> None:
    """Start the site, ask it by every route and by wget, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=3000)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--routes", nargs="+", choices=LIVE, default=LIVE)
    parser.add_argument("--wget-seconds", type=float, default=7200.0, help="0: without wget")
    parser.add_argument("--together", action="store_true", help="wget beside the routes, not behind them")
    asked = parser.parse_args()
    if asked.wget_seconds and shutil.which("wget") is None:
        sys.exit("wget is missing (Debian's package wget); or give --wget-seconds 0")
    days = [FIRST + dt.timedelta(days=n) for n in range(asked.days)]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    try:
        with running(list(posts_of(asked.posts, asked.days)), port) as site:
            print(f"{asked.posts:,} posts over {asked.days} days, {dt.date.today()}\n", flush=True)
            print("| route | posts | each once | requests | MB | seconds | posts a second |")
            print("|---|--:|---|--:|--:|--:|--:|")
            before, by_routes = requests_to(site), 0
            with ThreadPoolExecutor(1) as beside:
                mirror = (
                    beside.submit(mirrored, site, asked.wget_seconds) if asked.together and asked.wget_seconds else None
                )
                for route in asked.routes:
                    outcome = fetched(route, site, days)
                    by_routes += outcome.requests
                    print(outcome.row(), flush=True)
                if asked.wget_seconds:
                    outcome = mirror.result() if mirror is not None else mirrored(site, asked.wget_seconds)
                    print(replace(outcome, requests=requests_to(site) - before - by_routes).row(), flush=True)
    except NoWordPressError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
