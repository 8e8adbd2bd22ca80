"""Who may stand at the desk, where, and how they sign in; asked anew with every request."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from activities.models import CheckIn, HeadCount
from tests import factories as make
from tests.desk.conftest import Device, a_count, a_guest, a_scan, an_undo, token
from tests.factories.accounts import PASSWORD
from tests.pages import text, value_of
from zones.models import Appointment

PAGES = ("desk", "desk_at", "desk_people_page", "desk_walk_in_form")
FORMS = ("desk_scan", "desk_undo", "desk_count")
ASKED = ("desk_list", "desk_numbers")
SENT = ("desk_scans", "desk_people", "desk_walk_in")


def role(role, **where):
    """Return a device of somebody with a role."""
    return Device(make.AppointmentFactory(user=make.UserFactory(), role=role, **where).user)


@pytest.mark.parametrize("name", [*PAGES, "desk_scan"])
def test_a_stranger_is_led_to_the_sign_in_and_back(client, session, name):
    path = reverse(name)
    response = client.post(path) if name in FORMS else client.get(path)
    assert response.status_code == 302
    assert response["Location"].startswith(f"{reverse('desk_sign_in')}?next=")
    assert response["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("name", [*ASKED, *SENT])
def test_a_strangers_device_gets_a_sentence(session, name):
    device = Device()
    response = device.get(name) if name in ASKED else device.post(name, {})
    assert response.status_code == 401
    assert response.json() == {"detail": "Sign in again to go on."}
    assert response["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("which", ["volunteer", "finance", "report_viewer", "partner of an organization"])
def test_whoever_has_no_desk_is_told_so(session, which):
    user = make.UserFactory(is_staff=True)
    if which in {"finance", "report_viewer"}:
        make.AppointmentFactory(user=user, role=which)
    device = Device(user)
    for name in PAGES:
        response = device.get(name)
        assert (response.status_code, "You have no desk" in text(response)) == (403, True)
    for name in [*ASKED, *SENT]:
        response = device.get(name) if name in ASKED else device.post(name, {})
        assert (response.status_code, list(response.json())) == (403, ["detail"])


@pytest.mark.parametrize("name", ["desk", "zone_coordinator", "volunteer_coordinator", "organiser"])
def test_every_role_that_checks_in_has_a_desk(session, party, zone, now, name):
    device = role(name, zone=zone)
    assert device.get("desk").status_code == 200
    assert device.send(a_scan(session, token(party), now))["result"] == "welcome"


def test_an_appointment_for_the_edition_opens_all_of_its_zones_and_no_other_edition(session, other_zone, now):
    device = role("desk")
    elsewhere = make.SessionFactory(activity__zone=other_zone)
    assert device.get("desk_list", session=[session.code, elsewhere.code]).json()["sessions"][1:]
    other_year = make.SessionFactory(activity__zone__edition=make.EditionFactory(year=2028))
    assert device.get("desk_list", session=other_year.code).status_code == 400
    assert Device(make.UserFactory(is_superuser=True)).get("desk_list", session=other_year.code).status_code == 200


def test_a_desk_of_a_zone_sees_and_does_nothing_in_another(desk, session, other_zone, now):
    theirs = make.SessionFactory(activity__zone=other_zone, activity__name_en="Diving")
    party = make.RegistrationFactory(session=theirs, name="Somebody Else")
    results = desk.upload(a_scan(theirs, party.reference, now), a_count(theirs, 1, now), a_count(other_zone, 1, now))
    assert [one["result"] for one in results["items"]] == ["invalid"] * 3
    assert results["numbers"] == []
    assert desk.post("desk_walk_in", a_guest(theirs, now)).json()["item"]["result"] == "invalid"
    assert desk.get("desk_list", session=theirs.code).status_code == 400
    assert desk.get("desk_numbers", gate="sea").status_code == 400
    assert desk.post("desk_people", {"q": "Somebody", "session": [theirs.code]}).status_code == 400
    assert desk.post("desk_people", {"q": "Somebody", "session": [session.code]}).json()["people"] == []
    assert "Diving" not in text(desk.get("desk"))
    assert desk.get("desk_at", session=theirs.code).status_code == 302
    assert not CheckIn.objects.exists()
    assert not HeadCount.objects.exists()


def test_what_another_desk_did_is_not_taken_back_from_here(desk, other_zone, now):
    there = role("desk", zone=other_zone)
    theirs = make.SessionFactory(activity__zone=other_zone)
    scan = a_scan(theirs, make.RegistrationFactory(session=theirs).reference, now)
    count = a_count(other_zone, 3, now)
    there.upload(scan, count)
    for done in (scan, count):
        assert desk.send(an_undo(done, now))["result"] == "invalid"
        assert there.send(an_undo(done, now))["result"] == "undone"


def test_an_appointment_taken_away_closes_the_desk_with_the_next_request(desk, session, party, now):
    assert desk.send(a_scan(session, token(party), now))["result"] == "welcome"
    Appointment.objects.all().delete()
    assert desk.post("desk_scans", {"items": [a_scan(session, token(party), now)]}).status_code == 403
    assert desk.get("desk").status_code == 403


def test_a_user_who_was_switched_off_is_a_stranger(desk, session):
    desk.user.is_active = False
    desk.user.save()
    assert desk.get("desk_list", session=session.code).status_code == 401


def test_a_form_from_elsewhere_is_refused(helper, session, party, now):
    client = Client(enforce_csrf_checks=True)
    client.force_login(helper)
    answer = client.post(reverse("desk_scans"), {"items": [a_scan(session, token(party), now)]}, "application/json")
    assert answer.status_code == 403
    assert not CheckIn.objects.exists()


def test_drafts_and_past_editions_have_no_desk(session, zone, now):
    device = role("desk")
    draft = make.SessionFactory(activity__zone=zone, state="draft")
    assert device.get("desk_list", session=draft.code).status_code == 400
    for status in ("draft", "over", "cancelled"):
        edition = session.edition
        edition.status, edition.cancelled_reason_th = status, "น้ำท่วม" if status == "cancelled" else ""
        edition.save()
        is_just_over = status == "over"
        assert device.get("desk_list", session=session.code).status_code == (200 if is_just_over else 400)
    edition = make.EditionFactory(year=2025, status="over")
    past = make.SessionFactory(activity__zone__edition=edition)
    boss = Device(make.UserFactory(is_superuser=True))
    assert boss.get("desk_list", session=past.code).status_code == 400


def test_without_an_edition_the_desk_says_what_opens_it(client, db):
    client.force_login(make.UserFactory(is_superuser=True))
    assert "There is nothing to check in now" in text(client.get("/en/desk/"))


# Signing in


def sign_in(client, **typed):
    """Send the sign-in form."""
    return client.post("/en/desk/sign-in/", {"email": "", "password": PASSWORD, **typed})


def test_a_helper_without_the_workspace_signs_in_and_goes_on(client, helper, session):
    wanted = f"/en/desk/at/?session={session.code}"
    page = client.get("/en/desk/sign-in/", {"next": wanted})
    assert wanted in page.content.decode()
    response = sign_in(client, email=f" {helper.email.upper()} ", next=wanted)
    assert (response.status_code, response["Location"]) == (302, wanted)
    assert client.get(wanted).status_code == 200
    assert client.get(reverse("admin:index")).status_code == 302
    assert client.get("/en/desk/sign-in/")["Location"] == "/en/desk/"


def test_signing_out_forgets_the_browser(desk):
    assert desk.client.post(reverse("desk_sign_out")).status_code == 302
    assert desk.client.get(reverse("desk")).status_code == 302
    assert desk.client.get(reverse("desk_sign_out")).status_code == 405


def test_a_wrong_password_says_neither_who_nor_why(client, helper):
    for typed in ({"email": helper.email, "password": "wrong"}, {"email": "nobody@example.org"}):
        response = sign_in(client, **typed)
        assert "do not belong together" in text(response)
        assert "wrong" not in response.content.decode()
    assert mail.outbox == []


def test_who_guesses_gets_nowhere(client, helper):
    for _time in range(10):
        sign_in(client, email=helper.email, password="wrong")
    response = sign_in(client, email=helper.email)
    assert response.status_code == 429
    assert "Too many wrong passwords" in text(response)


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example.org/", "//elsewhere.example.org/", "javascript:1"])
def test_signing_in_leads_to_no_other_site(client, helper, elsewhere):
    assert value_of(client.get("/en/desk/sign-in/", {"next": elsewhere}), "next") == ""
    assert sign_in(client, email=helper.email, next=elsewhere)["Location"] == "/en/desk/"


@pytest.mark.parametrize("typed", [{"email": "\x00"}, {"password": "x" * 100_000}, {"password": "\x00"}, {"email": ""}])
def test_the_sign_in_takes_anything(client, helper, typed):
    assert sign_in(client, **{"email": helper.email, **typed}).status_code == 200
