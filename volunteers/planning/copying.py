"""Shifts copied to other days, and duties with their shifts copied to another edition.

A copy is a draft. Whatever cannot come along is named.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from activities.models import State
from goodsociety.common.dates import local, local_day, show_day
from volunteers.models import Duty, Qualification, Shift
from volunteers.planning.pattern import at_time
from volunteers.planning.plan import Line, Plan, Verdict, lines_of, standing
from zones.models import Edition, Place, Zone

#: What a copy of a shift has of the first one, times and place apart.
OF_SHIFT = ("needed", "capacity", "briefing_th", "briefing_en", "is_by_approval", "has_waiting_list", "largest_party")
OF_DUTY = (
    "host_id", "slug", "name_th", "name_en", "description_th", "description_en", "minimum_age", "language",
    "is_lifting", "is_standing", "contact_name", "contact_phone",
)  # fmt: skip


def copied(shift: Shift, duty: Duty, day: dt.date, place: Place | None) -> Shift:
    """Return a copy of a shift on another day, at the same times; its sign-up opens and closes as long before."""
    starts_at = at_time(day, local(shift.starts_at).time())
    later = starts_at - shift.starts_at
    window = {name: value + later for name in ("opens_at", "closes_at") if (value := getattr(shift, name))}
    same = {name: getattr(shift, name) for name in OF_SHIFT}
    return Shift(duty=duty, place=place, starts_at=starts_at, ends_at=shift.ends_at + later, **same, **window)


def copy_of_day(shifts: Iterable[Shift], days: Sequence[dt.date]) -> Plan:
    """Return the plan that copies shifts to other days of the same duties; those called off are not copied."""
    held = [shift for shift in shifts if shift.state != State.CANCELLED]
    return Plan(lines_of(copied(shift, shift.duty, day, shift.place) for day in days for shift in held))


def copy_of_edition(duties: Iterable[Duty], edition: Edition) -> Plan:
    """Return the plan that copies duties with their shifts to another edition: days by number, all else by address."""
    return Copying(edition).plan(duties)


@dataclass
class Copying:
    """The edition that is copied to, and what of it is found by address."""

    edition: Edition
    zones: dict[str, Zone] = field(init=False)
    places: dict[str, Place] = field(init=False)
    duties: dict[str, Duty] = field(init=False)
    shifts: dict[tuple[int, dt.datetime], Shift] = field(init=False)

    def __post_init__(self) -> None:
        """Read what is there."""
        self.zones = {zone.slug: zone for zone in Zone.objects.filter(edition=self.edition)}
        self.places = {place.slug: place for place in Place.objects.filter(edition=self.edition)}
        there = Duty.objects.filter(edition=self.edition).select_related("edition", "zone")
        self.duties = {duty.slug: duty for duty in there}
        self.shifts = standing(self.duties.values())

    def plan(self, duties: Iterable[Duty]) -> Plan:
        """Return the plan: each duty, then its shifts."""
        return Plan([line for duty in duties for line in self.lines_of_duty(duty)])

    def lines_of_duty(self, duty: Duty) -> list[Line]:
        """Return what becomes of a duty and its shifts; one whose zone is not there is left out with all it has."""
        if duty.zone and duty.zone.slug not in self.zones:
            sentence = _("There is no zone “%(slug)s” in that edition.") % {"slug": duty.zone.slug}
            return [Line(duty, Verdict.LEFT_OUT, notes=[sentence])]
        there = self.duties.get(duty.slug)
        copy = there or self.copied_duty(duty)
        needs: list[Qualification] = list(duty.needs.all())
        first = Line(copy, Verdict.SAME) if there else Line(copy, Verdict.ADDED, needs=needs)
        held = (shift for shift in duty.shifts.all() if shift.state != State.CANCELLED)
        return [first, *(self.line_of_shift(shift, duty, copy) for shift in held)]

    def copied_duty(self, duty: Duty) -> Duty:
        """Return a copy of a duty in the other edition."""
        zone = self.zones[duty.zone.slug] if duty.zone else None
        return Duty(edition=self.edition, zone=zone, **{name: getattr(duty, name) for name in OF_DUTY})

    def line_of_shift(self, shift: Shift, duty: Duty, copy: Duty) -> Line:
        """Return what becomes of a shift: left out where the other edition has no such day."""
        day = local_day(shift.starts_at)
        first = duty.edition.starts_on
        number = (day - first).days if first else -1
        if not 0 <= number < len(self.edition.days):
            sentence = _("%(day)s has no day in that edition to go with.") % {"day": show_day(day)}
            return Line(shift, Verdict.LEFT_OUT, notes=[sentence])
        place = self.places.get(shift.place.slug) if shift.place else None
        new = copied(shift, copy, self.edition.days[number], place)
        there = self.shifts.get((copy.pk or 0, new.starts_at))
        if there:
            return Line(there, Verdict.SAME)
        sentence = _("Without a place: there is no “%(slug)s” in that edition.")
        notes = [sentence % {"slug": shift.place.slug}] if shift.place and place is None else []
        return Line(new, Verdict.ADDED, notes=notes)
