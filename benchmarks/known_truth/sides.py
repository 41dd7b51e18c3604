"""Who fights whom and with what, from 2013 to 2025: which sides an incident of a kind can have on a day."""

from __future__ import annotations

import datetime as dt
import random
from typing import NamedTuple

_FALL = dt.date(2024, 12, 8)
_START, _END = dt.date(2013, 1, 1), dt.date(2025, 12, 31)
_RUSSIA, _COALITION, _SDF = dt.date(2015, 9, 30), dt.date(2014, 9, 23), dt.date(2015, 10, 11)
_EUPHRATES, _BAGHOUZ, _DARAA = dt.date(2016, 8, 24), dt.date(2019, 3, 23), dt.date(2018, 7, 31)


class Sides(NamedTuple):
    """Sides and weapons of a kind of event between two days; `share` weighs it against the others of its kind."""

    event_type: str
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    weapons: tuple[str | None, ...]
    first: dt.date
    last: dt.date
    share: float


_GUNS = ("artillery", "mortar", "tank")
_ROCKETS = ("rocket", "ground_to_ground_missile")
_BOMBS = ("ied", "car_bomb", "mine")
TABLE = (
    Sides("airstrike", ("regime",), (), ("warplane", "helicopter", "barrel_bomb"), _START, _FALL, 8),
    Sides("airstrike", (), (), ("warplane",), _START, _FALL, 4),
    Sides("airstrike", ("russia",), (), ("warplane",), _RUSSIA, _FALL, 5),
    Sides("airstrike", ("coalition",), ("is",), ("warplane", "drone"), _COALITION, _END, 2),
    Sides("airstrike", ("israel",), ("iran_backed",), ("warplane", "drone"), _START, _END, 0.7),
    Sides("airstrike", ("turkey",), ("sdf",), ("drone", "warplane"), _EUPHRATES, _END, 1),
    Sides("shelling", ("regime",), (), _GUNS, _START, _FALL, 9),
    Sides("shelling", ("opposition",), (), ("mortar",), _START, _DARAA, 3),
    Sides("shelling", ("nusra_hts",), ("regime",), _GUNS, _DARAA, _FALL, 2),
    Sides("shelling", ("turkey",), ("sdf",), ("artillery",), _EUPHRATES, _END, 2),
    Sides("shelling", ("sdf",), ("sna",), ("mortar", "artillery"), _EUPHRATES, _END, 1),
    Sides("rocket", ("regime",), (), _ROCKETS, _START, _FALL, 4),
    Sides("rocket", ("opposition",), (), ("rocket",), _START, _DARAA, 2),
    Sides("rocket", ("sdf",), ("sna",), ("rocket",), _EUPHRATES, _END, 1),
    Sides("clash", ("regime",), ("opposition",), (None,), _START, _DARAA, 8),
    Sides("clash", ("regime",), ("is",), (None,), dt.date(2013, 6, 1), _FALL, 4),
    Sides("clash", ("opposition",), ("is",), (None,), dt.date(2014, 1, 1), _DARAA, 3),
    Sides("clash", ("ypg",), ("is",), (None,), dt.date(2013, 7, 1), _SDF, 4),
    Sides("clash", ("sdf",), ("is",), (None,), _SDF, _END, 4),
    Sides("clash", ("sna",), ("sdf",), (None,), _EUPHRATES, _END, 3),
    Sides("clash", ("regime",), ("nusra_hts",), (None,), _DARAA, _FALL, 3),
    Sides("clash", ("transition_government",), ("tribal",), (None,), _FALL, _END, 2),
    Sides("explosion", (), (), _BOMBS, _START, _END, 5),
    Sides("explosion", ("is",), (), ("car_bomb", "ied"), dt.date(2013, 6, 1), _BAGHOUZ, 2),
    Sides("targeted_killing", ("unidentified",), ("opposition",), (None,), _START, _END, 2),
    Sides("targeted_killing", ("unidentified",), (), (None,), _START, _END, 3),
    Sides("execution", ("is",), ("regime",), (None,), dt.date(2013, 6, 1), _BAGHOUZ, 2),
    Sides("execution", ("regime",), (), (None,), _START, _FALL, 1),
    Sides("execution", ("unidentified",), (), (None,), _START, _END, 0.5),
    Sides("detention", ("regime",), (), (None,), _START, _FALL, 3),
    Sides("detention", ("is",), (), (None,), dt.date(2013, 6, 1), _BAGHOUZ, 2),
    Sides("detention", ("sdf",), (), (None,), _SDF, _END, 2),
    Sides("detention", ("transition_government",), (), (None,), _FALL, _END, 3),
)
_KIND_SHARES = (
    (dt.date(2018, 12, 31), {"airstrike": 28, "shelling": 27, "rocket": 6, "clash": 21, "explosion": 7,
                             "targeted_killing": 4, "execution": 3, "detention": 4}),
    (_END, {"airstrike": 15, "shelling": 24, "rocket": 7, "clash": 15, "explosion": 14, "targeted_killing": 12,
            "execution": 3, "detention": 10}),
)  # fmt: skip
_HOLDERS = (
    ("regime", _START, _FALL), ("opposition", _START, _DARAA), ("is", dt.date(2013, 6, 1), _BAGHOUZ),
    ("ypg", dt.date(2013, 1, 1), _SDF), ("sdf", _SDF, _END), ("sna", _EUPHRATES, _END),
    ("nusra_hts", dt.date(2018, 1, 1), _FALL), ("transition_government", _FALL, _END),
)  # fmt: skip


def draw_kind(rng: random.Random, day: dt.date) -> str:
    """A kind of event, by the shares of its time."""
    shares = next(shares for last, shares in _KIND_SHARES if day <= last)
    return rng.choices(list(shares), list(shares.values()))[0]


def draw_sides(rng: random.Random, kind: str, day: dt.date, without: tuple[str, ...] = ()) -> Sides | None:
    """Sides of a kind of event on a day, none of them in `without`; None where there are no such."""
    found = [
        one
        for one in TABLE
        if one.event_type == kind and one.first <= day <= one.last and not {*one.actors, *one.targets} & {*without}
    ]
    return rng.choices(found, [one.share for one in found])[0] if found else None


def holders(day: dt.date) -> list[str]:
    """Actors that can hold a place on a day."""
    return [actor for actor, first, last in _HOLDERS if first <= day <= last]
