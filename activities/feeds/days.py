"""The days of an expo as an iCalendar file (RFC 5545), for those who want to keep them free."""

import datetime as dt
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from goodsociety.common.dates import show_hours
from zones.models import Edition


def calendar_of_days(edition: Edition, *, address: str, at: dt.datetime) -> bytes:
    """Return a file with one entry from the first day to the last, written at a moment; ``address`` is the home's."""
    calendar = Calendar()
    calendar.add("prodid", "-//Good Society Expo//Days//TH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", edition.name)
    calendar.add_component(entry(edition, address, at))
    return bytes(calendar.to_ical())


def entry(edition: Edition, address: str, at: dt.datetime) -> Event:
    """Return the days as one entry that leaves people's time free; the end of whole days is the day after (3.6.1)."""
    shown = Event()
    shown.add("uid", f"edition-{edition.year}@{urlsplit(address).hostname}")
    shown.add("dtstamp", at.astimezone(dt.UTC))
    shown.add("dtstart", edition.days[0])
    shown.add("dtend", edition.days[-1] + dt.timedelta(days=1))
    shown.add("transp", "TRANSPARENT")
    shown.add("summary", edition.name)
    shown.add("description", f"{show_hours(edition.opens_at, edition.closes_at)}\n{edition.directions}".strip())
    shown.add("location", edition.venue)
    shown.add("url", address)
    shown.add("status", "CANCELLED" if edition.status == Edition.Status.CANCELLED else "CONFIRMED")
    return shown
