"""Bytes in, rows out: everything that reads, knows or stores, and nothing that schedules.

Belongs here: fetching pages, turning a page into a `Report`, turning a `Report` into `Event`s, the lake they are stored
in, publishing and reading the warehouse, charts of it, the command line. Does not belong here: Dagster (a test keeps it
out) and SQL models. Hands on Arrow tables and Parquet objects whose columns are declared once in `transforms.schemas`.

Everything here works from a shell, a notebook or a Spark worker.
"""

__version__ = "0.1.0"
