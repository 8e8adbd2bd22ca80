"""How far a campaign has come: what is received, in review and pledged are three things, never one sum."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from goodsociety.common.money import show_baht

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Piece:
    """One of the things that a campaign's progress is made of, and where it begins in the bar."""

    label: "StrOrPromise"
    tone: str
    amount: int
    begins: int
    shown: str


@dataclass(frozen=True)
class Progress:
    """What came of a goal and what may still come, in satang, or in the unit that things and hours are counted in."""

    goal: int
    received: int
    pledged: int
    in_review: int = 0
    unit: str = ""

    @property
    def scale(self) -> int:
        """How long the bar is: the goal, or all there is where that is more."""
        return max(self.goal, self.received + self.in_review + self.pledged, 1)

    @property
    def is_reached(self) -> bool:
        """Whether all that was hoped for came; promises do not count."""
        return 0 < self.goal <= self.received

    @property
    def goal_shown(self) -> str:
        """The goal in words."""
        return self.words(self.goal)

    @property
    def pieces(self) -> list[Piece]:
        """Received, in review where there are slips, and pledged, each under its own name."""
        return list(self.each())

    def each(self) -> Iterator[Piece]:
        """Yield the pieces from left to right."""
        begins = 0
        for label, tone, amount in (
            (pgettext_lazy("campaign", "Received"), "received", self.received),
            (gettext_lazy("In review"), "review", self.in_review),
            (gettext_lazy("Pledged"), "pledged", self.pledged),
        ):
            if amount or tone != "review":
                yield Piece(label, tone, amount, begins, self.words(amount))
            begins += amount

    def words(self, amount: int) -> str:
        """Return an amount with its unit: 1,000 baht, 20 boxes."""
        if self.unit:
            return f"{amount:,} {self.unit}"
        return _("%(amount)s baht") % {"amount": show_baht(amount)}
