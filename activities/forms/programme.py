"""What people type to find something in the programme."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import Kind, Way
from goodsociety.common.dates import day_from_typed, show_days
from zones.models import Edition

#: What stands in an address for no day in particular.
ALL_DAYS = "all"
LONGEST_TEXT = 100


class ProgrammeFilter(forms.Form):
    """Day, zone, kind, way and text; the day is today or the expo's first one where neither it nor a text is given."""

    day = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    q = forms.CharField(
        label=_("Look for"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    zone = forms.ChoiceField(label=_("Zone"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Kind.choices])
    way = forms.ChoiceField(label=_("Way to take part"), required=False, choices=[("", _("All ways")), *Way.choices])

    def __init__(self, *args: Any, edition: Edition, today: dt.date, **options: Any) -> None:
        """Offer the edition's zones and days."""
        super().__init__(*args, **options)
        self.days = edition.days
        self.usual_day = edition.usual_day(today)
        zones = [(zone.slug, zone.name) for zone in edition.zones.all()]
        self.fields["zone"].choices = [("", _("All zones")), *zones]  # type: ignore[attr-defined]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but a day was chosen."""
        return any(self.data.get(name) for name in ("q", "zone", "kind", "way"))

    @property
    def address(self) -> str:
        """The query of an address that asks for exactly what a valid form chose."""
        day = self.cleaned_data.get("day")
        chosen = {name: self.cleaned_data.get(name) for name in ("q", "zone", "kind", "way")}
        return "?" + urlencode({"day": day.isoformat() if day else ALL_DAYS, **{k: v for k, v in chosen.items() if v}})

    def clean_day(self) -> dt.date | None:
        """Return a day of the expo, of either era's year; None for all of them."""
        typed = self.cleaned_data["day"]
        if typed in {"", ALL_DAYS}:
            return None
        try:
            day = day_from_typed(typed)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if day not in self.days:
            raise forms.ValidationError(self.no_such_day())
        return day

    def no_such_day(self) -> str:
        """Say on which days the expo is."""
        if not self.days:
            return str(_("The days of this expo are not known."))
        return str(_("The expo has no such day: it is on %(days)s.")) % {"days": show_days(self.days[0], self.days[-1])}

    def clean(self) -> dict[str, Any]:
        """Choose the day where none is named; whoever looks for a text looks on all days."""
        cleaned = super().clean() or self.cleaned_data
        if not self.data.get("day") and not cleaned.get("q"):
            cleaned["day"] = self.usual_day
        return cleaned
