"""Volunteer work: duties (what), shifts (when, how many), sign-ups (who), and what follows from them."""

from volunteers.models.certificate import Certificate
from volunteers.models.certificate_run import CertificateRun, CertificateSheet
from volunteers.models.change import ShiftChange
from volunteers.models.duty import Duty
from volunteers.models.expertise import Expertise, Match
from volunteers.models.guardian import GuardianConsent
from volunteers.models.hand_over import HandOver
from volunteers.models.qualification import Qualification, Qualified
from volunteers.models.rules import Rules, Wave
from volunteers.models.shift import Shift
from volunteers.models.sign_up import SignUp, SignUpMember
from volunteers.models.volunteer import Volunteer

__all__ = [
    "Certificate", "CertificateRun", "CertificateSheet", "Duty", "Expertise", "GuardianConsent", "HandOver", "Match",
    "Qualification", "Qualified", "Rules", "Shift", "ShiftChange", "SignUp", "SignUpMember", "Volunteer", "Wave",
]  # fmt: skip
