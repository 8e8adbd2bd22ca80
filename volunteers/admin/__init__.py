"""Duties, shifts, sign-ups and what hangs on them in the organisers' workspace."""

from volunteers.admin.certificate_runs import CertificateRunAdmin
from volunteers.admin.certificates import CertificateAdmin, CertificateSheetAdmin
from volunteers.admin.duties import DutyAdmin
from volunteers.admin.expertise import ExpertiseAdmin, MatchAdmin
from volunteers.admin.people import (
    GuardianConsentAdmin,
    HandOverAdmin,
    QualificationAdmin,
    QualifiedAdmin,
    VolunteerAdmin,
)
from volunteers.admin.records import ShiftChangeAdmin
from volunteers.admin.rules import RulesAdmin, WaveAdmin
from volunteers.admin.shifts import ShiftAdmin
from volunteers.admin.sign_ups import SignUpAdmin

__all__ = [
    "CertificateAdmin",
    "CertificateRunAdmin",
    "CertificateSheetAdmin",
    "DutyAdmin",
    "ExpertiseAdmin",
    "GuardianConsentAdmin",
    "HandOverAdmin",
    "MatchAdmin",
    "QualificationAdmin",
    "QualifiedAdmin",
    "RulesAdmin",
    "ShiftAdmin",
    "ShiftChangeAdmin",
    "SignUpAdmin",
    "VolunteerAdmin",
    "WaveAdmin",
]
