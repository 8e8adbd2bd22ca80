"""Forgetting volunteers whose details were kept long enough: in small steps, each by itself, as often as one likes."""

import datetime as dt
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q

from goodsociety.common import audit
from goodsociety.common.models import Outbox
from goodsociety.common.tidying import NOBODY
from volunteers.certificate_refusals import StillKept
from volunteers.retention import TRACES, Trace, past_retention
from zones.models import Edition

BATCH = 200


def forget_volunteers(*, edition: Edition, by: audit.By, at: dt.datetime) -> dict[str, int]:
    """Blank what names or describes an edition's volunteers; say how many rows of each kind. Refuses StillKept.

    Nothing that counts changes. Who they are as people is not decided here: others may still need that.
    """
    if not past_retention(at).filter(pk=edition.pk).exists():
        raise StillKept
    done = {trace.name: 0 for trace in TRACES}
    for trace in TRACES:
        last = 0
        # Each row once: one that could not be blanked does not come again.
        while keys := forget_some(trace=trace, edition=edition, beyond=last, by=by, at=at):
            done[trace.name] += len(keys)
            last = keys[-1]
    return done


def forget_some(*, trace: Trace, edition: Edition, beyond: int, by: audit.By, at: dt.datetime) -> list[int]:
    """Blank the next rows of one kind, with the mails to the addresses in them; return their numbers, in order."""
    with transaction.atomic():
        left = trace.left(edition, at).filter(pk__gt=beyond).order_by("pk")
        keys = list(left.values_list("pk", flat=True)[:BATCH])
        if not keys:
            return []
        rows = trace.left(edition, at).model._default_manager.filter(pk__in=keys)
        if trace.has_email:
            forget_mails(set(rows.values_list("email", flat=True)) - {""})
        if trace.name == "guardians":
            forget_subjects(keys)
        if trace.blank is None:
            rows.delete()
        else:
            rows.update(**trace.blank)
        audit.record("forget_volunteers", edition, by=by, at=at, kind=trace.name, rows=len(keys))
    return keys


def forget_mails(addresses: Iterable[str]) -> None:
    """Blank mails to some addresses that went, or were given up."""
    settled = Outbox.objects.exclude(state=Outbox.State.QUEUED).filter(recipient__in=list(addresses))
    settled.update(body="", calendar="", recipient=NOBODY)


def forget_subjects(consents: Iterable[int]) -> None:
    """Blank the subjects that name the volunteer to their guardian."""
    asked = reduce(or_, (Q(key__startswith=f"guardian_asked:{key}:") for key in consents))
    Outbox.objects.filter(asked).update(subject="")
