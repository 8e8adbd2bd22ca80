"""What has changed lately in somebody's own expo: sessions and shifts that moved, were renamed or called off."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.sessions.backends.base import SessionBase
from django.utils.dateparse import parse_datetime

from activities.actions.moving import is_another
from activities.models import Change, Favourite, Session
from goodsociety.pages.timeline import Entry
from volunteers.actions.moving import is_another as is_another_shift
from volunteers.models import Shift, ShiftChange

SEEN = "news_seen_at"
Slot = Session | Shift
AnyChange = Change | ShiftChange


@dataclass(frozen=True)
class News:
    """A change of something in a timeline: what it was before, or nothing where it was called off."""

    entry: Entry
    at: dt.datetime
    before: AnyChange | None = None
    is_new: bool = False


def news_of(entries: Iterable[Entry], *, seen_at: dt.datetime | None) -> list[News]:
    """Return what changed since each thing came into a timeline, the newest first; new is what was not seen yet."""
    shown = list(entries)
    changes = {**changes_of_sessions(shown), **changes_of_shifts(shown)}
    found = [about(entry, changes.get(entry.slot, []), seen_at) for entry in shown]
    return sorted((news for news in found if news), key=lambda news: news.at, reverse=True)


def changes_of_sessions(entries: Iterable[Entry]) -> dict[Slot, list[AnyChange]]:
    """Return the changes of the sessions of entries, the oldest first."""
    slots = {entry.slot.pk: entry.slot for entry in entries if isinstance(entry.slot, Session)}
    rows = Change.objects.filter(session__in=slots).select_related("place").order_by("made_at", "pk")
    return by_slot((slots[row.session_id], row) for row in rows)


def changes_of_shifts(entries: Iterable[Entry]) -> dict[Slot, list[AnyChange]]:
    """Return the changes of the shifts of entries, the oldest first."""
    slots = {entry.slot.pk: entry.slot for entry in entries if isinstance(entry.slot, Shift)}
    rows = ShiftChange.objects.filter(shift__in=slots).select_related("place").order_by("made_at", "pk")
    return by_slot((slots[row.shift_id], row) for row in rows)


def by_slot(rows: Iterable[tuple[Slot, AnyChange]]) -> dict[Slot, list[AnyChange]]:
    """Return changes by what they are of."""
    kept: dict[Slot, list[AnyChange]] = defaultdict(list)
    for slot, change in rows:
        kept[slot].append(change)
    return kept


def about(entry: Entry, changes: list[AnyChange], seen_at: dt.datetime | None) -> News | None:
    """Return the news of an entry: that it was called off, else how it was when the visitor saw it last."""
    if entry.is_called_off:
        moment = entry.called_off_at
        return News(entry, moment, is_new=is_unseen(moment, seen_at)) if moment else None
    since = [change for change in changes if change.made_at > kept_since(entry)]
    unseen = [change for change in since if is_unseen(change.made_at, seen_at)]
    if not since:
        return None
    before = (unseen or since[-1:])[0]
    return News(entry, since[-1].made_at, before, is_new=bool(unseen)) if is_moved(before, entry.slot) else None


def is_moved(before: AnyChange, slot: Slot) -> bool:
    """Say whether something that takes place is another one than before a change."""
    if isinstance(before, Change) and isinstance(slot, Session):
        return is_another(before, slot)
    return isinstance(before, ShiftChange) and isinstance(slot, Shift) and is_another_shift(before, slot)


def kept_since(entry: Entry) -> dt.datetime:
    """Return when something came into a timeline."""
    row = entry.row
    return row.marked_at if isinstance(row, Favourite) else row.created_at


def is_unseen(moment: dt.datetime, seen_at: dt.datetime | None) -> bool:
    """Say whether something happened after the visitor looked last."""
    return seen_at is None or moment > seen_at


def seen(session: SessionBase) -> dt.datetime | None:
    """Return when this browser was shown the last news, or none."""
    kept = session.get(SEEN)
    return parse_datetime(kept) if kept else None


def note_seen(session: SessionBase, news: Iterable[News]) -> None:
    """Remember in this browser what it was shown; where nothing was new, nothing is written."""
    shown = [each.at for each in news if each.is_new]
    if shown:
        session[SEEN] = max(shown).isoformat()
