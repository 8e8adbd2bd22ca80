"""What may be typed about the programme and registrations."""

from activities.forms.days import DayFilter
from activities.forms.groups import GroupForm, GroupPartyForm
from activities.forms.party import PartyForm
from activities.forms.programme import ProgrammeFilter
from activities.forms.registration import PlacesForm, RegistrationForm

__all__ = [
    "DayFilter", "GroupForm", "GroupPartyForm", "PartyForm", "PlacesForm", "ProgrammeFilter", "RegistrationForm",
]  # fmt: skip
