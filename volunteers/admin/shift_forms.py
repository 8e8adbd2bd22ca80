"""What is asked before an act on a shift."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import (
    AdminDateWidget,
    AdminIntegerFieldWidget,
    AdminSplitDateTime,
    AdminTextInputWidget,
)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.contact import Contact
from accounts.forms import NameField, NormalEmailField, PhoneField
from activities.actions.commitments import Span
from activities.admin.act_forms import LARGEST, name_parts
from goodsociety.common.admin import ActForm
from goodsociety.common.fields import DayField, MomentField
from goodsociety.common.forms import LineField
from organizations.models import Organization
from volunteers.actions import Applicant, Guardian, ShiftSlot
from volunteers.models import Shift, ShiftChange
from zones.models import Place


def earlier(shift: Shift, asked: Mapping[str, Any]) -> ShiftChange | None:
    """Return the change that an address asks to undo, if it is one of this shift that is not told yet."""
    key = str(asked.get("undo", ""))
    return shift.changes.untold().filter(pk=key).first() if key.isdecimal() and len(key) < len(str(2**63)) else None


class MoveShiftForm(ActForm):
    """Where and when a shift is to be."""

    place = forms.ModelChoiceField(Place.objects.none(), label=gettext_lazy("place"), required=False)
    starts_at = MomentField(label=gettext_lazy("starts"), widget=AdminSplitDateTime)
    ends_at = MomentField(
        label=gettext_lazy("ends"),
        widget=AdminSplitDateTime,
        required=False,
        help_text=gettext_lazy("Empty keeps it as long as it was."),
    )

    def __init__(self, thing: Shift, asked: Mapping[str, Any], typed: Mapping[str, Any] | None = None) -> None:
        """Offer the places of the shift's edition."""
        super().__init__(thing, asked, typed)
        places = Place.objects.filter(edition=thing.edition).select_related("zone")
        self.fields["place"].queryset = places  # type: ignore[attr-defined]  # it is a choice of rows
        for name in ("starts_at", "ends_at"):
            name_parts(self.fields[name])

    @classmethod
    def proposed(cls, thing: Shift, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Begin with where it is, or was before the change that is to be undone."""
        slot = earlier(thing, asked) or thing
        return {"place": slot.place_id, "starts_at": slot.starts_at, "ends_at": slot.ends_at}

    def clean(self) -> dict[str, Any]:
        """Work out the end where none was typed."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        shift, starts_at = self.thing, cleaned["starts_at"]
        cleaned["ends_at"] = cleaned["ends_at"] or starts_at + (shift.ends_at - shift.starts_at)
        if (cleaned["place"], starts_at, cleaned["ends_at"]) == (shift.place, shift.starts_at, shift.ends_at):
            self.add_error(None, _("That is where and when it is already."))
        return cleaned


def slot_of(answers: Mapping[str, Any]) -> ShiftSlot:
    """Return where and when a valid form says."""
    return ShiftSlot(Span(answers["starts_at"], answers["ends_at"]), answers["place"])


class ShiftCapacityForm(ActForm):
    """How many a shift is to take."""

    capacity = forms.IntegerField(
        label=gettext_lazy("capacity"), min_value=1, max_value=LARGEST, widget=AdminIntegerFieldWidget
    )

    @classmethod
    def proposed(cls, thing: Shift, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Begin with how many it takes, or what the address asks for."""
        undo = str(asked.get("undo", ""))
        return {"capacity": undo if undo.isdecimal() and len(undo) <= len(str(LARGEST)) else thing.capacity}


class PlaceVolunteerForm(ActForm):
    """Who is placed in a shift by hand, and why whatever stands against it is set aside."""

    name = NameField(label=gettext_lazy("name"), max_length=200, widget=AdminTextInputWidget)
    email = NormalEmailField(label=gettext_lazy("e-mail"), max_length=254)
    phone = PhoneField(label=gettext_lazy("phone"), max_length=40, required=False)
    language = forms.ChoiceField(label=gettext_lazy("language"), choices=settings.LANGUAGES)
    born_on = DayField(label=gettext_lazy("date of birth"), widget=AdminDateWidget, required=False)
    is_of_age = forms.BooleanField(label=gettext_lazy("20 or older, as they say"), required=False)
    guardian_name = NameField(label=gettext_lazy("guardian's name"), max_length=200, required=False)
    guardian_email = NormalEmailField(label=gettext_lazy("guardian's e-mail"), max_length=254, required=False)
    party_size = forms.IntegerField(
        label=gettext_lazy("people"), min_value=1, max_value=LARGEST, initial=1, widget=AdminIntegerFieldWidget
    )
    organization = forms.ModelChoiceField(
        Organization.objects.all(), label=gettext_lazy("organization"), required=False
    )
    reason = LineField(
        max_length=200,
        label=gettext_lazy("why they are placed here"),
        widget=AdminTextInputWidget,
        help_text=gettext_lazy("It is kept with the sign-up, for whoever asks later."),
    )


def applicant_of(answers: Mapping[str, Any]) -> Applicant:
    """Return whom a valid form names."""
    named: dict[str, str] = {name: answers[name] for name in ("name", "email", "phone", "language")}
    guardian = answers["guardian_name"] or answers["guardian_email"]
    return Applicant(
        Contact(**named),
        born_on=answers["born_on"],
        is_of_age=answers["is_of_age"],
        guardian=Guardian(answers["guardian_name"], answers["guardian_email"]) if guardian else None,
        party_size=answers["party_size"],
        organization=answers["organization"],
    )
