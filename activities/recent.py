"""Sessions as this process knows them: for the crowd that comes in the minute when registration opens.

What organisers say about a session is read again when they changed anything (the content's version, asked for once a
second); the seats of all that are known are read together, once a second. Whether seats can be taken is judged in the
database, when they are.
"""

from dataclasses import dataclass, field
from math import inf
from time import monotonic

from django.conf import settings

from activities.models import Session
from goodsociety.common.caching.version import Version

#: So old may the seats be, and all else where somebody changed it without moving the content's version.
SECONDS, LONGEST_SECONDS = 1.0, 60.0
MOST = 500
SEATS = ("state", "seats_taken", "seats_held", "parties_waiting")


@dataclass
class Known:
    """One session, under which version of the content it was read, and when."""

    session: Session
    version: str | None
    read_at: float

    def is_good(self, version: str | None, at: float) -> bool:
        """Say whether what organisers say about it still holds."""
        return self.version == version and 0 <= at - self.read_at < LONGEST_SECONDS


@dataclass
class Recent:
    """The sessions that this process was asked for, by their codes."""

    known: dict[str, Known] = field(default_factory=dict)
    version: Version = field(default_factory=Version)
    seats_read_at: float = -inf

    def session(self, code: str) -> Session | None:
        """Return a public session with its activity, edition, zone, place and questions; None where there is none."""
        if not settings.KEEP_PAGES:
            return read(code)
        at, version = monotonic(), self.version.current()
        if not 0 <= at - self.seats_read_at < SECONDS:
            self.read_seats(list(self.known))
            self.seats_read_at = at
        known = self.known.get(code)
        if known is not None and known.is_good(version, at):
            return known.session
        session = read(code)
        if session is not None:
            self.keep(code, Known(session, version, at))
        return session

    def keep(self, code: str, known: Known) -> None:
        """Remember a session; where too many are known, all others are forgotten."""
        if len(self.known) >= MOST:
            self.known = {}
        self.known[code] = known

    def session_now(self, code: str) -> Session | None:
        """Return a session with its seats as they are now."""
        if code in self.known:
            self.read_seats([code])
        return self.session(code)

    def read_seats(self, codes: list[str]) -> None:
        """Read the seats of known sessions by one statement; those that are gone are forgotten."""
        rows = Session.objects.public().filter(code__in=codes).values("code", *SEATS)
        seats = {row.pop("code"): row for row in rows}
        for code in codes:
            known = self.known.get(code) if code in seats else self.known.pop(code, None)
            if known is not None:
                vars(known.session).update(seats.get(code, {}))


def read(code: str) -> Session | None:
    """Return a public session as the database has it."""
    return Session.objects.public().for_form().filter(code=code).first()


recent = Recent()
