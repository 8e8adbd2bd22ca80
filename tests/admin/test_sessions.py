"""Sessions among each other: no two in one place at once, and counters that move while a form is open."""

import datetime as dt

import pytest
from django.utils import timezone

from activities.actions import set_capacity
from activities.models import Activity, Session
from tests import factories as make
from tests.admin.pages import errors, send
from tests.admin.rows import page
from zones.models import Place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HOUR = dt.timedelta(hours=1)


def session_page(session):
    """Return the address of a session's page."""
    return page(Session, "change", session.pk)


def test_two_sessions_are_not_in_one_place_at_once(edition, organiser):
    there = make.SessionFactory()
    session = make.SessionFactory(starts_at=there.ends_at)
    address = session_page(session)
    assert errors(send(organiser, address, place=there.place_id)) == "", "they only touch"
    earlier = timezone.localtime(there.starts_at + HOUR / 2)
    answer = send(organiser, address, starts_at_1=f"{earlier:%H:%M}")
    assert f"{there} is in this place at that time" in errors(answer)


@pytest.mark.parametrize("free", ["shared", "cancelled", "cancelled other"])
def test_sessions_may_overlap_in_a_shared_place_or_when_one_is_cancelled(free, edition, organiser):
    there = make.SessionFactory(state="cancelled" if free == "cancelled other" else "released")
    Place.objects.filter(pk=there.place_id).update(is_shared=free == "shared")
    session = make.SessionFactory()
    changes = {"place": there.place_id, "state": "cancelled" if free == "cancelled" else "released"}
    assert errors(send(organiser, session_page(session), **changes)) == ""
    session.refresh_from_db()
    assert session.place_id == there.place_id


def test_a_session_that_overlaps_already_can_still_get_more_seats(edition, organiser):
    there = make.SessionFactory()
    session = make.SessionFactory(place=there.place)
    assert errors(send(organiser, session_page(session), capacity="30")) == ""
    session.refresh_from_db()
    assert session.capacity == 30


def rows_of(activity, *sessions):
    """Return the fields of new sessions in an activity's page."""
    fields = {"sessions-TOTAL_FORMS": str(len(sessions)), "activity": None}
    for number, (place, starts_at, ends_at) in enumerate(sessions):
        row = {
            "place": place.pk,
            "starts_at_0": "2562-10-10",
            "starts_at_1": starts_at,
            "ends_at_0": "10/10/2562",
            "ends_at_1": ends_at,
            "state": "draft",
            "entry": "registration",
            "capacity": "20",
            "largest_party": "5",
        }
        fields |= {f"sessions-{number}-{name}": value for name, value in row.items()}
    return fields


def test_sessions_are_made_inside_their_activity(edition, organiser):
    activity, place = make.ActivityFactory(), make.PlaceFactory()
    rows = rows_of(activity, (place, "10:00", "11:00"), (place, "11:00", "12:00"))
    assert errors(send(organiser, page(Activity, "change", activity.pk), **rows)) == ""
    assert [timezone.localtime(row.starts_at).hour for row in activity.sessions.all()] == [10, 11]


def test_sessions_typed_together_are_compared_with_each_other(edition, organiser):
    activity, place = make.ActivityFactory(), make.PlaceFactory()
    rows = rows_of(activity, (place, "10:00", "11:00"), (place, "10:30", "12:00"))
    assert "is in this place at that time" in errors(send(organiser, page(Activity, "change", activity.pk), **rows))
    assert not activity.sessions.exists()


def test_sessions_typed_together_are_compared_with_others(edition, organiser):
    start = dt.datetime(2019, 10, 10, 10, tzinfo=timezone.get_current_timezone())
    there = make.SessionFactory(starts_at=start)
    activity = make.ActivityFactory()
    rows = rows_of(activity, (there.place, "10:30", "11:30"))
    assert f"{there} is in this place" in errors(send(organiser, page(Activity, "change", activity.pk), **rows))


def test_sessions_of_a_new_activity_are_compared_too(edition, organiser):
    zone, place = make.ZoneFactory(), make.PlaceFactory()
    rows = rows_of(None, (place, "10:00", "11:00"), (place, "10:30", "11:30"))
    fields = {"edition": edition.pk, "zone": zone.pk, "name_th": "วาดภาพ", "slug": "painting", "kind": "workshop"}
    address = page(Activity, "add")
    assert "is in this place at that time" in errors(send(organiser, address, **rows, **fields))
    rows["sessions-1-starts_at_1"] = "11:00"
    assert errors(send(organiser, address, **rows, **fields)) == ""
    assert Activity.objects.get(slug="painting").sessions.count() == 2


def test_two_sessions_may_move_by_half_an_hour_together(edition, organiser):
    first = make.SessionFactory()
    second = make.SessionFactory(activity=first.activity, place=first.place, starts_at=first.ends_at)
    times = {}
    for number, session in enumerate((first, second)):
        for name, moment in (("starts_at_1", session.starts_at), ("ends_at_1", session.ends_at)):
            times[f"sessions-{number}-{name}"] = f"{timezone.localtime(moment + HOUR / 2):%H:%M}"
    moments = {row.pk: row.starts_at + HOUR / 2 for row in (first, second)}
    assert errors(send(organiser, page(Activity, "change", first.activity_id), **times)) == ""
    assert dict(Session.objects.values_list("pk", "starts_at")) == moments


def test_a_session_with_registrations_is_not_deleted_inside_its_activity(edition, organiser):
    registration = make.RegistrationFactory()
    address = page(Activity, "change", registration.session.activity_id)
    answer = send(organiser, address, **{"sessions-0-DELETE": "on"})
    assert registration.reference in errors(answer)
    assert Session.objects.filter(pk=registration.session_id).exists()


@pytest.fixture
def busy(monkeypatch):
    """Let fifteen people register for every session in the moment before a form writes it."""
    save = Session.save

    def register_and_save(row, **kwargs):
        Session.objects.filter(pk=row.pk, seats_taken=0).take(15)
        save(row, **kwargs)

    monkeypatch.setattr(Session, "save", register_and_save)


def test_a_form_does_not_write_back_a_counter_that_moved(busy, edition, organiser):
    session = make.SessionFactory()
    for address in (session_page(session), page(Activity, "change", session.activity_id)):
        prefix = "" if "session" in address else "sessions-0-"
        assert errors(send(organiser, address, **{f"{prefix}capacity": "30"})) == ""
        session.refresh_from_db()
        assert (session.seats_taken, session.capacity) == (15, 30)
        Session.objects.update(seats_taken=0, capacity=20)


def test_seats_that_go_after_the_form_was_judged_are_named_too(edition, organiser, monkeypatch):
    def take_and_resize(*, session, **order):
        Session.objects.filter(pk=session.pk, seats_taken=0).take(15)
        return set_capacity(session=session, **order)

    monkeypatch.setattr("activities.actions.set_capacity", take_and_resize)
    session = make.SessionFactory()
    for address in (session_page(session), page(Activity, "change", session.activity_id)):
        prefix = "" if "session" in address else "sessions-0-"
        answer = send(organiser, address, **{f"{prefix}capacity": "10"})
        assert "15 places are taken or offered, more than 10. Nobody is dropped" in errors(answer)
        assert f'name="{prefix}capacity" value="10"' in answer.content.decode(), "what was typed is kept"
    session.refresh_from_db()
    assert session.capacity == 20


def test_a_session_ends_after_it_starts(edition, organiser):
    session = make.SessionFactory()
    answer = send(organiser, session_page(session), ends_at_1="03:00")
    assert "end must be later than the start" in errors(answer)
