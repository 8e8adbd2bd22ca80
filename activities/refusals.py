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


class PartyTooSmall(Refusal):
    """The party is smaller than the session takes."""

    sentence = _("This session takes parties of %(smallest)s people or more.")


class GroupsOnly(Refusal):
    """The session takes groups of organizations."""

    sentence = _("This session is for groups of organizations: please register your group.")


class EmailNeeded(Refusal):
    """Whoever waits, asks or enters a draw must be told what came of it."""

    sentence = _("Please give an e-mail: that is how we tell you whether you have places.")


class NoWaitingList(Refusal):
    """The session has no waiting list."""

    sentence = _("This session is full and has no waiting list.")


class TooManyKept(Refusal):
    """So many places of the session are kept for one network that no more are."""

    sentence = _("Many places are being kept from your network already. You can still fill in the form and send it.")


class NoHolding(Refusal):
    """The session keeps no places while a form is filled in."""

    sentence = _("No places are kept here while the form is filled in.")


class NeverFits(Refusal):
    """The party is larger than the whole session."""

    sentence = _("This session holds %(capacity)s people in all: fewer than you asked for.")


class OfferOver(Refusal):
    """The offer was answered, or its time is over."""

    sentence = _("This offer is over: the places have gone on to the next in the queue.")


class HeadsInside(Refusal):
    """More of the party are in than it is to have."""

    sentence = _("%(heads)s people of this party are already in.")


class AlreadyDrawn(Refusal):
    """The draw was held."""

    sentence = _("The draw for this session has been held.")


class StillOpen(Refusal):
    """A draw waits until nobody can enter any more."""

    sentence = _("The draw can be held when registration is closed.")


class CapacityTooSmall(Refusal):
    """People hold more seats than the session is to have."""

    sentence = _("%(taken)s places are taken or offered, more than %(capacity)s. Nobody is dropped: %(over)s.")


class PlaceTaken(Refusal):
    """Something else is in the place at that time."""

    sentence = _("%(other)s is in this place at that time.")


class PastMoment(Refusal):
    """Nothing moves into the past."""

    sentence = _("Choose a time that lies ahead.")


class AgeNeeded(Refusal):
    """The activity is not for all ages, and the party does not say how old it is."""

    sentence = _("This activity is not for all ages: please write how old the youngest and the oldest of you are.")


class TooManyPasses(Refusal):
    """Somebody has had enough new passes for a day."""

    sentence = _("You have made several new passes today. Please use the newest one, or ask at the desk.")


class TooYoung(Refusal):
    """Somebody of the party is below the youngest age."""

    sentence = _("This activity is for people of %(minimum)s years or more.")


class TooOld(Refusal):
    """Somebody of the party is above the oldest age."""

    sentence = _("This activity is for people of %(maximum)s years or less.")


class AnswerNeeded(Refusal):
    """A question of the organisers must be answered."""

    sentence = _("Please answer every question that is marked as required.")


class NoGroups(Refusal):
    """The session takes no groups of organizations."""

    sentence = _("This session takes no groups of organizations: please register as a party.")


class MoreNamesThanPeople(Refusal):
    """More names were given than people are to come."""

    sentence = _("%(names)s names were given for %(people)s people.")


class NobodyCounted(Refusal):
    """Fewer than nobody would be left of those who were counted."""

    sentence = _("Nobody is counted here any more: there is nothing to take back.")


class DeskClosed(Refusal):
    """The session is over, cancelled or not on the programme."""

    sentence = _("Nobody can be registered for this session any more: it is over or cancelled.")


class PlacesOffered(Refusal):
    """The places that are free are promised to others; whether they wait for them or were offered them."""

    sentence = _("%(free)s places are free, but others wait for them: give them only with a reason.")


class SomewhereElse(Refusal):
    """The person has promised to be somewhere else at that time."""

    sentence = _("They hold a place in something else at that time: let them in only with a reason.")


class NotConfirmed(Refusal):
    """The person is registered, but has no places yet."""

    sentence = _("They are registered here already, but have no places yet (%(status)s).")


class LargerGroup(Refusal):
    """A group that is registered is to have more people."""

    sentence = _(
        "This group is registered for %(people)s people. If more want to come, please ask the organisers first."
    )
