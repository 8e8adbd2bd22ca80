"""Template filters of the pages for coordinators."""

import datetime as dt

from django.template import Library

from accounts.contact import spoken_phone
from goodsociety.common.dates import local, local_day
from volunteers.hours_report import shown_time

register = Library()
register.filter("spoken_phone", spoken_phone)


@register.filter
def day_of(moment: dt.datetime) -> str:
    """Return the day of a moment as an address names it."""
    return local_day(moment).isoformat()


@register.filter
def typed_time(moment: dt.datetime) -> str:
    """Show a time of day as people type it: 09:30."""
    return f"{local(moment):%H:%M}"


@register.filter
def hours_and_minutes(minutes: object) -> object:
    """Show minutes as hours and minutes, 3:30; what was typed and is no number stays as it is."""
    return shown_time(minutes) if isinstance(minutes, int) else minutes
