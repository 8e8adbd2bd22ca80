"""What of an edition's programme fits a choice, and how many would fit another one: all of it from two queries."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast

from activities.models import Activity, Language, Session
from activities.models.programme import SessionQuerySet
from activities.timetable.choice import Choice
from goodsociety.common.dates import local
from goodsociety.common.searching import are_near
from zones.models import Edition

#: The parts of a day, in minutes.
PARTS = {"morning": (0, 12 * 60), "afternoon": (12 * 60, 17 * 60), "evening": (17 * 60, 24 * 60)}
#: Who understands what is spoken: whoever looks for English also finds what is in both languages, and what needs none.
UNDERSTOOD = {
    Language.THAI: {"th"},
    Language.ENGLISH: {"en"},
    Language.BOTH: {"th", "en"},
    Language.NONE: {"th", "en", "none"},
}
FREE = "1"
MINUTE = dt.timedelta(minutes=1)
Traits = dict[str, set[str]]


@dataclass(frozen=True)
class Found:
    """The keys of the sessions that fit, in the programme's order; how many there are for each other choice."""

    keys: list[int] = field(default_factory=list)
    #: For every name and value: how many fit if this value were chosen and all else stayed.
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    #: For every name: how many fit if nothing were chosen for it and all else stayed.
    without: Counter[str] = field(default_factory=Counter)
    #: How many there are whatever is chosen, a text apart.
    all: int = 0
    #: Whether nothing fits the text as it was typed, and these are the nearest there are.
    is_near: bool = False


def find(edition: Edition, choice: Choice, *, at: dt.datetime) -> Found:
    """Return what of an edition's programme fits a choice."""
    sessions = Session.objects.public().of(edition)
    if text := choice.asked.get("q"):
        sessions = sessions.matching(text)
    found = narrowed(traits_of(with_free(sessions, edition, at)), choice.wanted)
    return replace(found, is_near=are_near(sessions))


def with_free(sessions: SessionQuerySet, edition: Edition, at: dt.datetime) -> SessionQuerySet:
    """Note for each session whether one can still get in; into an edition that is not open nobody can."""
    if not edition.is_open:
        return sessions.annotate(is_free=Value(0))
    return sessions.annotate(is_free=Exists(Session.objects.open_at(at).filter(pk=OuterRef("pk"))))


def narrowed(rows: Mapping[int, Traits], wanted: Mapping[str, str]) -> Found:
    """Return which rows have everything that is wanted, and how many have all but one thing."""
    found = Found(all=len(rows))
    for key, traits in rows.items():
        missing = [name for name, value in wanted.items() if value not in traits[name]]
        if len(missing) > 1:
            continue
        if not missing:
            found.keys.append(key)
        for name in missing or traits:
            found.without[name] += 1
            counts = found.counts[name]
            for value in traits[name]:
                counts[value] += 1
    return found


def traits_of(sessions: SessionQuerySet) -> dict[int, Traits]:
    """Return by its key what one may choose a session by, in the programme's order."""
    of_activity = traits_of_activities(sessions)
    found: dict[int, Traits] = {}
    for key, activity, begins, ends, is_free in columns_of(sessions):
        free = {FREE} if is_free else set()
        found[key] = {**of_activity[activity], **clock_traits(begins, ends), "free": free}
    return found


def traits_of_activities(sessions: SessionQuerySet) -> dict[int, Traits]:
    """Return by its key what one may choose the sessions of an activity by, read once for all of them."""
    activities = Activity.objects.filter(pk__in=sessions.order_by().values("activity")).order_by()
    found: dict[int, Traits] = {}
    for key, zone, kind, language, way in activities.values_list("pk", "zone__slug", "kind", "language", "ways__way"):
        if key not in found:
            found[key] = {"zone": {zone}, "kind": {kind}, "way": set(), "language": UNDERSTOOD[Language(language)]}
        if way:
            found[key]["way"].add(way)
    return found


def columns_of(sessions: SessionQuerySet) -> Iterable[tuple[Any, ...]]:
    """Return a line for each session; moments as texts, whose reading costs the most."""
    begins, ends = (Cast(column, CharField()) for column in ("starts_at", "ends_at"))
    lines = sessions.for_programme().annotate(begins=begins, ends=ends)
    return lines.values_list("pk", "activity_id", "begins", "ends", "is_free")


@lru_cache(maxsize=4096)
def clock_traits(begins: str, ends: str) -> Traits:
    """Return the day on which something begins, and the parts of it that it touches; not to be changed."""
    return day_and_parts(moment(begins), moment(ends))


def moment(text: str) -> dt.datetime:
    """Return a moment as a database writes it; SQLite leaves out that it is UTC."""
    read = dt.datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=dt.UTC)


def day_and_parts(starts_at: dt.datetime, ends_at: dt.datetime) -> Traits:
    """Return a day and its parts as values to choose by."""
    begins_at = local(starts_at)
    first = begins_at.hour * 60 + begins_at.minute
    last = first + (ends_at - starts_at) // MINUTE
    touched = {part for part, (begins, ends) in PARTS.items() if first < ends and last > begins}
    return {"day": {begins_at.date().isoformat()}, "time": touched}
