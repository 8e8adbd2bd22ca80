"""Pages of the programme and of registrations."""

from activities.views.activity import activity_detail, activity_seats
from activities.views.programme import programme_grid, session_list
from activities.views.registering import keep_places, register, release_places
from activities.views.registrations import (
    registration_accept,
    registration_cancel,
    registration_decline,
    registration_detail,
    registration_party,
)

__all__ = [
    "activity_detail",
    "activity_seats",
    "keep_places",
    "programme_grid",
    "register",
    "registration_accept",
    "registration_cancel",
    "registration_decline",
    "registration_detail",
    "registration_party",
    "release_places",
    "session_list",
]
