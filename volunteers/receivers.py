"""What shifts and sign-ups do each minute. One that fails keeps no other from its turn: each is asked by itself."""

import datetime as dt
from typing import Any

from django.dispatch import receiver

from goodsociety.common.audit import SYSTEM
from goodsociety.common.rounds import minute_passed
from goodsociety.common.tidying import hour_passed
from volunteers import actions
from volunteers.actions.certificate_files import forget_files
from volunteers.actions.certifying_all import go_on_with_all
from volunteers.actions.moving import tell_shift_changes
from volunteers.actions.reminding import remind_volunteers


@receiver(minute_passed)
def settle_due_shifts(*, at: dt.datetime, **_other: Any) -> None:
    """Let places lapse that nobody answered for, and hand them on."""
    actions.settle_due_shifts(by=SYSTEM, at=at)


@receiver(minute_passed)
def tell_changes(*, at: dt.datetime, **_other: Any) -> None:
    """Write to everybody concerned by shifts that moved some minutes ago."""
    tell_shift_changes(by=SYSTEM, at=at)


@receiver(minute_passed)
def remind(*, at: dt.datetime, **_other: Any) -> None:
    """Remind volunteers of shifts that begin in two days or in three hours."""
    remind_volunteers(by=SYSTEM, at=at)


@receiver(minute_passed)
def make_certificates(*, at: dt.datetime, **_other: Any) -> None:
    """Go on with the certificates of an edition that somebody asked for, where no worker has made them yet."""
    go_on_with_all(at=at)


@receiver(hour_passed)
def forget_certificate_files(*, at: dt.datetime, **_other: Any) -> None:
    """Let go of files that were made a month ago."""
    forget_files(at=at)
