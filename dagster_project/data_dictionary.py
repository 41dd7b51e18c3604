"""`make docs`: every table and column of the warehouse as one HTML page, from dbt's descriptions."""

from __future__ import annotations
