"""What of an activity is still ahead; its sessions on the programme were fetched along, in order of time."""

import datetime as dt
from collections.abc import Iterator

from activities.models import Activity, Session, Standing

HAVING_PLACES = (Standing.OPEN, Standing.ASK, Standing.DRAW)


def sessions_ahead(activity: Activity, *, at: dt.datetime) -> Iterator[Session]:
    """Yield the sessions that are on, still to come or going on."""
    programme: list[Session] = vars(activity)["programme"]
    return (session for session in programme if session.takes_visitors(at))


def next_session(activity: Activity, *, at: dt.datetime) -> Session | None:
    """Return the first session ahead, where there is one."""
    return next(sessions_ahead(activity, at=at), None)


def next_to_register(activity: Activity, *, at: dt.datetime) -> Session | None:
    """Return the first session that has a place for somebody who registers, asks or enters a draw now, if any."""
    return next((row for row in sessions_ahead(activity, at=at) if row.standing(at) in HAVING_PLACES), None)
