"""Whom a faction belongs to where it acts: in districts that Turkey's allies hold, it is one of them (codebook §4).

Belongs here: putting the actor of a zone for one whose name alone leaves it open. Does not belong here: names of
actors (`who`). The zones stand in `seeds/actor_zones.csv`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from transforms.extraction.drafts import Draft
from transforms.extraction.lexicon import read_seed


class _Zone(NamedTuple):
    actor: str
    becomes: str
    first: dt.date
    end: dt.date


@cache
def _zones() -> dict[str, _Zone]:
    day = dt.date.fromisoformat
    return {
        row["district_pcode"]: _Zone(row["actor_id"], row["becomes"], day(row["valid_from"]), day(row["valid_to"]))
        for row in read_seed("actor_zones.csv")
    }


def put_actors_of_zones(drafts: list[Draft], day: dt.date | None) -> None:
    """Arrests by 'a patrol of the Sham Legion' in Afrin are by Turkey's allies, the same Legion's in Idlib are not.

    Args:
        drafts: events under construction; changed in place.
        day: publication day of the report.
    """
    if day is None:
        return
    for draft in drafts:
        zone = _of_all_places(draft)
        if zone is None or not zone.first <= day < zone.end or "nusra_hts" in (*draft.actors, *draft.targets):
            continue
        draft.actors = _put(draft.actors, zone)
        draft.targets = _put(draft.targets, zone)
        draft.rows = [
            replace(row, people=replace(row.people, side=zone.becomes)) if row.people.side == zone.actor else row
            for row in draft.rows
        ]


def _of_all_places(draft: Draft) -> _Zone | None:
    """The zone that holds all places of an event; only where two sides of the war are not told apart by it."""
    if not draft.places or draft.control is not None:
        return None
    zones = {_zones().get(place.admin2_pcode or "") for place in draft.places}
    return zones.pop() if len(zones) == 1 else None


def _put(actors: tuple[str, ...], zone: _Zone) -> tuple[str, ...]:
    return tuple(dict.fromkeys(zone.becomes if actor == zone.actor else actor for actor in actors))
