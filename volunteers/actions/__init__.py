"""Everything that can happen to shifts and volunteers. Lock order as for sessions: person, then shift."""

from volunteers.actions.answering import accept_place, cancel_sign_up, change_party, decline_place, name_members
from volunteers.actions.applying import Applicant, Guardian
from volunteers.actions.attending import (
    Times,
    arrive,
    leave,
    note_no_show,
    note_times,
    undo_arrival,
    undo_no_show,
)
from volunteers.actions.certifying import issue_certificate, revoke_certificate
from volunteers.actions.certifying_all import ask_thanks, start_run
from volunteers.actions.checking_in import check_in_self, check_out_self
from volunteers.actions.deciding import (
    approve_sign_up,
    cancel_shift,
    decline_sign_up,
    place_volunteer,
    release_shift,
    set_shift_capacity,
)
from volunteers.actions.guarding import give_guardian_consent, refuse_guardian_consent
from volunteers.actions.handing_over import seek_stand_in, take_over, withdraw_hand_over
from volunteers.actions.hours import approve_hours, approve_hours_of, take_back_hours, worked
from volunteers.actions.moving import ShiftSlot, reschedule_shift, tell_shift_changes
from volunteers.actions.offering import (
    Offered,
    answer_expertise,
    change_expertise,
    close_expertise,
    close_match,
    match_expertise,
    offer_expertise,
    withdraw_expertise,
)
from volunteers.actions.planning import Held, carry_out_plan, note_qualification, settle_now, withdraw_shift
from volunteers.actions.reminding import remind_volunteers
from volunteers.actions.settling import settle_due_shifts, settle_shift
from volunteers.actions.signing_up import join_shift_list, sign_up, sign_up_volunteer
from volunteers.actions.walking_up import admit, walk_up

__all__ = [
    "Applicant", "Guardian", "Held", "Offered", "ShiftSlot", "Times", "accept_place", "admit", "answer_expertise",
    "approve_hours", "approve_hours_of", "approve_sign_up", "arrive", "ask_thanks", "cancel_shift", "cancel_sign_up",
    "carry_out_plan", "change_expertise", "change_party", "check_in_self", "check_out_self", "close_expertise",
    "close_match", "decline_place", "decline_sign_up", "give_guardian_consent", "issue_certificate", "join_shift_list",
    "leave", "match_expertise", "name_members", "note_no_show", "note_qualification", "note_times", "offer_expertise",
    "place_volunteer", "refuse_guardian_consent", "release_shift", "remind_volunteers", "reschedule_shift",
    "revoke_certificate", "seek_stand_in", "set_shift_capacity", "settle_due_shifts", "settle_now", "settle_shift",
    "sign_up", "sign_up_volunteer", "start_run", "take_back_hours", "take_over", "tell_shift_changes", "undo_arrival",
    "undo_no_show", "walk_up", "withdraw_expertise", "withdraw_hand_over", "withdraw_shift", "worked",
]  # fmt: skip
