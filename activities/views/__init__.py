"""Pages of the programme and of registrations."""

from activities.views.programme import activity_detail, session_list
from activities.views.registrations import register, registration_cancel, registration_detail

__all__ = ["activity_detail", "register", "registration_cancel", "registration_detail", "session_list"]
