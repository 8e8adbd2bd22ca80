"""Pages of volunteers: to find a shift, to sign up, to see a sign-up and what becomes of it."""

from volunteers.views.boards import shift_board, shift_board_staff
from volunteers.views.finding import duty_detail, shift_list
from volunteers.views.groups import sign_up_group, sign_up_group_list, sign_up_group_party
from volunteers.views.guardians import guardian, guardian_again
from volunteers.views.hand_overs import hand_over, seek_stand_in, stand_in_list, withdraw_stand_in
from volunteers.views.sign_ups import sign_up_accept, sign_up_cancel, sign_up_decline, sign_up_detail, sign_up_ics
from volunteers.views.signing import sign_up

__all__ = [
    "duty_detail", "guardian", "guardian_again", "hand_over", "seek_stand_in", "shift_board",
    "shift_board_staff", "shift_list", "sign_up",
    "sign_up_accept", "sign_up_cancel", "sign_up_decline", "sign_up_detail", "sign_up_group", "sign_up_group_list",
    "sign_up_group_party", "sign_up_ics", "stand_in_list", "withdraw_stand_in",
]  # fmt: skip
