"""The clock that publication days are told by. Apart from the settings, whose library is slow to load."""

from __future__ import annotations

from zoneinfo import ZoneInfo

SITE_TIME_ZONE = ZoneInfo("Asia/Damascus")
"""Publication days are days of this clock."""
