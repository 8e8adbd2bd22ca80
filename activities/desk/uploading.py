"""What comes of what a device sends: each item by itself, in the order in which things were done."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from activities import actions
from activities.actions.scanning import Strange, what_is
from activities.desk.reading import Device, Item, Unreadable, item_of
from activities.desk.watching import Reach
from activities.models import CheckIn, HeadCount, Session
from goodsociety.common.refusals import Refusal, WrongStep
from zones.models import Edition, Zone


@dataclass(frozen=True)
class Outcome:
    """What came of one item: a row, something strange that was read, or a sentence why nothing did."""

    key: str
    kind: str
    session: Session | None = None
    row: CheckIn | HeadCount | None = None
    strange: Strange | None = None
    #: Of which other edition the code is.
    edition: Edition | None = None
    is_conflict: bool = False
    sentence: str = ""
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Desk:
    """Whoever stands at a desk, with a device, before the doors that they may watch."""

    user: User
    at: dt.datetime
    device: Device
    sessions: dict[str, Session] = field(default_factory=dict)
    gates: dict[str, Zone] = field(default_factory=dict)

    def session_of(self, item: Item) -> Session:
        """Return the session of an item. Raises Unreadable where it is none, or not theirs."""
        if item.session not in self.sessions:
            raise Unreadable(_("This session is not on the programme, or not one you check people in for."))
        return self.sessions[item.session]

    def door_of(self, item: Item) -> Session | Zone:
        """Return the session or the gate of an item. Raises Unreadable where it is neither, or not theirs."""
        if item.session or item.gate not in self.gates:
            return self.session_of(item)
        return self.gates[item.gate]

    def noted(self, item: Item) -> actions.Noted:
        """Return how the device noted an item."""
        return actions.Noted(item.key, self.device.name, self.came_at(item))

    def came_at(self, item: Item) -> dt.datetime | None:
        """Return when it was where the device was without network."""
        return item.came_at if self.device.is_offline else None


def desk_of(reach: Reach, device: Device, sent: list[Any], *, year: str = "") -> Desk:
    """Return the desk of a user with the doors that an upload names, as far as they are theirs."""
    sessions = reach.sessions().filter(code__in=named(sent, "session"))
    editions = [edition for edition in reach.editions if str(edition.year) == year] or reach.editions
    gates = reach.zones().filter(slug__in=named(sent, "gate"), edition__in=editions[:1])
    return Desk(
        reach.user,
        reach.at,
        device,
        {session.code: session for session in sessions},
        {zone.slug: zone for zone in gates},
    )


def named(sent: list[Any], name: str) -> set[str]:
    """Return what items name under one of their names, as far as it can be the name of a door."""
    values = (one.get(name) for one in sent if isinstance(one, dict))
    return {value for value in values if isinstance(value, str) and value.isprintable() and value.isascii()}


def outcomes_of(desk: Desk, sent: list[Any]) -> list[Outcome]:
    """Do every item and return what came of each, in the order in which they were sent.

    Each is done by itself: what is wrong with one stops none of the others. Whatever was done before, by an upload that
    broke off or by the same one, is not done again.
    """
    found: dict[int, Outcome] = {}
    items: list[tuple[int, Item]] = []
    for number, one in enumerate(sent):
        try:
            items.append((number, item_of(one, desk.device)))
        except Unreadable as error:
            found[number] = Outcome(name_of(one), "", sentence=str(error))
    for number, item in in_order(items):
        found[number] = done(desk, item)
    return [found[number] for number in range(len(sent))]


def name_of(sent: Any) -> str:
    """Return the name of an item that cannot be read, as it was sent."""
    name = sent.get("key") if isinstance(sent, dict) else None
    return name[:100] if isinstance(name, str) else ""


def in_order(items: list[tuple[int, Item]]) -> list[tuple[int, Item]]:
    """Return items in the order in which they were done, what takes something back never before that."""
    done_at = {item.key: item.came_at for _number, item in items}

    def place(numbered: tuple[int, Item]) -> tuple[dt.datetime, bool, int]:
        number, item = numbered
        undone_at = done_at.get(item.undoes, item.came_at) if item.undoes else item.came_at
        return max(item.came_at, undone_at), item.kind == "undo", number

    return sorted(items, key=place)


def done(desk: Desk, item: Item) -> Outcome:
    """Do one item and return what came of it."""
    try:
        return ACTS[item.kind](desk, item)
    except Unreadable as error:
        return Outcome(str(item.key), item.kind, sentence=str(error))
    except Refusal as refusal:
        return Outcome(str(item.key), item.kind, sentence=str(refusal), refusal=refusal)


def scanned(desk: Desk, item: Item) -> Outcome:
    """Scan a code. Whom a device without network let in although nobody knows them is counted, not lost."""
    session = desk.session_of(item)
    if item.heads is not None and item.heads < 0:
        raise Unreadable(_("The number of people must be one or more."))
    read = actions.Scan(
        item.text,
        item.key,
        desk.device.name,
        heads=item.heads,
        came_at=desk.came_at(item),
        was_let_in=item.was_let_in,
    )
    row = actions.scan(session=session, read=read, by=desk.user, at=desk.at)
    if row is not None:
        return of_row(item, row, session)
    strange, edition = what_is(item.text)
    counted = None
    if item.was_let_in and desk.device.is_offline:
        counted = actions.count_heads(
            door=session, heads=item.heads or 1, by=desk.user, at=desk.at, noted=desk.noted(item)
        )
    return Outcome(str(item.key), item.kind, session, counted, strange, edition, is_conflict=counted is not None)


def of_row(item: Item, row: CheckIn | HeadCount, door: Session | Zone) -> Outcome:
    """Return the outcome of a row. Raises Unreadable where the device's name belongs to something else."""
    session = door if isinstance(door, Session) else None
    if (row.session_id, getattr(row, "zone_id", None)) != ((door.pk, None) if session else (None, door.pk)):
        raise Unreadable(_("This scan was sent before, for another session."))
    is_conflict = isinstance(row, CheckIn) and row.is_conflict
    return Outcome(str(item.key), item.kind, session, row, is_conflict=is_conflict)


def counted(desk: Desk, item: Item) -> Outcome:
    """Count heads at a session's door or a zone's gate."""
    door = desk.door_of(item)
    if item.heads is None:
        raise Unreadable(_("How many people?"))
    row = actions.count_heads(door=door, heads=item.heads, by=desk.user, at=desk.at, noted=desk.noted(item))
    return of_row(item, row, door)


def undone(desk: Desk, item: Item) -> Outcome:
    """Take back what a device did under another name of its own."""
    reach = Reach(desk.user, desk.at)
    stamp = desk.noted(item)
    assert item.undoes is not None  # noqa: S101 (read with the item)
    welcome = CheckIn.objects.select_related("registration", "session").filter(client_key=item.undoes).first()
    if welcome and reach.sessions().filter(pk=welcome.session_id).exists():
        try:
            row: CheckIn | HeadCount = actions.take_back(check_in=welcome, by=desk.user, at=desk.at, noted=stamp)
        except WrongStep:
            # Nobody was let in by it: there is nothing to take back, which is what was wanted.
            row = welcome
        return Outcome(str(item.key), item.kind, welcome.session, row)
    count = HeadCount.objects.select_related("session", "zone").filter(client_key=item.undoes).first()
    if count and is_theirs(reach, count):
        row = actions.undo_count(count=count, by=desk.user, at=desk.at, noted=stamp)
        return Outcome(str(item.key), item.kind, count.session, row)
    raise Unreadable(_("What you want to take back is not known here."))


def is_theirs(reach: Reach, count: HeadCount) -> bool:
    """Say whether a head count was made at a door that a user may watch."""
    if count.zone:
        return reach.zones().filter(pk=count.zone.pk).exists()
    return count.session is not None and reach.sessions().filter(pk=count.session.pk).exists()


ACTS: dict[str, Callable[[Desk, Item], Outcome]] = {"scan": scanned, "undo": undone, "count": counted}
