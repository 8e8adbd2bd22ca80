"""The sense of an edition file: what its parts say of each other, as (path, sentence) for all that is wrong.

A value that could not be read is missing here and is judged no further, so that one fault is one error.
"""

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from goodsociety.operations.loading.errors import Document, Errors
from goodsociety.operations.loading.fields import Part
from reports.metrics import METRICS

LONGEST_EXPO = 31
MINUTES_A_DAY = 24 * 60
Rows = list[tuple[str, Document]]


def rows_of(part: Document, key: str, path: str = "") -> Rows:
    """Return the rows of a list, each with its path; none where it is not there or is no list."""
    return [(f"{path}{key}[{index}]", row) for index, row in enumerate(part[key] or [])]


@dataclass(frozen=True)
class Known:
    """What rows of the file may refer to, by address; None where it cannot all be read, and nothing is missed in it."""

    days: int | None
    zones: dict[str, Document] | None
    organizations: dict[str, Document] | None
    places: dict[str, Document] | None


def known_in(document: Document, sample: Document) -> Known:
    """Return what a file's rows may refer to."""
    return Known(
        days=number_of_days(document["edition"] or Part()),
        zones=by_slug(document["zones"]),
        organizations=by_slug(document["organizations"], sample["organizations"]),
        places=by_slug(sample["places"]),
    )


def by_slug(*lists: list[Document] | None) -> dict[str, Document] | None:
    """Return the rows of lists by their addresses; None where a list or an address could not be read."""
    if None in lists:
        return None
    rows = [row for rows in lists for row in rows or []]
    return None if any(row["slug"] is None for row in rows) else {row["slug"]: row for row in rows}


def number_of_days(edition: Document) -> int | None:
    """Return how many days the expo has, 0 where the file names none; None where they make no sense."""
    if "starts_on" not in edition or "ends_on" not in edition:
        return None
    first, last = edition["starts_on"], edition["ends_on"]
    if first is None or last is None:
        return 0 if first is last else None
    return (last - first).days + 1 if first <= last else None


def errors_of_sense(document: Document) -> Errors:
    """Yield every error that shows only when parts are compared."""
    sample = document["sample"] or Part(places=[], organizations=[])
    known = known_in(document, sample)
    yield from edition_errors(document["edition"] or Part())
    yield from twice(rows_of(document, "zones"), "slug")
    yield from figure_errors(rows_of(document, "published_figures"))
    organizations = rows_of(document, "organizations") + rows_of(sample, "organizations", "sample.")
    yield from organization_errors(organizations, known)
    yield from sample_errors(sample, known)


def edition_errors(edition: Document) -> Errors:
    """Yield what is wrong with the edition itself."""
    opens_at, closes_at = edition["opens_at"], edition["closes_at"]
    if opens_at and closes_at and closes_at <= opens_at:
        yield "edition.closes_at", _("The doors close after they open.")
    if edition["status"] == "cancelled" and edition.get("cancelled_reason_th") == "":
        yield "edition.cancelled_reason_th", _("A cancelled edition says why.")
    if edition["status"] == "open" and number_of_days(edition) == 0:
        yield "edition.starts_on", _("An open edition has days.")
    if "starts_on" in edition and "ends_on" in edition:
        yield from day_errors(edition["starts_on"], edition["ends_on"], edition["year"])


def day_errors(first: dt.date | None, last: dt.date | None, year: int | None) -> Errors:
    """Yield what is wrong with the edition's days."""
    if (first is None) != (last is None):
        yield "edition.starts_on", _("First and last day are both given or both missing.")
    if first and last and not 0 <= (last - first).days < LONGEST_EXPO:
        yield "edition.ends_on", _("The last day is not before the first, and an expo lasts at most 31 days.")
    if first and year and first.year != year:
        yield "edition.starts_on", _("The first day lies in the edition's year.")


def twice(rows: Rows, *keys: str) -> Errors:
    """Yield every row that says the same as an earlier one under all of the keys."""
    seen: set[Hashable] = set()
    for path, row in rows:
        value = tuple(row[key] for key in keys)
        if value in seen and all(key in row for key in keys):
            shown = ", ".join(str(part) for part in value if part is not None)
            yield f"{path}.{keys[0]}", _("“%(value)s” stands twice.") % {"value": shown}
        seen.add(value)


def unknown(row: Document, key: str, known: dict[str, Document] | None, path: str) -> Errors:
    """Yield a reference, or each of several, to something that the file does not hold."""
    values = row[key] if isinstance(row[key], list) else [row[key]]
    for index, value in enumerate(values):
        if value is not None and known is not None and value not in known:
            place = f"[{index}]" if values is row[key] else ""
            yield f"{path}.{key}{place}", _("“%(value)s” is not in this file.") % {"value": value}


def beyond(day: int | None, known: Known, path: str) -> Errors:
    """Yield a day that the expo does not have."""
    if day is not None and known.days is not None and day > known.days:
        yield path, _("The expo has %(days)s days.") % {"days": known.days}


def figure_errors(figures: Rows) -> Errors:
    """Yield figures that stand twice or are given in another unit than they are counted in."""
    yield from twice(figures, "metric")
    for path, row in figures:
        unit = METRICS[row["metric"]].unit if row["metric"] else row["unit"]
        if row["unit"] and row["unit"] != unit:
            yield f"{path}.unit", _("This figure is counted in %(unit)s.") % {"unit": unit}


def organization_errors(organizations: Rows, known: Known) -> Errors:
    """Yield organizations and parts that stand twice, and parts in unknown zones."""
    yield from twice(organizations, "slug")
    for path, row in organizations:
        parts = rows_of(row, "parts", f"{path}.")
        yield from twice(parts, "part", "zone")
        for below, part in parts:
            yield from unknown(part, "zone", known.zones, below)


def sample_errors(sample: Document, known: Known) -> Errors:
    """Yield what is wrong in the sample rows."""
    for slug in sample["zones"] or {}:
        yield from unknown({slug: slug}, slug, known.zones, "sample.zones")
    for name in ("places", "activities", "duties", "campaigns"):
        rows = rows_of(sample, name, "sample.")
        yield from twice(rows, "slug")
        for path, row in rows:
            yield from unknown(row, "zone", known.zones, path)
            yield from unknown(row, "host", known.organizations, path)
            yield from unknown(row, "hosts", known.organizations, path)
            yield from unknown(row, "organization", known.organizations, path)
    yield from media_errors(rows_of(sample, "media", "sample."), known)
    yield from activity_errors(rows_of(sample, "activities", "sample."), known)
    yield from duty_errors(rows_of(sample, "duties", "sample."), known)
    yield from crowd_errors(sample, known)


def media_errors(pieces: Rows, known: Known) -> Errors:
    """Yield pieces of coverage that stand twice or in an unknown outlet."""
    yield from twice(pieces, "link")
    for path, row in pieces:
        yield from unknown(row, "outlet", known.organizations, path)


def activity_errors(activities: Rows, known: Known) -> Errors:
    """Yield sessions that cannot be, alone or beside each other."""
    everywhere: Rows = []
    for path, activity in activities:
        sessions = rows_of(activity, "sessions", f"{path}.")
        yield from age_errors(activity, path)
        yield from twice(sessions, "day", "at", "place")
        for below, session in sessions:
            yield from session_errors(session, known, below)
        everywhere += sessions
    yield from overlaps(everywhere, known)


def age_errors(activity: Document, path: str) -> Errors:
    """Yield a youngest age above the oldest."""
    youngest, oldest = activity["minimum_age"], activity["maximum_age"]
    if youngest is not None and oldest is not None and youngest > oldest:
        yield f"{path}.minimum_age", _("The youngest age is not above the oldest.")


def session_errors(session: Document, known: Known, path: str) -> Errors:
    """Yield what is wrong with one session: day, place, capacity."""
    yield from beyond(session["day"], known, f"{path}.day")
    yield from unknown(session, "place", known.places, path)
    if session["entry"] != "open_door" and session.get("capacity", "") is None:
        yield f"{path}.capacity", _("A session with registration has a capacity.")
    room = (known.places or {}).get(session["place"], Part())["capacity"]
    if room and session["capacity"] and session["capacity"] > room:
        yield f"{path}.capacity", _("The place holds %(room)s people.") % {"room": room}


def overlaps(sessions: Rows, known: Known) -> Errors:
    """Yield sessions that begin before an earlier one has left their place, where it is not shared."""
    exclusive = {slug for slug, place in (known.places or {}).items() if place["is_shared"] is False}
    booked = [
        (row["place"], minute(row), path)
        for path, row in sessions
        if row["place"] in exclusive and row["day"] and row["at"] and row["minutes"]
    ]
    minutes = {path: row["minutes"] for path, row in sessions}
    free_from: dict[str, int] = {}
    for place, starts, path in sorted(booked):
        if starts < free_from.get(place, 0):
            yield f"{path}.at", _("“%(place)s” is taken then, and it is not shared.") % {"place": place}
        free_from[place] = max(free_from.get(place, 0), starts + minutes[path])


def minute(session: Document) -> int:
    """Return the minute at which a session starts, counted over all days."""
    at: dt.time = session["at"]
    return int(session["day"]) * MINUTES_A_DAY + at.hour * 60 + at.minute


def duty_errors(duties: Rows, known: Known) -> Errors:
    """Yield shifts that stand twice, at unknown places or on days that the expo does not have."""
    for path, duty in duties:
        shifts = rows_of(duty, "shifts", f"{path}.")
        each: Rows = [(below, Part({**shift, "days": day})) for below, shift in shifts for day in shift["days"] or []]
        yield from twice(each, "days", "at")
        for below, shift in shifts:
            yield from unknown(shift, "place", known.places, below)
            for index, day in enumerate(shift["days"] or []):
                yield from beyond(day, known, f"{below}.days[{index}]")


def crowd_errors(sample: Document, known: Known) -> Errors:
    """Yield campaigns that somebody could be paid through, and sample people on no day or with gifts to nobody."""
    for path, campaign in rows_of(sample, "campaigns", "sample."):
        if (campaign["promptpay_id"] or "").strip("0"):
            yield f"{path}.promptpay_id", _("Nobody is paid through a sample: write 0000000000.")
    crowd = sample["crowd"]
    if not crowd:
        return
    yield from beyond(1, known, "sample.crowd")
    if crowd["pledged_baht"] and sample["campaigns"] == []:
        yield "sample.crowd.pledged_baht", _("There is no campaign to pledge to.")
    if (crowd["paid_baht"] or 0) > crowd.get("pledged_baht", crowd["paid_baht"] or 0):
        yield "sample.crowd.paid_baht", _("No more is paid than was pledged.")
