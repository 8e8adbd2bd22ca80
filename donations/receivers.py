"""What pledges and slips do each minute and each hour. One that fails keeps no other from its turn."""

import datetime as dt
from typing import Any

from django.dispatch import receiver

from donations import actions
from donations.actions.acknowledging import issue_wanted
from donations.actions.charging import ask_about_open_charges
from donations.actions.reconciling import forget_words
from donations.actions.reminding import remind_donors
from donations.actions.slips import forget_pictures
from goodsociety.common.audit import SYSTEM
from goodsociety.common.rounds import minute_passed
from goodsociety.common.tidying import hour_passed


@receiver(minute_passed)
def end_overdue_pledges(*, at: dt.datetime, **_other: Any) -> None:
    """Let promises end whose last day is over."""
    actions.expire_pledges(by=SYSTEM, at=at)


@receiver(minute_passed)
def remind(*, at: dt.datetime, **_other: Any) -> None:
    """Remind donors of what is due."""
    remind_donors(by=SYSTEM, at=at)


@receiver(minute_passed)
def issue_acknowledgements(*, at: dt.datetime, **_other: Any) -> None:
    """Issue the papers that donors of what came asked for."""
    issue_wanted(by=SYSTEM, at=at)


@receiver(minute_passed)
def ask_the_provider(*, at: dt.datetime, **_other: Any) -> None:
    """Ask the payment provider about charges that wait."""
    ask_about_open_charges(by=SYSTEM, at=at)


@receiver(hour_passed)
def forget_pictures_of_slips(*, at: dt.datetime, **_other: Any) -> None:
    """Let go of pictures that were decided on long enough ago."""
    forget_pictures(at=at)


@receiver(hour_passed)
def forget_words_of_banks(*, at: dt.datetime, **_other: Any) -> None:
    """Let go of what banks wrote about people in old statements."""
    forget_words(at=at)
