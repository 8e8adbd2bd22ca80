"""What Django looks for in a database of its own: everything as in its PostgreSQL, but for one method."""

from math import inf
from time import monotonic

from django.db.backends.postgresql import base

#: A connection that stood a moment ago still stands: trying it before every request would be a statement for each.
TRIED_EVERY_SECONDS = 1.0


class DatabaseWrapper(base.DatabaseWrapper):
    """A PostgreSQL whose kept connections are tried before use, once a second at most."""

    health_check_done: bool
    tried_at = -inf

    def close_if_health_check_failed(self) -> None:
        """Try the connection before the first statement of a request, unless that was done a moment ago.

        Where the server went away within that moment one request fails, as do those that were under way then.
        """
        if self.health_check_done:
            return
        at = monotonic()
        if self.connection is not None and 0 <= at - self.tried_at < TRIED_EVERY_SECONDS:
            self.health_check_done = True
            return
        super().close_if_health_check_failed()
        self.tried_at = at
