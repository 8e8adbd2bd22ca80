"""Who is signed in by a code: remembered in the session beside, never as, the user who signed in by a password.

So a code opens what belongs to a person, and nothing of the organisers' workspace.
"""

import datetime as dt
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.utils.dateparse import parse_datetime

from accounts.models import Person

VISITOR = "visitor"
ASKED = "asked_to_sign_in"
#: An address that nobody has proved to be theirs is not kept longer.
UNPROVED_SECONDS = 3600


def visitor(session: SessionBase) -> Person | None:
    """Return the person who is signed in by a code, or none; a visitor without a session costs no query."""
    kept = session.get(VISITOR)
    if not kept:
        return None
    person = Person.objects.select_related("user").filter(pk=kept["person"], erased_at=None).first()
    return person if person and is_still_in(person, parse_datetime(kept["at"])) else None


def is_still_in(person: Person, signed_in_at: dt.datetime | None) -> bool:
    """Say whether a sign-in still holds: neither ended everywhere since, nor closed by the organisers."""
    user = getattr(person, "user", None)
    is_ended = person.signed_out_at is not None and (signed_in_at is None or signed_in_at <= person.signed_out_at)
    return not is_ended and (user is None or user.is_active)


def remember(session: SessionBase, person: int, *, at: dt.datetime) -> None:
    """Sign the person with this number in under a new session key; what the session held of another visitor goes."""
    kept = session.get(VISITOR)
    if kept and kept["person"] != person:
        session.flush()
    session.pop(ASKED, None)
    session.cycle_key()
    session.set_expiry(None)
    session[VISITOR] = {"person": person, "at": at.isoformat()}


def note_asked(session: SessionBase, **asked: str) -> None:
    """Remember for which address, under which ticket and on the way where a browser asked for a code, for an hour."""
    session[ASKED] = asked
    if not {VISITOR, SESSION_KEY} & set(session.keys()):
        session.set_expiry(UNPROVED_SECONDS)


def asked(session: SessionBase) -> dict[str, Any] | None:
    """Return what was remembered of the code asked for last, or none."""
    found: dict[str, Any] | None = session.get(ASKED)
    return found


def typed_before(session: SessionBase) -> dict[str, str]:
    """Return what a form may already hold of a visitor who is signed in."""
    return known_of(visitor(session))


def known_of(person: Person | None) -> dict[str, str]:
    """Return what a form may already hold of somebody, or of nobody."""
    return {"name": person.name, "email": person.email or ""} if person else {}
