"""What the rules of registering say no with."""

from django.utils.translation import gettext_lazy as _

from goodsociety.common.refusals import Refusal


class RegistrationClosed(Refusal):
    """The session takes no registrations now: over, cancelled, not yet, no more, or its edition is not open."""

    sentence = _("Registration for this session is closed.")


class NoRegistrationNeeded(Refusal):
    """The session has an open door."""

    sentence = _("This session has an open door: no registration is needed, just come.")


class SessionFull(Refusal):
    """Fewer seats are left than the party needs."""

    sentence = _("Not enough places are left: you asked for %(asked)s, %(left)s are free.")


class PartyTooLarge(Refusal):
    """The party is larger than the session takes in one registration."""

    sentence = _("One registration takes at most %(largest)s people here.")


class AlreadyRegistered(Refusal):
    """The person holds a live registration in this session."""

    sentence = _(
        "This contact is already registered for this session. The confirmation you received holds the link to it."
    )


class Clash(Refusal):
    """The person has promised to be somewhere else at that time."""

    sentence = _("This contact has already promised to be somewhere else at the expo at that time.")


class TooLateToCancel(Refusal):
    """It has begun."""

    sentence = _("It has already begun and can no longer be cancelled.")


class AlreadyCheckedIn(Refusal):
    """The whole party is in."""

    sentence = _("Everybody of this party is already in.")
