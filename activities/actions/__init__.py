"""Everything that can happen to sessions and to those who come."""

from activities.actions.attendance import check_in, check_in_party, count_heads, undo_check_in
from activities.actions.commitments import commit_person, release_person
from activities.actions.registering import cancel_registration, register

__all__ = [
    "cancel_registration",
    "check_in",
    "check_in_party",
    "commit_person",
    "count_heads",
    "register",
    "release_person",
    "undo_check_in",
]
