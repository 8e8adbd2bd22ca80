"""What an act on a session would bring, to be shown before it is done: who is told, who gets places, who clashes."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from activities.models import Activity, Commitment, Registration, Session


@dataclass(frozen=True)
class Audience:
    """Those who are told of something: everybody who holds places or may come to."""

    rows: list[Registration]

    @classmethod
    def of(cls, *sessions: Session) -> "Audience":
        """Return the audience of some sessions."""
        return cls(list(Registration.objects.active().filter(session__in=sessions).order_by("reference")))

    @property
    def people(self) -> int:
        """How many people they are, with their parties."""
        return sum(row.party_size for row in self.rows)

    @property
    def by_mail(self) -> int:
        """How many parties get a mail."""
        return sum(bool(row.email) for row in self.rows)

    @property
    def without_mail(self) -> list[Registration]:
        """The parties that gave a phone number only: somebody has to call them."""
        return [row for row in self.rows if not row.email]

    def by_status(self) -> list[tuple[str, int]]:
        """Return how many parties stand at which step, in the order of the steps."""
        counts = Counter(row.status for row in self.rows)
        return [(str(status.label), counts[status]) for status in Registration.Status if counts[status]]


def coming_sessions(activity: Activity, *, at: dt.datetime) -> list[Session]:
    """Return an activity's sessions that are not over, in order of time."""
    return list(Session.objects.filter(activity=activity, ends_at__gt=at).select_related("activity"))


def is_anybody_in(activity: Activity, *, at: dt.datetime) -> bool:
    """Say whether somebody holds places, or may come to, in an activity's sessions that are not over."""
    coming = Session.objects.filter(activity=activity, ends_at__gt=at)
    return Registration.objects.active().filter(session__in=coming).exists()


@dataclass(frozen=True)
class Double:
    """A party whose person would have two promises at once."""

    registration: Registration
    other: Commitment


def doubles(session: Session, starts_at: dt.datetime, ends_at: dt.datetime) -> list[Double]:
    """Return whoever in a session has promised to be elsewhere during a span to which it would move."""
    live = {row.person_id: row for row in Registration.objects.live().filter(session=session)}
    others = Commitment.objects.filter(
        person__in=list(live), is_exclusive=True, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    own = [row.pk for row in live.values()]
    elsewhere = others.exclude(what=Commitment.What.REGISTRATION, what_key__in=own)
    return [Double(live[row.person_id], row) for row in elsewhere.order_by("starts_at", "pk")]


def next_offers(session: Session, *, capacity: int, at: dt.datetime) -> list[Registration]:
    """Return who of the waiting list would be offered places at once if a session held so many."""
    return (
        list(fitting(session, capacity - session.seats_taken - session.seats_held)) if session.makes_offers(at) else []
    )


def fitting(session: Session, free: int) -> Iterator[Registration]:
    """Yield the parties that fit so many places, by the rule of the list (``actions.settling``)."""
    for row in Registration.objects.waiting().filter(session=session):
        if row.party_size <= free:
            free -= row.party_size
            yield row
        elif session.waits_for_front:
            return
