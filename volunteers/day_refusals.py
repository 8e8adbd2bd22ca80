"""What the rules of the day say no with: arriving, leaving, not coming, checking in, and the hours afterwards."""

from django.utils.translation import gettext_lazy as _

from goodsociety.common.refusals import Refusal

# Being there


class ShiftOff(Refusal):
    """The shift, or the whole expo, was called off."""

    sentence = _("This shift was called off. Nobody can be checked in.")


class ShiftOver(Refusal):
    """The shift has ended: whoever came has to be noted with a time within it."""

    sentence = _("This shift is over. The coordinator can still note who was there, with the time.")


class TooEarly(Refusal):
    """It is too long before the shift."""

    sentence = _("It is too early: check-in opens %(opens)s.")


class InTheFuture(Refusal):
    """A time that is still to come was noted."""

    sentence = _("This time lies in the future. Please look at it again.")


class NotExpected(Refusal):
    """The sign-up holds no place in the shift."""

    sentence = _("There is no place in this shift for this sign-up: %(status)s.")


class AlreadyHere(Refusal):
    """They have been checked in."""

    sentence = _("Checked in already, at %(since)s.")


class NotHere(Refusal):
    """They have not been checked in."""

    sentence = _("Nobody was checked in yet with this sign-up, so nobody can leave.")


class AlreadyLeft(Refusal):
    """They have been checked out."""

    sentence = _("Checked out already, at %(since)s.")


class LeftBeforeArriving(Refusal):
    """A time of leaving before that of arriving."""

    sentence = _("Nobody leaves before they arrive, which was at %(since)s.")


class HeadsOfTheParty(Refusal):
    """More of a group came than it is, or nobody."""

    sentence = _("Of this group between 1 and %(people)s people can come.")


class NotBegun(Refusal):
    """The shift has not begun."""

    sentence = _("This shift has not begun: it begins %(begins)s.")


# Scanning


class NotOurCode(Refusal):
    """The code is none of ours, or was made by somebody else."""

    sentence = _("This is not a code of ours. Scan the pass or type the reference.")


class PassRevoked(Refusal):
    """The pass was replaced or taken away."""

    sentence = _("This pass is no longer valid. They find their new one on their page.")


class OfAnotherEdition(Refusal):
    """The code belongs to another edition."""

    sentence = _("This code is for the expo of %(year)s.")


class NoShiftToday(Refusal):
    """The person has no shift on this day where the coordinator checks in."""

    sentence = _("%(name)s has no shift here today.")


class InAnotherShift(Refusal):
    """The person is expected in another shift than the one at whose door they are."""

    sentence = _("%(name)s is expected elsewhere: %(shift)s.")


# Checking in oneself


class CodeDiffers(Refusal):
    """The code is not the one that is shown at the place now."""

    sentence = _("This is not the code that is shown at the place now. It changes every ten minutes.")


class TooManyTries(Refusal):
    """Too many wrong codes."""

    sentence = _("Too many wrong codes. Wait ten minutes, or ask the coordinator.")


# Hours


class HoursApproved(Refusal):
    """Hours were approved, which have to be taken back first."""

    sentence = _("Hours were approved for this sign-up. Take these back first.")


class NoHoursForNoShow(Refusal):
    """Nobody has hours in a shift to which they did not come."""

    sentence = _("They did not come, so there are no hours to approve.")
