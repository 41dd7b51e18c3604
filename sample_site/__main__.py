"""`python -m sample_site --port 8080`: serve the sample site until interrupted."""

from __future__ import annotations

import argparse
import sys
import threading
from pathlib import Path

from sample_site.rest import NOTICE
from sample_site.server import serve


def main() -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m sample_site", description=f"Sample site on loopback. {NOTICE}")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: a free one)")
    parser.add_argument("--posts", type=Path, default=None, help="JSON lines of posts (default: the bundled ones)")
    arguments = parser.parse_args()
    try:
        with serve(arguments.port, arguments.posts) as base:
            sys.stdout.write(f"{base}\n{NOTICE}\n")
            sys.stdout.flush()
            threading.Event().wait()
    except KeyboardInterrupt:
        return 0
    except (OSError, ValueError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
