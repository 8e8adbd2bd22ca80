"""Duties and shifts read from a spreadsheet into a plan: row by row what would be added, changed, or is wrong.

Rows are found again by stable keys – a duty by its address, a shift by duty and start – so that the same file, read
again, changes nothing. A column that is not in the file stays as it is; an empty cell says that there is none.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from typing import Any, TypeVar

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from activities.actions.commitments import Span
from activities.models import State
from goodsociety.common.refusals import Refusal
from goodsociety.common.sheets import Table
from organizations.models import Organization
from volunteers.actions.deciding import refuse_capacity
from volunteers.actions.moving import ShiftSlot, refuse_move
from volunteers.models import Duty, Qualification, Shift, SignUp
from volunteers.planning.cells import LARGEST
from volunteers.planning.columns import DUTY_COLUMNS, SHIFT_COLUMNS
from volunteers.planning.headings import Typed, explains, headed
from volunteers.planning.pattern import at_time
from volunteers.planning.plan import PROMISED, Line, Plan, Verdict, standing
from zones.models import Edition, Place, Zone

Row = TypeVar("Row", bound=Duty | Shift)
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
OF_DUTY = {column.name: column for column in DUTY_COLUMNS}
OF_SHIFT = {column.name: column for column in SHIFT_COLUMNS}
DAY = dt.timedelta(days=1)
#: So much of a text tells what it was.
SHOWN = 40


def plan_of_tables(tables: Iterable[Table], edition: Edition, *, at: dt.datetime) -> Plan:
    """Return what the tables of a file would make of an edition's duties and shifts."""
    remarks, sheets = [], []
    for table in tables:
        sheet = headed(table)
        if sheet is None and explains(table):
            continue
        if sheet is None:
            sentence = _("The sheet “%(name)s” is left out: it has neither the columns of duties nor those of shifts.")
            remarks.append(sentence % {"name": table.name})
        else:
            sheets.append(sheet)
            sentence = _("The column “%(name)s” is not known and is left out.")
            remarks += [sentence % {"name": name} for name in sheet.unknown]
    reading = Reading(edition, at)
    duties = [reading.duty(typed) for sheet in sheets if not sheet.is_of_shifts for typed in sheet.typed()]
    shifts = [reading.shift(typed) for sheet in sheets if sheet.is_of_shifts for typed in sheet.typed()]
    return Plan([*duties, *shifts], remarks)


class Reading:
    """Reads rows into lines of a plan, by what an edition has and what earlier rows of the file bring."""

    def __init__(self, edition: Edition, at: dt.datetime) -> None:
        """Read what is there."""
        self.edition, self.at = edition, at
        self.zones = {zone.slug: zone for zone in Zone.objects.filter(edition=edition)}
        self.places = {place.slug: place for place in Place.objects.filter(edition=edition)}
        self.hosts = {host.slug: host for host in Organization.objects.all()}
        self.needs = {need.slug: need for need in Qualification.objects.all()}
        stored = Duty.objects.filter(edition=edition).select_related("edition", "zone", "host")
        self.duties = {duty.slug: duty for duty in stored.prefetch_related("needs")}
        self.shifts = standing(self.duties.values())
        there = SignUp.objects.active().filter(shift__duty__edition=edition)
        self.promised = set(there.values_list("shift_id", flat=True))
        self.rows: dict[object, str] = {}

    def refuse_repeated(self, typed: Typed, key: object) -> None:
        """Complain of a row that says again what an earlier one is about."""
        if key in self.rows:
            typed.wrong.append(_("This is in %(where)s already.") % {"where": self.rows[key]})
        self.rows.setdefault(key, typed.where)

    def duty(self, typed: Typed) -> Line:
        """Return what a row of duties would do."""
        slug = (typed.values.pop("duty", None) or "").lower()
        if slug and not SLUG.fullmatch(slug):
            typed.complain(OF_DUTY["duty"], _("An address holds small letters a–z, digits and hyphens."))
        self.refuse_repeated(typed, slug)
        typed.find(OF_DUTY["zone"], self.zones, _("There is no zone “%(slug)s” in this edition."))
        typed.find(OF_DUTY["host"], self.hosts, _("There is no organization “%(slug)s”."))
        needs = self.needed(typed)
        there = self.duties.get(slug)
        if there is not None:
            return wrong_or(changed(there, typed, needs), typed)
        new = self.duties[slug] = Duty(edition=self.edition, slug=slug, **with_defaults(Duty, typed.values))
        return Line(new, verdict_on(typed, Verdict.ADDED), typed.where, typed.wrong, needs=needs or [])

    def needed(self, typed: Typed) -> list[Qualification] | None:
        """Return the qualifications that a row names; None where the file has no such column."""
        if "needs" not in typed.values:
            return None
        slugs = typed.values.pop("needs") or ()
        for slug in slugs:
            if slug not in self.needs:
                typed.complain(OF_DUTY["needs"], _("There is no skill or training “%(slug)s”.") % {"slug": slug})
        return [self.needs[slug] for slug in slugs if slug in self.needs]

    def shift(self, typed: Typed) -> Line:
        """Return what a row of shifts would do."""
        slug, day, starts = (typed.values.pop(name, None) for name in ("duty", "day", "starts"))
        duty = self.duties.get((slug or "").lower())
        if slug and duty is None:
            typed.complain(OF_SHIFT["duty"], _("There is no duty “%(slug)s” in this edition.") % {"slug": slug})
        if duty is None or day is None or starts is None:
            return Line(None, Verdict.WRONG, typed.where, typed.wrong, said=slug or "")
        starts_at = at_time(day, starts)
        self.refuse_repeated(typed, (duty.slug, starts_at))
        typed.find(OF_SHIFT["place"], self.places, _("There is no place “%(slug)s” in this edition."))
        if isinstance(typed.values.get("ends_at"), dt.time):
            typed.values["ends_at"] = at_time(day, typed.values["ends_at"])
        there = self.shifts.get((duty.pk or 0, starts_at))
        return self.changed_shift(there, typed) if there else new_shift(duty, starts_at, typed)

    def changed_shift(self, shift: Shift, typed: Typed) -> Line:
        """Return what a row would make of a shift that is there: what people in it were promised stays."""
        if typed.values.get("state", "") is None:
            del typed.values["state"]
        line = changed(shift, typed)
        if line.changed:
            typed.wrong += judged(with_values(shift, line.changed))
            typed.wrong += [no for no in self.refused(shift, line.changed) if no not in typed.wrong]
        if any(name in line.changed for name in PROMISED) and shift.pk in self.promised:
            line.notes.append(_("Everybody in it is told by mail, after ten minutes."))
        return wrong_or(line, typed)

    def refused(self, shift: Shift, values: Mapping[str, Any]) -> Iterable[str]:
        """Yield what cannot become of a shift: the actions that would write it refuse."""
        if "state" in values and (shift.state, values["state"]) != (State.DRAFT, State.RELEASED):
            why = _("Here a draft can be released; all else is done on its page.")
            yield f"{OF_SHIFT['state'].label}: {why}"
        if "capacity" in values:
            yield from self.complaint("capacity", lambda: refuse_capacity(shift, values["capacity"]))
        moved = [name for name in PROMISED if name in values]
        if moved and shift.pk in self.promised:
            slot = ShiftSlot(
                Span(shift.starts_at, values.get("ends_at", shift.ends_at)), values.get("place", shift.place)
            )
            yield from self.complaint(moved[0], lambda: refuse_move(shift, slot, at=self.at))

    def complaint(self, name: str, judge: Callable[[], None]) -> Iterable[str]:
        """Yield why a rule says no to what stands in a column."""
        try:
            judge()
        except Refusal as refusal:
            yield f"{OF_SHIFT[name].label}: {refusal}"


def new_shift(duty: Duty, starts_at: dt.datetime, typed: Typed) -> Line:
    """Return what a row adds to a duty."""
    for name in ("ends_at", "capacity"):
        if name not in typed.values and not typed.wrong:
            typed.complain(OF_SHIFT[name], _("Please fill this in."))
    # What is missing, or was complained of, breaks no other rule.
    whole = {"ends_at": starts_at + DAY, "capacity": LARGEST, **with_defaults(Shift, typed.values)}
    shift = Shift(duty=duty, starts_at=starts_at, **whole)
    if shift.state == State.CANCELLED:
        typed.complain(OF_SHIFT["state"], _("A new shift is a draft, or released."))
    typed.wrong += judged(shift)
    return Line(shift, verdict_on(typed, Verdict.ADDED), typed.where, typed.wrong)


def changed(row: Duty | Shift, typed: Typed, needs: list[Qualification] | None = None) -> Line:
    """Return what a row of a file would change of one that is there, each change as: heading: before → after."""
    known = OF_DUTY if isinstance(row, Duty) else OF_SHIFT
    typed_values = with_defaults(type(row), typed.values).items()
    line = Line(row, Verdict.SAME, typed.where, changed={k: new for k, new in typed_values if getattr(row, k) != new})
    wanted = with_values(row, line.changed)
    for column in (known[name] for name in line.changed):
        line.notes.append(f"{column.label}: {shown(column.write(row))} → {shown(column.write(wanted))}")
    if needs is not None and isinstance(row, Duty):
        before, after = (", ".join(sorted(need.slug for need in of)) for of in (row.needs.all(), needs))
        if before != after:
            line.needs = needs
            line.notes.append(f"{known['needs'].label}: {shown(before)} → {shown(after)}")
    line.verdict = Verdict.CHANGED if line.notes else Verdict.SAME
    return line


def wrong_or(line: Line, typed: Typed) -> Line:
    """Return a line, or what is wrong with it."""
    if typed.wrong:
        line.verdict, line.notes = Verdict.WRONG, typed.wrong
    return line


def verdict_on(typed: Typed, verdict: Verdict) -> Verdict:
    """Return a verdict, or that the row is wrong."""
    return Verdict.WRONG if typed.wrong else verdict


def with_defaults(model: type[Duty] | type[Shift], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values, and for each empty cell what a new row has by itself."""
    columns: dict[str, Any] = {column.name: column for column in model._meta.fields}
    return {name: columns[name].get_default() if value is None else value for name, value in values.items()}


def with_values(row: Row, values: Mapping[str, Any]) -> Row:
    """Return a copy of a row with other values."""
    wanted = copy(row)
    for name, value in values.items():
        setattr(wanted, name, value)
    return wanted


def judged(shift: Shift) -> list[str]:
    """Return what does not fit together in a shift as it would be."""
    opens_at, closes_at = shift.opens_at, shift.closes_at
    rules = {
        ("ends_at", _("The end must be later than the start.")): shift.ends_at <= shift.starts_at,
        ("needed", _("A shift cannot need more volunteers than it takes.")): shift.needed > (shift.capacity or 0),
        ("closes_at", _("Sign-up must close later than it opens.")): opens_at and closes_at and closes_at <= opens_at,
        ("closes_at", _("Sign-up must close before the shift ends.")): closes_at and closes_at > shift.ends_at,
    }
    return [f"{OF_SHIFT[name].label}: {sentence}" for (name, sentence), is_broken in rules.items() if is_broken]


def shown(cell: object) -> str:
    """Return what stands in a cell, as a change shows it."""
    return Truncator(str(cell)).chars(SHOWN) or "–"
