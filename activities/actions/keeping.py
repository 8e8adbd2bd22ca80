"""Keeping places for a visitor who fills in the form, within what one network may keep."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from activities import refusals
from activities.actions.registering import hold_places
from activities.models import Hold, Session
from goodsociety.common import audit
from goodsociety.common.limits import Limit

#: No hold stands longer.
SPAN = dt.timedelta(minutes=30)
#: One network keeps at most one place in so many: a crowd behind one address can still send its forms at once.
SHARE = 4


@dataclass(frozen=True)
class Wish:
    """How many places a visitor wants kept, from which network, and the code of the hold that this one replaces."""

    seats: int
    network: str
    instead_of: str = ""


def kept_for_a_network(session: Session) -> Limit:
    """Return how many places of a session are kept for one network in half an hour."""
    share = (session.capacity or 0) // SHARE
    return Limit(f"places-kept-{session.code}", max(share, session.largest_party), SPAN)


def keep_places(*, session: Session, wish: Wish, by: audit.By, at: dt.datetime) -> Hold:
    """Keep places for a visitor; what is refused does not count. Refuses TooManyKept, and as holding places does."""
    before = sum(session.holds.filter(code=wish.instead_of).values_list("seats", flat=True))
    with transaction.atomic():
        hold = hold_places(session=session, seats=wish.seats, instead_of=wish.instead_of, by=by, at=at)
        if not kept_for_a_network(session).note(wish.network, at=at, times=max(wish.seats - before, 1)):
            raise refusals.TooManyKept
    return hold
