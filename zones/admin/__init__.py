"""Editions, zones, places and staff in the organisers' workspace, and what pages of other apps share with them."""

from zones.admin.forms import EditionOfZoneForm, wrong_edition
from zones.admin.pages import OfEdition, WithYear, ZoneFilter

__all__ = ["EditionOfZoneForm", "OfEdition", "WithYear", "ZoneFilter", "wrong_edition"]
