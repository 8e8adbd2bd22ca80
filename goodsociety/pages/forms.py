"""What may be typed to find something."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext_lazy as _

from activities.forms.days import LONGEST_TEXT, one_of
from goodsociety.common.dates import day_from_typed, local_day, show_day, show_time
from goodsociety.common.fields import TimeField
from goodsociety.common.forms import FilterForm
from organizations.models import Part, Sector
from zones.models import Edition

HALF_HOUR = dt.timedelta(minutes=30)


class OrganizationFilter(FilterForm):
    """Part, sector, zone and text; what cannot be understood is left out and named (``left_out``), never an error."""

    q = forms.CharField(
        label=_("Look for"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    part = one_of(_("Part"), _("All parts"), Part.choices)
    sector = one_of(_("Sector"), _("All sectors"), Sector.choices)
    zone = one_of(_("Zone"), _("All zones"))

    def __init__(self, *args: Any, edition: Edition, counts: Mapping[str, Mapping[str, int]], **options: Any) -> None:
        """Offer what organizations of the edition can be found by, with how many there are."""
        super().__init__(*args, **options)
        self.fields["zone"].choices = [*self.choices("zone"), *((row.slug, row.name) for row in edition.zones.all())]  # type: ignore[attr-defined]
        for name, numbers in counts.items():
            # The field goes on taking every choice: one that finds nothing here is no mistake.
            (nothing, *every), widget = self.choices(name), self.fields[name].widget
            widget.choices = [nothing, *((key, f"{label} ({numbers[key]})") for key, label in every if key in numbers)]

    def choices(self, name: str) -> list[tuple[str, Any]]:
        """Return what a field takes."""
        return list(self.fields[name].choices)  # type: ignore[attr-defined]

    def clean_q(self) -> str:
        """Cut a text that is too long."""
        typed: str = self.cleaned_data["q"]
        if len(typed) > LONGEST_TEXT:
            self.add_error("q", _("Only the first %(number)s characters are looked for.") % {"number": LONGEST_TEXT})
        return typed[:LONGEST_TEXT].strip()

    @property
    def understood(self) -> dict[str, str]:
        """What was chosen, an empty text where it was nothing or made no sense."""
        self.full_clean()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was chosen."""
        return any(self.understood.values())


class MomentChoice(forms.Form):
    """Another time of the expo than now: a day, a time of it, or both; what is not understood counts as not chosen."""

    day = forms.CharField(label=_("Day"), required=False, max_length=40, widget=forms.Select)
    at = TimeField(label=_("Time"), required=False, widget=forms.Select)

    def __init__(self, *args: Any, edition: Edition, now: dt.datetime, **options: Any) -> None:
        """Offer the edition's days, and every half hour in which it is open."""
        super().__init__(*args, **options)
        self.days = edition.days
        self.first = edition.usual_day(local_day(now)) or local_day(now)
        self.opens_at = edition.opens_at
        self.fields["day"].widget.choices = [(day.isoformat(), show_day(day, weekday=True)) for day in self.days]
        times = half_hours(on_day(self.first, edition.opens_at), on_day(self.first, edition.closes_at))
        self.fields["at"].widget.choices = [(f"{localtime(time):%H:%M}", show_time(time)) for time in times]

    def clean_day(self) -> dt.date | None:
        """Return a day of the expo, of either era's year; None where none was chosen."""
        typed = self.cleaned_data["day"]
        try:
            day = day_from_typed(typed) if typed else None
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if day and day not in self.days:
            raise forms.ValidationError(_("The expo has no such day."))
        return day

    @property
    def chosen(self) -> dt.datetime | None:
        """The moment that was chosen; None for now, and where nothing of it was understood."""
        self.full_clean()
        day, time = self.cleaned_data.get("day"), self.cleaned_data.get("at")
        return on_day(day or self.first, time or self.opens_at) if self.days and (day or time) else None


def on_day(day: dt.date, time: dt.time) -> dt.datetime:
    """Return the moment of a time of day in the expo's time zone."""
    return make_aware(dt.datetime.combine(day, time))


def half_hours(first: dt.datetime, last: dt.datetime) -> list[dt.datetime]:
    """Return every half hour from one moment until another."""
    return [first + n * HALF_HOUR for n in range((last - first) // HALF_HOUR + 1)]
