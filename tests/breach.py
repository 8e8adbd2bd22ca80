"""How a case is written down: a row that is allowed, and what breaks a law of the database in it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from goodsociety.common.laws import LAST_MOMENT
from tests import factories as make

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
MOMENT = dt.datetime(2026, 11, 2, 5, tzinfo=dt.UTC)
Row = Callable[[], Any]
Wrongs = list[dict[str, Any]]


@dataclass(frozen=True)
class Breach:
    """A row that is allowed, and what must not be written into it or into a copy of it.

    A value may be a function of the row. Nothing at all is wrong with the second of rows that there may be one of.
    """

    row: Row
    wrong: dict[str, Any] = field(default_factory=dict)

    def values(self, row):
        """Return what to write."""
        return {name: value(row) if callable(value) else value for name, value in self.wrong.items()}


def later(name, gap):
    """Return the row's own moment or day, moved."""
    return lambda row: getattr(row, name) + gap


def same(name):
    """Return another value of the row."""
    return lambda row: getattr(row, name)


def cases(row: Row, laws: dict[str, Wrongs]) -> dict[str, list[Breach]]:
    """Return the breaches of one table's laws, all in copies of the same row."""
    return {law: [Breach(row, wrong) for wrong in wrongs] for law, wrongs in laws.items()}


#: The same row again, where there may be one.
TWICE: Wrongs = [{}]
NO_LONGER_THAN_NOTHING: Wrongs = [{"ends_at": same("starts_at")}, {"ends_at": later("starts_at", -HOUR)}]
BUDDHIST_YEARS = {
    "starts_at": lambda row: row.starts_at.replace(year=row.starts_at.year + 543),
    "ends_at": lambda row: row.ends_at.replace(year=row.ends_at.year + 543),
}
NOT_COMMON_ERA: Wrongs = [
    BUDDHIST_YEARS,
    {"ends_at": LAST_MOMENT},
    {"starts_at": dt.datetime(1899, 12, 31, 23, tzinfo=dt.UTC)},
]
CANCELLED_WITHOUT_MOMENT: Wrongs = [{"status": "cancelled"}, {"cancelled_at": MOMENT}]


def user(_row):
    """Return the number of somebody, always the same one."""
    return (User.objects.filter(email="second@example.org").first() or make.UserFactory(email="second@example.org")).pk
