"""The content's version as a process knows it."""

import logging
import math
from time import monotonic

from django.db import Error

from goodsociety.common.caching.content import content

logger = logging.getLogger(__name__)

#: An edit is seen after this time at the latest.
REREAD_SECONDS = 1.0


class Version:
    """Asked for at most once a second; while the database does not answer, the last one known stands."""

    def __init__(self) -> None:
        """Begin without knowing."""
        self.known: str | None = None
        self.read_at = -math.inf
        self.is_lost = False

    def current(self) -> str | None:
        """Return the version; None where nobody knows any."""
        at = monotonic()
        # Not before it: a stopped clock or a new one of a test may go backwards.
        if not 0 <= at - self.read_at < REREAD_SECONDS:
            self.read()
            self.read_at = at
        return self.known

    def read(self) -> None:
        """Ask the database; say once when it does not answer."""
        try:
            self.known = content.version() if content.version else None
            self.is_lost = False
        except Error as error:
            if not self.is_lost:
                logger.warning("The content's version cannot be read (%s).", type(error).__name__)
            self.is_lost = True
