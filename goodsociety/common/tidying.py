"""Let go of what was kept long enough."""

import datetime as dt
from importlib import import_module

from django.conf import settings
from django.dispatch import Signal

from goodsociety.common.models import IdempotencyKey, Outbox

KEEP_BODIES = dt.timedelta(days=14)
KEEP_ANSWERS = dt.timedelta(days=3)
NOBODY = "erased@example.org"
#: An hour has passed: apps above let go of what they kept long enough (argument: at).
hour_passed = Signal()


def tidy(*, at: dt.datetime) -> None:
    """Blank mails that were settled two weeks ago; forget answers given three days ago and sessions that ended."""
    Outbox.objects.settled_before(at - KEEP_BODIES).update(body="", calendar="", recipient=NOBODY)
    IdempotencyKey.objects.filter(at__lt=at - KEEP_ANSWERS).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    hour_passed.send(sender=tidy, at=at)
