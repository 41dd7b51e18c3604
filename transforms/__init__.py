"""Bytes in, rows out: everything that reads, knows or stores, and nothing that schedules.

Belongs here: fetching pages, turning a page into a `Report`, turning a `Report` into `Event`s, and the lake they are
stored in. Does not belong here: Dagster (a test keeps it out), SQL models, charts. Hands on Arrow tables and
Parquet objects whose columns are declared once in `transforms.schemas`.

Everything here works from a shell, a notebook or a Spark worker.
"""

__version__ = "0.1.0"
