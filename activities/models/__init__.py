"""Activities, their sessions, and everything from registering to being there."""

from activities.models.attendance import CheckIn, HeadCount, Pass
from activities.models.change import Change
from activities.models.choices import Access, Entry, Kind, Language, Standing, State, Way
from activities.models.draw import Draw
from activities.models.favourite import Favourite
from activities.models.holding import Hold, Offer, with_offers
from activities.models.programme import Activity, Session
from activities.models.question import Answer, Question
from activities.models.registration import Commitment, PartyMember, Registration
from activities.models.traits import ActivityAccess, ActivityWay

__all__ = [
    "Access",
    "Activity",
    "ActivityAccess",
    "ActivityWay",
    "Answer",
    "Change",
    "CheckIn",
    "Commitment",
    "Draw",
    "Entry",
    "Favourite",
    "HeadCount",
    "Hold",
    "Kind",
    "Language",
    "Offer",
    "PartyMember",
    "Pass",
    "Question",
    "Registration",
    "Session",
    "Standing",
    "State",
    "Way",
    "with_offers",
]
