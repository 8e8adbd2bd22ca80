"""What any payment provider does for us, in our words, and how it says no."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from goodsociety.common.refusals import Refusal


class ProviderAway(Refusal):
    """The provider does not answer in time, or not in a way that can be understood."""

    sentence = _("The payment service does not answer at the moment. Please try again later, or pay by the QR code.")


class ProviderRefused(Refusal):
    """The provider understood and said no."""

    sentence = _("The payment service does not take this payment. Please pay by the QR code, or write to us.")


class Unsigned(Exception):
    """A message that the provider did not sign."""


class Unreadable(Exception):
    """A signed message that says nothing we know."""


@dataclass(frozen=True)
class Wanted:
    """A charge to be opened: so many satang by a method, under a reference that names nobody."""

    method: str
    amount_satang: int
    reference: str
    back_at: str


@dataclass(frozen=True)
class Told:
    """A charge as the provider tells of it; ``state`` is one of ours, the fee includes its tax."""

    key: str
    state: str
    amount_satang: int
    currency: str
    fee_satang: int = 0
    pay_at: str = ""
    paid_at: dt.datetime | None = None


@dataclass(frozen=True)
class Heard:
    """A message: its own number, and the charge to ask about. Nothing else in it is believed."""

    key: str
    charge_key: str


class Provider(Protocol):
    """A payment provider. Whatever asks it raises ProviderAway or ProviderRefused when it gets no answer."""

    @property
    def name(self) -> str:
        """The name under which its charges are kept."""

    def open_charge(self, wanted: Wanted) -> Told:
        """Open a charge and say where it is paid."""

    def fetch_charge(self, key: str) -> Told:
        """Say how a charge stands now."""

    def heard(self, body: bytes, headers: Mapping[str, str]) -> Heard | None:
        """Read a message; None where it is about no charge. Raises Unsigned, Unreadable."""
