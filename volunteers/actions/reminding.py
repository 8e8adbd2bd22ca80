"""Reminders before a shift: two days and three hours ahead, each once to everybody who is confirmed."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from goodsociety.common import audit
from goodsociety.common.models import Outbox
from goodsociety.common.outbox import queue_letter
from goodsociety.common.rounds import each_by_itself
from volunteers.actions.settling import letter
from volunteers.models import Shift, ShiftChange, SignUp


@dataclass(frozen=True)
class Reminder:
    """A mail that goes some time before a shift, and no longer when less than ``until`` is left."""

    name: str
    template: str
    ahead: dt.timedelta
    until: dt.timedelta = dt.timedelta()

    def key(self, sign_up: SignUp) -> str:
        """Return what makes the mail of a sign-up go once."""
        return f"reminder:{self.name}:{sign_up.pk}"


#: A day before the shift it is late for the first one: whoever gets the second, hours ahead, needs no other.
REMINDERS = {
    "2d": Reminder("2d", "reminder_two_days", dt.timedelta(days=2), until=dt.timedelta(days=1)),
    "3h": Reminder("3h", "reminder_three_hours", dt.timedelta(hours=3)),
}


def remind_volunteers(*, by: audit.By, at: dt.datetime) -> int:
    """Write the reminders that are due, each shift by itself; say how many shifts there were."""
    keys = [(name, shift) for name, reminder in REMINDERS.items() for shift in shifts_due(reminder, at=at)]

    def act(key: tuple[str, int]) -> None:
        remind_shift(key=key[1], reminder=REMINDERS[key[0]], by=by, at=at)

    return each_by_itself(keys, act, what="remind")


def shifts_due(reminder: Reminder, *, at: dt.datetime) -> list[int]:
    """Return the numbers of the shifts in which somebody is to get a reminder now."""
    return sorted(set(due(reminder, at=at).order_by().values_list("shift", flat=True)))


def due(reminder: Reminder, *, at: dt.datetime) -> QuerySet[SignUp]:
    """Return the confirmed sign-ups whose reminder is due and not written yet.

    Whoever was confirmed after that moment has just been told everything. Where a move is still to be told nobody is to
    hear of it by a reminder first.
    """
    coming = Shift.objects.coming_between(at + reminder.until, at + reminder.ahead)
    untold = ShiftChange.objects.untold().filter(shift=OuterRef("shift"))
    written = mails(f"reminder:{reminder.name}:")
    confirmed_since = mails("confirmed_sign_up:").filter(created_at__gt=OuterRef("due_from"))
    rows = SignUp.objects.live().exclude(email="").annotate(due_from=F("shift__starts_at") - reminder.ahead)
    rows = rows.filter(shift__in=coming, created_at__lte=F("due_from"))
    return rows.filter(~Exists(untold), ~Exists(written), ~Exists(confirmed_since))


def mails(prefix: str) -> QuerySet[Outbox]:
    """Return the mail whose key is a prefix with the number of the sign-up it is asked for."""
    return Outbox.objects.filter(key=Concat(Value(prefix), Cast(OuterRef("pk"), CharField()))).order_by()


def remind_shift(*, key: int, reminder: Reminder, by: audit.By, at: dt.datetime) -> None:
    """Write a reminder to whoever of a shift is to get it now; whoever cancels meanwhile gets none."""
    with transaction.atomic():
        [shift] = Shift.objects.locked(key)
        rows = list(due(reminder, at=at).filter(shift=shift).select_related("person"))
        for sign_up in rows:
            sign_up.shift = shift
            queue_letter(letter(reminder.template, sign_up), key=reminder.key(sign_up), at=at)
        audit.record("remind_volunteers", shift, by=by, at=at, people=len(rows))
