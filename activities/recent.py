"""Sessions as they were a second ago at most: for the crowd that comes in the minute when registration opens.

What changes by the second (seats, whether it was called off) is judged in the database when seats are taken; all else
about a session may be as old as that. Whoever wants it exactly asks the database.
"""

from dataclasses import dataclass, field
from time import monotonic

from django.conf import settings

from activities.models import Session

SECONDS = 1.0
MOST = 500


@dataclass
class Recent:
    """What this process read lately, by the session's code, with the moment of its monotonic clock."""

    seen: dict[str, tuple[float, Session]] = field(default_factory=dict)

    def session(self, code: str) -> Session | None:
        """Return a public session with its activity, edition, zone, place and questions; None where there is none."""
        at = monotonic()
        read_at, session = self.seen.get(code, (0.0, None))
        if session is not None and settings.KEEP_PAGES and 0 <= at - read_at < SECONDS:
            return session
        session = Session.objects.public().for_form().filter(code=code).first()
        if session is not None:
            if len(self.seen) >= MOST:
                self.seen = {}
            self.seen[code] = (at, session)
        return session


recent = Recent()
