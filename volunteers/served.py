"""What somebody did as a volunteer in an edition, as it was approved: what a certificate says, and a mail of thanks."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from operator import attrgetter
from typing import Any

from accounts.models import Person
from activities.models import State
from goodsociety.common.dates import local_day
from goodsociety.common.language import Named
from volunteers.models import SignUp
from zones.models import Edition


@dataclass(frozen=True)
class Service:
    """What a person did in an edition, from sign-ups with approved hours, the oldest first."""

    person: Person
    edition: Edition
    rows: Sequence[SignUp]

    @property
    def last(self) -> SignUp:
        """The sign-up that was made last: its name is the one last typed, its language the one last read."""
        return max(self.rows, key=attrgetter("created_at", "pk"))

    @property
    def name(self) -> str:
        """The name as last typed; the person's own where none is left."""
        typed = [row for row in self.rows if row.name]
        return max(typed, key=attrgetter("created_at", "pk")).name if typed else self.person.name

    @property
    def minutes(self) -> int:
        """The minutes that they served themselves."""
        return sum(minutes_of(row) for row in self.rows)

    @property
    def duties(self) -> list[list[Any]]:
        """What they did, as [Thai name, English name, minutes], the longest first."""
        minutes: dict[Named, int] = defaultdict(int)
        for row in self.rows:
            minutes[row.shift.duty] += minutes_of(row)
        found = [[*names_of(duty), total] for duty, total in minutes.items()]
        return sorted(found, key=lambda each: -each[2])

    @property
    def organizations(self) -> list[list[str]]:
        """The organizations whose groups they led, as [Thai name, English name]."""
        return [names_of(each) for each in dict.fromkeys(row.organization for row in self.rows if row.organization)]

    @property
    def members(self) -> list[list[Any]]:
        """Who came along in groups they led, as [name, minutes], the leader apart.

        Of a group from which fewer came than were named nobody knows who did: it is left out.
        """
        minutes: dict[str, int] = defaultdict(int)
        for row in self.rows:
            names = {member.name for member in row.members.all() if member.name}
            for name in sorted(names - {row.name}) if row.heads is None or row.heads >= len(names) else ():
                minutes[name] += minutes_of(row)
        return [[name, total] for name, total in minutes.items()]

    @property
    def said(self) -> "Said":
        """What a certificate says of it."""
        return Said(self.name, self.minutes, self.duties, self.organizations, self.members)

    def goes_on(self, at: dt.datetime) -> bool:
        """Say whether they have a shift before them, while the expo is not over."""
        if self.edition.ends_on is not None and local_day(at) > self.edition.ends_on:
            return False
        to_come = SignUp.objects.live().filter(person=self.person, shift__duty__edition=self.edition)
        return to_come.filter(shift__state=State.RELEASED, shift__ends_at__gt=at).exists()


@dataclass(frozen=True)
class Said:
    """What a certificate says, by the names of its columns."""

    name: str
    minutes: int
    duties: list[list[Any]]
    organizations: list[list[str]]
    members: list[list[Any]]

    @property
    def columns(self) -> dict[str, Any]:
        """The same as columns and their values."""
        return asdict(self)


def service_of(person: Person, edition: Edition, *, is_locked: bool = False) -> Service:
    """Return what a person did in an edition; with ``is_locked`` no hours of it change until the transaction ends."""
    rows = SignUp.objects.served(edition).filter(person=person).for_certificate()
    locked = rows.select_for_update(of=("self",)) if is_locked else rows
    return Service(person, edition, list(locked))


def minutes_of(sign_up: SignUp) -> int:
    """Return the approved minutes of a sign-up."""
    return sign_up.approved_minutes or 0


def names_of(thing: Named) -> list[str]:
    """Return the Thai and the English name of a thing."""
    return [thing.name_th, thing.name_en]
