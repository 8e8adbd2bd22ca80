"""The programme, registrations and attendance in the organisers' workspace."""

from activities.admin.attendance import CheckInAdmin, HeadCountAdmin, PassAdmin
from activities.admin.programme import ActivityAdmin, SessionAdmin
from activities.admin.registrations import CommitmentAdmin, RegistrationAdmin

__all__ = [
    "ActivityAdmin",
    "CheckInAdmin",
    "CommitmentAdmin",
    "HeadCountAdmin",
    "PassAdmin",
    "RegistrationAdmin",
    "SessionAdmin",
]
