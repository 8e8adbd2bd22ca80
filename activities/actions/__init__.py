"""Everything that can happen to sessions and to those who come."""

from activities.actions.answering import (
    accept_offer,
    cancel_registration,
    change_party_size,
    decline_offer,
    swap_registration,
)
from activities.actions.asking import Party
from activities.actions.attendance import check_in, check_in_party, count_heads, undo_check_in
from activities.actions.commitments import commit_person, release_person
from activities.actions.deciding import approve_request, cancel_session, decline_request, hold_draw, set_capacity
from activities.actions.grouping import Group, name_party, register_group
from activities.actions.moving import Slot, rename_activity, reschedule_session, tell_changes
from activities.actions.registering import (
    drop_hold,
    hold_places,
    join_waiting_list,
    register,
    register_party,
)
from activities.actions.scanning import Scan, scan
from activities.actions.sweeping import settle_due

__all__ = [
    "Group",
    "Party",
    "Scan",
    "Slot",
    "accept_offer",
    "approve_request",
    "cancel_registration",
    "cancel_session",
    "change_party_size",
    "check_in",
    "check_in_party",
    "commit_person",
    "count_heads",
    "decline_offer",
    "decline_request",
    "drop_hold",
    "hold_draw",
    "hold_places",
    "join_waiting_list",
    "name_party",
    "register",
    "register_group",
    "register_party",
    "release_person",
    "rename_activity",
    "reschedule_session",
    "scan",
    "set_capacity",
    "settle_due",
    "swap_registration",
    "tell_changes",
    "undo_check_in",
]
