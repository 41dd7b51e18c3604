"""How incidents are told: once, repeated, updated, revised, corrected, retracted, rumoured, mistaken for another.

A story draws its incident, writes the tellings and says what stands in the end. `SHARES` holds them all.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from benchmarks.known_truth.incidents import Incidents
from benchmarks.known_truth.model import Incident, People, Telling
from benchmarks.known_truth.sides import draw_sides
from benchmarks.known_truth.tolls import doubted, draw_people, exact, grown, lowered, standing

SHARES = {
    "once": 440, "repeated": 190, "grown": 80, "rises_late": 30, "corrected": 25, "revised": 30, "retracted": 10,
    "partly_retracted": 12, "unconfirmed_only": 30, "confirmed_later": 20, "toll_later": 35, "toll_not_repeated": 25,
    "side_later": 12, "other_people": 6, "misdated": 15, "undated": 5, "twins_in_one_report": 10, "twin_another": 6,
    "twin_sides": 4, "twin_lower": 3,
}  # fmt: skip
"""Thousandths of the incidents; of the twins, thousandths of the pairs."""

HARD_SHARES = {"twin_higher": 2, "lowered_silently": 5, "other_people_alone": 2, "rises_while_wounded_fall": 6}
"""The same of stories that the rules of the models cannot tell rightly, or do not yet."""

BACKGROUND_SHARE = 0.05
STRIKES = ("airstrike", "shelling", "rocket", "explosion")


class Stories:
    """Draws incidents into the table with all their tellings.

    Attributes:
        tellings: all of them, in no order.
    """

    def __init__(self, incidents: Incidents, hard: bool) -> None:
        self._shares = SHARES | HARD_SHARES if hard else SHARES
        self._incidents = incidents
        self._rng: random.Random = incidents.rng
        self.tellings: list[Telling] = []
        self._bundle = 0

    def tell(self) -> None:
        """Draw one more incident (of twins two) and how it is told."""
        story = self._rng.choices(list(self._shares), list(self._shares.values()))[0]
        getattr(self, f"_{story}")()

    def _begin(
        self, story: str, killed: bool = False, kinds: tuple[str, ...] = (), precision: int | None = None
    ) -> Incident:
        """A new incident with its toll; with `killed` the first row is an exact number of at least two killed."""
        incident = self._incidents.draw(story, kinds, precision)
        incident.standing = draw_people(self._rng, incident)
        if killed:
            incident.standing = self._killed(incident)
        return incident

    def _killed(self, incident: Incident) -> tuple[People, ...]:
        side = incident.targets[0] if incident.event_type == "clash" else None
        first = exact(self._rng, "killed", side, "combatant" if side else "civilian")
        rows: tuple[People, ...] = (first.numbered((first.best or 0) + 1),)
        if self._rng.random() < 0.4:
            rows += (exact(self._rng, "wounded", side, rows[0].civilian_status),)
        return rows

    def _told(self, incident: Incident, *tolls: tuple[People, ...], slots: list[int] | None = None) -> list[Telling]:
        """One telling a toll, in as many reports, in the order of time, within a day and a half.

        Each revises or repeats the incident on its own day; the sides are left out of some.
        """
        if slots is None:
            slots = sorted(self._rng.sample(range(9), len(tolls)))
        told = []
        for number, (slot, people) in enumerate(zip(slots, tolls, strict=True)):
            silent = number > 0 and incident.event_type != "clash" and self._rng.random() < 0.15
            telling = Telling(
                incident, incident.last_day + dt.timedelta(slot // 6), slot % 6, people,
                first_day=incident.first_day, last_day=incident.last_day, precision=incident.precision,
                actors=() if silent else incident.actors, targets=() if silent else incident.targets,
                status=incident.status, variation=self._rng.randrange(60),
            )  # fmt: skip
            told.append(telling)
        self.tellings += told
        if incident.stands and self._rng.random() < BACKGROUND_SHARE:
            self._recall(told[-1])
        return told

    def _recall(self, telling: Telling) -> None:
        """A later report that mentions the incident as old news."""
        days = 5 + int(self._rng.expovariate(1 / 60))
        later = replace(
            telling, day=telling.day + dt.timedelta(days), manner="background", is_background=True,
            first_day=telling.first_day if self._rng.random() < 0.6 else None,
        )  # fmt: skip
        self.tellings.append(later)

    def _once(self) -> None:
        incident = self._begin("once")
        self._told(incident, incident.standing)

    def _repeated(self) -> None:
        incident = self._begin("repeated")
        self._told(incident, *[incident.standing] * self._rng.choice((2, 2, 2, 3, 4)))

    def _grown(self) -> None:
        incident = self._begin("grown", killed=True)
        tolls = [incident.standing]
        for _ in range(self._rng.choice((1, 1, 2))):
            now = grown(self._rng, tolls[-1])
            if len(now) > 1 and self._rng.random() < 0.3:
                now = now[:1]
            incident.standing = standing(incident.standing, now)
            tolls.append(now)
        self._told(incident, *tolls)

    def _rises_late(self) -> None:
        """People die of their wounds, up to three days later; half of the reports date that on the day itself."""
        incident = self._begin("rises_late", killed=True, kinds=STRIKES, precision=1)
        self._rise(incident, grown(self._rng, incident.standing[:1]))

    def _rises_while_wounded_fall(self) -> None:
        """The same, and the report takes those who died from the wounded."""
        incident = self._begin("rises_while_wounded_fall", killed=True, kinds=STRIKES, precision=1)
        wounded = exact(self._rng, "wounded", None, "civilian")
        incident.standing = (incident.standing[0], wounded.numbered((wounded.best or 0) + 1))
        dead = incident.standing[0].numbered((incident.standing[0].best or 0) + 1)
        self._rise(incident, (dead, wounded))

    def _rise(self, incident: Incident, now: tuple[People, ...]) -> None:
        days = self._rng.randint(1, 3)
        told = self._told(incident, incident.standing, now, slots=[self._rng.randint(0, 5), 6 * days + 2])
        incident.standing = standing(incident.standing, now)
        told[1].manner = "rise"
        if self._rng.random() < 0.5:
            told[1].first_day = told[1].last_day = told[1].day
            told[1].precision = 2

    def _corrected(self) -> None:
        """A later report says that it corrects, or repeats the sentence with a lower number."""
        incident = self._begin("corrected", killed=True)
        told = self._lower(incident)
        if self._rng.random() < 0.7:
            told[1].manner = "correction"
        else:
            told[1].variation = told[0].variation

    def _lowered_silently(self) -> None:
        """A later report gives a lower number in partly other words, and does not say that it corrects."""
        self._lower(self._begin("lowered_silently", killed=True))

    def _lower(self, incident: Incident) -> list[Telling]:
        before = incident.standing
        incident.standing = lowered(self._rng, before)
        return self._told(incident, before, incident.standing)

    def _revised(self) -> None:
        """The report itself is edited: other numbers, or a toll where it had none."""
        incident = self._begin("revised", killed=True)
        change = self._rng.choice((grown, lowered))
        told = self._told(incident, incident.standing)
        told[0].is_revised = True
        told[0].earlier = () if self._rng.random() < 0.2 else change(self._rng, incident.standing)

    def _retracted(self) -> None:
        incident = self._begin("retracted")
        incident.stands = False
        self._told(incident, incident.standing)[0].is_dropped = True

    def _partly_retracted(self) -> None:
        """Told in two reports, of which one takes it back."""
        incident = self._begin("partly_retracted")
        told = self._told(incident, incident.standing, incident.standing)
        self._rng.choice(told).is_dropped = True

    def _unconfirmed_only(self) -> None:
        incident = self._begin("unconfirmed_only", killed=True)
        if self._rng.random() < 0.4:
            incident.standing = (replace(incident.standing[0], low=0, best=None, high=None, qualifier="unconfirmed"),)
        incident.standing = doubted(incident.standing)
        self._told(incident, *[incident.standing] * self._rng.choice((1, 1, 2)))

    def _confirmed_later(self) -> None:
        incident = self._begin("confirmed_later", killed=True)
        rumour = doubted(incident.standing if self._rng.random() < 0.6 else lowered(self._rng, incident.standing))
        self._told(incident, rumour[:1], incident.standing)[0].manner = "doubt"

    def _toll_later(self) -> None:
        incident = self._begin("toll_later", killed=True)
        self._told(incident, (), incident.standing)

    def _toll_not_repeated(self) -> None:
        incident = self._begin("toll_not_repeated", killed=True)
        self._told(incident, incident.standing, ())

    def _side_later(self) -> None:
        """First people of whom nothing is said, then fighters of a side, as many or more."""
        incident = self._begin("side_later", killed=True, kinds=("clash",))
        fighters = incident.standing[:1]
        people = (replace(fighters[0], side=None, civilian_status="unknown"),)
        incident.standing = fighters if self._rng.random() < 0.5 else grown(self._rng, fighters)
        self._told(incident, people, incident.standing)

    def _other_people(self) -> None:
        """First the citizens, then these and the fighters: both count."""
        incident, citizens = self._citizens_first("other_people")
        self._told(incident, citizens, incident.standing)

    def _other_people_alone(self) -> None:
        """First the citizens, then the fighters alone: both count, though the number may be lower."""
        incident, citizens = self._citizens_first("other_people_alone")
        self._told(incident, citizens, incident.standing[1:])

    def _citizens_first(self, story: str) -> tuple[Incident, tuple[People, ...]]:
        incident = self._begin(story, killed=True, kinds=("clash",))
        citizens = (exact(self._rng, "killed", None, "civilian"),)
        incident.standing = (*citizens, incident.standing[0])
        return incident, citizens

    def _misdated(self) -> None:
        """A report of the next day that does not say when: dated a day late, roughly."""
        incident = self._begin("misdated", precision=1)
        told = self._told(incident, incident.standing, incident.standing, slots=[self._rng.randint(0, 5), 7])
        told[1].first_day = told[1].last_day = told[1].day
        told[1].precision = 2

    def _undated(self) -> None:
        incident = self._begin("undated", precision=2)
        incident.first_day = incident.last_day
        told = self._told(incident, incident.standing, slots=[self._rng.randint(0, 5)])
        for telling in told:
            telling.first_day = telling.last_day = None
            telling.precision = 3

    def _twin(self, story: str, kinds: tuple[str, ...] = STRIKES) -> tuple[Incident, Incident]:
        first = self._begin(story, killed=True, kinds=kinds, precision=1)
        second = self._incidents.twin(first, story)
        return first, second

    def _twins_in_one_report(self) -> None:
        """A report tells two incidents of a place and day; another one repeats both, or one of them."""
        first, second = self._twin("twins_in_one_report")
        second.standing = self._unequal(first)
        slots = sorted(self._rng.sample(range(6), 2))
        again = self._rng.choice(("none", "both", "both", "one"))
        for number, incident in enumerate((first, second)):
            count = 2 if again == "both" or (again == "one" and number == 0) else 1
            for telling in self._told(incident, *[incident.standing] * count, slots=slots[:count]):
                if not telling.is_background:
                    telling.bundle = 2 * self._bundle + (telling.slot == slots[1])
        self._bundle += 1

    def _unequal(self, incident: Incident) -> tuple[People, ...]:
        number = self._killed(incident)[0]
        best = (number.best or 0) + (number.best == incident.standing[0].best)
        return (number.numbered(best),)

    def _apart(self, first: Incident, second: Incident) -> Telling:
        """Each told once, the second in a later report of the same day; gives the second telling."""
        early, late = sorted(self._rng.sample(range(6), 2))
        self._told(first, first.standing, slots=[early])
        return self._told(second, second.standing, slots=[late])[0]

    def _twin_another(self) -> None:
        """A later report says "again" and "another": any toll."""
        first, second = self._twin("twin_another")
        second.standing = self._killed(second)
        self._apart(first, second).manner = "another"

    def _twin_sides(self) -> None:
        """Clashes of other sides at the same place and day."""
        first = self._begin("twin_sides", killed=True, kinds=("clash",), precision=1)
        sides = draw_sides(self._rng, "clash", first.first_day, without=(*first.actors, *first.targets))
        if sides is None:
            self._told(first, first.standing)
            return
        second = self._incidents.twin(first, "twin_sides", actors=sides.actors, targets=sides.targets)
        second.standing = self._killed(second)
        self._apart(first, second)

    def _twin_lower(self) -> None:
        """Other words and a lower toll, and nothing that says so: another incident."""
        first, second = self._twin("twin_lower")
        second.standing = lowered(self._rng, first.standing)[:1]
        self._apart(first, second)

    def _twin_higher(self) -> None:
        """Other words and a higher toll, and nothing that says so: nobody can tell it from an updated toll."""
        first, second = self._twin("twin_higher")
        second.standing = grown(self._rng, first.standing[:1])
        self._apart(first, second)
