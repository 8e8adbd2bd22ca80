"""Registrations and the commitments that show clashes."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import LeftByVisitor, Person
from activities.models.programme import Session
from goodsociety.common.laws import ends_after_start, in_common_era, one_of
from organizations.models import Organization

STATUSES = (
    "requested", "entered", "waiting", "offered", "confirmed", "cancelled", "declined", "lost", "lapsed",
)  # fmt: skip


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Questions about registrations."""

    def live(self) -> Self:
        """Keep registrations that hold seats."""
        return self.filter(status=Registration.Status.CONFIRMED)

    def active(self) -> Self:
        """Keep registrations that hold seats or may come to."""
        return self.filter(status__in=Registration.ACTIVE)

    def waiting(self) -> Self:
        """Keep those who wait for places, the first in the queue first."""
        return self.filter(status=Registration.Status.WAITING).order_by("queued_at", "pk")

    def ahead_of(self, registration: "Registration") -> Self:
        """Keep the parties that wait for the same session and came before."""
        earlier = Q(queued_at__lt=registration.queued_at) | Q(queued_at=registration.queued_at, pk__lt=registration.pk)
        return self.waiting().filter(earlier, session=registration.session_id)

    def for_page(self) -> Self:
        """Fetch along what a registration's page and mail show."""
        return self.select_related("session__activity__edition", "session__activity__zone", "session__place")


class Registration(LeftByVisitor):
    """A person's or party's seats in a session."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("waits for approval")
        ENTERED = "entered", _("in the draw")
        WAITING = "waiting", _("on the waiting list")
        OFFERED = "offered", _("places are offered")
        CONFIRMED = "confirmed", _("confirmed")
        CANCELLED = "cancelled", _("cancelled")
        DECLINED = "declined", _("declined")
        LOST = "lost", _("not drawn")
        LAPSED = "lapsed", _("offer lapsed")

    #: Which step may follow which.
    STEPS = {
        Status.REQUESTED: {Status.CONFIRMED, Status.DECLINED, Status.CANCELLED},
        Status.ENTERED: {Status.CONFIRMED, Status.WAITING, Status.LOST, Status.CANCELLED},
        Status.WAITING: {Status.OFFERED, Status.CANCELLED},
        Status.OFFERED: {Status.CONFIRMED, Status.LAPSED, Status.CANCELLED},
        Status.CONFIRMED: {Status.CANCELLED},
        Status.CANCELLED: set(),
        Status.DECLINED: set(),
        Status.LOST: set(),
        Status.LAPSED: set(),
    }
    #: Those after which something may still follow: a person has one of them in a session.
    ACTIVE = ("requested", "entered", "waiting", "offered", "confirmed")

    session = models.ForeignKey(Session, models.PROTECT, related_name="registrations", verbose_name=_("session"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organization")
    )
    note = models.TextField(_("note"), blank=True, help_text=_("Of a group: how it comes, what it needs."))
    party_size = models.PositiveSmallIntegerField(_("party size"), default=1)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.CONFIRMED)
    is_walk_in = models.BooleanField(_("walked in"), default=False, help_text=_("Registered at the desk on the spot."))
    queued_at = models.DateTimeField(_("waits since"), null=True, blank=True)
    created_at = models.DateTimeField(_("registered"))
    cancelled_at = models.DateTimeField(pgettext_lazy("when", "cancelled"), null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(status__in=["requested", "entered", "waiting", "offered", "confirmed"]),
                name="registration_once_a_person",
            ),
            models.CheckConstraint(name="registration_party_of_one_or_more", condition=Q(party_size__gte=1)),
            one_of("registration_status_known", "status", *STATUSES),
            models.CheckConstraint(
                name="registration_waits_since_a_moment",
                condition=~Q(status__in=["waiting", "offered"]) | Q(queued_at__isnull=False),
            ),
            models.CheckConstraint(
                name="registration_cancelled_has_moment",
                condition=Q(status="cancelled", cancelled_at__isnull=False)
                | (~Q(status="cancelled") & Q(cancelled_at=None)),
            ),
        ]

    @property
    def is_live(self) -> bool:
        """Whether it holds seats."""
        return self.status == self.Status.CONFIRMED

    def is_cancellable(self, at: dt.datetime) -> bool:
        """Say whether the visitor can still take it back."""
        return self.is_active and self.session.is_cancellable(at)

    def status_at(self, at: dt.datetime) -> Status:
        """Return its status as it is at a moment, for one fetched ``with_offers``.

        An offer whose time is over has lapsed, whether or not anybody has noticed.
        """
        until: dt.datetime | None = vars(self).get("offered_until")
        is_over = self.status == self.Status.OFFERED and (until is None or until <= at)
        return self.Status.LAPSED if is_over else self.Status(self.status)

    @property
    def is_active(self) -> bool:
        """Whether it holds seats or may come to."""
        return self.status in self.ACTIVE


class PartyMember(models.Model):
    """One named member of a party."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="members", verbose_name=_("registration")
    )
    name = models.CharField(_("name"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("party member")
        verbose_name_plural = _("party members")
        ordering = ("pk",)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Questions about where people have promised to be."""

    def clashing(self, person: Person, starts_at: dt.datetime, ends_at: dt.datetime) -> Self:
        """Keep a person's exclusive commitments that overlap a span; spans that only touch do not overlap."""
        return self.filter(person=person, is_exclusive=True, starts_at__lt=ends_at, ends_at__gt=starts_at)


class Commitment(models.Model):
    """A person has promised to be somewhere: one table for sessions, tours and shifts, so that clashes are seen."""

    class What(models.TextChoices):
        REGISTRATION = "registration", _("registration")
        SIGN_UP = "sign_up", _("sign-up")

    person = models.ForeignKey(Person, models.PROTECT, related_name="commitments", verbose_name=_("person"))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    what = models.CharField(_("what"), max_length=15, choices=What)
    what_key = models.BigIntegerField(_("number of the thing"))
    is_exclusive = models.BooleanField(_("exclusive"), default=True)
    override_reason = models.CharField(_("why it may overlap"), max_length=200, blank=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ("starts_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["what", "what_key"], name="commitment_once"),
            ends_after_start("commitment_ends_after_start"),
            in_common_era("commitment_in_common_era"),
            one_of("commitment_what_known", "what", "registration", "sign_up"),
            models.CheckConstraint(
                name="commitment_overlaps_with_reason", condition=Q(is_exclusive=True) | ~Q(override_reason="")
            ),
            # On PostgreSQL a migration adds the exclusion constraint commitment_no_overlap.
        ]
        indexes = [models.Index(fields=["person", "starts_at"], name="commitment_by_person")]

    def __str__(self) -> str:
        """Name what and when."""
        return f"{self.get_what_display()} {self.what_key}"
