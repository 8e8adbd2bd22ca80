"""What a page of the programme offers to choose, how many there are of each, and what was chosen."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.text import capfirst

from activities.timetable.choice import ALL_DAYS, Choice
from activities.timetable.finding import Found

#: What is chosen or not, rather than chosen from a list.
SWITCHES = {"free", "short", "groups"}
#: Where a page says how much was found and chosen.
READ_OUT = ("count", "chosen")


@dataclass(frozen=True)
class Option:
    """One thing that may be chosen: its words, how many sessions it leads to, and where it leads."""

    value: str
    label: str
    count: int
    is_chosen: bool
    url: str


@dataclass(frozen=True)
class Facet:
    """What may be chosen under one name."""

    name: str
    label: str
    every: str
    options: list[Option]

    @property
    def is_switch(self) -> bool:
        """Whether it is chosen or not, rather than chosen from a list."""
        return self.name in SWITCHES

    @property
    def chosen(self) -> Option | None:
        """What is chosen, if anything is."""
        return next((option for option in self.options if option.is_chosen), None)


def offered(name: str, values: Iterable[tuple[str, str]], choice: Choice, found: Found) -> list[Option]:
    """Return what may be chosen under a name."""
    counts, chosen = found.counts[name], choice.wanted.get(name)
    return [
        Option(value, capfirst(str(label)), counts[value], value == chosen, choice.address(**{name: value}))
        for value, label in values
    ]


@dataclass(frozen=True)
class Chip:
    """One thing that was chosen, the address that takes it back, and how many there would be without it."""

    name: str
    label: str
    url: str
    without: int


def chips(facets: Iterable[Facet], choice: Choice, found: Found) -> list[Chip]:
    """Return what was chosen beside the day, piece by piece."""
    text = choice.asked.get("q")
    typed = [Chip("q", f"“{text}”", choice.address(q=""), 0)] if text else []
    chosen = ((facet.name, facet.chosen) for facet in facets)
    return typed + [
        Chip(name, option.label, choice.address(**{name: ""}), found.without[name]) for name, option in chosen if option
    ]


@dataclass(frozen=True)
class Tab:
    """A day to look at, or all of them."""

    date: dt.date | None
    count: int
    is_chosen: bool
    url: str

    @property
    def weekday(self) -> str:
        """The day of the week, shortened."""
        return str(WEEKDAYS_ABBR[self.date.weekday()]) if self.date else ""


def day_tabs(days: Iterable[dt.date], choice: Choice, found: Found) -> list[Tab]:
    """Return the days of an edition, then all of them together."""
    counts = found.counts["day"]
    tabs = [Tab(day, counts[day.isoformat()], day == choice.day, choice.address(day=day.isoformat())) for day in days]
    everything = Tab(None, found.without["day"], choice.day is None, choice.address(day=ALL_DAYS))
    return [*tabs, everything] if tabs else []


def swapped(facets: Iterable[Facet]) -> list[str]:
    """Return where else than in the results a page's words change with the choice."""
    return ["views", "tabs", *READ_OUT, *(f"filter-{facet.name}" for facet in facets)]
