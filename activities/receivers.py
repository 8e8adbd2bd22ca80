"""What sessions and registrations do when something happened below."""

import datetime as dt
from typing import Any

from django.dispatch import receiver

from activities import actions
from goodsociety.common.audit import SYSTEM
from goodsociety.common.rounds import minute_passed


@receiver(minute_passed)
def settle_due(*, at: dt.datetime, **_other: Any) -> None:
    """Let offers and holds lapse whose time is over, and hand the places on."""
    actions.settle_due(by=SYSTEM, at=at)


@receiver(minute_passed)
def tell_changes(*, at: dt.datetime, **_other: Any) -> None:
    """Write to everybody concerned by sessions that moved or were renamed some minutes ago."""
    actions.tell_changes(by=SYSTEM, at=at)
