"""What coordinators are told at once: late cancellations, and stand-ins sought and found."""

import datetime as dt

from django.conf import settings

from goodsociety.common.outbox import Letter, queue_letter
from volunteers.models import HandOver, SignUp
from volunteers.models.rules import rules_of
from zones.models import Edition


def late_cancellation(sign_up: SignUp, at: dt.datetime) -> None:
    """Tell the coordinators that somebody cannot come after all, shortly before the shift."""
    sign_up.shift.refresh_from_db(fields=["seats_taken"])
    tell("late_cancellation", sign_up, key=f"late_cancellation:{sign_up.pk}", at=at)


def stand_in_sought(hand_over: HandOver, at: dt.datetime) -> None:
    """Tell the coordinators that a volunteer looks for a stand-in."""
    key = f"stand_in_sought:{hand_over.pk}"
    tell("stand_in_sought", hand_over.sign_up, key=key, at=at, hand_over=hand_over)


def stand_in_found(hand_over: HandOver, at: dt.datetime) -> None:
    """Tell the coordinators who comes instead of whom."""
    key = f"stand_in_found:{hand_over.pk}"
    tell("stand_in_found", hand_over.sign_up, key=key, at=at, taken_by=hand_over.taken_by)


def tell(template: str, sign_up: SignUp, *, key: str, at: dt.datetime, **about: object) -> None:
    """Write to the coordinators of an edition, where it has an address for them, in the language of the site."""
    things = {"sign_up": sign_up, "shift": sign_up.shift, **about}
    to = coordinators_of(sign_up.shift.edition)
    queue_letter(Letter(template, to=to, language=settings.LANGUAGE_CODE, about=things), key=key, at=at)


def coordinators_of(edition: Edition) -> str:
    """Return the address of an edition's coordinators, else its own; nothing where it has none."""
    return rules_of(edition).contact_email or edition.contact_email
