"""Sessions as calendar entries (RFC 5545): in the programme's files, in people's own calendars and with mails."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.feeds.describing import address, is_cancelled, title, where
from activities.models import Registration, Session
from goodsociety.common.calendar_text import Entry, Method, Status, feed, letter
from zones.models import Edition

#: Which mails change the calendar of somebody who holds, or held, places.
METHODS = {
    "registration_confirmed": Method.REQUEST,
    "registration_changed": Method.REQUEST,
    "session_changed": Method.REQUEST,
    "registration_cancelled": Method.CANCEL,
    "session_cancelled": Method.CANCEL,
}


def calendar_file(sessions: Iterable[Session], *, name: str, at: dt.datetime) -> bytes:
    """Return an iCalendar file of sessions, written at a moment."""
    return feed((entry(session) for session in sessions), name=name, at=at).encode()


def entry(session: Session) -> Entry:
    """Return a session as a calendar entry, under an id that stays the same."""
    return Entry(
        uid=uid("session", session.code),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        title=title(session),
        where=where(session),
        words=session.activity.summary,
        address=address(session),
        kind=str(session.activity.get_kind_display()),
        sequence=session.sequence,
        status=status_of(session),
    )


def status_of(session: Session) -> Status:
    """Say whether a session takes place; of an expo that was called off none does."""
    is_off = is_cancelled(session) or session.edition.status == Edition.Status.CANCELLED
    return Status.CANCELLED if is_off else Status.CONFIRMED


def uid(kind: str, code: str) -> str:
    """Return the id of a thing in every calendar."""
    return f"{kind}-{code}@{urlsplit(settings.SITE_URL).hostname}"


def words_of(registration: Registration) -> str:
    """Return what an entry says of a party: how many, and the reference, which opens nothing by itself."""
    people = ngettext("%(people)s person", "%(people)s people", registration.party_size)
    reference = _("Reference")
    return f"{people % {'people': registration.party_size}}\n{reference}: {registration.reference}"


def mailed_entry(template: str, registration: Registration, *, held: bool) -> Callable[[dt.datetime], str] | None:
    """Return what writes the calendar entry of a mail about a registration; None where nothing was or is held."""
    method = METHODS.get(template)
    return partial(entry_text, registration, method) if held and method else None


def entry_text(registration: Registration, method: Method, at: dt.datetime) -> str:
    """Return the calendar entry of a registration as a mail carries it."""
    session = registration.session
    status = Status.CANCELLED if method == Method.CANCEL else Status.CONFIRMED
    of_party = replace(entry(session), words=words_of(registration), status=status)
    return letter(of_party, method=method, guest=registration.email, at=at)
