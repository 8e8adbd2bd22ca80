"""The sense of an edition file: what its parts say of each other, as (path, sentence) for all that is wrong."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

Document = dict[str, Any]
Errors = Iterator[tuple[str, str]]


def errors_of_sense(document: Document) -> Errors:
    """Yield every error of a document whose shape is right."""
    yield from edition_errors(document["edition"])
    yield from twice(document["zones"], "zones", "slug")
    yield from twice(document["published_figures"], "published_figures", "metric")
    yield from organization_errors(document)
    if document["sample"]:
        yield from sample_errors(document)


def edition_errors(edition: Document) -> Errors:
    """Yield what is wrong with the edition itself."""
    yield from day_errors(edition)
    if edition["closes_at"] <= edition["opens_at"]:
        yield "edition.closes_at", _("The doors close after they open.")
    if edition["status"] == "cancelled" and not edition["cancelled_reason_th"]:
        yield "edition.cancelled_reason_th", _("A cancelled edition says why.")


def day_errors(edition: Document) -> Errors:
    """Yield what is wrong with the edition's days."""
    first, last = edition["starts_on"], edition["ends_on"]
    if (first is None) != (last is None):
        yield "edition.starts_on", _("First and last day are both given or both missing.")
    if first and last and not dt.timedelta() <= last - first < dt.timedelta(days=31):
        yield "edition.ends_on", _("The last day is not before the first, and an expo lasts at most 31 days.")
    if first and first.year != edition["year"]:
        yield "edition.starts_on", _("The first day lies in the edition's year.")
    if edition["status"] == "open" and first is None:
        yield "edition.starts_on", _("An open edition has days.")


def twice(rows: list[Document], path: str, key: str) -> Errors:
    """Yield every row whose key an earlier one has."""
    seen = set()
    for index, row in enumerate(rows):
        if row[key] in seen:
            yield f"{path}[{index}].{key}", _("“%(value)s” stands twice.") % {"value": row[key]}
        seen.add(row[key])


def unknown(value: str | None, known: Iterable[str], path: str) -> Errors:
    """Yield a reference to something that the file does not hold."""
    if value is not None and value not in known:
        yield path, _("“%(value)s” is not in this file.") % {"value": value}


def slugs(rows: list[Document]) -> set[str]:
    """Return the slugs of rows."""
    return {row["slug"] for row in rows}


def all_organizations(document: Document) -> list[tuple[str, Document]]:
    """Return the organizations of facts and sample with their paths."""
    found = [(f"organizations[{index}]", row) for index, row in enumerate(document["organizations"])]
    sample = document["sample"] or {"organizations": []}
    return found + [(f"sample.organizations[{index}]", row) for index, row in enumerate(sample["organizations"])]


def organization_errors(document: Document) -> Errors:
    """Yield organizations that stand twice and parts in unknown zones."""
    zones = slugs(document["zones"])
    seen = set()
    for path, row in all_organizations(document):
        if row["slug"] in seen:
            yield f"{path}.slug", _("“%(value)s” stands twice.") % {"value": row["slug"]}
        seen.add(row["slug"])
        for index, part in enumerate(row["parts"]):
            yield from unknown(part["zone"], zones, f"{path}.parts[{index}].zone")


def sample_errors(document: Document) -> Errors:
    """Yield what is wrong in the sample rows."""
    sample = document["sample"]
    zones = slugs(document["zones"])
    organizations = {row["slug"] for _path, row in all_organizations(document)}
    for slug in sample["zones"]:
        yield from unknown(slug, zones, f"sample.zones.{slug}")
    for name in ("places", "activities", "duties", "campaigns"):
        yield from twice(sample[name], f"sample.{name}", "slug")
        for index, row in enumerate(sample[name]):
            yield from unknown(row.get("zone"), zones, f"sample.{name}[{index}].zone")
    for index, row in enumerate(sample["media"]):
        yield from unknown(row["outlet"], organizations, f"sample.media[{index}].outlet")
    for index, row in enumerate(sample["campaigns"]):
        yield from unknown(row["organization"], organizations, f"sample.campaigns[{index}].organization")
    yield from duty_errors(document, organizations)
    yield from activity_errors(document, organizations)
    yield from overlaps(document)


def duty_errors(document: Document, organizations: set[str]) -> Errors:
    """Yield duties with unknown hosts, places or days."""
    last_day = number_of_days(document)
    places = slugs(document["sample"]["places"])
    for index, duty in enumerate(document["sample"]["duties"]):
        path = f"sample.duties[{index}]"
        yield from unknown(duty["host"], organizations, f"{path}.host")
        for place, shift in enumerate(duty["shifts"]):
            below = f"{path}.shifts[{place}]"
            yield from unknown(shift["place"], places, f"{below}.place")
            if max(shift["days"]) > last_day:
                yield f"{below}.days", _("The expo has %(days)s days.") % {"days": last_day}


def activity_errors(document: Document, organizations: set[str]) -> Errors:
    """Yield activities with unknown hosts and sessions that cannot be."""
    for index, activity in enumerate(document["sample"]["activities"]):
        path = f"sample.activities[{index}]"
        for place, host in enumerate(activity["hosts"]):
            yield from unknown(host, organizations, f"{path}.hosts[{place}]")
        for place, session in enumerate(activity["sessions"]):
            yield from session_errors(document, session, f"{path}.sessions[{place}]")


def session_errors(document: Document, session: Document, path: str) -> Errors:
    """Yield what is wrong with one session: day, place, capacity."""
    places = {place["slug"]: place for place in document["sample"]["places"]}
    yield from unknown(session["place"], places, f"{path}.place")
    if session["day"] > number_of_days(document):
        yield f"{path}.day", _("The expo has %(days)s days.") % {"days": number_of_days(document)}
    if session["entry"] == "registration" and session["capacity"] is None:
        yield f"{path}.capacity", _("A session with registration has a capacity.")
    room = places.get(session["place"], {}).get("capacity")
    if room and session["capacity"] and session["capacity"] > room:
        yield f"{path}.capacity", _("The place holds %(room)s people.") % {"room": room}


def number_of_days(document: Document) -> int:
    """Return how many days the expo has; none where they are unknown."""
    edition = document["edition"]
    return (edition["ends_on"] - edition["starts_on"]).days + 1 if edition["starts_on"] and edition["ends_on"] else 0


def overlaps(document: Document) -> Errors:
    """Yield sessions that begin before an earlier one has left their place, where it is not shared."""
    exclusive = {place["slug"] for place in document["sample"]["places"] if not place["is_shared"]}
    booked = sorted(
        (
            session["place"],
            session["day"],
            starts_at(session),
            session["minutes"],
            f"sample.activities[{i}].sessions[{j}]",
        )
        for i, activity in enumerate(document["sample"]["activities"])
        for j, session in enumerate(activity["sessions"])
        if session["place"] in exclusive
    )
    for (place, day, starts, minutes, _path), (next_place, next_day, next_starts, _minutes, path) in pairwise(booked):
        if (place, day) == (next_place, next_day) and next_starts < starts + minutes:
            yield f"{path}.at", _("“%(place)s” is taken then, and it is not shared.") % {"place": place}


def starts_at(session: Document) -> int:
    """Return the minute of the day at which a session starts."""
    return int(session["at"].hour * 60 + session["at"].minute)
