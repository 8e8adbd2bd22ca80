"""Volunteer work: duties (what), shifts (when, how many) and sign-ups (who)."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import LeftByVisitor, Person
from activities.models import Standing, State
from goodsociety.common.codes import new_reference
from goodsociety.common.dates import show_moment
from goodsociety.common.language import Named, in_language
from goodsociety.common.laws import both_or_neither, ends_after_start, in_common_era, one_of
from goodsociety.common.seats import Seats, SeatsQuerySet, never_overbooked
from organizations.models import Organization
from zones.models import Edition, Place, Zone


class DutyQuerySet(models.QuerySet["Duty"]):
    """Questions about duties."""

    def of(self, edition: Edition) -> Self:
        """Keep an edition's duties that have a shift on the programme."""
        return self.filter(Exists(Shift.objects.on_programme().filter(duty=OuterRef("pk"))), edition=edition)

    def in_zone(self, slug: str) -> Self:
        """Keep duties in a zone."""
        return self.filter(zone__slug=slug)

    def with_places_free(self, *, at: dt.datetime) -> Self:
        """Annotate ``places_free``, how many more volunteers the shifts that are open at a moment can take."""
        free = F("capacity") - F("seats_taken") - F("seats_held")
        shifts = Shift.objects.open_at(at).filter(duty=OuterRef("pk")).order_by().values("duty")
        return self.annotate(places_free=Coalesce(Subquery(shifts.annotate(free=Sum(free)).values("free")), 0))


class Duty(Named):
    """A kind of volunteer work, in a zone or for the whole expo."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("edition"))
    zone = models.ForeignKey(Zone, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("zone"))
    host = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("host")
    )
    slug = models.SlugField(_("address"), max_length=60)
    description_th = models.TextField(_("description (Thai)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    is_sample = models.BooleanField(_("sample"), default=False)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ("edition", "zone__order", "pk")
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="duty_slug_once")]

    @property
    def description(self) -> str:
        """The description in the page's language."""
        return in_language(self, "description")


class ShiftQuerySet(SeatsQuerySet["Shift"]):
    """Questions about shifts."""

    def on_programme(self) -> Self:
        """Keep what the public sees: released and cancelled shifts."""
        return self.exclude(state=State.DRAFT)

    def public(self) -> Self:
        """Keep shifts on the programme of editions visitors may see."""
        return self.on_programme().exclude(duty__edition__status=Edition.Status.DRAFT)

    def of(self, edition: Edition) -> Self:
        """Keep an edition's shifts."""
        return self.filter(duty__edition=edition)

    def on_day(self, day: dt.date) -> Self:
        """Keep shifts that begin on a day in the expo's time zone."""
        return self.annotate(day=TruncDate("starts_at")).filter(day=day)

    def in_zone(self, slug: str) -> Self:
        """Keep shifts of a zone's duties."""
        return self.filter(duty__zone__slug=slug)

    def narrowed(self, *, day: dt.date | None = None, zone: str = "") -> Self:
        """Keep the shifts of a day, of a zone or of both, where they are named."""
        of_day = self.on_day(day) if day else self
        return of_day.in_zone(zone) if zone else of_day

    def by_duty(self) -> Self:
        """Sort as the list shows them: duties in the order of their zones, then by time."""
        return self.order_by(F("duty__zone__order").asc(nulls_first=True), "duty_id", "starts_at", "pk")

    def instead_of(self, shift: "Shift", *, at: dt.datetime) -> Self:
        """Keep other shifts of the same edition that take sign-ups: those of the same duty first."""
        is_same = Case(When(duty=shift.duty_id, then=0), default=1)
        others = self.open_at(at).of(shift.edition).exclude(pk=shift.pk)
        return others.order_by(is_same, "duty_id", "starts_at", "pk")

    def open_at(self, moment: dt.datetime) -> Self:
        """Keep shifts that take sign-ups and have a free place."""
        return self.with_free().filter(
            state=State.RELEASED, starts_at__gt=moment, duty__edition__status=Edition.Status.OPEN
        )

    def for_page(self) -> Self:
        """Fetch along what a shift's page shows."""
        return self.select_related("duty__edition", "duty__zone", "duty__host", "place")


class Shift(Seats):
    """When a duty is done, and by how many."""

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_reference, editable=False)
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="shifts", verbose_name=_("duty"))
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place"))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    is_sample = models.BooleanField(_("sample"), default=False)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        ordering = ("starts_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["duty", "starts_at"], name="shift_once"),
            never_overbooked("shift_never_overbooked"),
            models.CheckConstraint(
                name="shift_has_capacity",
                condition=Q(capacity__isnull=False),
                violation_error_message=_("A shift needs a capacity: how many volunteers it takes."),
            ),
            ends_after_start("shift_ends_after_start"),
            in_common_era("shift_in_common_era"),
            one_of("shift_state_known", "state", *State.values),
        ]

    def __str__(self) -> str:
        """Name duty and moment."""
        return f"{self.duty} {show_moment(self.starts_at)}"

    @property
    def edition(self) -> Edition:
        """The edition it belongs to."""
        return self.duty.edition

    @property
    def planned_minutes(self) -> int:
        """How long it lasts, in whole minutes."""
        return (self.ends_at - self.starts_at) // dt.timedelta(minutes=1)

    def is_open(self, at: dt.datetime) -> bool:
        """Say whether it takes sign-ups, free places apart."""
        return self.edition.is_open and self.state == State.RELEASED and not self.has_begun(at)

    def has_begun(self, at: dt.datetime) -> bool:
        """Say whether it has begun."""
        return at >= self.starts_at

    def standing(self, at: dt.datetime) -> Standing:
        """Say what a volunteer can do about it at a moment: sign up, or neither because full or closed."""
        if not self.is_open(at):
            return Standing.CLOSED
        return Standing.FULL if self.is_full else Standing.OPEN


class SignUpQuerySet(models.QuerySet["SignUp"]):
    """Questions about sign-ups."""

    def live(self) -> Self:
        """Keep sign-ups that hold a place."""
        return self.filter(status=SignUp.Status.CONFIRMED)

    def for_page(self) -> Self:
        """Fetch along what a sign-up's page and mail show."""
        return self.select_related("shift__duty__edition", "shift__duty__zone", "shift__place")

    def people_with_hours(self, edition: Edition) -> models.QuerySet[Person]:
        """Return distinct people with approved hours in an edition; hours of a sign-up taken back count for nobody."""
        served = self.live().filter(person=OuterRef("pk"), shift__duty__edition=edition, approved_minutes__gt=0)
        return Person.objects.filter(Exists(served))


class SignUp(LeftByVisitor):
    """A volunteer's place in a shift, and afterwards the time they served."""

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        CANCELLED = "cancelled", _("cancelled")

    #: Which step may follow which.
    STEPS = {Status.CONFIRMED: {Status.CANCELLED}, Status.CANCELLED: set()}

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="sign_ups", verbose_name=_("shift"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.CONFIRMED)
    created_at = models.DateTimeField(_("signed up"))
    cancelled_at = models.DateTimeField(pgettext_lazy("when", "cancelled"), null=True, blank=True)
    approved_minutes = models.PositiveIntegerField(_("approved minutes"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["shift", "person"], condition=Q(status="confirmed"), name="sign_up_once_a_person"
            ),
            one_of("sign_up_status_known", "status", "confirmed", "cancelled"),
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

    @property
    def is_live(self) -> bool:
        """Whether it holds a place."""
        return self.status == self.Status.CONFIRMED

    def is_cancellable(self, at: dt.datetime) -> bool:
        """Say whether it can still be taken back."""
        return self.is_live and not self.shift.has_begun(at)
