"""What people have promised to be at, as it is named to themselves; every kind is told by the app that knows it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Person
from activities.models import Commitment, Registration, Session


@dataclass(frozen=True)
class Promise:
    """What and when, and the page on which it can be taken back."""

    what: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    page: str
    #: What may be swapped for another session; a shift is left on its own page.
    registration: Registration | None = None


Teller = Callable[[Iterable[int]], Iterable[Promise]]


def told_registrations(keys: Iterable[int]) -> Iterable[Promise]:
    """Yield the promises that registrations with these numbers are."""
    for row in Registration.objects.filter(pk__in=keys).for_page():
        page = reverse("registration_detail", args=[row.code])
        yield Promise(row.session.activity.name, row.session.starts_at, row.session.ends_at, page, row)


#: Who tells what of a commitment; apps above add their own when they are loaded.
TELLERS: dict[str, Teller] = {Commitment.What.REGISTRATION: told_registrations}


def promises_in_the_way(person: Person, session: Session) -> list[Promise]:
    """Return what a person has promised to be at while a session goes on, in order of time."""
    return promises_between(person, session.starts_at, session.ends_at)


def promises_between(person: Person, starts_at: dt.datetime, ends_at: dt.datetime) -> list[Promise]:
    """Return what a person has promised to be at within a span, in order of time."""
    keys: dict[str, list[int]] = defaultdict(list)
    clashing = Commitment.objects.clashing(person, starts_at, ends_at)
    for what, key in clashing.values_list("what", "what_key"):
        keys[what].append(key)
    told = (promise for what, those in keys.items() for promise in TELLERS[what](those))
    return sorted(told, key=lambda promise: promise.starts_at)
