"""What a device sends, read one item at a time: one that makes no sense is told so and stops none of the others."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from activities.actions.scanning import by_our_clock

MOST_ITEMS = 500
#: No code of ours is longer, nor does anybody type more.
LONGEST_TEXT = 500
LONGEST_DEVICE = 40
LONGEST_KEY = 100
#: More heads than come through a door at a time.
MOST_HEADS = 1000
KINDS = ("scan", "undo", "count")


class Unreadable(Exception):
    """Something that was sent makes no sense; carries a sentence."""


@dataclass(frozen=True)
class Item:
    """One thing that was done at a device: a scan, an undo or a count, under the device's own name for it."""

    key: UUID
    kind: str
    session: str
    gate: str
    text: str
    heads: int | None
    undoes: UUID | None
    #: When it was, by our clock.
    came_at: dt.datetime
    was_let_in: bool


@dataclass(frozen=True)
class Device:
    """What sends: by which name, whether it was without network, and what its clock says now."""

    name: str
    is_offline: bool
    clock: dt.datetime | None
    at: dt.datetime

    def ours(self, moment: dt.datetime) -> dt.datetime:
        """Return a moment of the device's clock by ours; a clock that says nothing is believed."""
        return by_our_clock(moment, device_clock=self.clock, at=self.at) if self.clock else moment


def device_of(body: dict[str, Any], *, at: dt.datetime) -> Device:
    """Return what sends. Nothing of it is refused: what stands in the items is worth more."""
    name = "".join(letter for letter in str(body.get("device") or "") if letter.isprintable())[:LONGEST_DEVICE]
    return Device(name, body.get("offline") is True, moment_of(body.get("clock")), at)


def items_of(body: dict[str, Any]) -> list[Any]:
    """Return the items of an upload as they were sent. Raises Unreadable where there is no list, or too long a one."""
    items = body.get("items")
    if not isinstance(items, list):
        raise Unreadable(_("The upload holds no list of scans."))
    if len(items) > MOST_ITEMS:
        raise Unreadable(_("At most %(most)s scans can be sent at a time.") % {"most": MOST_ITEMS})
    return items


def item_of(sent: Any, device: Device) -> Item:
    """Return one item. Raises Unreadable with a sentence for whatever makes no sense."""
    if not isinstance(sent, dict):
        raise Unreadable(_("This is no scan."))
    came_at = moment_of(sent.get("at"))
    if came_at is None:
        raise Unreadable(_("The time of this scan cannot be read."))
    kind = sent.get("kind")
    if kind not in KINDS:
        raise Unreadable(_("This is no scan."))
    return Item(
        key=key_of(sent.get("key")),
        kind=kind,
        session=line_of(sent.get("session")),
        gate=line_of(sent.get("gate")),
        text=line_of(sent.get("text")),
        heads=heads_of(sent.get("heads")),
        undoes=key_of(sent.get("undoes")) if kind == "undo" else None,
        came_at=device.ours(came_at),
        was_let_in=sent.get("letIn") is True,
    )


def key_of(sent: Any) -> UUID:
    """Return a key. Raises Unreadable for anything else."""
    try:
        return UUID(sent if isinstance(sent, str) and len(sent) <= LONGEST_KEY else "")
    except ValueError as error:
        raise Unreadable(_("This scan has no name by which it is known.")) from error


def line_of(sent: Any) -> str:
    """Return a short text, nothing where none was sent. Raises Unreadable for a long one or anything else."""
    if sent is None:
        return ""
    if not isinstance(sent, str) or len(sent) > LONGEST_TEXT:
        raise Unreadable(_("This is too long for a code."))
    # Neither a NUL byte nor half a character can be stored or looked for.
    return sent.replace("\x00", "").encode(errors="ignore").decode()


def heads_of(sent: Any) -> int | None:
    """Return a number of heads, which may be a minus. Raises Unreadable for one that nobody could count."""
    if sent is None:
        return None
    if isinstance(sent, bool) or not isinstance(sent, int) or not 0 < abs(sent) <= MOST_HEADS:
        raise Unreadable(_("The number of people must lie between 1 and %(most)s.") % {"most": MOST_HEADS})
    return sent


def moment_of(sent: Any) -> dt.datetime | None:
    """Return a moment in ISO 8601; one without a zone is of the expo's. None where it cannot be read."""
    try:
        moment = parse_datetime(sent) if isinstance(sent, str) and len(sent) <= LONGEST_DEVICE else None
        if moment is not None and timezone.is_naive(moment):
            return timezone.make_aware(moment)
        # Moments at the very edge of the calendar cannot be reckoned with in every zone.
        return moment.astimezone(dt.UTC) if moment else None
    except (ValueError, OverflowError):
        return None
