"""Activities, their sessions, and everything from registering to being there."""

from activities.models.attendance import CheckIn, HeadCount, Pass
from activities.models.programme import Activity, ActivityWay, Entry, Kind, Session, Standing, State, Way
from activities.models.registration import Commitment, PartyMember, Registration

__all__ = [
    "Activity",
    "ActivityWay",
    "CheckIn",
    "Commitment",
    "Entry",
    "HeadCount",
    "Kind",
    "PartyMember",
    "Pass",
    "Registration",
    "Session",
    "Standing",
    "State",
    "Way",
]
