"""A sign-up as it stands at a moment, for the page of whoever holds its secret code."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.urls import reverse

from accounts.models import Person
from activities.models import Standing
from activities.tickets import own_pass
from volunteers.models import GuardianConsent, HandOver, Rules, Shift, SignUp
from volunteers.models.rules import rules_of
from volunteers.self_check_in import Stand, stand_of

Status = SignUp.Status
#: What one can do about a shift that takes a new sign-up.
TAKING = (Standing.OPEN, Standing.ASK, Standing.WAITING)


@dataclass(frozen=True)
class SignedUp:
    """A sign-up, how many wait ahead of it, who is sought in its place, and what its guardian was asked."""

    sign_up: SignUp
    at: dt.datetime
    rules: Rules
    ahead: int = 0
    hand_over: HandOver | None = None
    consent: GuardianConsent | None = None

    @property
    def shift(self) -> Shift:
        """What it is for."""
        return self.sign_up.shift

    @cached_property
    def status(self) -> Status:
        """Its status at the moment; a place whose time is over has lapsed."""
        return self.sign_up.status_at(self.at)

    @property
    def is_active(self) -> bool:
        """Whether it holds a place or may come to."""
        return self.status in SignUp.ACTIVE

    @property
    def is_live(self) -> bool:
        """Whether it holds a place."""
        return self.status == Status.CONFIRMED

    @property
    def is_group(self) -> bool:
        """Whether an organization sends several."""
        return self.sign_up.organization_id is not None

    @property
    def kept_until(self) -> dt.datetime | None:
        """Until when a place is kept for somebody who, or whose guardian, has not answered yet."""
        return self.sign_up.expires_at if self.status in SignUp.HOLDING else None

    @property
    def has_begun(self) -> bool:
        """Whether the shift has begun."""
        return self.shift.has_begun(self.at)

    @property
    def is_past(self) -> bool:
        """Whether the shift is over."""
        return self.shift.ends_at <= self.at

    @property
    def is_served(self) -> bool:
        """Whether they were there, and the shift is over or their hours are approved."""
        sign_up = self.sign_up
        was_there = sign_up.arrived_at is not None or bool(sign_up.approved_minutes)
        return self.is_live and was_there and (self.is_past or sign_up.approved_minutes is not None)

    @property
    def self_check_in(self) -> Stand:
        """Whether they can check in or out by themselves now."""
        return stand_of(self.sign_up, at=self.at)

    @property
    def may_cancel(self) -> bool:
        """Whether they can still take it back by themselves."""
        return self.is_active and not self.has_begun

    @property
    def late_from(self) -> dt.datetime:
        """From when on cancelling is late, so that coordinators are told at once."""
        return self.shift.starts_at - dt.timedelta(hours=self.rules.late_hours)

    @property
    def is_late(self) -> bool:
        """Whether cancelling would be late."""
        return self.is_live and self.may_cancel and self.at >= self.late_from

    @property
    def may_seek(self) -> bool:
        """Whether they can ask for a stand-in."""
        is_alone = self.sign_up.party_size == 1
        return self.is_live and is_alone and not self.has_begun and self.hand_over is None

    @property
    def may_name(self) -> bool:
        """Whether a group can still say who comes, and how many fewer."""
        return self.is_group and self.is_active and not self.has_begun

    @property
    def may_resize(self) -> bool:
        """Whether a group can still say how many come."""
        return self.may_name and self.status in {Status.CONFIRMED, Status.WAITING, Status.REQUESTED}

    @property
    def may_ask_guardian(self) -> bool:
        """Whether a guardian has not answered yet who is to."""
        consent = self.consent
        return self.may_cancel and consent is not None and consent.answer == GuardianConsent.Answer.PENDING

    @property
    def is_refused(self) -> bool:
        """Whether it ended since the guardian did not agree."""
        consent = self.consent
        is_no = consent is not None and consent.answer == GuardianConsent.Answer.REFUSED
        return is_no and self.status == Status.CANCELLED

    @property
    def again(self) -> Standing | None:
        """How one could try anew after it is over, where one could."""
        standing = self.shift.standing(self.at)
        return standing if not self.is_active and standing in TAKING else None

    def qr_code(self, viewer: Person | None) -> str:
        """Return what the QR code holds: this page; for its person, when signed in, their pass."""
        page = reverse("sign_up_detail", args=[self.sign_up.code])
        return own_pass(self.sign_up, self.shift.edition, viewer) or f"{settings.SITE_URL}{page}"


def signed_up(sign_up: SignUp, *, at: dt.datetime) -> SignedUp:
    """Return a sign-up as it stands; those ahead are counted only where it waits."""
    edition = sign_up.shift.edition
    is_waiting = sign_up.status == Status.WAITING
    return SignedUp(
        sign_up=sign_up,
        at=at,
        rules=rules_of(edition),
        ahead=SignUp.objects.ahead_of(sign_up).count() if is_waiting else 0,
        hand_over=HandOver.objects.sought().filter(sign_up=sign_up).first() if sign_up.is_live else None,
        consent=GuardianConsent.objects.filter(person=sign_up.person_id, edition=edition).first(),
    )
