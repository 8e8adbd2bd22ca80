"""The places that are kept for a visitor who fills in a form: their browser's session remembers which they are."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.sessions.backends.base import SessionBase
from django.utils.dateparse import parse_datetime

from activities.models import Hold, Session

KEPT = "places_kept"


@dataclass(frozen=True)
class Kept:
    """The code of a hold, for how many, and until when."""

    code: str
    seats: int
    until: dt.datetime

    def is_standing(self, at: dt.datetime) -> bool:
        """Say whether the places are still kept at a moment."""
        return at < self.until


def kept_by(browser: SessionBase, session: Session) -> Kept | None:
    """Return what a browser was given of a session, though its time may be over; one without a cookie costs nothing."""
    found = browser.get(KEPT, {}).get(session.code)
    until = parse_datetime(found["until"]) if found else None
    return Kept(found["code"], found["seats"], until) if until else None


def remember(browser: SessionBase, session: Session, hold: Hold) -> None:
    """Remember a hold; one browser has one in each session of the expo."""
    row = {"code": hold.code, "seats": hold.seats, "until": hold.expires_at.isoformat()}
    browser[KEPT] = {**browser.get(KEPT, {}), session.code: row}


def forget(browser: SessionBase, session: Session) -> None:
    """Forget what was kept; a browser that had nothing keeps having no cookie."""
    kept = dict(browser.get(KEPT, {}))
    if kept.pop(session.code, None):
        browser[KEPT] = kept
