"""Everything that can happen to sessions and to those who come."""

from activities.actions.answering import (
    accept_instead,
    accept_offer,
    cancel_registration,
    change_party_size,
    decline_offer,
    swap_registration,
)
from activities.actions.asking import Party
from activities.actions.attendance import Noted, check_in, check_in_party, count_heads, undo_check_in, undo_count
from activities.actions.commitments import commit_person, release_person
from activities.actions.deciding import approve_request, cancel_session, decline_request, hold_draw, set_capacity
from activities.actions.grouping import Group, GroupChange, change_group, name_party, register_group
from activities.actions.keeping import Wish, keep_places
from activities.actions.moving import Slot, rename_activity, reschedule_session, tell_changes
from activities.actions.passing import renew_pass, revoke_pass
from activities.actions.registering import (
    drop_hold,
    hold_places,
    join_waiting_list,
    register,
    register_party,
    register_within,
)
from activities.actions.scanning import Scan, scan
from activities.actions.sweeping import settle_due
from activities.actions.waiting import register_or_wait
from activities.actions.walking_in import Guest, take_back, walk_in

__all__ = [
    "Group",
    "GroupChange",
    "Guest",
    "Noted",
    "Party",
    "Scan",
    "Slot",
    "Wish",
    "accept_instead",
    "accept_offer",
    "approve_request",
    "cancel_registration",
    "cancel_session",
    "change_group",
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
    "keep_places",
    "name_party",
    "register",
    "register_group",
    "register_or_wait",
    "register_party",
    "register_within",
    "release_person",
    "rename_activity",
    "renew_pass",
    "reschedule_session",
    "revoke_pass",
    "scan",
    "set_capacity",
    "settle_due",
    "swap_registration",
    "take_back",
    "tell_changes",
    "undo_check_in",
    "undo_count",
    "walk_in",
]
