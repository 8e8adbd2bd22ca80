"""What is asked before an act on a session or an activity."""

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime, AdminTextInputWidget
from django.utils.translation import gettext_lazy as _

from activities import actions
from activities.actions.commitments import Span
from activities.models import Activity, Change, Session
from goodsociety.common.admin import ActForm
from goodsociety.common.fields import MomentField
from goodsociety.common.forms import LineField
from goodsociety.common.laws import FIRST_MOMENT, LAST_MOMENT
from zones.models import Place

LARGEST = 100_000
LONGEST_SEED = 100


def earlier(thing: Session | Activity, asked: Mapping[str, Any]) -> Change | None:
    """Return the change that an address asks to undo, if it is one of this session or activity that is not told yet."""
    key = str(asked.get("undo", ""))
    if not key.isdecimal() or len(key) > len(str(LARGEST)) * 3:
        return None
    owner = {"session": thing} if isinstance(thing, Session) else {"session__activity": thing}
    return Change.objects.untold().filter(pk=key, **owner).select_related("place").first()


class MoveForm(ActForm):
    """Where and when a session is to be."""

    place = forms.ModelChoiceField(Place.objects.none(), label=_("place"))
    starts_at = MomentField(label=_("starts"), widget=AdminSplitDateTime)
    ends_at = MomentField(
        label=_("ends"), widget=AdminSplitDateTime, required=False, help_text=_("Empty keeps it as long as it was.")
    )

    def __init__(self, thing: Session, asked: Mapping[str, Any], typed: Mapping[str, Any] | None = None) -> None:
        """Offer the places of the session's edition."""
        super().__init__(thing, asked, typed)
        places = Place.objects.filter(edition=thing.edition).select_related("zone")
        self.fields["place"].queryset = places  # type: ignore[attr-defined]  # it is a choice of rows
        for name in ("starts_at", "ends_at"):
            name_parts(self.fields[name])

    @classmethod
    def proposed(cls, thing: Session, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Begin with where it is, or was before the change that is to be undone."""
        slot = earlier(thing, asked) or thing
        return {"place": slot.place_id, "starts_at": slot.starts_at, "ends_at": slot.ends_at}

    def clean(self) -> dict[str, Any]:
        """Work out the end where none was typed, and compare it with the start."""
        cleaned = super().clean() or {}
        starts_at, session = cleaned.get("starts_at"), self.thing
        if starts_at is None or self.errors:
            return cleaned
        cleaned["ends_at"] = cleaned.get("ends_at") or starts_at + (session.ends_at - session.starts_at)
        if cleaned["ends_at"] <= starts_at:
            self.add_error("ends_at", _("The end must be later than the start."))
        elif not FIRST_MOMENT <= starts_at < cleaned["ends_at"] < LAST_MOMENT:
            self.add_error("starts_at", _("The years must lie between 1900 and 2200, counted in the Common Era."))
        elif (cleaned.get("place"), starts_at, cleaned["ends_at"]) == (
            session.place,
            session.starts_at,
            session.ends_at,
        ):
            self.add_error(None, _("That is where and when it is already."))
        return cleaned


def name_parts(field: forms.Field) -> None:
    """Name the two inputs of a moment for those who hear the page: Django's words stand beside them as mere text."""
    parts = field.widget.widgets
    for part, word in zip(parts, (_("Day"), _("Time")), strict=True):
        part.attrs["aria-label"] = f"{field.label}: {word}"


def slot_of(answers: Mapping[str, Any]) -> actions.Slot:
    """Return where and when a valid form says."""
    starts_at: dt.datetime = answers["starts_at"]
    return actions.Slot(Span(starts_at, answers["ends_at"]), answers["place"])


class RenameForm(ActForm):
    """What an activity is to be called."""

    name_th = LineField(max_length=200, label=_("name (Thai)"), widget=AdminTextInputWidget)
    name_en = LineField(max_length=200, label=_("name (English)"), widget=AdminTextInputWidget, required=False)

    @classmethod
    def proposed(cls, thing: Activity, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Begin with what it is called, or was before the change that is to be undone."""
        names = earlier(thing, asked) or thing
        return {"name_th": names.name_th, "name_en": names.name_en}

    def clean(self) -> dict[str, Any]:
        """Say so where nothing is another."""
        cleaned = super().clean() or {}
        if not self.errors and (cleaned["name_th"], cleaned["name_en"]) == (self.thing.name_th, self.thing.name_en):
            self.add_error(None, _("That is what it is called already."))
        return cleaned


class CapacityForm(ActForm):
    """How many a session is to hold."""

    capacity = forms.IntegerField(label=_("capacity"), min_value=1, max_value=LARGEST)

    @classmethod
    def proposed(cls, thing: Session, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Begin with how many it holds, or what the address asks for."""
        undo = str(asked.get("undo", ""))
        return {"capacity": undo if undo.isdecimal() and len(undo) <= len(str(LARGEST)) else thing.capacity}


class CancelForm(ActForm):
    """Nothing is asked; what would happen is shown at once."""


class DrawForm(ActForm):
    """From what the order is worked out."""

    seed = LineField(
        max_length=LONGEST_SEED,
        label=_("seed"),
        widget=AdminTextInputWidget,
        help_text=_(
            "From it the order is worked out, and everybody can read it afterwards. Best is something that nobody "
            "could know before registration closed and all can look up, such as a lottery number of that day; or keep "
            "the proposed one."
        ),
    )

    @classmethod
    def proposed(cls, thing: Session, asked: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG003 (others use them)
        """Propose what nobody can guess."""
        return {"seed": secrets.token_hex(8)}
