"""The twenty questions of weekly_questions.sql as a pandas user asks them, of two frames held in memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

Frame = pd.DataFrame
Answer = Callable[[Frame, Frame, dict[str, Any]], Any]


def _killed(c: Frame, level: int = 1) -> Frame:
    return c[(c.admin_level == level) & (c.outcome == "killed") & c.is_confirmed]


def _in_governorate(frame: Frame, p: dict[str, Any]) -> Frame:
    return frame[frame.region_pcode == p["governorate"]]


def _sum(frame: Frame, by: str | list[str], what: str = "people_best") -> Frame:
    return frame.groupby(by, dropna=False)[what].sum().reset_index()


def _wounded_a_killed(c: Frame, _t: Frame, p: dict[str, Any]) -> Frame:
    rows = c[(c.admin_level == 1) & (c.region_pcode == p["governorate"]) & (c.iso_year == p["year"]) & c.is_confirmed]
    weekly = rows.pivot_table(index="week_start", columns="outcome", values="people_best", aggfunc="sum")
    return (weekly["wounded"] / weekly["killed"]).reset_index()


def _unconfirmed(c: Frame, _t: Frame, p: dict[str, Any]) -> Frame:
    rows = c[(c.admin_level == 1) & (c.iso_year == p["year"]) & (c.outcome == "killed")]
    weekly = rows.assign(doubted=rows.people_best.where(~rows.is_confirmed, 0)).groupby("week_start")[
        ["doubted", "people_best"]
    ]
    sums = weekly.sum()
    sums = sums[sums.people_best > 0]
    return (sums.doubted / sums.people_best).reset_index()


def _bounds(c: Frame, _t: Frame, p: dict[str, Any]) -> Frame:
    rows = c[
        (c.admin_level == 2) & (c.admin1_pcode == p["governorate"]) & (c.week_start == p["week"])
        & (c.outcome == "killed") & (c.civilian_status == "civilian")
    ]  # fmt: skip
    found = rows.groupby("region_pcode", dropna=False)
    sums = found[["people_low", "people_best"]].sum()
    sums["people_high"] = found["people_high"].agg(lambda high: high.sum() if high.notna().all() else None)
    return sums.reset_index()


def _mean_of_four(c: Frame, _t: Frame, p: dict[str, Any]) -> Frame:
    weekly = _sum(_in_governorate(_killed(c), p), "week_start")
    return weekly.assign(people_best=weekly.people_best.rolling(4, min_periods=1).mean())


def _worse_than_twice(c: Frame, _t: Frame, p: dict[str, Any]) -> Frame:
    weekly = _sum(_in_governorate(_killed(c), p), "week_start")
    return weekly[weekly.people_best > 2 * weekly.people_best.mean()]


def _against_before(c: Frame, _t: Frame, p: dict[str, Any]) -> Frame:
    rows = _killed(c)
    rows = rows[rows.week_start.between(p["month_before"], p["week"])]
    now = rows.week_start == p["week"]
    both = rows.assign(now=rows.people_best.where(now, 0), before=rows.people_best.where(~now, 0))
    sums = both.groupby("region_pcode", dropna=False)[["now", "before"]].sum()
    return sums.assign(before=sums.before / 4).reset_index()


def _more_than_once(_c: Frame, t: Frame, p: dict[str, Any]) -> Frame:
    rows = t[(t.admin_level == 3) & (t.admin1_pcode == p["governorate"]) & t.region_pcode.notna()]
    sums = _sum(rows, ["week_start", "region_pcode"], "changes_count")
    return sums[sums.changes_count > 1]


def _recaptures(_c: Frame, t: Frame, _p: dict[str, Any]) -> Frame:
    rows = t[t.admin_level == 1]
    rows = rows.assign(again=rows.changes_count.where(rows.change == "recapture", 0))
    sums = rows.groupby("region_pcode", dropna=False)[["again", "changes_count"]].sum()
    return (sums.again / sums.changes_count).reset_index()


def _where_places_fell(c: Frame, t: Frame, p: dict[str, Any]) -> Frame:
    rows = _killed(c)
    rows = rows[(rows.iso_year == p["year"]) & rows.region_pcode.notna()]
    keys = t.loc[t.admin_level == 1, ["week_start", "region_pcode"]].drop_duplicates()
    return _sum(rows.merge(keys), ["week_start", "region_pcode"])


ANSWERS: tuple[Answer, ...] = (
    lambda c, t, p: c[(c.admin_level == 1) & (c.week_start == p["week"]) & c.is_confirmed]
    .groupby("outcome")[["people_low", "people_best"]].sum().reset_index(),
    lambda c, t, p: _sum(
        _killed(c)[lambda k: (k.week_start == p["week"]) & (k.civilian_status == "civilian")], "region_pcode"
    ),
    lambda c, t, p: _sum(
        _in_governorate(_killed(c), p)[lambda k: (k.iso_year == p["year"]) & (k.civilian_status == "civilian")],
        "week_start",
    ),
    lambda c, t, p: _sum(_killed(c), "week_start"),
    lambda c, t, p: _sum(_killed(c, 3)[lambda k: (k.week_start == p["week"]) & k.region_pcode.notna()], "region_pcode")
    .sort_values(["people_best", "region_pcode"], ascending=[False, True]).head(10),
    lambda c, t, p: _sum(_killed(c, 3)[lambda k: k.region_pcode == p["subdistrict"]], "week_start")
    .sort_values(["people_best", "week_start"], ascending=[False, True]).head(10),
    lambda c, t, p: _sum(
        _killed(c)[lambda k: (k.week_start == p["week"]) & (k.civilian_status == "combatant")], "side"
    ),
    _wounded_a_killed, _unconfirmed, _bounds, _mean_of_four, _worse_than_twice, _against_before,
    lambda c, t, p: _sum(_killed(c), ["iso_year", "civilian_status"]),
    lambda c, t, p: _sum(
        t[(t.admin_level == 1) & (t.week_start == p["week"])], ["region_pcode", "taken_by", "taken_from"],
        "places_count",
    ),
    lambda c, t, p: _sum(
        t[(t.admin_level == 1) & (t.extent == "full") & (t.status == "confirmed")], ["week_start", "taken_by"],
        "places_count",
    ),
    lambda c, t, p: _sum(
        t[(t.admin_level == 1) & (t.iso_year == p["year"]) & (t.status == "confirmed")], ["taken_by", "taken_from"],
        "places_count",
    ),
    _more_than_once, _recaptures, _where_places_fell,
)  # fmt: skip
"""Functions of casualties, control changes and parameters, in the order of the questions."""
