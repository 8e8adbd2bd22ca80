"""What may be typed about editions, zones, places, activities and sessions: each wrong thing gets its sentence."""

import datetime as dt

import pytest
from django.utils import timezone

from activities.models import Activity, Session
from tests import factories as make
from tests.admin.pages import errors, send
from tests.admin.rows import new_edition, page
from zones.models import Appointment, Edition, Place, Zone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


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
        ({"capacity": "2"}, "3 places are taken or offered, more than 2. Nobody is dropped"),
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


def activity_page(activity):
    """Return the address of an activity's page."""
    return page(Activity, "change", activity.pk)


def test_what_an_activity_opens_and_who_can_come_is_ticked(organiser):
    activity = make.ActivityFactory(ways=["donate"], access=["quiet", "captions"])
    typed = {"ways": ["daily", "donate"], "access": ["step_free", "quiet"], "language": "none", "minimum_age": "7"}

    assert errors(send(organiser, activity_page(activity), **typed, for_whom_th="ทุกคน")) == ""

    activity.refresh_from_db()
    assert (activity.language, activity.minimum_age, activity.maximum_age) == ("none", 7, None)
    assert {row.way for row in activity.ways.all()} == {"daily", "donate"}
    assert {row.feature for row in activity.access.all()} == {"step_free", "quiet"}


def test_what_is_ticked_stays_when_something_else_is_changed(organiser):
    activity = make.ActivityFactory(ways=["donate"], access=["quiet"])
    kept = [*activity.ways.all(), *activity.access.all()]
    html = organiser.get(activity_page(activity)).content.decode()
    assert html.count(" checked") == 2

    sent = send(organiser, activity_page(activity), name_en="Other", ways=["donate"], access=["quiet"])

    assert errors(sent) == ""
    assert [*activity.ways.all(), *activity.access.all()] == kept


def test_a_new_activity_takes_what_is_ticked(organiser):
    zone = make.ZoneFactory()
    typed = {"edition": zone.edition_id, "zone": zone.pk, "name_th": "ใหม่", "slug": "new", "kind": "talk"}
    sent = send(organiser, page(Activity, "add"), **typed, language="both", access=["captions"], ways=["expertise"])

    assert errors(sent) == ""
    activity = Activity.objects.get(slug="new")
    assert [row.feature for row in activity.access.all()] == ["captions"]
    assert [row.way for row in activity.ways.all()] == ["expertise"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"language": "de"}, "not one of the available choices"),
        ({"minimum_age": "-1"}, "greater than or equal to 0"),
        ({"minimum_age": "121"}, "at most 120 years"),
        ({"maximum_age": "99999999999999999999"}, "less than or equal to"),
        ({"minimum_age": "12", "maximum_age": "7"}, "must not be above the oldest"),
        ({"access": ["step_free", "wings"]}, "wings is not one of the available choices"),
        ({"ways": ["bribe"]}, "bribe is not one of the available choices"),
        ({"for_whom_en": "x" * 201}, "at most 200 characters"),
    ],
)
def test_who_can_come_makes_sense_or_is_refused_in_words(typed, sentence, organiser):
    activity = make.ActivityFactory(access=["quiet"])
    assert sentence in errors(send(organiser, activity_page(activity), **typed))
    assert [row.feature for row in activity.access.all()] == ["quiet"]


def test_activities_are_found_by_language_and_accessibility(organiser):
    make.ActivityFactory(name_en="Signed", access=["sign_language"], language="both")
    make.ActivityFactory(name_en="Plain")
    for asked in ("access__feature=sign_language", "language=both"):
        html = organiser.get(f"{page(Activity, 'changelist')}?{asked}").content.decode()
        assert "Signed" in html
        assert "Plain" not in html
