"""How one gets into a session: whether it is on the programme, for whom, when, and what follows when it is full."""

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from activities.models.choices import Entry, State
from goodsociety.common.laws import ends_after_start, in_common_era, one_of
from goodsociety.common.seats import Seats


class Entrance(Seats):
    """A time with seats that one gets into by a door, a registration, a request, a group or a draw."""

    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    entry = models.CharField(_("entry"), max_length=15, choices=Entry, default=Entry.REGISTRATION)
    registration_opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(
        _("registration closes"), null=True, blank=True, help_text=_("Empty means when the session starts.")
    )
    smallest_party = models.PositiveSmallIntegerField(_("smallest party"), default=1)
    largest_party = models.PositiveSmallIntegerField(_("largest party"), default=10)
    cancellable_until = models.DateTimeField(
        _("can be cancelled until"), null=True, blank=True, help_text=_("Empty means until the session starts.")
    )
    has_waiting_list = models.BooleanField(_("waiting list"), default=True)
    waits_for_front = models.BooleanField(
        _("waits for the front of the list"),
        default=False,
        help_text=_("Free places wait until the first party of the list fits, instead of going to the next that does."),
    )
    offer_minutes = models.PositiveSmallIntegerField(
        _("an offer stands for (minutes)"), default=120, validators=[MinValueValidator(5)]
    )
    hold_minutes = models.PositiveSmallIntegerField(
        _("places are held while the form is filled in (minutes)"),
        default=0,
        validators=[MaxValueValidator(30)],
        help_text=_("0 holds none."),
    )

    class Meta:
        abstract = True

    def has_begun(self, at: dt.datetime) -> bool:
        """Say whether it has begun."""
        return at >= self.starts_at

    def is_registration_open(self, at: dt.datetime) -> bool:
        """Say whether a moment lies in the time for registering."""
        opens_at, closes_at = self.registration_opens_at, self.registration_closes_at or self.starts_at
        return (opens_at is None or at >= opens_at) and at < closes_at

    def opens_later(self, at: dt.datetime) -> bool:
        """Say whether registration has not begun yet."""
        return self.registration_opens_at is not None and at < self.registration_opens_at

    @property
    def has_list(self) -> bool:
        """Whether parties may wait for places: not where somebody decides who comes."""
        return self.has_waiting_list and self.entry in {Entry.REGISTRATION, Entry.DRAW}

    def is_cancellable(self, at: dt.datetime) -> bool:
        """Say whether visitors may still take their registrations back by themselves."""
        return at < min(self.cancellable_until or self.starts_at, self.starts_at)


def laws_of_entrance(name: str) -> list[models.CheckConstraint]:
    """Return the laws of a table of this kind, under its name."""
    return [
        ends_after_start(f"{name}_ends_after_start"),
        in_common_era(f"{name}_in_common_era"),
        one_of(f"{name}_state_known", "state", *State.values),
        one_of(f"{name}_entry_known", "entry", *Entry.values),
        models.CheckConstraint(
            name=f"{name}_registration_has_capacity",
            condition=Q(entry="open_door") | Q(capacity__isnull=False),
            violation_error_message=_("A session that takes registrations needs a capacity."),
        ),
        models.CheckConstraint(
            name=f"{name}_party_of_one_or_more",
            condition=Q(smallest_party__gte=1, largest_party__gte=F("smallest_party")),
            violation_error_message=_("The smallest party is one person or more, and not above the largest."),
        ),
        models.CheckConstraint(
            name=f"{name}_offers_stand_a_while",
            condition=Q(offer_minutes__gte=5),
            violation_error_message=_("An offer stands for five minutes or more."),
        ),
        models.CheckConstraint(
            name=f"{name}_holds_are_short",
            condition=Q(hold_minutes__lte=30),
            violation_error_message=_("Places are held for at most 30 minutes."),
        ),
    ]
