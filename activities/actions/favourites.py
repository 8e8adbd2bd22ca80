"""Marking sessions to come back to, and letting go of them again."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from accounts.models import Person
from activities.models import Favourite, Session
from goodsociety.common import audit

#: More than anybody can see in all editions together; what a browser sends beyond it is let be.
MOST_OF_A_PERSON = 500


def keep_favourites(*, person: Person, sessions: Iterable[Session], by: audit.By, at: dt.datetime) -> int:
    """Mark sessions for a person; those marked already stay as they are. Returns how many were new.

    The caller hands in sessions that the person may see. A full list takes no more.
    """
    with transaction.atomic():
        # Locked: what several browsers of theirs keep at once is counted one after the other.
        Person.objects.select_for_update().get(pk=person.pk)
        known = set(Favourite.objects.filter(person=person).values_list("session", flat=True))
        room = max(0, MOST_OF_A_PERSON - len(known))
        new = list({session.pk: session for session in sessions if session.pk not in known}.values())[:room]
        Favourite.objects.bulk_create(Favourite(person=person, session=session, marked_at=at) for session in new)
        if new:
            audit.record("keep_favourites", person, by=by, at=at, sessions=len(new))
    return len(new)


def drop_favourite(*, person: Person, session: Session, by: audit.By, at: dt.datetime) -> bool:
    """Let go of a session that a person has marked; one that is not marked is let be. Returns whether it was."""
    return drop_favourites(person=person, codes=[session.code], by=by, at=at) > 0


def drop_favourites(*, person: Person, codes: Iterable[str], by: audit.By, at: dt.datetime) -> int:
    """Let go of the sessions of some codes that a person has marked. Returns how many were."""
    with transaction.atomic():
        dropped, _ = Favourite.objects.filter(person=person, session__code__in=list(codes)).delete()
        if dropped:
            audit.record("drop_favourites", person, by=by, at=at, sessions=dropped)
    return dropped
