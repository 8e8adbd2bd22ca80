"""An expo with a full board of volunteers: five zones, four days, sixty shifts in each zone and day, 735 people.

Beside the sample edition, in the year after it, so that the other pages are measured with what they always had.
"""

import datetime as dt

from activities.models import Commitment, State
from goodsociety.operations.loading.people import Cast, Invented, commitments
from volunteers.models import Duty, Qualification, Shift, SignUp
from zones.models import Edition, Place, Zone

ZONES, DAYS, PEOPLE = 5, 4, 735
#: Sixty shifts in each zone and day.
DUTIES, BEGINS = 12, (8, 10, 12, 15, 18)
CAPACITY, NEEDED = 5, 3
#: Has no common divisor with the number of shifts of a day, so that everybody has another shift than the one before.
STRIDE = 7
BATCH = 500


def add_full_board(coming: Edition, *, at: dt.datetime) -> None:
    """Make the edition with its volunteers, each of whom has a shift on every day."""
    edition = add_edition(coming)
    for number in range(ZONES):
        names = {"name_th": f"โซน {number}", "name_en": f"Zone {number}"}
        zone = Zone.objects.create(edition=edition, slug=f"zone-{number}", order=number, **names)
        add_shifts(zone)
    sign_up(edition, Cast(edition, 1, at).more("helper", PEOPLE))


def add_edition(coming: Edition) -> Edition:
    """Add an open edition in the year after the one that is coming."""
    starts_on = dt.date(coming.year + 1, 12, 2)
    return Edition.objects.create(
        year=coming.year + 1,
        status=Edition.Status.OPEN,
        name_th="งานที่มีกะมาก",
        name_en="Expo of many shifts",
        starts_on=starts_on,
        ends_on=starts_on + dt.timedelta(days=DAYS - 1),
    )


def add_shifts(zone: Zone) -> None:
    """Add a zone's duties, each with shifts at all hours of all days."""
    place = Place.objects.create(edition=zone.edition, zone=zone, slug=zone.slug, kind="booth", name_th="จุดนัดพบ")
    skill, _is_new = Qualification.objects.get_or_create(slug="guiding", defaults={"name_th": "นำชม"})
    for number in range(DUTIES):
        words = {"name_th": f"อาสานำชม {number}", "description_th": "ต้อนรับและแนะนำผู้มาร่วมงาน"}
        duty = Duty.objects.create(edition=zone.edition, zone=zone, slug=f"{zone.slug}-{number}", **words)
        duty.needs.add(skill)
        Shift.objects.bulk_create(
            shift(duty, place, zone.edition.moment(day, dt.time(hour))) for day in range(1, DAYS + 1) for hour in BEGINS
        )


def shift(duty: Duty, place: Place, starts_at: dt.datetime) -> Shift:
    """Return an unsaved shift of two hours."""
    ends_at = starts_at + dt.timedelta(hours=2)
    return Shift(
        duty=duty, place=place, starts_at=starts_at, ends_at=ends_at, state=State.RELEASED, capacity=CAPACITY,
        needed=NEEDED,
    )  # fmt: skip


def sign_up(edition: Edition, people: list[Invented]) -> None:
    """Give everybody a shift on each day."""
    rows = []
    for day in edition.days:
        shifts = list(Shift.objects.of(edition).on_day(day).order_by("pk"))
        for number, invented in enumerate(people):
            chosen, person = shifts[number * STRIDE % len(shifts)], invented.person
            chosen.seats_taken += 1
            rows.append(SignUp(shift=chosen, person=person, name=person.name, created_at=person.created_at))
        Shift.objects.bulk_update(shifts, ["seats_taken"], batch_size=BATCH)
    stored = SignUp.objects.bulk_create(rows, batch_size=BATCH)
    timed = [(row.pk, row.person, row.shift) for row in stored]
    Commitment.objects.bulk_create(commitments(Commitment.What.SIGN_UP, timed), batch_size=BATCH)
