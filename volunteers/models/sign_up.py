"""Sign-ups: volunteers' places in shifts, and afterwards the time they served."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import LeftByVisitor, Person
from goodsociety.common.laws import both_or_neither, one_of
from organizations.models import Organization
from volunteers.models.shift import Shift
from zones.models import Edition

STATUSES = (
    "requested", "guardian", "waiting", "offered", "confirmed", "no_show", "cancelled", "declined", "lapsed",
    "handed_over",
)  # fmt: skip


class SignUpQuerySet(models.QuerySet["SignUp"]):
    """Questions about sign-ups."""

    def live(self) -> Self:
        """Keep sign-ups that hold a place."""
        return self.filter(status=SignUp.Status.CONFIRMED)

    def active(self) -> Self:
        """Keep sign-ups that hold a place or may come to."""
        return self.filter(status__in=SignUp.ACTIVE)

    def holding(self) -> Self:
        """Keep those for which a place is kept until they, or a guardian, answer."""
        return self.filter(status__in=SignUp.HOLDING)

    def committed(self) -> Self:
        """Keep those whose person is to be there: confirmed, or only a guardian's consent is missing."""
        return self.filter(status__in=SignUp.COMMITTED)

    def waiting(self) -> Self:
        """Keep those who wait for a place, the first in the queue first."""
        return self.filter(status=SignUp.Status.WAITING).order_by("queued_at", "pk")

    def ahead_of(self, sign_up: "SignUp") -> Self:
        """Keep those who wait for the same shift and came before."""
        earlier = Q(queued_at__lt=sign_up.queued_at) | Q(queued_at=sign_up.queued_at, pk__lt=sign_up.pk)
        return self.waiting().filter(earlier, shift=sign_up.shift_id)

    def expired(self, at: dt.datetime) -> Self:
        """Keep those for which a place is kept although their time is over."""
        return self.holding().filter(expires_at__lte=at)

    def for_page(self) -> Self:
        """Fetch along what a sign-up's page and mail show."""
        return self.select_related("shift__duty__edition", "shift__duty__zone", "shift__place")

    def served(self, edition: Edition) -> Self:
        """Keep those with approved hours in an edition, the oldest first."""
        in_edition = self.live().filter(shift__duty__edition=edition, approved_minutes__gt=0)
        return in_edition.order_by("shift__starts_at", "pk")

    def for_certificate(self) -> Self:
        """Fetch along what a certificate says."""
        return self.select_related("shift__duty", "organization").prefetch_related("members")

    def people_with_hours(self, edition: Edition) -> models.QuerySet[Person]:
        """Return distinct people with approved hours in an edition; hours of a sign-up taken back count for nobody."""
        served = self.live().filter(person=OuterRef("pk"), shift__duty__edition=edition, approved_minutes__gt=0)
        return Person.objects.filter(Exists(served))

    def people_with_largest_group(self, edition: Edition) -> models.QuerySet[Person]:
        """Return people with approved hours, each with the most people (``heads``) who came with them to one shift."""
        served = self.live().filter(shift__duty__edition=edition, approved_minutes__gt=0)
        groups = served.filter(person=OuterRef("pk")).annotate(came=Coalesce("heads", "party_size"))
        most = groups.order_by("-came").values("came")[:1]
        # Only those who served are looked at, however many people there are.
        people = Person.objects.filter(pk__in=served.order_by().values("person"))
        return people.annotate(heads=Subquery(most)).filter(heads__gt=0)


class SignUp(LeftByVisitor):
    """A volunteer's place in a shift, and afterwards the time they served."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("waits for approval")
        GUARDIAN = "guardian", _("waits for the guardian's consent")
        WAITING = "waiting", _("on the waiting list")
        OFFERED = "offered", _("a place is offered")
        CONFIRMED = "confirmed", _("confirmed")
        NO_SHOW = "no_show", _("did not come")
        CANCELLED = "cancelled", _("cancelled")
        DECLINED = "declined", _("declined")
        LAPSED = "lapsed", _("offer lapsed")
        HANDED_OVER = "handed_over", _("handed over")

    #: Which step may follow which.
    STEPS = {
        Status.REQUESTED: {Status.CONFIRMED, Status.DECLINED, Status.CANCELLED},
        Status.GUARDIAN: {Status.CONFIRMED, Status.DECLINED, Status.LAPSED, Status.CANCELLED},
        Status.WAITING: {Status.OFFERED, Status.CANCELLED},
        Status.OFFERED: {Status.CONFIRMED, Status.GUARDIAN, Status.LAPSED, Status.CANCELLED},
        Status.CONFIRMED: {Status.NO_SHOW, Status.CANCELLED, Status.HANDED_OVER},
        Status.NO_SHOW: {Status.CONFIRMED},
        Status.CANCELLED: set(),
        Status.DECLINED: set(),
        Status.LAPSED: set(),
        Status.HANDED_OVER: set(),
    }
    #: Those after which something may still follow before the shift.
    ACTIVE = ("requested", "guardian", "waiting", "offered", "confirmed")
    #: Those for which a place is kept for a while.
    HOLDING = ("guardian", "offered")
    #: Those whose person has promised to be there.
    COMMITTED = ("guardian", "confirmed")

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="sign_ups", verbose_name=_("shift"))
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.CONFIRMED)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organization")
    )
    party_size = models.PositiveSmallIntegerField(_("people"), default=1)
    note = models.TextField(_("note"), blank=True, max_length=1000)
    is_walk_up = models.BooleanField(_("walked up"), default=False, help_text=_("Signed up on the spot."))
    override_reason = models.CharField(
        _("why a rule was set aside"), max_length=200, blank=True, help_text=_("By a coordinator who placed them.")
    )
    queued_at = models.DateTimeField(_("waits since"), null=True, blank=True)
    expires_at = models.DateTimeField(_("place kept until"), null=True, blank=True)
    created_at = models.DateTimeField(_("signed up"))
    cancelled_at = models.DateTimeField(pgettext_lazy("when", "cancelled"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("arrived"), null=True, blank=True)
    left_at = models.DateTimeField(pgettext_lazy("when", "left"), null=True, blank=True)
    heads = models.PositiveSmallIntegerField(
        _("people who came"), null=True, blank=True, help_text=_("Of a group, noted when it arrives.")
    )
    approved_minutes = models.PositiveIntegerField(_("approved minutes"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["shift", "person"],
                condition=Q(status__in=["requested", "guardian", "waiting", "offered", "confirmed", "no_show"]),
                name="sign_up_once_a_person",
            ),
            one_of("sign_up_status_known", "status", *STATUSES),
            models.CheckConstraint(name="sign_up_party_of_one_or_more", condition=Q(party_size__gte=1)),
            models.CheckConstraint(
                name="sign_up_waits_since_a_moment", condition=~Q(status="waiting") | Q(queued_at__isnull=False)
            ),
            models.CheckConstraint(
                name="sign_up_kept_until_a_moment",
                condition=~Q(status__in=["guardian", "offered"]) | Q(expires_at__isnull=False),
            ),
            models.CheckConstraint(
                name="sign_up_arrived_of_a_live_one", condition=Q(arrived_at=None) | Q(status="confirmed")
            ),
            models.CheckConstraint(
                name="sign_up_left_after_arriving",
                condition=Q(left_at=None) | Q(arrived_at__isnull=False, left_at__gte=F("arrived_at")),
                violation_error_message=_("Nobody leaves before they arrive."),
            ),
            models.CheckConstraint(
                name="sign_up_heads_of_the_party", condition=Q(heads=None) | Q(heads__gte=1, heads__lte=F("party_size"))
            ),
            both_or_neither("sign_up_hours_approved_at", "approved_minutes", "approved_at"),
            models.CheckConstraint(
                name="sign_up_cancelled_has_moment",
                condition=Q(status="cancelled", cancelled_at__isnull=False)
                | (~Q(status="cancelled") & Q(cancelled_at=None)),
            ),
            models.CheckConstraint(
                name="sign_up_hours_of_a_day", condition=Q(approved_minutes=None) | Q(approved_minutes__lte=24 * 60)
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"], name="sign_up_by_expiry", condition=Q(status__in=["guardian", "offered"])
            )
        ]

    @property
    def is_live(self) -> bool:
        """Whether it holds a place."""
        return self.status == self.Status.CONFIRMED

    @property
    def is_active(self) -> bool:
        """Whether it holds a place or may come to."""
        return self.status in self.ACTIVE

    def status_at(self, at: dt.datetime) -> Status:
        """Return its status at a moment: a place whose time is over is kept no more, whether or not it was noticed."""
        is_over = self.status in self.HOLDING and self.expires_at is not None and self.expires_at <= at
        return self.Status.LAPSED if is_over else self.Status(self.status)

    def is_cancellable(self, at: dt.datetime) -> bool:
        """Say whether it can still be taken back."""
        return self.is_active and not self.shift.has_begun(at)


class SignUpMember(models.Model):
    """One named volunteer of a group."""

    sign_up = models.ForeignKey(SignUp, models.CASCADE, related_name="members", verbose_name=_("sign-up"))
    name = models.CharField(_("name"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("member of a group")
        verbose_name_plural = _("members of groups")
        ordering = ("pk",)

    def __str__(self) -> str:
        """Return the name."""
        return self.name
