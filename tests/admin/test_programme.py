"""What may be typed about editions, zones, places, activities and sessions: each wrong thing gets its sentence."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from activities.models import Activity, Session
from tests import factories as make
from tests.admin.pages import errors, send
from tests.admin.rows import new_edition, page
from zones.models import Appointment, Edition, Place, Zone

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def english():
    """Read the sentences in English, as they are written in the code."""
    with translation.override("en"):
        yield


def session_page(session):
    """Return the address of a session's page."""
    return page(Session, "change", session.pk)


@pytest.mark.parametrize("typed", ["2562-10-10", "10/10/2562", "10-10-2019", "10.10.2562", "๑๐/๑๐/๒๕๖๒"])
def test_a_buddhist_year_is_read_as_the_common_era_year(typed, organiser):
    session = make.SessionFactory()
    answer = send(
        organiser, session_page(session), starts_at_0=typed, starts_at_1="10:00", ends_at_0=typed, ends_at_1="11.30"
    )
    assert errors(answer) == ""
    session.refresh_from_db()
    moments = [timezone.localtime(moment).isoformat() for moment in (session.starts_at, session.ends_at)]
    assert moments == ["2019-10-10T10:00:00+07:00", "2019-10-10T11:30:00+07:00"]


def test_an_edition_takes_its_year_and_days_in_either_era(organiser):
    answer = send(
        organiser, page(Edition, "add"), year="2562", name_th="งานสังคมดี", starts_on="10/10/2562", ends_on="2019-10-13"
    )
    assert errors(answer) == ""
    edition = Edition.objects.get(year=2019)
    assert (edition.starts_on, edition.ends_on) == (dt.date(2019, 10, 10), dt.date(2019, 10, 13))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"year": "1776"}, "neither a Buddhist Era year"),
        ({"year": "99999999999999999999"}, "neither a Buddhist Era year"),
        ({"year": "-5"}, "greater than or equal to 0"),
        ({"starts_on": "31/02/2562"}, "Enter a valid date"),
        ({"starts_on": "10/10/1776"}, "neither a Buddhist Era year"),
        ({"starts_on": "10/10/9999"}, "neither a Buddhist Era year"),
        ({"starts_on": "\x00"}, "Enter a valid date"),
        ({"starts_on": ""}, "both the first and the last day"),
        ({"ends_on": "01/01/2026"}, "the last may not come before the first"),
        ({"starts_on": "10/10/2562", "ends_on": "11/10/2562"}, "must lie in the year of the edition"),
        ({"starts_on": "", "ends_on": ""}, "is open needs a first and a last day"),
        ({"opens_at": "20:00", "closes_at": "10:00"}, "closing time must be later"),
        ({"opens_at": "25:00"}, "Enter a valid time"),
        ({"status": "cancelled", "cancelled_reason_th": ""}, "needs a reason in Thai"),
        ({"status": "postponed"}, "not one of the available choices"),
        ({"name_th": ""}, "required"),
        ({"name_th": "ก" * 201}, "at most 200 characters"),
        ({"name_th": "a\x00b"}, "Null characters"),
        ({"zones-TOTAL_FORMS": "x"}, "ManagementForm"),
    ],
)
def test_an_edition_that_makes_no_sense_is_refused_in_words(typed, sentence, edition, organiser):
    before = Edition.objects.values().get(pk=edition.pk)
    assert sentence in errors(send(organiser, page(Edition, "change", edition.pk), **typed))
    assert Edition.objects.values().get(pk=edition.pk) == before


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"capacity": "2"}, "smaller than the number of seats already taken"),
        ({"capacity": ""}, "takes registrations needs a capacity"),
        ({"capacity": "-1"}, "greater than or equal to 0"),
        ({"capacity": "99999999999999999999"}, "less than or equal to"),
        ({"largest_party": "0"}, "one person or more"),
        ({"registration_opens_at_0": "31/12/2562"}, "Enter a valid time"),
        ({"starts_at_1": "9:00"}, "hold seats here"),
        ({"state": "cancelled"}, "hold seats here"),
        ({"place": "999999"}, "not one of the available choices"),
        ({"place": "1 OR 1=1"}, "not one of the available choices"),
    ],
)
def test_a_session_that_makes_no_sense_is_refused_in_words(typed, sentence, edition, organiser):
    session = make.SessionFactory()
    make.RegistrationFactory(session=session, party_size=3)
    before = Session.objects.values().get(pk=session.pk)
    assert sentence in errors(send(organiser, session_page(session), **typed))
    assert Session.objects.values().get(pk=session.pk) == before


def test_a_place_of_another_edition_is_refused(edition, organiser):
    session, elsewhere = make.SessionFactory(), make.PlaceFactory(zone=make.ZoneFactory(edition=new_edition()))
    assert "belongs to the edition of 1950" in errors(send(organiser, session_page(session), place=elsewhere.pk))


@pytest.mark.parametrize("model", [Place, Activity, Appointment])
def test_a_zone_of_another_edition_is_refused(model, edition, organiser):
    row = {Place: make.PlaceFactory, Activity: make.ActivityFactory, Appointment: make.AppointmentFactory}[model]()
    elsewhere = make.ZoneFactory(edition=new_edition())
    answer = send(organiser, page(model, "change", row.pk), zone=elsewhere.pk)
    assert "belongs to the edition of 1950" in errors(answer)


def test_the_edition_of_a_place_does_not_change(edition, organiser):
    place = make.PlaceFactory()
    send(organiser, page(Place, "change", place.pk), edition=new_edition().pk)
    place.refresh_from_db()
    assert place.edition == edition


@pytest.mark.parametrize(
    "outline", ['{"x": 1}', "[1, 2]", '[["a", "b"]]', "[[NaN, 1]]", "[[1, 601]]", "[[1, 1e999]]", '["\\u0000"]', "[["]
)
def test_an_outline_off_the_plan_is_refused(outline, edition, organiser):
    zone = make.ZoneFactory()
    answer = send(organiser, page(Zone, "change", zone.pk), outline=outline)
    assert "Write the corners" in errors(answer) or "Enter a valid JSON" in errors(answer)


def test_an_outline_on_the_plan_is_kept(edition, organiser):
    zone = make.ZoneFactory()
    send(organiser, page(Zone, "change", zone.pk), outline="[[0, 0], [1000, 0.5], [1000, 600]]")
    zone.refresh_from_db()
    assert zone.outline == [[0, 0], [1000, 0.5], [1000, 600]]


def test_a_zone_coordinator_needs_a_zone(edition, organiser):
    row = make.AppointmentFactory()
    address = page(Appointment, "change", row.pk)
    assert "needs a zone" in errors(send(organiser, address, role="zone_coordinator"))


def test_the_same_appointment_twice_in_one_page_is_refused(edition, organiser):
    user = make.UserFactory(is_staff=True)
    rows = {f"appointments-{n}-{name}": value for n in (0, 1) for name, value in (("user", user.pk), ("role", "desk"))}
    answer = send(organiser, page(Edition, "change", edition.pk), **rows, **{"appointments-TOTAL_FORMS": "2"})
    assert "already has this role" in answer.content.decode()
    assert not Appointment.objects.exists()


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


def test_places_made_inside_a_zone_belong_to_its_edition(edition, organiser):
    zone = make.ZoneFactory()
    row = {"name_th": "เวที", "name_en": "Stage", "slug": "stage", "kind": "stage"}
    fields = {"places-TOTAL_FORMS": "1", **{f"places-0-{name}": value for name, value in row.items()}}
    assert errors(send(organiser, page(Zone, "change", zone.pk), **fields)) == ""
    assert zone.places.get().edition == edition
    again = make.ZoneFactory()
    assert "already exists" in errors(send(organiser, page(Zone, "change", again.pk), **fields))


def test_the_same_address_twice_in_one_page_is_refused(edition, organiser):
    zone = make.ZoneFactory()
    row = {"name_th": "เวที", "slug": "stage", "kind": "stage"}
    rows = {f"places-{n}-{name}": value for n in (0, 1) for name, value in row.items()}
    answer = send(organiser, page(Zone, "change", zone.pk), **rows, **{"places-TOTAL_FORMS": "2"})
    assert "contradicts another row" in errors(answer)
    assert not zone.places.exists()


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


def test_seats_that_go_after_the_form_was_judged_are_named_too(busy, edition, organiser):
    session = make.SessionFactory()
    for address in (session_page(session), page(Activity, "change", session.activity_id)):
        prefix = "" if "session" in address else "sessions-0-"
        answer = send(organiser, address, **{f"{prefix}capacity": "10"})
        assert "smaller than the number of seats already taken" in errors(answer)
        assert f'name="{prefix}capacity" value="10"' in answer.content.decode(), "what was typed is kept"
    session.refresh_from_db()
    assert session.capacity == 20


def test_a_session_ends_after_it_starts(edition, organiser):
    session = make.SessionFactory()
    answer = send(organiser, session_page(session), ends_at_1="03:00")
    assert "end must be later than the start" in errors(answer)
