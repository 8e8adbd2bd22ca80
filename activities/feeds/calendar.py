"""The programme as an iCalendar file (RFC 5545)."""

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from activities.feeds.describing import address, is_cancelled, title, where
from activities.models import Session


def calendar_file(sessions: Iterable[Session], *, name: str, at: dt.datetime) -> bytes:
    """Return an iCalendar file of sessions, written at a moment; times are in UTC, which every reader knows."""
    calendar = Calendar()
    calendar.add("prodid", "-//Good Society Expo//Programme//TH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for session in sessions:
        calendar.add_component(event(session, at=at))
    return bytes(calendar.to_ical())


def event(session: Session, *, at: dt.datetime) -> Event:
    """Return a session as a calendar entry, under an id that stays the same."""
    entry = Event()
    entry.add("uid", f"session-{session.code}@{urlsplit(settings.SITE_URL).hostname}")
    entry.add("dtstamp", at.astimezone(dt.UTC))
    entry.add("dtstart", session.starts_at.astimezone(dt.UTC))
    entry.add("dtend", session.ends_at.astimezone(dt.UTC))
    entry.add("summary", title(session))
    entry.add("description", session.activity.summary)
    entry.add("location", where(session))
    entry.add("url", address(session))
    entry.add("categories", [str(session.activity.get_kind_display())])
    entry.add("sequence", session.sequence)
    entry.add("status", "CANCELLED" if is_cancelled(session) else "CONFIRMED")
    return entry
