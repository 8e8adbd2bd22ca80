"""Shifts: when a duty is done, and by how many."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from activities.models import Standing, State
from goodsociety.common.codes import new_reference
from goodsociety.common.dates import show_moment
from goodsociety.common.language import in_language
from goodsociety.common.laws import ends_after_start, in_common_era, one_of
from goodsociety.common.seats import Seats, SeatsQuerySet, never_overbooked
from zones.models import Edition, Place

if TYPE_CHECKING:
    pass


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
        has_opened = Q(opens_at=None) | Q(opens_at__lte=moment)
        is_not_closed = Q(closes_at=None) | Q(closes_at__gt=moment)
        return self.with_free().filter(
            has_opened,
            is_not_closed,
            state=State.RELEASED,
            starts_at__gt=moment,
            duty__edition__status=Edition.Status.OPEN,
        )

    def coming_between(self, after: dt.datetime, until: dt.datetime) -> Self:
        """Keep shifts that take place and begin later than one moment, and no later than another."""
        on = self.filter(state=State.RELEASED, duty__edition__status=Edition.Status.OPEN)
        return on.filter(starts_at__gt=after, starts_at__lte=until)

    def locked(self, *keys: int) -> "list[Shift]":
        """Return shifts locked until the transaction ends, in the order that all transactions share."""
        return list(self.filter(pk__in=keys).for_page().order_by("pk").select_for_update(of=("self",), no_key=True))

    def for_page(self) -> Self:
        """Fetch along what a shift's page shows."""
        return self.select_related("duty__edition", "duty__zone", "duty__host", "place")


class Shift(Seats):
    """When a duty is done, and by how many."""

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_reference, editable=False)
    duty = models.ForeignKey("volunteers.Duty", models.PROTECT, related_name="shifts", verbose_name=_("duty"))
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place"))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    needed = models.PositiveIntegerField(
        _("at least needed"), default=0, help_text=_("With fewer volunteers the shift shows as short of people.")
    )
    briefing_th = models.TextField(_("briefing (Thai)"), blank=True, help_text=_("Goes with the confirmation."))
    briefing_en = models.TextField(_("briefing (English)"), blank=True)
    opens_at = models.DateTimeField(_("sign-up opens"), null=True, blank=True)
    closes_at = models.DateTimeField(
        _("sign-up closes"), null=True, blank=True, help_text=_("Empty means when the shift begins.")
    )
    is_by_approval = models.BooleanField(_("by approval"), default=False)
    has_waiting_list = models.BooleanField(_("waiting list"), default=True)
    largest_party = models.PositiveSmallIntegerField(
        _("most people of one group"), default=1, help_text=_("More than one lets companies and schools take places.")
    )
    sequence = models.PositiveIntegerField(_("number of changes"), default=0, editable=False)
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
            models.CheckConstraint(
                name="shift_needs_no_more_than_it_takes",
                condition=Q(needed__lte=F("capacity")),
                violation_error_message=_("A shift cannot need more volunteers than it takes."),
            ),
            models.CheckConstraint(name="shift_party_of_one_or_more", condition=Q(largest_party__gte=1)),
            models.CheckConstraint(
                name="shift_closes_after_it_opens",
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("Sign-up must close later than it opens."),
            ),
            models.CheckConstraint(
                name="shift_closes_before_it_ends",
                condition=Q(closes_at=None) | Q(closes_at__lte=F("ends_at")),
                violation_error_message=_("Sign-up must close before the shift ends."),
            ),
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

    @property
    def briefing(self) -> str:
        """The briefing in the page's language."""
        return in_language(self, "briefing")

    @property
    def zone_id(self) -> int | None:
        """The number of its duty's zone; none for the whole expo."""
        return self.duty.zone_id

    @property
    def is_short(self) -> bool:
        """Whether fewer volunteers have signed up than are needed."""
        return self.seats_taken < self.needed

    @property
    def people_missing(self) -> int:
        """How many more volunteers it needs at least."""
        return max(self.needed - self.seats_taken, 0)

    @property
    def is_cancelled(self) -> bool:
        """Whether it was taken off the programme."""
        return self.state == State.CANCELLED

    def is_on(self, at: dt.datetime) -> bool:
        """Say whether it is still to come in an edition that is open."""
        return self.edition.is_open and self.state == State.RELEASED and not self.has_begun(at)

    def is_open(self, at: dt.datetime) -> bool:
        """Say whether it takes sign-ups, free places and waves apart."""
        has_opened = self.opens_at is None or at >= self.opens_at
        return self.is_on(at) and has_opened and (self.closes_at is None or at < self.closes_at)

    def opens_later(self, at: dt.datetime) -> bool:
        """Say whether sign-up has not opened yet."""
        return self.is_on(at) and self.opens_at is not None and at < self.opens_at

    def has_begun(self, at: dt.datetime) -> bool:
        """Say whether it has begun."""
        return at >= self.starts_at

    def standing(self, at: dt.datetime) -> Standing:
        """Say what a volunteer can do about it at a moment: sign up, ask, wait, come back later, or nothing."""
        if not self.is_open(at):
            return Standing.LATER if self.opens_later(at) else Standing.CLOSED
        if not self.is_full:
            return Standing.ASK if self.is_by_approval else Standing.OPEN
        return Standing.WAITING if self.has_waiting_list and not self.is_by_approval else Standing.FULL
