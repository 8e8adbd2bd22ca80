"""What somebody may watch at the desk, and what a device of theirs watches."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.roles import Permission
from activities.models import Session, State
from activities.models.programme import SessionQuerySet
from goodsociety.common.dates import local_day
from zones.models import Edition, Zone
from zones.reach import zones_open_to

#: A device that was without network may send what it has for so long after the last day.
OPEN_AFTER = dt.timedelta(days=7)
#: More doors than anybody watches at a time.
MOST_DOORS = 40


def editions_with_desk(at: dt.datetime) -> QuerySet[Edition]:
    """Return the editions in which people are checked in: those that are open, and for a week those that are over."""
    is_just_over = Q(status=Edition.Status.OVER, ends_on__gte=local_day(at) - OPEN_AFTER)
    return Edition.objects.filter(Q(status=Edition.Status.OPEN) | is_just_over).order_by("starts_on", "pk")


@dataclass(frozen=True)
class Reach:
    """What a user may check people in for at a moment."""

    user: User
    at: dt.datetime

    @cached_property
    def editions(self) -> list[Edition]:
        """The editions with a desk in which they have something to do, the one that begins first at the front."""
        theirs = zones_open_to(self.user, Permission.CHECK_IN)
        return list(editions_with_desk(self.at).filter(zones__in=theirs).distinct())

    def zones(self) -> QuerySet[Zone]:
        """Return the zones whose gates they may count at."""
        theirs = zones_open_to(self.user, Permission.CHECK_IN)
        return theirs.filter(edition__in=editions_with_desk(self.at).order_by())

    def sessions(self) -> SessionQuerySet:
        """Return the sessions they may check people in for; one that is called off says so."""
        theirs = Session.objects.exclude(state=State.DRAFT).filter(activity__zone__in=self.zones().order_by())
        return theirs.for_programme()

    @property
    def is_anywhere(self) -> bool:
        """Whether there is anything at all: without it the desk is not theirs."""
        return self.user.is_superuser or zones_open_to(self.user, Permission.CHECK_IN).exists()


@dataclass(frozen=True)
class Watch:
    """The doors that a device watches: sessions, and gates of zones, all of one edition."""

    edition: Edition
    sessions: list[Session]
    gates: list[Zone]

    @property
    def query(self) -> str:
        """What stands in the addresses of a device that watches these."""
        codes = [("session", session.code) for session in self.sessions]
        return urlencode([("edition", self.edition.year), *codes, *(("gate", zone.slug) for zone in self.gates)])

    @property
    def days(self) -> list[dt.date]:
        """The days on which its sessions begin."""
        return sorted({local_day(session.starts_at) for session in self.sessions})


def watch_of(reach: Reach, *, year: str, codes: Sequence[str], gates: Sequence[str]) -> Watch | None:
    """Return those of the doors asked for that a user may watch, of one edition; None where there is none of them."""
    sessions = list(reach.sessions().filter(code__in=codes[:MOST_DOORS])) if codes else []
    edition = edition_of(reach, sessions, year)
    if edition is None:
        return None
    doors = list(reach.zones().filter(edition=edition, slug__in=gates[:MOST_DOORS])) if gates else []
    watch = Watch(edition, [session for session in sessions if session.edition == edition], doors)
    return watch if watch.sessions or watch.gates else None


def edition_of(reach: Reach, sessions: list[Session], year: str) -> Edition | None:
    """Return the edition a user means: that of the sessions, that of a year, or the one that begins first."""
    if sessions:
        return sessions[0].edition
    named = [edition for edition in reach.editions if str(edition.year) == year]
    return next(iter(named or reach.editions), None)
