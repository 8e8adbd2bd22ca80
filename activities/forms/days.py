"""What people type and choose to find something that goes by day: the day, a text, and what else there is to choose."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.timetable.choice import ALL_DAYS, Choice
from activities.timetable.finding import FREE, Found
from activities.timetable.offers import Facet, offered
from goodsociety.common.dates import day_from_typed, show_days
from goodsociety.common.forms import LONGEST_ECHO, FilterForm
from zones.models import Edition

LONGEST_TEXT = 100
PARTS = [
    ("morning", _("morning, until 12")),
    ("afternoon", _("afternoon, 12 to 17")),
    ("evening", _("evening, from 17")),
]


def one_of(label: Any, every: Any, choices: Any = ()) -> forms.ChoiceField:
    """Return a field in which one thing may be chosen, or none."""
    sentence = _("There is no such choice.")
    return forms.ChoiceField(
        label=label, required=False, choices=[("", every), *choices], error_messages={"invalid_choice": sentence}
    )


class DayFilter(FilterForm):
    """Day, text and facets; the day is today or the expo's first one where neither it nor a text is given.

    A page shows what could be understood and names the rest (``left_out``); a file for machines refuses (``errors``).
    """

    choice_of: ClassVar[type[Choice]] = Choice

    day = forms.CharField(label=_("Day"), required=False)
    q = forms.CharField(label=_("Look for"), required=False)
    zone = one_of(_("Zone"), _("All zones"))
    time = one_of(_("Time of day"), _("All times"), PARTS)
    free = one_of(_("Places"), _("All"), [(FREE, _("With places free"))])

    def __init__(self, *args: Any, edition: Edition, today: dt.date, **options: Any) -> None:
        """Offer the edition's zones and days."""
        super().__init__(*args, **options)
        self.days = edition.days
        self.usual_day = edition.usual_day(today)
        self.zones = list(edition.zones.all())
        self.offer("zone", [(zone.slug, zone.name) for zone in self.zones])
        if not edition.is_open:
            self.offer("free", [])

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Offer these choices beside none."""
        field = self.fields[name]
        field.choices = [*field.choices][:1] + choices  # type: ignore[attr-defined]

    def clean_day(self) -> dt.date | None:
        """Return a day of the expo, of either era's year; None for all of them."""
        typed = self.cleaned_data["day"]
        if typed in {"", ALL_DAYS}:
            return None
        try:
            day = day_from_typed(typed[:LONGEST_ECHO])
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
        """Cut a text that is too long; choose the day where none is named and no text is looked for."""
        cleaned = super().clean() or self.cleaned_data
        text = cleaned.get("q", "")
        if len(text) > LONGEST_TEXT:
            self.add_error("q", _("Only the first %(number)s characters are looked for.") % {"number": LONGEST_TEXT})
            cleaned["q"] = text = text[:LONGEST_TEXT].strip()
        if cleaned.get("day") is None and not (self.names_all_days or text):
            cleaned["day"] = self.usual_day
        return cleaned

    @property
    def names_all_days(self) -> bool:
        """Whether all days are asked for by name."""
        return str(self.data.get("day", "")).strip() == ALL_DAYS

    def choice(self, path: str) -> Choice:
        """Return what was understood, for a page."""
        day = self.cleaned_data.get("day")
        asked = {name: self.cleaned_data.get(name, "") for name in ("q", *self.choice_of.facets)}
        is_named = self.data.get("day") and "day" not in self.errors
        named = {"day": day.isoformat() if day else ALL_DAYS} if is_named else {}
        return self.choice_of(path, {**named, **asked}, day)

    def facets(self, choice: Choice, found: Found) -> list[Facet]:
        """Return what may be chosen, with how many there are of each; nothing about what offers no choice."""
        facets = (self.facet(name, choice, found) for name in self.choice_of.facets)
        return [facet for facet in facets if facet.options]

    def facet(self, name: str, choice: Choice, found: Found) -> Facet:
        """Return what may be chosen under one name."""
        field = self.fields[name]
        (_nothing, every), *choices = field.choices  # type: ignore[attr-defined]
        return Facet(name, str(field.label), str(every), offered(name, choices, choice, found))
