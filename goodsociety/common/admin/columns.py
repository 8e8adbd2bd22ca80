"""Columns of admin lists that show days, moments and amounts as the pages do, and still sort by the stored value."""

import datetime as dt
from collections.abc import Callable
from functools import reduce
from typing import TYPE_CHECKING, Any, TypeAlias

from django.contrib import admin
from django.db import models
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from goodsociety.common.dates import show_day, show_moment, show_time
from goodsociety.common.money import show_baht

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Column: TypeAlias = Callable[[Any, models.Model], str]
NOTHING = "–"


def moment(path: str, label: "StrOrPromise") -> Column:
    """Return a column with a moment in the expo's time zone, its year in the page's era."""
    return column(path, label, unbroken)


def clock(path: str, label: "StrOrPromise") -> Column:
    """Return a column with the time of day of a moment, where another column says the day."""
    return column(path, label, unbroken_time)


def unbroken(value: dt.datetime) -> str:
    """Return a moment that stays in one line."""
    return format_html('<span class="moment">{}</span>', show_moment(value))


def unbroken_time(value: dt.datetime) -> str:
    """Return a time of day that stays in one line."""
    return format_html('<span class="moment">{}</span>', show_time(value))


def day(path: str, label: "StrOrPromise") -> Column:
    """Return a column with a day, its year in the page's era."""
    return column(path, label, show_day)


def baht(path: str, label: "StrOrPromise") -> Column:
    """Return a column with an amount stored in satang, in baht."""
    return column(path, label, show_baht)


def figure(path: str, label: "StrOrPromise") -> Column:
    """Return a column with what was counted for each row under a name."""
    return column(path, label, str)


def seats() -> Column:
    """Return a column with the seats taken, or held for somebody, of those there are."""

    @admin.display(description=_("seats taken"), ordering="seats_taken")
    def shown(_admin: object, thing: Any) -> str:
        return f"{thing.seats_taken + thing.seats_held} / {NOTHING if thing.capacity is None else thing.capacity}"

    return shown


def named(order: str = "name_th") -> Column:
    """Return a column with a row's name in the page's language, and what it is sorted by."""

    @admin.display(description=_("name"), ordering=order)
    def name(_admin: object, thing: models.Model) -> str:
        return str(thing)

    return name


def column(path: str, label: "StrOrPromise", show: Callable[[Any], str]) -> Column:
    """Return a column with the value at a path such as ``session__starts_at``; a dash where there is none."""

    @admin.display(description=label, ordering=path)
    def shown(_admin: object, thing: models.Model) -> str:
        value = reduce(getattr, path.split("__"), thing)
        return NOTHING if value is None else show(value)

    return shown
