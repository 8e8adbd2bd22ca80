"""Volunteer shifts for machines, and signing up for them."""

from volunteers.api.shifts import ShiftViewSet
from volunteers.api.sign_ups import read_sign_up, take_sign_up_back
from volunteers.api.signing import sign_up_for_shift

__all__ = ["ShiftViewSet", "read_sign_up", "sign_up_for_shift", "take_sign_up_back"]
