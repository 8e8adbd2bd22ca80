"""What people and their sign-in do when something happened below."""

import datetime as dt
from typing import Any

from django.dispatch import receiver

from accounts import actions
from goodsociety.common.tidying import hour_passed


@receiver(hour_passed)
def forget_codes(*, at: dt.datetime, **_other: Any) -> None:
    """Let go of codes that nobody can use any more."""
    actions.forget_codes(at=at)
