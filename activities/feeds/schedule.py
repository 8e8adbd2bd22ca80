"""The programme in the schedule formats that conference apps read.

Formats: the JSON Schema and the XML Schema of the repository voc/schedule (validator/json/schema.json and
validator/xsd/schedule.xml.xsd).
"""

import datetime as dt
import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any
from xml.etree import ElementTree as ET

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language

from activities.feeds.describing import address, duration, guid, is_cancelled, number, title, version
from activities.models import Language, Session
from goodsociety.common.dates import local_day
from zones.models import Edition

Fields = dict[str, Any]
SLOT = "00:15"
#: XML 1.0, section 2.2: characters that no document may hold.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
GENERATOR = {"name": "Good Society Expo", "version": "1"}


def schedule(edition: Edition, sessions: Sequence[Session]) -> Fields:
    """Return sessions, which come in order of time, as a schedule; cancelled ones, which apps do not know, stay out."""
    held = [session for session in sessions if not is_cancelled(session)]
    base = f"{settings.SITE_URL}{reverse('edition_home', args=[edition.year])}"
    conference = {
        "acronym": f"expo{edition.year}",
        "title": edition.name,
        "start": edition.starts_on.isoformat() if edition.starts_on else "",
        "end": edition.ends_on.isoformat() if edition.ends_on else "",
        "daysCount": len(edition.days),
        "timeslot_duration": SLOT,
        "time_zone_name": settings.TIME_ZONE,
        "url": base,
        "tracks": [{"name": zone.name, "slug": zone.slug, "color": zone.colour} for zone in edition.zones.all()],
        "days": [day(edition, index, date, held) for index, date in enumerate(edition.days, 1)],
    }
    return {
        "generator": GENERATOR,
        "schedule": {"version": version(sessions), "base_url": base, "conference": conference},
    }


def day(edition: Edition, index: int, date: dt.date, sessions: Sequence[Session]) -> Fields:
    """Return one day with its rooms and what happens in each."""
    those = sorted((row for row in sessions if local_day(row.starts_at) == date), key=lambda row: row.place.name)
    rooms = groupby(those, key=lambda row: row.place.name)
    return {
        "index": index,
        "date": date.isoformat(),
        "day_start": edition.moment(index, edition.opens_at).isoformat(),
        "day_end": edition.moment(index, edition.closes_at).isoformat(),
        "rooms": {name: [event(row) for row in rows] for name, rows in rooms},
    }


def event(session: Session) -> Fields:
    """Return one session."""
    starts_at = timezone.localtime(session.starts_at)
    return {
        "guid": str(guid(session)),
        "id": number(session),
        "code": session.code,
        "date": starts_at.isoformat(),
        "start": f"{starts_at:%H:%M}",
        "duration": duration(session.ends_at - session.starts_at),
        "room": session.place.name,
        "slug": f"expo{session.edition.year}-{session.activity.slug}-{session.code.lower()}",
        "url": address(session),
        "title": title(session),
        "subtitle": "",
        "track": session.activity.zone.name,
        "type": session.activity.kind,
        "language": spoken(session),
        "abstract": session.activity.summary,
        "description": capfirst(session.get_entry_display()),
        "persons": [],
        "links": [],
    }


def spoken(session: Session) -> str | None:
    """Return the language spoken: the reader's own where it is both, none where none is needed."""
    language = Language(session.activity.language)
    if language == Language.BOTH:
        return get_language()
    return None if language == Language.NONE else language.value


def schedule_xml(made: Fields) -> bytes:
    """Return a schedule as XML."""
    content = made["schedule"]
    root = ET.Element("schedule")
    ET.SubElement(root, "generator", GENERATOR)
    add_texts(root, {"url": content["base_url"], "version": content["version"]})
    conference = content["conference"]
    head = ET.SubElement(root, "conference")
    names = ("acronym", "title", "start", "end", "timeslot_duration", "time_zone_name", "url")
    add_texts(head, {name: conference[name] for name in names} | {"days": str(conference["daysCount"])})
    for track in conference["tracks"]:
        ET.SubElement(head, "track", track)
    for row in conference["days"]:
        add_day(root, row)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def add_day(root: ET.Element, row: Fields) -> None:
    """Add one day to the XML."""
    names = {"index": str(row["index"]), "date": row["date"], "start": row["day_start"], "end": row["day_end"]}
    element = ET.SubElement(root, "day", names)
    for name, events in row["rooms"].items():
        room = ET.SubElement(element, "room", {"name": name})
        for made in events:
            add_event(room, made)


def add_event(room: ET.Element, made: Fields) -> None:
    """Add one session to the XML."""
    element = ET.SubElement(room, "event", {"id": str(made["id"]), "guid": made["guid"]})
    names = (
        "room", "title", "subtitle", "type", "date", "start", "duration", "abstract", "slug", "track", "language",
        "description", "url",
    )  # fmt: skip
    add_texts(element, {name: made[name] or "" for name in names})


def add_texts(element: ET.Element, texts: dict[str, str]) -> None:
    """Add elements that hold a text each, without the control characters that XML cannot hold."""
    for name, text in texts.items():
        ET.SubElement(element, name).text = NOT_IN_XML.sub("", text)
