"""Pages of the programme and of registrations."""

from activities.views.activity import activity_detail, activity_seats
from activities.views.programme import programme_grid, session_list
from activities.views.registrations import register, registration_cancel, registration_detail

__all__ = [
    "activity_detail",
    "activity_seats",
    "programme_grid",
    "register",
    "registration_cancel",
    "registration_detail",
    "session_list",
]
