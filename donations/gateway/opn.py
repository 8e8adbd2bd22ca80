"""Opn Payments (Omise): cards on its own page by a link, PromptPay by a charge.

Its documentation: Links API, Charges API and Webhooks. Amounts are satang; the key is the user of basic
authentication; a message is signed by HMAC-SHA256 of its timestamp, a point and its body, in hex, with the secret that
the dashboard shows in base64. While a secret is changed there are two signatures with a comma between.
"""

import base64
import binascii
import datetime as dt
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.dateparse import parse_datetime

from donations.gateway.asking import ask
from donations.gateway.provider import Heard, ProviderAway, Told, Unreadable, Unsigned, Wanted
from donations.models import Charge

State = Charge.State
KEY = re.compile(r"[A-Za-z0-9_-]{1,100}")
LINK = "link_"
#: Card details are typed on the provider's own page, never here.
CARD = Charge.Method.CARD
STATES = {
    "successful": State.PAID, "pending": State.PENDING, "failed": State.FAILED, "expired": State.EXPIRED,
    "reversed": State.FAILED,
}  # fmt: skip


@dataclass(frozen=True)
class Opn:
    """The provider at an address, with our key and the secret that its messages are signed with."""

    url: str
    key: str
    secret: str
    name: str = "opn"

    def open_charge(self, wanted: Wanted) -> Told:
        """Open a link for a card, or a charge with a PromptPay code."""
        form = {"amount": f"{wanted.amount_satang}", "currency": "thb", "description": wanted.reference}
        if wanted.method == CARD:
            return told_of(ask(f"{self.url}/links", self.key, {**form, "title": wanted.reference, "multiple": "false"}))
        form |= {"source[type]": "promptpay", "return_uri": wanted.back_at, "metadata[pledge]": wanted.reference}
        return told_of(ask(f"{self.url}/charges", self.key, form))

    def fetch_charge(self, key: str) -> Told:
        """Say how a charge, or the charge of a link, stands now."""
        if not KEY.fullmatch(key):
            raise ProviderAway
        room = "links" if key.startswith(LINK) else "charges"
        return told_of(ask(f"{self.url}/{room}/{key}", self.key))

    def heard(self, body: bytes, headers: Mapping[str, str]) -> Heard | None:
        """Read a message. However old it is it does no harm: it only makes us ask, and counts once."""
        self.check_signature(body, headers)
        try:
            event = json.loads(body, parse_float=str)
            key, about = event["key"], event["data"]
            if not key.startswith(("charge.", "refund.")):
                return None
            heard = Heard(event["id"], charge_of(about))
        except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
            raise Unreadable from None
        if not (is_key(heard.key) and is_key(heard.charge_key)):
            raise Unreadable
        return heard

    def check_signature(self, body: bytes, headers: Mapping[str, str]) -> None:
        """Raise Unsigned unless one of the signatures is right."""
        stamp, given = headers.get("Omise-Signature-Timestamp", ""), headers.get("Omise-Signature", "")
        right = hmac.digest(secret_of(self.secret), stamp.encode() + b"." + body, "sha256").hex().encode()
        signatures = [each.strip().encode() for each in given.split(",")]
        if not any([hmac.compare_digest(right, each) for each in signatures]):  # noqa: C419 (all of them, in equal time)
            raise Unsigned


def secret_of(text: str) -> bytes:
    """Return the bytes of a secret as the dashboard shows it."""
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return text.encode()


def is_key(value: object) -> bool:
    """Say whether something is a number that the provider gives."""
    return isinstance(value, str) and KEY.fullmatch(value) is not None


def charge_of(about: dict[str, Any]) -> Any:
    """Return what we opened: the link of a charge, else the charge itself; of a refund, its charge."""
    if about["object"] == "refund":
        return about["charge"]
    return about.get("link") or about["id"]


def told_of(answer: dict[str, Any]) -> Told:
    """Return what an answer says, in our words. Raises ProviderAway where that is not understood."""
    try:
        told = link_told(answer) if answer["object"] == "link" else charge_told(answer)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ProviderAway from None
    if not is_key(told.key):
        raise ProviderAway
    return told


def link_told(link: dict[str, Any]) -> Told:
    """Tell of a link: as its charge that was paid, else it still waits, whatever failed there before."""
    told = [charge_told(charge) for charge in link["charges"]["data"]]
    paid = [charge for charge in told if charge.state == State.PAID]
    if paid:
        return replace(paid[0], key=link["id"], pay_at="")
    return Told(
        link["id"], State.PENDING, whole(link["amount"]), link["currency"].upper(), pay_at=web(link["payment_uri"])
    )


def charge_told(charge: dict[str, Any]) -> Told:
    """Tell of a charge; its PromptPay code is a picture at the provider."""
    state = STATES[charge["status"]]
    code = ((charge.get("source") or {}).get("scannable_code") or {}).get("image") or {}
    return Told(
        key=charge["id"],
        state=state,
        amount_satang=whole(charge["amount"]),
        currency=charge["currency"].upper(),
        fee_satang=whole(charge.get("fee") or 0) + whole(charge.get("fee_vat") or 0),
        pay_at=web(code.get("download_uri") or charge.get("authorize_uri") or ""),
        paid_at=moment(charge.get("paid_at")),
    )


def whole(value: object) -> int:
    """Return an amount in satang. Raises ValueError where it is none."""
    if type(value) is not int or value < 0:
        raise ValueError
    return value


def web(address: str) -> str:
    """Return an address that people may be sent to, else nothing."""
    return address if address.startswith(("https://", "http://127.0.0.1:")) and len(address) <= 500 else ""  # noqa: PLR2004 (as long as the column)


def moment(text: object) -> dt.datetime | None:
    """Return a moment with its zone, else nothing."""
    found = parse_datetime(text) if isinstance(text, str) else None
    return found if found and found.tzinfo else None
