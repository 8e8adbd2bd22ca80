"""Polite reminders of gifts that were promised: a few at most, none while a slip is looked at, each once."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from donations.actions.ledger import locked, open_slip
from donations.actions.letters import letter
from donations.models import GivingRules, Instalment, Pledge
from donations.models.pledge import PledgeQuerySet
from donations.models.rules import giving_rules
from donations.paying import Part, due_satang, parts_by
from goodsociety.common import audit
from goodsociety.common.dates import local, local_day
from goodsociety.common.outbox import queue_letter
from goodsociety.common.rounds import each_by_itself
from zones.models import Edition

#: Nobody is reminded of money at night.
POLITE_HOURS = range(9, 20)


def remind_donors(*, by: audit.By, at: dt.datetime) -> int:
    """Remind of what is due and has not come, each pledge by itself; say how many there were."""
    if local(at).hour not in POLITE_HOURS:
        return 0
    day = local_day(at)
    waiting = standing_on(day)
    editions = Edition.objects.filter(pk__in=waiting.values("campaign__edition"))
    keys = [key for edition in editions for key in due(waiting.of(edition), giving_rules(edition), day)]

    def act(key: int) -> None:
        remind_donor(key=key, by=by, at=at)

    return each_by_itself(keys, act, what="reminding a donor")


def standing_on(day: dt.date) -> PledgeQuerySet:
    """Return the pledges that still stand on a day, wait for money and whose donor can be written to."""
    rows: PledgeQuerySet = Pledge.objects.open().filter(expires_on__gte=day).exclude(email="")
    return rows.exclude(slips__state="submitted")


def due(rows: PledgeQuerySet, rules: GivingRules, day: dt.date) -> list[int]:
    """Return the numbers of the pledges about which one may write on a day by the rules of their edition."""
    again = Q(reminded_on=None) | Q(reminded_on__lte=day - dt.timedelta(days=rules.next_reminder_days))
    # Of a gift in parts each part has its day; the rest is due since the day it was promised.
    late = day - dt.timedelta(days=rules.first_reminder_days)
    parts = Instalment.objects.filter(pledge=OuterRef("pk"))
    is_late = Q(Exists(parts.filter(due_on__lte=late))) | ~Exists(parts) & Q(created_at__date__lte=late)
    chosen = rows.filter(again, is_late, reminders_sent__lt=rules.most_reminders).prefetch_related("instalments")
    late_rows = {row.pk for row in chosen if overdue_satang(row, late)}
    return sorted(late_rows | parts_falling_due(rows, day))


def overdue_satang(pledge: Pledge, late: dt.date) -> int:
    """Return what was due by a day and has not come."""
    parts = parts_by(pledge, list(pledge.instalments.all()), late)
    return sum(part.left_satang for part in parts if part.is_due) if parts else pledge.remaining_satang


def parts_falling_due(rows: PledgeQuerySet, day: dt.date) -> set[int]:
    """Return the pledges of which a part falls due on this very day; of the first one the promise itself told."""
    falling = Instalment.objects.filter(pledge=OuterRef("pk"), due_on=day, number__gt=1)
    told = Coalesce(F("reminded_on"), day - dt.timedelta(days=1))
    chosen = rows.annotate(told=told).filter(Exists(falling), told__lt=day).prefetch_related("instalments")
    return {row.pk for row in chosen if part_of(row, day)}


def part_of(pledge: Pledge, day: dt.date) -> Part | None:
    """Return the part that falls due on a day, where not all of it came already."""
    parts = parts_by(pledge, list(pledge.instalments.all()), day)
    return next((part for part in parts[1:] if part.due_on == day and part.left_satang), None)


def remind_donor(*, key: int, by: audit.By, at: dt.datetime) -> None:
    """Write to one donor, unless money, a slip or a withdrawal came meanwhile, or they were written to today.

    The day of a part is told of without counting as a reminder of what is late.
    """
    day = local_day(at)
    with transaction.atomic():
        row = locked(Pledge(pk=key))
        if not row.is_promised or open_slip(row) or row.reminded_on == day:
            return
        parts = parts_by(row, list(row.instalments.all()), day)
        row.reminders_sent += part_of(row, day) is None
        row.reminded_on = day
        row.save(update_fields=["reminders_sent", "reminded_on"])
        mail = letter("pledge_reminder", row, due_satang=due_satang(row, parts))
        queue_letter(mail, key=f"pledge-reminder:{key}:{day}", at=at)
        audit.record("remind_donor", row, by=by, at=at, satang=due_satang(row, parts))
