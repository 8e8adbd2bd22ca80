"""How the programme stands on a page: as rows by day and time, as a grid, and what fits a choice."""

from activities.timetable.choice import Choice
from activities.timetable.days import Day, Slot, by_day, is_all_day
from activities.timetable.finding import Found, find
from activities.timetable.grid import Board, boards
from activities.timetable.rows import Row, Writer, as_rows
from activities.timetable.seats import Badge, badge_of

__all__ = [
    "Badge",
    "Board",
    "Choice",
    "Day",
    "Found",
    "Row",
    "Slot",
    "Writer",
    "as_rows",
    "badge_of",
    "boards",
    "by_day",
    "find",
    "is_all_day",
]
