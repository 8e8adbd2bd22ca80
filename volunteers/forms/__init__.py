"""What people type to find a shift, to sign up for it, and to answer for those who do."""

from volunteers.forms.finding import ShiftFilter
from volunteers.forms.groups import GroupMembersForm, GroupSignUpForm
from volunteers.forms.guardians import GuardianForm
from volunteers.forms.signing import SignUpForm
from volunteers.forms.verifying import VerifyForm

__all__ = ["GroupMembersForm", "GroupSignUpForm", "GuardianForm", "ShiftFilter", "SignUpForm", "VerifyForm"]
