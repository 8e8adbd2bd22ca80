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


class ShiftOpensLater(Refusal):
    """Sign-up has not opened yet."""

    sentence = _("Sign-up for this shift opens %(opens)s.")


class WaveFull(Refusal):
    """The places of this wave are taken; the next one opens more."""

    sentence = _("The places that are open so far are taken. More open %(opens)s.")


class NoWaitingList(Refusal):
    """The shift has no waiting list, or is not full."""

    sentence = _("There is no waiting list for this shift.")


class BelowMinimumAge(Refusal):
    """The edition takes no volunteers as young as this."""

    sentence = _("Volunteers must be %(minimum)s years old or more on the day of the shift.")


class TooYoung(Refusal):
    """The duty takes nobody as young as this."""

    sentence = _("For this work volunteers must be %(minimum)s years old or more on the day of the shift.")


class BirthDateNeeded(Refusal):
    """An age rule needs the date of birth."""

    sentence = _("Please give your date of birth: this work has an age rule.")


class BirthDateDiffers(Refusal):
    """Another date of birth was given before with this contact."""

    sentence = _("Another date of birth was given with this contact before. Please ask the organisers to correct it.")


class BornInTheFuture(Refusal):
    """The date of birth lies ahead."""

    sentence = _("The date of birth lies in the future.")


class GuardianNeeded(Refusal):
    """Somebody under 20 names a guardian."""

    sentence = _("You will be under 20 on that day: please give your guardian's name and e-mail.")


class GuardianIsVolunteer(Refusal):
    """Volunteers do not consent for themselves."""

    sentence = _("The guardian must be another person, with an e-mail of their own.")


class GuardianFirst(Refusal):
    """The guardian's consent is still missing."""

    sentence = _("The guardian's consent is still missing. Without it the place cannot be confirmed.")


class LinkUsed(Refusal):
    """The guardian has answered by this link."""

    sentence = _("This link was answered already. If something is to change, please write to the organisers.")


class LinkOver(Refusal):
    """The guardian's link no longer answers."""

    sentence = _("This link is over: the time to answer has passed.")


class TooManyLetters(Refusal):
    """The guardian was written to often enough for now."""

    sentence = _("We have written to your guardian several times within the hour. Please try again later.")


class NeedsQualification(Refusal):
    """The duty needs a skill or training that the person does not have."""

    sentence = _("This work needs: %(names)s.")


class TooManyHours(Refusal):
    """More hours than a day may have."""

    sentence = _("With this shift it would be more than %(hours)s hours of volunteering on that day.")


class NotEnoughRest(Refusal):
    """Too little rest between the shifts of one day and the next."""

    sentence = _("Between the shifts of two days at least %(hours)s hours of rest are kept free.")


class TooFarToWalk(Refusal):
    """Too little time to get from one zone to the other."""

    sentence = _(
        "There are less than %(minutes)s minutes to get there from another zone, where this contact is expected."
    )


class GroupTooLarge(Refusal):
    """More people than one group may be."""

    sentence = _("One group can take %(largest)s places in this shift.")


class MoreNamesThanPeople(Refusal):
    """More names were given than people are to come."""

    sentence = _("%(names)s names were given for %(people)s people.")


class OfferOver(Refusal):
    """The place was answered for, or its time is over."""

    sentence = _("This place is no longer kept for you: it has gone on to the next in the queue.")


class CapacityTooSmall(Refusal):
    """More volunteers hold places than the shift is to have."""

    sentence = _("%(taken)s places are taken or kept, more than %(capacity)s. Nobody is dropped: %(over)s.")


class EndsBeforeItStarts(Refusal):
    """The end is not later than the start."""

    sentence = _("The end must be later than the start.")


class ShiftThereAlready(Refusal):
    """The duty has a shift that begins at that moment."""

    sentence = _("This duty has another shift that begins at that moment.")


class AlreadySought(Refusal):
    """A stand-in is being sought."""

    sentence = _("A stand-in is being sought for this shift already.")


class HandOverOver(Refusal):
    """Nobody is sought any more."""

    sentence = _("A stand-in is no longer needed here. Thank you for wanting to help.")


class OwnShift(Refusal):
    """Nobody is their own stand-in."""

    sentence = _("This is your own shift. If you can do it after all, withdraw the search on its page.")


class GroupsStay(Refusal):
    """A group's places are not handed over to one person."""

    sentence = _("The places of a group are not handed over. Please change how many you are, or cancel.")


class ReasonNeeded(Refusal):
    """Setting a rule aside needs a reason."""

    sentence = _("Please write why the rules are set aside.")
