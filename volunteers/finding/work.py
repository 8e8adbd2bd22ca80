"""The volunteer work of an edition as its pages read it: few rows with long texts, so all of it at once."""

import datetime as dt
from dataclasses import dataclass

from goodsociety.common.dates import local_day
from volunteers.models import Duty, Shift
from volunteers.models.rules import Opening, opening_of
from volunteers.models.shift import ShiftQuerySet
from zones.models import Edition

#: What goes with confirmations alone.
UNSEEN = ("briefing_th", "briefing_en")


@dataclass(frozen=True)
class Work:
    """Duties and their shifts in the order of pages: by day, then by zone and duty, then by time."""

    edition: Edition
    duties: dict[int, Duty]
    shifts: list[Shift]
    opening: Opening
    at: dt.datetime


def work_of(edition: Edition, *, at: dt.datetime, shifts: ShiftQuerySet | None = None) -> Work:
    """Return an edition's work: what the public sees of it, or these of its shifts."""
    chosen = Shift.objects.on_programme() if shifts is None else shifts
    found = list(chosen.of(edition).by_duty().defer(*UNSEEN))
    rows = Duty.objects.filter(pk__in={shift.duty_id for shift in found}).for_page()
    duties = {duty.pk: duty for duty in rows}
    for duty in duties.values():
        # Already at hand: nothing that hangs on a duty need ask for its edition again.
        duty.edition = edition
    for shift in found:
        shift.duty = duties[shift.duty_id]
    # Sorting keeps the order of duties within each day.
    found.sort(key=lambda shift: local_day(shift.starts_at))
    return Work(edition, duties, found, opening_of(edition, at=at), at)
