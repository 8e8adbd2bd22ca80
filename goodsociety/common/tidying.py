"""Let go of what was kept long enough."""

import datetime as dt

from goodsociety.common.models import IdempotencyKey, Outbox

KEEP_BODIES = dt.timedelta(days=14)
KEEP_ANSWERS = dt.timedelta(days=3)
NOBODY = "erased@example.org"


def tidy(*, at: dt.datetime) -> None:
    """Blank mails that were sent or given up two weeks ago, and forget answers given three days ago."""
    Outbox.objects.settled_before(at - KEEP_BODIES).update(body="", recipient=NOBODY)
    IdempotencyKey.objects.filter(at__lt=at - KEEP_ANSWERS).delete()
