"""The sample edition of the coming expo: the programme of 2019 on days that lie ahead, open for everybody to try."""

import copy
import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from activities.models import Entry, Kind, Session
from goodsociety.operations.loading.errors import Document
from goodsociety.operations.loading.reading import SHIPPED, read_edition
from goodsociety.operations.loading.tally import Tally
from goodsociety.operations.loading.writing import load_edition
from zones.models import Edition, EditionQuerySet

PATTERN = SHIPPED / "2019.yaml"
THURSDAY = 3
DAYS = 4
NOTICE = dt.timedelta(weeks=3)
SMALLEST_GROUP, LARGEST_GROUP = 5, 30
CROWD = {
    "seed": 1,
    "volunteers": 160,
    "attendees": 420,
    "field_tour_people": 40,
    "pledged_baht": 96_000,
    "paid_baht": 71_500,
    "nearly_full_sessions": 16,
    "expertise": 12,
}


def first_day(today: dt.date, taken: set[int]) -> dt.date:
    """Return the first Thursday at least three weeks away, in the first year that has no edition yet."""
    day = today + NOTICE
    day += dt.timedelta(days=(THURSDAY - day.weekday()) % 7)
    while day.year in taken:
        day += dt.timedelta(weeks=1)
    return day


def coming_document(starts_on: dt.date) -> Document:
    """Return the 2019 programme as an open sample edition that starts on a day."""
    document = copy.deepcopy(read_edition(PATTERN))
    document["edition"] |= {
        "year": starts_on.year,
        "status": Edition.Status.OPEN,
        "name_th": f"Good Society Expo {starts_on.year} (ตัวอย่าง)",
        "name_en": f"Good Society Expo {starts_on.year} (sample)",
        "starts_on": starts_on,
        "ends_on": starts_on + dt.timedelta(days=DAYS - 1),
        "story_th": "งานตัวอย่างสำหรับทดลองใช้ระบบ ใช้โซนและกำหนดการเดียวกับปี 2562 "
        "ลองลงทะเบียน สมัครเป็นอาสา หรือแจ้งความตั้งใจบริจาคได้ทุกอย่าง ไม่มีใครได้รับเงินหรือข้อความจริง",
        "story_en": "A sample edition for trying everything out, with the zones and the programme of 2019: register, "
        "take a shift, pledge. Nobody is paid or written to.",
        "contact_email": "expo@example.org",
        "source": "",
    }
    document["published_figures"] = []
    document["sample"] |= {"media": [], "crowd": CROWD}
    for session in tours_of(document):
        session["entry"] = Entry.GROUPS
    return document


def tours_of(document: Document) -> Iterator[Document]:
    """Yield the sessions of the field tours, which organizations come to in groups."""
    for activity in document["sample"]["activities"]:
        if activity["kind"] == Kind.FIELD_TOUR:
            yield from activity["sessions"]


def load_coming_edition(*, at: dt.datetime | None = None) -> Tally:
    """Load the sample edition of the coming expo, and let an earlier one whose days are past be over."""
    moment = at or timezone.now()
    past_samples(moment).update(status=Edition.Status.OVER)
    starts_on = first_day(timezone.localdate(moment), set(Edition.objects.values_list("year", flat=True)))
    tally = load_edition(coming_document(starts_on), at=moment, with_sample=True, is_sample=True)
    groups = Session.objects.filter(activity__edition__year=starts_on.year, entry=Entry.GROUPS)
    groups.update(smallest_party=SMALLEST_GROUP, largest_party=LARGEST_GROUP)
    return tally


def past_samples(at: dt.datetime) -> EditionQuerySet:
    """Return the sample editions that are still open although their last day is past."""
    return Edition.objects.open().filter(is_sample=True, ends_on__lt=timezone.localdate(at))


def is_one_coming(at: dt.datetime) -> bool:
    """Say whether an open edition still lies ahead or is going on."""
    return Edition.objects.open().filter(ends_on__gte=timezone.localdate(at)).exists()
