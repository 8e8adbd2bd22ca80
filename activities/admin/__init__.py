"""The programme, registrations and attendance in the organisers' workspace."""

from activities.admin.attendance import CheckInAdmin, HeadCountAdmin, PassAdmin
from activities.admin.programme import ActivityAdmin, SessionAdmin
from activities.admin.questions import AnswerAdmin, QuestionAdmin
from activities.admin.records import ChangeAdmin, DrawAdmin, HoldAdmin, OfferAdmin
from activities.admin.registrations import CommitmentAdmin, RegistrationAdmin

__all__ = [
    "ActivityAdmin",
    "AnswerAdmin",
    "ChangeAdmin",
    "CheckInAdmin",
    "CommitmentAdmin",
    "DrawAdmin",
    "HeadCountAdmin",
    "HoldAdmin",
    "OfferAdmin",
    "PassAdmin",
    "QuestionAdmin",
    "RegistrationAdmin",
    "SessionAdmin",
]
