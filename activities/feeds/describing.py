"""What every feed says of a session, in the page's language."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.models import Session, State
from goodsociety.common.codes import REFERENCE_ALPHABET


def address(session: Session) -> str:
    """Return the absolute address of a session's activity."""
    page = reverse("activity_detail", args=[session.edition.year, session.activity.slug])
    return f"{settings.SITE_URL}{page}"


def guid(session: Session) -> UUID:
    """Return an id that stays the same for as long as the session has its code."""
    return uuid5(NAMESPACE_URL, f"{settings.SITE_URL}/sessions/{session.code}/")


def number(session: Session) -> int:
    """Return a positive whole number for readers that want one: the code read in its own alphabet."""
    total = 0
    for character in session.code:
        total = total * len(REFERENCE_ALPHABET) + REFERENCE_ALPHABET.find(character) + 1
    return total


def title(session: Session) -> str:
    """Return the activity's name, with a word where it is a sample."""
    name = session.activity.name
    return f"{name} ({_('sample')})" if session.is_sample else name


def where(session: Session) -> str:
    """Return place, zone and venue in one line."""
    return ", ".join(filter(None, (session.place.name, session.activity.zone.name, session.edition.venue)))


def is_cancelled(session: Session) -> bool:
    """Say whether it does not take place."""
    return session.state == State.CANCELLED


def version(sessions: Iterable[Session]) -> str:
    """Return a short text that is the same exactly as long as nothing about the sessions changes."""
    facts = (
        (
            row.code,
            row.starts_at,
            row.ends_at,
            row.state,
            row.place.name,
            title(row),
            row.activity.summary,
            row.activity.language,
            row.entry,
        )
        for row in sessions
    )
    return hashlib.sha256(repr(list(facts)).encode()).hexdigest()[:12]


def duration(span: dt.timedelta) -> str:
    """Return hours and minutes as 01:30."""
    minutes = int(span.total_seconds()) // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"
