"""A file loaded again after people came: what they hold stays, or the file is refused and nothing is changed."""

import datetime as dt

import pytest
from django.core.management import CommandError
from django.utils import timezone

from accounts.contact import Contact
from activities.actions import Party, cancel_registration, register_party
from activities.models import Session
from goodsociety.common import audit
from goodsociety.operations.invariants import findings
from tests.operations.edition_files import UNCHANGED, load, put, small, written
from tests.tables import everything
from volunteers.actions import sign_up
from volunteers.models import Shift

pytestmark = pytest.mark.django_db
BEFORE = dt.datetime(2027, 9, 1, tzinfo=dt.UTC)
SESSION = "sample.activities[0].sessions[0]"
SHIFT = "sample.duties[0].shifts[0]"


@pytest.fixture
def held(tmp_path):
    """Load the small file and let a party of six register and a volunteer sign up; return what was made."""
    load(written(tmp_path, small()))
    session = Session.objects.get(activity__slug="repair-cafe", starts_at__hour=10)
    six = Party(contact("party"), 6, youngest=7, oldest=12)
    party = register_party(session=session, party=six, by=audit.VISITOR, at=BEFORE)
    shift = Shift.objects.order_by("starts_at").first()
    helper = sign_up(shift=shift, contact=contact("helper"), by=audit.VISITOR, at=BEFORE)
    return party, helper


def contact(name):
    """Return how somebody is reached."""
    return Contact(name=name, email=f"{name}@example.org")


def refusal(path):
    """Load a file that is refused and return the lines about it; nothing may have changed."""
    before = everything()
    with pytest.raises(CommandError) as caught:
        load(path)
    assert everything() == before
    return str(caught.value).splitlines()[1:]


def test_the_same_file_touches_no_seat(tmp_path, held):
    before = everything()
    assert UNCHANGED in load(written(tmp_path, small()))
    assert everything() == before


def test_another_text_touches_no_seat(tmp_path, held):
    document = put(small(), "sample.activities[0].name_th", "ซ่อมได้")
    assert "activities: 0 added, 1 changed" in load(written(tmp_path, document))
    party, helper = held
    party.session.refresh_from_db()
    helper.shift.refresh_from_db()
    assert (party.session.seats_taken, helper.shift.seats_taken) == (6, 1)
    assert list(findings()) == []


@pytest.mark.parametrize("capacity", [6, 40])
def test_a_capacity_that_is_enough(tmp_path, held, capacity):
    assert "1 changed" in load(written(tmp_path, put(small(), f"{SESSION}.capacity", capacity)))
    assert Session.objects.get(pk=held[0].session_id).capacity == capacity


def test_a_capacity_below_the_seats_taken_is_refused(tmp_path, held):
    path = written(tmp_path, put(small(), f"{SESSION}.capacity", 5))
    assert refusal(path) == [f"  {SESSION}.capacity: 6 seats are taken already."]
    cancel_registration(registration=held[0], by=audit.VISITOR, at=BEFORE)
    assert "1 changed" in load(path)


def test_seats_held_count_like_seats_taken(tmp_path, held):
    Session.objects.filter(pk=held[0].session_id).update(seats_held=2)
    path = written(tmp_path, put(small(), f"{SESSION}.capacity", 7))
    assert refusal(path) == [f"  {SESSION}.capacity: 8 seats are taken already."]


def test_a_shift_keeps_its_volunteers(tmp_path, held):
    Shift.objects.filter(pk=held[1].shift_id).update(seats_held=2)
    path = written(tmp_path, put(small(), f"{SHIFT}.capacity", 2))
    assert refusal(path) == [f"  {SHIFT}.capacity: 3 seats are taken already."]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (f"{SESSION}.minutes", 90),
        (f"{SESSION}.at", "15:00"),
        (f"{SESSION}.day", 2),
        (f"{SESSION}.place", "square"),
        (f"{SHIFT}.minutes", 60),
        (f"{SHIFT}.place", "room"),
    ],
)
def test_what_people_hold_is_not_moved_by_a_file(tmp_path, held, path, value):
    ((line),) = refusal(written(tmp_path, put(small(), path, value)))
    assert line.startswith(f"  {path.rpartition('.')[0]}: People hold ")
    assert line.endswith("at another time or place: a file does not move them.")


def test_the_whole_expo_is_not_moved_under_its_people(tmp_path, held):
    document = put(put(small(), "edition.starts_on", "2027-10-14"), "edition.ends_on", "2027-10-17")
    lines = refusal(written(tmp_path, document))
    assert [line.split(":")[0].strip() for line in lines] == [SESSION, SHIFT]


def test_every_conflict_is_listed(tmp_path, held):
    document = put(put(small(), f"{SESSION}.capacity", 5), f"{SESSION}.minutes", 30)
    put(put(document, f"{SHIFT}.minutes", 30), "zones[0].colour", "#000000")
    assert [line.split(":")[0].strip() for line in refusal(written(tmp_path, document))] == [
        f"{SESSION}.capacity",
        SESSION,
        SHIFT,
    ]


def test_a_session_that_was_moved_with_its_people_stays_where_it_is(tmp_path, held):
    """Whoever moved it told them; the file has to say the new time before it is loaded again."""
    session = held[0].session
    hours = dt.timedelta(hours=5)
    Session.objects.filter(pk=session.pk).update(starts_at=session.starts_at + hours, ends_at=session.ends_at + hours)
    assert refusal(written(tmp_path, small()))[0].startswith(f"  {SESSION}: People hold 6 seats")
    assert UNCHANGED in load(written(tmp_path, put(small(), f"{SESSION}.at", "15:00")))


def test_what_nobody_holds_is_moved(tmp_path, held):
    document = put(small(), "sample.activities[0].sessions[1].at", "16:00")
    assert "sessions: 0 added, 1 changed, 3 unchanged" in load(written(tmp_path, document))
    starts = Session.objects.filter(activity__slug="repair-cafe").values_list("starts_at", flat=True)
    assert sorted(timezone.localtime(at).hour for at in starts) == [10, 16]
