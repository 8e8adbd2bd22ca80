"""What of an edition's programme fits a choice, and how many would fit another one: all of it from a single query."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast
from django.utils import timezone

from activities.models import Language, Session
from activities.models.programme import SessionQuerySet
from activities.timetable.choice import Choice
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
    clock = Clock()
    found: dict[int, Traits] = {}
    for key, begins, ends, zone, kind, language, is_free, way in columns_of(sessions):
        if key not in found:
            found[key] = {
                **clock.traits(begins, ends),
                "zone": {zone},
                "kind": {kind},
                "way": set(),
                "language": UNDERSTOOD[language],
                "free": {FREE} if is_free else set(),
            }
        if way:
            found[key]["way"].add(way)
    return found


def columns_of(sessions: SessionQuerySet) -> Iterable[tuple[Any, ...]]:
    """Return what is chosen by, a line for each way to take part; moments as texts, whose reading costs the most."""
    begins, ends = (Cast(column, CharField()) for column in ("starts_at", "ends_at"))
    columns = ("activity__zone__slug", "activity__kind", "activity__language", "is_free", "activity__ways__way")
    lines = sessions.for_programme().annotate(begins=begins, ends=ends)
    return lines.values_list("pk", "begins", "ends", *columns)


class Clock:
    """Reads days and parts of days off moments, each pair once: most sessions begin and end at the same hours."""

    def __init__(self) -> None:
        """Begin without a memory."""
        self.known: dict[tuple[str, str], Traits] = {}

    def traits(self, begins: str, ends: str) -> Traits:
        """Return the day on which something begins, and the parts of it that it touches."""
        span = (begins, ends)
        if span not in self.known:
            self.known[span] = day_and_parts(moment(begins), moment(ends))
        return self.known[span]


def moment(text: str) -> dt.datetime:
    """Return a moment as a database writes it; SQLite leaves out that it is UTC."""
    read = dt.datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=dt.UTC)


def day_and_parts(starts_at: dt.datetime, ends_at: dt.datetime) -> Traits:
    """Return a day and its parts as values to choose by."""
    local = timezone.localtime(starts_at)
    first = local.hour * 60 + local.minute
    last = first + (ends_at - starts_at) // MINUTE
    touched = {part for part, (begins, ends) in PARTS.items() if first < ends and last > begins}
    return {"day": {local.date().isoformat()}, "time": touched}
