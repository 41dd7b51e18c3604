"""The console script `marsad`: one module a group of commands, none of which holds any logic of its own.

Belongs here: arguments, terminal tables, progress bars, exit statuses. Does not belong here: anything that another
program could want to call; that lies in the other modules of `transforms`. Dagster is reached through the entry point
group `marsad.orchestrator` and only by the commands that need it.

Start-up counts: `marsad extract` is called once a file by shell scripts, so heavy modules are imported inside the
commands that use them.
"""

from transforms.cli.app import main

__all__ = ["main"]
