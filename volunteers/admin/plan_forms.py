"""What is asked before shifts are made by a pattern or copied."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminIntegerFieldWidget, AdminTimeWidget
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from activities.models import State
from goodsociety.common.dates import local_day, show_day
from goodsociety.common.fields import DayField, TimeField
from volunteers.admin.planning_pages import PlanForm
from volunteers.models import Duty, Shift
from volunteers.planning import Pattern, Plan, copy_of_day, copy_of_edition, shifts_by
from volunteers.planning.plan import MOST_SHIFTS
from zones.models import Edition, Place

MOST_PEOPLE = 10_000
LONGEST_OVERLAP = 240
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)


class DaysField(forms.MultipleChoiceField):
    """Some days, of those that are offered; cleaned to dates."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, days: Iterable[dt.date]) -> None:
        """Offer days to choose from."""
        self.choices = offered(days)

    def clean(self, value: Any) -> list[dt.date]:
        """Return the days."""
        return [dt.date.fromisoformat(day) for day in super().clean(value)]


def offered(days: Iterable[dt.date]) -> list[tuple[str, str]]:
    """Return days as choices."""
    return [(day.isoformat(), show_day(day, weekday=True)) for day in days]


def number(label: Any, *, smallest: int = 0, largest: int = MOST_PEOPLE, **options: Any) -> forms.IntegerField:
    """Return a field for a whole number."""
    widget = AdminIntegerFieldWidget
    return forms.IntegerField(label=label, min_value=smallest, max_value=largest, widget=widget, **options)


class MakeForm(PlanForm):
    """By which pattern a duty's shifts are made."""

    thing: Duty
    days = DaysField(label=gettext_lazy("on these days"), required=False)
    other_day = DayField(
        label=gettext_lazy("and on this day"),
        widget=AdminDateWidget,
        required=False,
        help_text=gettext_lazy("For setting up or clearing away. Either era is understood."),
    )
    opens = TimeField(label=pgettext_lazy("time", "from"), widget=AdminTimeWidget(format="%H:%M"))
    closes = TimeField(label=pgettext_lazy("time", "to"), widget=AdminTimeWidget(format="%H:%M"))
    every = forms.DecimalField(
        label=gettext_lazy("one every (hours)"),
        min_value=0.25,
        max_value=24,
        max_digits=4,
        decimal_places=2,
        help_text=gettext_lazy("For example 3.5. The last one of a day may be shorter."),
    )
    overlap = number(
        gettext_lazy("overlap for change-over (minutes)"),
        largest=LONGEST_OVERLAP,
        help_text=gettext_lazy("So much longer each one lasts, so that it hands over to the next."),
    )
    capacity = number(gettext_lazy("capacity"), smallest=1, help_text=gettext_lazy("How many volunteers it takes."))
    needed = number(gettext_lazy("at least needed"))
    place = forms.ModelChoiceField(Place.objects.none(), label=gettext_lazy("place"), required=False)
    is_by_approval = forms.BooleanField(label=gettext_lazy("by approval"), required=False)
    is_released = forms.BooleanField(
        label=gettext_lazy("release them at once"),
        required=False,
        help_text=gettext_lazy("Otherwise they are drafts, which nobody sees yet."),
    )

    def __init__(self, *args: Any) -> None:
        """Offer the days and the places of the duty's edition."""
        super().__init__(*args)
        edition = self.thing.edition
        self.fields["days"].offer(edition.days)  # type: ignore[attr-defined]  # they are days
        self.fields["place"].queryset = Place.objects.filter(edition=edition).select_related("zone")  # type: ignore[attr-defined]  # it is a choice of rows

    @classmethod
    def proposed(cls, thing: Duty, asked: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG003 (others use it)
        """Begin with the hours of the expo, and with what the duty's last shift has."""
        last = thing.shifts.last() or Shift(capacity=5)
        same = {name: getattr(last, name) for name in ("capacity", "needed", "is_by_approval")}
        hours = {"opens": thing.edition.opens_at, "closes": thing.edition.closes_at}
        days = [day.isoformat() for day in thing.edition.days]
        return {**same, **hours, "days": days, "every": 4, "overlap": 15, "place": last.place_id}

    def clean(self) -> dict[str, Any]:
        """Judge what belongs together."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        other = cleaned["other_day"]
        cleaned["days"] = sorted({*cleaned["days"], *([other] if other else [])})
        if not cleaned["days"]:
            self.add_error("days", _("Choose a day."))
        elif cleaned["closes"] <= cleaned["opens"]:
            self.add_error("closes", _("The end must be later than the start."))
        elif cleaned["needed"] > cleaned["capacity"]:
            self.add_error("needed", _("A shift cannot need more volunteers than it takes."))
        elif self.pattern().count > MOST_SHIFTS:
            self.add_error(None, _("These would be more than %(most)s shifts.") % {"most": MOST_SHIFTS})
        return cleaned

    def pattern(self) -> Pattern:
        """Return the pattern that was typed."""
        typed = self.cleaned_data
        every, overlap = float(typed["every"]) * HOUR, typed["overlap"] * MINUTE
        return Pattern(tuple(typed["days"]), typed["opens"], typed["closes"], every, overlap)

    def plan(self, *, at: dt.datetime) -> Plan:  # noqa: ARG002 (others need it)
        """Return the shifts by the pattern."""
        names = ("capacity", "needed", "place", "is_by_approval")
        state = State.RELEASED if self.cleaned_data["is_released"] else State.DRAFT
        values = {name: self.cleaned_data[name] for name in names}
        return shifts_by(self.pattern(), self.thing, {**values, "state": state})


class CopyDayForm(PlanForm):
    """Which shifts of which day are copied to which days."""

    thing: Duty
    OWN, OF_ZONE, OF_ALL = "duty", "zone", "edition"
    day = forms.ChoiceField(label=gettext_lazy("the shifts of this day"))
    days = DaysField(label=gettext_lazy("to these days"))
    whose = forms.ChoiceField(
        label=pgettext_lazy("shifts", "of"),
        choices=[
            (OWN, gettext_lazy("this duty only")),
            (OF_ZONE, gettext_lazy("all duties of its zone")),
            (OF_ALL, gettext_lazy("all duties of the edition")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any) -> None:
        """Offer the days that have shifts, and those of the edition."""
        super().__init__(*args)
        self.fields["day"].choices = offered(self.days_of(self.thing))  # type: ignore[attr-defined]  # it is a choice
        self.fields["days"].offer(self.thing.edition.days)  # type: ignore[attr-defined]  # they are days

    @staticmethod
    def days_of(duty: Duty) -> list[dt.date]:
        """Return the days of an edition on which shifts begin."""
        starts = Shift.objects.of(duty.edition).values_list("starts_at", flat=True)
        return sorted({local_day(moment) for moment in starts})

    @classmethod
    def proposed(cls, thing: Duty, asked: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG003 (others use it)
        """Begin with the first day that the duty has, and the day after it."""
        first = thing.shifts.first()
        day = local_day(first.starts_at) if first else None
        after = [(day + dt.timedelta(days=1)).isoformat()] if day else []
        return {"day": day and day.isoformat(), "days": after, "whose": cls.OWN}

    def clean_days(self) -> list[dt.date]:
        """Refuse to copy a day to itself."""
        days: list[dt.date] = self.cleaned_data["days"]
        if self.cleaned_data.get("day") in {day.isoformat() for day in days}:
            raise forms.ValidationError(_("Choose other days than the one that is copied."))
        return days

    def plan(self, *, at: dt.datetime) -> Plan:  # noqa: ARG002 (others need it)
        """Return the copies."""
        shifts = Shift.objects.of(self.thing.edition).on_day(dt.date.fromisoformat(self.cleaned_data["day"])).for_page()
        whose = self.cleaned_data["whose"]
        if whose == self.OWN:
            shifts = shifts.filter(duty=self.thing)
        elif whose == self.OF_ZONE:
            shifts = shifts.filter(duty__zone=self.thing.zone)
        return copy_of_day(shifts.by_duty(), self.cleaned_data["days"])


class CopyEditionForm(PlanForm):
    """From which edition to which the duties and shifts are copied."""

    source = forms.ModelChoiceField(Edition.objects.all(), label=gettext_lazy("from the edition"))
    target = forms.ModelChoiceField(Edition.objects.all(), label=gettext_lazy("to the edition"))

    def clean(self) -> dict[str, Any]:
        """Compare the two, which both need days."""
        cleaned = super().clean() or {}
        source, target = cleaned.get("source"), cleaned.get("target")
        if source and source == target:
            self.add_error("target", _("Choose another edition than the one that is copied."))
        for name, edition in (("source", source), ("target", target)):
            if edition and not edition.days:
                self.add_error(name, _("The days of this edition are not known yet."))
        return cleaned

    def plan(self, *, at: dt.datetime) -> Plan:  # noqa: ARG002 (others need it)
        """Return the copies."""
        duties = Duty.objects.filter(edition=self.cleaned_data["source"]).select_related("edition", "zone")
        return copy_of_edition(duties.prefetch_related("shifts__place", "needs"), self.cleaned_data["target"])
