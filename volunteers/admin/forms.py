"""What may be typed about shifts: what people in them were promised changes through acts that tell them."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from activities.admin.forms import SeatsForm
from goodsociety.common.refusals import Refusal
from volunteers import actions
from volunteers.actions.deciding import refuse_capacity
from volunteers.models import SignUp


class ShiftForm(SeatsForm):
    """A shift."""

    parent = "duty"

    class Meta:
        help_texts = {"capacity": gettext_lazy("How many volunteers it takes. More goes to those who wait.")}

    def clean(self) -> dict[str, Any]:
        """Name those who are over where the capacity is too small, beside what all seats share."""
        cleaned = super().clean()
        capacity = self.cleaned_data.get("capacity")
        if self.is_resized and capacity is not None:
            try:
                refuse_capacity(self.instance, capacity)
            except Refusal as refusal:
                self.add_error("capacity", str(refusal))
        return cleaned

    def is_anybody_in(self) -> bool:
        """Say whether somebody holds a place, or may come to."""
        return self.instance.pk is not None and SignUp.objects.active().filter(shift=self.instance).exists()

    def way_to(self, name: str) -> tuple[str, str]:  # noqa: ARG002 (all of them are moved)
        """Return the page that moves it and tells people."""
        return reverse("admin:volunteers_shift_move", args=[self.instance.pk]), _("Move")

    @property
    def is_resized(self) -> bool:
        """Whether a shift that is there is to take another number, which is an act."""
        return self.instance.pk is not None and "capacity" in self.changed_data

    def resize(self, *, by: User, at: dt.datetime) -> None:
        """Let it take so many as was typed: what comes free goes to those who wait. Refuses CapacityTooSmall."""
        if self.is_resized and self.instance.capacity is not None:
            actions.set_shift_capacity(shift=self.instance, capacity=self.instance.capacity, by=by, at=at)

    def changed_columns(self) -> list[str]:
        """Leave out the capacity, which an act has written."""
        columns = super().changed_columns()
        return [name for name in columns if name != "capacity"] if self.is_resized else columns
