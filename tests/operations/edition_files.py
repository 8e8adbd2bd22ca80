"""A small edition file to break in one place, and the shipped ones."""

import re
from contextlib import contextmanager
from io import StringIO

import pytest
import yaml
from django.core.management import call_command
from django.db import transaction

from goodsociety.operations.loading.errors import BadEditionFile
from goodsociety.operations.loading.reading import SHIPPED, read_edition
from goodsociety.operations.loading.writing import load_edition
from zones.models import Edition

UNCHANGED = "Everything is already as the file says."


def small():
    """Return a small edition of 2027 as a file holds it: two zones, three places, four sessions, three shifts."""
    return {
        "edition": {
            "year": 2027,
            "status": "open",
            "name_th": "งานสังคมดี 2570",
            "name_en": "Good Society Expo 2027",
            "starts_on": "2027-10-07",
            "ends_on": "2027-10-10",
        },
        "zones": [
            {"slug": "education", "name_th": "การศึกษา", "name_en": "Education", "colour": "#1f6f8b"},
            {"slug": "health", "name_th": "สุขภาพ", "name_en": "Health", "colour": "#9a5200"},
        ],
        "organizations": [organization("lantern-foundation", part="zone_lead", zone="education")],
        "published_figures": [
            {"metric": "volunteers", "value": 12, "unit": "people", "qualifier": "exact", "source": "page 1"}
        ],
        "sample": {
            "zones": {"education": {"area_sqm": 300, "outline": [[0, 0], [400, 0], [400, 280]]}},
            "places": [
                {"slug": "stage", "zone": "education", "name_th": "เวที", "kind": "stage", "capacity": 100},
                {"slug": "room", "zone": "health", "name_th": "ห้อง", "kind": "room", "capacity": 20},
                {"slug": "square", "name_th": "ลาน", "kind": "booth", "is_shared": True},
            ],
            "organizations": [organization("river-daily", kind="media", part="media")],
            "media": [
                {
                    "outlet": "river-daily",
                    "title_th": "งานดี",
                    "link": "https://river.example.org/1",
                    "published_on": "2027-10-08",
                }
            ],
            "activities": [activity("repair-cafe", "education", "stage"), activity("first-aid", "health", "room")],
            "duties": [
                {
                    "slug": "welcome",
                    "zone": "education",
                    "host": "lantern-foundation",
                    "name_th": "ต้อนรับ",
                    "shifts": [
                        {"days": [1, 2], "at": "09:30", "minutes": 240, "capacity": 4, "place": "square"},
                        {"days": [1], "at": "13:30", "minutes": 240, "capacity": 4},
                    ],
                }
            ],
            "campaigns": [
                {
                    "slug": "lunches",
                    "organization": "lantern-foundation",
                    "name_th": "อาหารกลางวัน",
                    "goal_baht": 100_000,
                    "promptpay_id": "0000000000",
                }
            ],
        },
    }


def organization(slug, *, kind="foundation", part="partner", zone=None):
    """Return an organization with one part."""
    place = {"zone": zone} if zone else {}
    return {
        "slug": slug,
        "name_th": f"องค์กร {slug}",
        "sector": "civil_society",
        "kind": kind,
        "parts": [{"part": part, **place}],
    }


def activity(slug, zone, place):
    """Return a workshop with two sessions of an hour on day 1, at 10 and at 13 o'clock, for 15."""
    session = {"day": 1, "minutes": 60, "place": place, "entry": "registration", "capacity": 15}
    return {
        "slug": slug,
        "zone": zone,
        "kind": "workshop",
        "name_th": f"กิจกรรม {slug}",
        "hosts": ["lantern-foundation"],
        "ways": ["daily"],
        "for_whom_th": "ทุกคนที่มีของพัง",
        "language": "both",
        "minimum_age": 7,
        "maximum_age": 12,
        "access": ["step_free", "captions"],
        "sessions": [{**session, "at": "10:00"}, {**session, "at": "13:00"}],
    }


def crowd(**numbers):
    """Return a crowd of nobody, apart from the numbers given."""
    keys = (
        "volunteers", "attendees", "field_tour_people", "pledged_baht", "paid_baht", "nearly_full_sessions",
        "expertise",
    )  # fmt: skip
    return {"seed": 1, **dict.fromkeys(keys, 0), **numbers}


def place_of(document, path):
    """Return the mapping or list that holds the last step of a path such as ``zones[0].colour``, and that step."""
    *steps, last = (int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", path))
    for step in steps:
        document = document[step]
    return document, last


def put(document, path, value):
    """Write a value at a path."""
    holder, last = place_of(document, path)
    holder[last] = value
    return document


def drop(document, path):
    """Take away what stands at a path."""
    holder, last = place_of(document, path)
    del holder[last]
    return document


def written(folder, document, name="edition.yaml"):
    """Write a document, or a text as it is, into a file and return its path."""
    path = folder / name
    is_text = isinstance(document, str)
    path.write_text(document if is_text else yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return path


def errors_in(folder, document):
    """Return what is wrong with a document, as a list of (path, sentence)."""
    with pytest.raises(BadEditionFile) as caught:
        read_edition(written(folder, document))
    return caught.value.errors


def load(source, *options):
    """Load a file by the command and return what it says."""
    said = StringIO()
    call_command("load_edition", str(source), *options, stdout=said)
    return said.getvalue()


def read_2019():
    """Return the checked document of the shipped file."""
    return read_edition(SHIPPED / "2019.yaml")


@contextmanager
def loaded_2019(document):
    """Give the loaded edition of 2019 and undo it in the end."""
    with transaction.atomic():
        load_edition(document, with_sample=True)
        yield Edition.objects.get(year=2019)
        transaction.set_rollback(True)
