"""What is done over the whole expo when time has passed."""

import datetime as dt
from typing import Any

from django.dispatch import receiver

from goodsociety.common.audit import SYSTEM
from goodsociety.common.tidying import hour_passed
from goodsociety.operations.retention import forget_due


@receiver(hour_passed)
def forget_volunteers(*, at: dt.datetime, **_other: Any) -> None:
    """Let go of volunteers' details whose day has passed; where nothing is left, nothing happens."""
    forget_due(by=SYSTEM, at=at)
