"""What the rules of volunteering say no with."""

from django.utils.translation import gettext_lazy as _

from goodsociety.common.refusals import Refusal


class ShiftClosed(Refusal):
    """The shift takes no sign-ups now: begun, cancelled, or its edition is not open."""

    sentence = _("Sign-up for this shift is closed.")


class ShiftFull(Refusal):
    """Nobody more is needed."""

    sentence = _("This shift has all the volunteers it needs. Please choose another one.")


class AlreadySignedUp(Refusal):
    """The person holds a place in this shift."""

    sentence = _(
        "This contact is already signed up for this shift. The confirmation you received holds the link to it."
    )


class TooManyMinutes(Refusal):
    """More time was to be approved than a shift can have."""

    sentence = _("Approve between 1 minute and 24 hours.")
