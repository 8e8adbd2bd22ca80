"""Shifts as coordinators plan them before the day: who has signed up, who asks and waits, how many are missing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from volunteers.finding.work import Work
from volunteers.models import Shift, SignUp


@dataclass(frozen=True)
class Planned:
    """A shift, and how many sign-ups wait for a coordinator's answer."""

    shift: Shift
    requests: int


def planned(shifts: Iterable[Shift]) -> list[Planned]:
    """Return shifts as a coordinator reads them: two questions, however many there are."""
    found = list(shifts)
    prefetch_related_objects(found, "place")
    rows = SignUp.objects.filter(shift__in=found, status=SignUp.Status.REQUESTED)
    requests = Counter(rows.values_list("shift", flat=True))
    return [Planned(shift, requests[shift.pk]) for shift in found]


def shortest(work: Work, *, most: int) -> list[Shift]:
    """Return the shifts still ahead that miss people: those that miss the most first."""
    short = [shift for shift in work.shifts if shift.is_short and not (shift.is_cancelled or shift.has_begun(work.at))]
    return sorted(short, key=lambda shift: (-shift.people_missing, shift.starts_at))[:most]
