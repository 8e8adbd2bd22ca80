"""A registration as it stands at a moment, for the page of whoever holds its secret code."""

import datetime as dt
from dataclasses import dataclass

from activities.models import Registration, Session, Standing

Status = Registration.Status
#: What one may do from each: queue or register anew.
OVER = (Status.CANCELLED, Status.DECLINED, Status.LOST, Status.LAPSED)
RESIZABLE = (Status.CONFIRMED, Status.WAITING, Status.REQUESTED, Status.ENTERED)
#: What one can do about a session that takes a new registration.
TAKING = (Standing.OPEN, Standing.ASK, Standing.DRAW, Standing.WAITING)


@dataclass(frozen=True)
class Registered:
    """A registration, fetched ``with_offers``, and how many parties wait ahead of it."""

    registration: Registration
    at: dt.datetime
    parties_ahead: int = 0

    @property
    def session(self) -> Session:
        """What it is for."""
        return self.registration.session

    @property
    def status(self) -> Status:
        """Its status at the moment; an offer whose time is over has lapsed."""
        return self.registration.status_at(self.at)

    @property
    def offered_until(self) -> dt.datetime | None:
        """Until when places are offered, while they are."""
        until: dt.datetime | None = vars(self.registration).get("offered_until")
        return until if self.status == Status.OFFERED else None

    @property
    def is_active(self) -> bool:
        """Whether it holds places or may come to."""
        return self.status in Registration.ACTIVE

    @property
    def may_cancel(self) -> bool:
        """Whether the visitor can take it back by themselves."""
        return self.is_active and self.session.is_cancellable(self.at)

    @property
    def may_resize(self) -> bool:
        """Whether the visitor can still change how many come."""
        return self.status in RESIZABLE and self.session.is_cancellable(self.at)

    @property
    def may_name(self) -> bool:
        """Whether the visitor can still say who comes."""
        return self.is_active and not self.session.has_begun(self.at)

    @property
    def cancellable_until(self) -> dt.datetime:
        """Until when it can be taken back."""
        session = self.session
        return min(session.cancellable_until or session.starts_at, session.starts_at)

    @property
    def is_too_late(self) -> bool:
        """Whether the time to take it back is over while the session is still to come."""
        return self.is_active and not self.may_cancel and not self.session.has_begun(self.at)

    @property
    def again(self) -> Standing | None:
        """How one could try anew after it is over, where one could."""
        standing = self.session.standing(self.at)
        return standing if not self.is_active and standing in TAKING else None


def registered(registration: Registration, *, at: dt.datetime) -> Registered:
    """Return a registration as it stands; those ahead are counted only where it waits."""
    is_waiting = registration.status == Status.WAITING
    ahead = Registration.objects.ahead_of(registration).count() if is_waiting else 0
    return Registered(registration, at, ahead)
