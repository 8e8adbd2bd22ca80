"""Seats: a counter that can never pass its capacity. Sessions and shifts are made of it."""

from functools import cache
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from goodsociety.common.prepared import Blank, Update

T = TypeVar("T", bound=models.Model)
#: So many are few, and one in so many.
FEW, FEW_OF = 2, 5


class SeatsQuerySet(models.QuerySet[T]):
    """Questions about free seats, and the two moves of the counter."""

    def with_free(self, seats: int | Blank = 1) -> Self:
        """Keep rows where so many seats are neither taken, held nor waited for."""
        return self.filter(
            Q(capacity=None) | Q(capacity__gte=F("seats_taken") + F("seats_held") + seats), parties_waiting=0
        )

    def take(self, seats: int) -> bool:
        """Move the counter by one conditional update; say whether the seats were there."""
        return self.with_free(seats).update(seats_taken=F("seats_taken") + seats) == 1

    def take_of(self, seats: int, **row: str | int) -> bool:
        """Do the same for one row, named by what it is now, by a statement that is written out only once."""
        return taking(self.model, tuple(row)).run(seats=seats, **row) == 1

    def take_own(self, seats: int) -> bool:
        """Move the counter for seats that were kept for somebody, whoever waits; say whether they were there."""
        room = self.filter(Q(capacity=None) | Q(capacity__gte=F("seats_taken") + F("seats_held") + seats))
        return room.update(seats_taken=F("seats_taken") + seats) == 1

    def give_back(self, seats: int) -> None:
        """Free seats that were taken."""
        self.update(seats_taken=F("seats_taken") - seats)


@cache
def taking(model: type[models.Model], columns: tuple[str, ...]) -> Update:
    """Return the update that takes seats of a row which some columns name."""
    rows: SeatsQuerySet[models.Model] = (
        SeatsQuerySet(model).filter(**{name: Blank(name) for name in columns}).with_free(Blank("seats"))
    )
    return Update.of(rows, seats_taken=F("seats_taken") + Blank("seats"))


class Seats(models.Model):
    """Seats of which some are taken and some held (offers, forms being filled in); no capacity means no limit.

    While a party waits, what is free is for those who wait: everybody else sees none.
    """

    capacity = models.PositiveIntegerField(_("capacity"), null=True, blank=True, help_text=_("Empty means no limit."))
    seats_taken = models.PositiveIntegerField(_("seats taken"), default=0, editable=False)
    seats_held = models.PositiveIntegerField(_("seats held"), default=0, editable=False)
    parties_waiting = models.PositiveIntegerField(_("parties waiting"), default=0, editable=False)

    class Meta:
        abstract = True

    @property
    def seats_left(self) -> int | None:
        """How many more can come who do not wait yet; None where there is no limit."""
        if self.capacity is None:
            return None
        return 0 if self.parties_waiting else self.seats_unclaimed

    @property
    def seats_unclaimed(self) -> int:
        """How many are neither taken nor held, whoever they are for. Asked only where there is a capacity."""
        return max((self.capacity or 0) - self.seats_taken - self.seats_held, 0)

    @property
    def has_few_left(self) -> bool:
        """Whether at most two seats, or a fifth of them, are left; never where there is no limit."""
        return self.capacity is not None and (self.seats_left or 0) <= max(FEW, self.capacity // FEW_OF)

    @property
    def is_full(self) -> bool:
        """Whether nobody more can come."""
        return self.seats_left == 0


def never_overbooked(name: str) -> models.CheckConstraint:
    """State that seats taken and held never pass the capacity."""
    return models.CheckConstraint(
        name=name,
        condition=Q(capacity=None) | Q(capacity__gte=F("seats_taken") + F("seats_held")),
        violation_error_message=_("The capacity is smaller than the number of seats already taken or held."),
    )
