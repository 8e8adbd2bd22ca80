"""What organisers do to duties and shifts in bulk: a plan is carried out whole or not at all."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Person, User
from activities.actions.commitments import Span
from activities.models import State
from goodsociety.common import audit
from goodsociety.common.refusals import WrongStep
from volunteers.actions.deciding import release_shift, set_shift_capacity
from volunteers.actions.moving import ShiftSlot, reschedule_shift
from volunteers.actions.settling import settle_shift
from volunteers.models import Duty, Qualification, Qualified, Shift, SignUp
from volunteers.planning.plan import PROMISED, Line, Plan, Verdict
from zones.actions import content_changed


def carry_out_plan(*, plan: Plan, by: User, at: dt.datetime) -> None:
    """Write what a plan says, all of it or nothing. Refuses WrongStep for one that is wrong, or is so by now."""
    if plan.is_wrong or not plan.does_something:
        raise WrongStep
    added = [line for line in plan.lines if line.verdict == Verdict.ADDED]
    changed = [line for line in plan.lines if line.verdict == Verdict.CHANGED]
    duties = [line.duty for line in [*added, *changed] if line.duty is not None]
    try:
        with transaction.atomic():
            lock_all(changed)
            for line in added:
                add(line)
            for line in changed:
                change(line, by=by, at=at)
            content_changed(*duties)
            figures = {"added": len(added), "changed": len(changed)}
            audit.record("plan_shifts", duties[0].edition, by=by, at=at, **figures)
    except IntegrityError as error:
        raise WrongStep from error


def lock_all(lines: Iterable[Line]) -> None:
    """Lock everybody in the shifts of some lines, then the shifts, in the order that all transactions share."""
    keys = [line.shift.pk for line in lines if line.shift is not None]
    people = SignUp.objects.committed().filter(shift__in=keys).values("person")
    list(Person.objects.filter(pk__in=people).order_by("pk").select_for_update().values_list("pk"))
    Shift.objects.locked(*keys)


def add(line: Line) -> None:
    """Write a new duty with what it needs, or a new shift."""
    row = line.row
    if row is not None:
        row.save(force_insert=True)
    if isinstance(row, Duty) and line.needs:
        row.needs.set(line.needs)


def change(line: Line, *, by: User, at: dt.datetime) -> None:
    """Write the new values of a row: what others are told of by the actions that tell them."""
    values = dict(line.changed)
    if line.shift is not None:
        change_by_actions(line.shift, values, by=by, at=at)
    if line.row is not None and values:
        type(line.row)._default_manager.filter(pk=line.row.pk).update(**values)
    if isinstance(line.row, Duty) and line.needs is not None:
        line.row.needs.set(line.needs)


def change_by_actions(shift: Shift, values: dict[str, Any], *, by: User, at: dt.datetime) -> None:
    """Take from some new values of a shift those for which there are actions, and act."""
    if "capacity" in values:
        set_shift_capacity(shift=shift, capacity=values.pop("capacity"), by=by, at=at)
    if any(name in values for name in PROMISED) and SignUp.objects.active().filter(shift=shift).exists():
        span = Span(shift.starts_at, values.pop("ends_at", shift.ends_at))
        place = values.pop("place", shift.place)
        reschedule_shift(shift=shift, slot=ShiftSlot(span, place), by=by, at=at)
    if "state" in values:
        values.pop("state")
        release_shift(shift=shift, by=by, at=at)


def withdraw_shift(*, shift: Shift, by: User, at: dt.datetime) -> None:
    """Make a released shift a draft again, before anybody came. Refuses WrongStep once somebody has signed up."""
    with transaction.atomic():
        [locked] = Shift.objects.locked(shift.pk)
        if locked.state != State.RELEASED or locked.sign_ups.exists():
            raise WrongStep
        Shift.objects.filter(pk=locked.pk).update(state=State.DRAFT)
        content_changed(locked.duty)
        audit.record("withdraw_shift", locked, by=by, at=at)


def settle_now(*, shift: Shift, by: User, at: dt.datetime) -> None:
    """Let what is over in a shift lapse, and offer free places onward. Refuses WrongStep where nobody waits."""
    with transaction.atomic():
        [locked] = Shift.objects.locked(shift.pk)
        if not locked.seats_held and not locked.parties_waiting:
            raise WrongStep
        settle_shift(locked, at=at)
        audit.record("settle_shift", locked, by=by, at=at)


@dataclass(frozen=True)
class Held:
    """A skill or a training that somebody has, and from when to when it holds."""

    qualification: Qualification
    since_on: dt.date
    until_on: dt.date | None = None


def note_qualification(*, person: Person, held: Held, by: User, at: dt.datetime) -> Qualified:
    """Note that somebody has a skill or has done a training; it replaces what was noted before."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        days = {"since_on": held.since_on, "until_on": held.until_on, "noted_by": by}
        row, _is_new = Qualified.objects.update_or_create(
            person=person, qualification=held.qualification, defaults=days
        )
        audit.record("note_qualification", row, by=by, at=at, person=person.pk, qualification=held.qualification.pk)
    return row
