"""A session as a row shows it: every text and address made once, so that a page of a hundred rows stays quick."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from activities.models import Activity, Kind, Language, Session, State
from activities.timetable.seats import Badge, badge_of
from goodsociety.common.dates import local_day, show_day, show_times
from goodsociety.common.language import Named


@dataclass(frozen=True, slots=True)
class Row:
    """A session in the words of the page's language."""

    session: Session
    starts_at: dt.datetime
    ends_at: dt.datetime
    entry: str
    code: str
    url: str
    name: str
    #: From when to when, with the day where the list does not say it.
    when: str
    iso: str
    place: str
    #: The kind of activity, its zone where the list does not say it, what is spoken where it is not Thai alone.
    what: str
    #: Whether it goes on now, what one can do about it, whether it was made up.
    badges: SafeString
    #: Classes that tell its zone, and whether it is cancelled or over.
    classes: str


class Writer:
    """Writes rows as they stand at a moment, and remembers what many of them share."""

    def __init__(self, at: dt.datetime, *, with_day: bool = False, in_zone: bool = False) -> None:
        """Take the moment and what the list says already; look up once what the page's language calls things."""
        self.at, self.with_day, self.in_zone = at, with_day, in_zone
        self.kinds = {kind.value: capfirst(str(kind.label)) for kind in Kind}
        self.languages = {spoken.value: f" · {capfirst(str(spoken.label))}" for spoken in Language}
        self.languages[Language.THAI] = ""
        self.going_on, self.sample = Badge(pgettext("session", "Now"), "now"), Badge(_("sample"), "sample")
        self.times: dict[tuple[dt.datetime, dt.datetime], str] = {}
        self.addresses: dict[int, tuple[str, str]] = {}
        self.names: dict[tuple[str, int], str] = {}
        self.drawn: dict[tuple[Badge | None, ...], SafeString] = {}

    def row(self, session: Session) -> Row:
        """Write one row."""
        activity = session.activity
        return Row(
            session=session,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            entry=session.entry,
            code=session.code,
            url=self.address(activity),
            name=self.name("activity", activity),
            when=self.span(session.starts_at, session.ends_at),
            iso=session.starts_at.isoformat(),
            place=self.name("place", session.place),
            what=self.what(activity),
            badges=self.badges(session),
            classes=f"zone-{activity.zone.slug}{self.state(session)}",
        )

    def what(self, activity: Activity) -> str:
        """Return what sort of activity it is, in which zone and language."""
        zone = "" if self.in_zone else f" · {self.name('zone', activity.zone)}"
        return f"{self.kinds[activity.kind]}{zone}{self.languages[activity.language]}"

    def badges(self, session: Session) -> SafeString:
        """Return what stands beside a session in few words."""
        is_now = session.state == State.RELEASED and session.starts_at <= self.at < session.ends_at
        sample = self.sample if session.is_sample else None
        found = (self.going_on if is_now else None, badge_of(session, self.at), sample)
        if found not in self.drawn:
            self.drawn[found] = draw(badge for badge in found if badge)
        return self.drawn[found]

    def state(self, session: Session) -> str:
        """Return the classes that tell whether a session is cancelled, or over while the expo goes on."""
        cancelled = "" if session.state == State.RELEASED else " is-cancelled"
        return f"{cancelled} is-over" if session.edition.is_open and self.at >= session.ends_at else cancelled

    def name(self, what: str, thing: Named) -> str:
        """Return a thing's name in the page's language."""
        key = (what, thing.pk)
        if key not in self.names:
            self.names[key] = thing.name
        return self.names[key]

    def span(self, starts_at: dt.datetime, ends_at: dt.datetime) -> str:
        """Return from when to when; most rooms begin at the same hours."""
        span = (starts_at, ends_at)
        if span not in self.times:
            day = f"{show_day(local_day(starts_at), weekday=True, year=False)} " if self.with_day else ""
            self.times[span] = f"{day}{show_times(*span)}"
        return self.times[span]

    def address(self, activity: Activity) -> str:
        """Return the address of an activity: looking one up takes longer than writing all others after it."""
        year = activity.edition.year
        if year not in self.addresses:
            before, after = reverse("activity_detail", args=[year, "-"]).rsplit("-", 1)
            self.addresses[year] = (before, after)
        return activity.slug.join(self.addresses[year])


def draw(badges: Iterable[Badge]) -> SafeString:
    """Return badges as they stand in a page."""
    return SafeString("".join(render_to_string("components/badge.html", vars(badge)) for badge in badges))


def as_rows(sessions: Iterable[Session], *, at: dt.datetime, in_zone: bool = False) -> list[Row]:
    """Return sessions as rows at a moment."""
    return list(map(Writer(at, in_zone=in_zone).row, sessions))
