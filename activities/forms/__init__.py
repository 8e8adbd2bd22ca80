"""What may be typed about the programme and registrations."""

from activities.forms.programme import ProgrammeFilter
from activities.forms.registration import RegistrationForm

__all__ = ["ProgrammeFilter", "RegistrationForm"]
