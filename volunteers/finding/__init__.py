"""How volunteers find a shift: what fits a choice, and how duties and shifts stand on pages."""

from volunteers.finding.chance import Chance, chance_of, takes_people
from volunteers.finding.choice import ShiftChoice
from volunteers.finding.rows import DayOfDuties, DayOfShifts, by_day, by_day_and_duty
from volunteers.finding.searching import find
from volunteers.finding.work import Work, work_of

__all__ = [
    "Chance",
    "DayOfDuties",
    "DayOfShifts",
    "ShiftChoice",
    "Work",
    "by_day",
    "by_day_and_duty",
    "chance_of",
    "find",
    "takes_people",
    "work_of",
]
