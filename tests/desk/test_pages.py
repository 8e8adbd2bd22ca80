"""The desk's pages without a script: choosing, answers in large, taking back, counting, looking up, walking in."""

from uuid import uuid4

import pytest
from django.urls import reverse

from activities.models import CheckIn, HeadCount, Registration, Session
from tests import factories as make
from tests.desk.conftest import Device, address
from tests.html import faults
from tests.pages import HOSTILE, alert, is_under_strict_rules, queries, text
from tests.tables import everything


class Browser(Device):
    """A browser at a desk that knows no script, in English."""

    def form(self, view, watch, /, **typed):
        """Send a form under a fresh key."""
        return self.client.post(f"{address(view)}?{watch}", {"key": str(uuid4()), **typed})


@pytest.fixture
def phone(helper):
    """The helper's phone."""
    return Browser(helper)


@pytest.fixture
def watch(session):
    """What stands in the address of a phone that watches the session and the gate."""
    return f"session={session.code}&gate=forest"


PAGES = ("desk", "desk_at", "desk_people_page", "desk_walk_in_form")


def open_page(phone, name, watch, language):
    """Open a page of the desk."""
    return phone.client.get(f"{address(name, language)}?{watch}")


@pytest.mark.parametrize("name", [*PAGES, "desk_sign_in"])
def test_a_page_is_sound_and_keeps_to_itself(phone, watch, party, language, name):
    if name == "desk_sign_in":
        phone.client.logout()
    response = open_page(phone, name, watch, language)
    html = response.content.decode()
    assert response.status_code == 200
    assert (faults(html), html.count("<h1")) == ([], 1)
    assert f'<html lang="{language}"' in html
    assert "'unsafe" not in response["Content-Security-Policy"]
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store, private", "noindex, nofollow")
    if name != "desk_at":
        assert is_under_strict_rules(response)


def test_the_page_that_devices_save_holds_nobodys_name(phone, watch, party):
    html = open_page(phone, "desk_at", watch, "en").content.decode()
    assert [word for word in (party.name, party.reference, party.code) if word in html] == []


# Choosing


def test_sessions_stand_under_their_zones_by_day(phone, session, zone, other_zone):
    tomorrow = make.SessionFactory(
        activity__zone=zone, activity__name_en="Later", starts_at=session.edition.moment(2, session.starts_at.time())
    )
    make.SessionFactory(activity__zone=zone, activity__name_en="Hidden", state="draft")
    make.SessionFactory(activity__zone=zone, activity__name_en="Called Off", state="cancelled")
    page = phone.get("desk")
    said = text(page)
    assert "Mending" in said
    assert "Called Off" in said
    assert ("Hidden" in said, "Later" in said, "Sea" in said) == (False, False, False)
    assert "The expo has not begun" in said
    assert f'value="{session.code}"' in page.content.decode()
    day = tomorrow.starts_at.date().isoformat()
    assert "Later" in text(phone.get("desk", day=day))
    assert "Mending" in text(phone.get("desk", day="2026-99-99", edition="x" * 1000))


def test_a_browser_remembers_what_it_watched(phone, watch, session):
    assert open_page(phone, "desk_at", "", "en")["Location"] == "/en/desk/"
    open_page(phone, "desk_at", watch, "en")
    again = text(phone.get("desk"))
    assert "Go on with these" in again
    assert open_page(phone, "desk_at", "", "en").status_code == 200
    make.SessionFactory(activity__zone=session.activity.zone)
    assert f'value="{session.code}" checked' in phone.get("desk").content.decode()


def test_what_was_chosen_and_is_gone_is_left_out(phone, watch, session):
    open_page(phone, "desk_at", watch, "en")
    Session.objects.update(state="draft")
    assert open_page(phone, "desk_at", "", "en").status_code == 200
    assert open_page(phone, "desk_at", f"session={session.code}", "en").status_code == 302


@pytest.mark.parametrize("name", PAGES)
def test_as_many_questions_for_many_rows_as_for_one(phone, watch, session, zone, name):
    path = f"{address(name)}?{watch}"
    make.RegistrationFactory(session=session)
    phone.client.get(path)
    once = queries(phone.client, path)
    for _number in range(3):
        watch = f"{watch}&session={make.SessionFactory(activity__zone=zone).code}"
        make.RegistrationFactory(session=session)
    phone.client.get(f"{address(name)}?{watch}")
    assert queries(phone.client, f"{address(name)}?{watch}") == once


# Answers


def test_a_reference_is_answered_in_large_with_a_way_back(phone, watch, party, session):
    page = phone.form("desk_scan", watch, session=session.code, text=f" {party.reference.lower()} ")
    html = page.content.decode()
    assert (page.status_code, faults(html)) == (200, [])
    assert "desk-said-good" in html
    assert "Welcome" in text(page)
    key = str(CheckIn.objects.get().client_key)
    assert f'name="undoes" value="{key}"' in html
    taken_back = phone.form("desk_undo", watch, undoes=key)
    assert ("Taken back" in text(taken_back), "desk-said-warn" in taken_back.content.decode()) == (True, True)
    assert CheckIn.objects.filter(undoes__client_key=key).exists()


@pytest.mark.parametrize(("typed", "tone"), [("AAAA2222", "bad"), ("", "bad"), ("x" * 5000, "bad")])
def test_what_stands_for_nobody_is_answered_in_large_too(phone, watch, session, typed, tone):
    page = phone.form("desk_scan", watch, session=session.code, text=typed)
    assert f"desk-said-{tone}" in page.content.decode()


def test_the_same_form_sent_twice_does_its_work_once(phone, watch, party, session):
    key = str(uuid4())
    first = phone.form("desk_scan", watch, key=key, session=session.code, text=party.reference)
    before = everything()
    again = phone.form("desk_scan", watch, key=key, session=session.code, text=party.reference)
    assert text(again).split("Check somebody in")[0] == text(first).split("Check somebody in")[0]
    assert everything() == before


def test_part_of_a_party(phone, watch, party, session):
    page = phone.form("desk_scan", watch, session=session.code, text=party.reference, heads="2")
    assert "2 of 3 are in." in text(page)
    for heads in ("x", "-1", "9" * 5000, "0"):
        assert "Not accepted" in text(phone.form("desk_scan", watch, session=session.code, text="", heads=heads))


def test_the_counters(phone, watch, session):
    for heads, door in (("1", {"gate": "forest"}), ("1", {"gate": "forest"}), ("-1", {"session": session.code})):
        response = phone.form("desk_count", watch, heads=heads, **door)
    assert "Not accepted" in text(response)
    response = phone.form("desk_count", watch, heads="1", gate="forest")
    assert response["Location"].endswith("#count-forest")
    assert sum(HeadCount.objects.values_list("heads", flat=True)) == 3


# Looking up


def test_somebody_is_looked_up_and_checked_in(phone, watch, party, session):
    page = phone.form("desk_people_page", watch, q="สมหญิง")
    assert (faults(page.content.decode()), party.reference in text(page)) == ([], True)
    assert "สมหญิง" not in page.request["QUERY_STRING"]
    assert "Nobody fits" in text(phone.form("desk_people_page", watch, q="zzzz"))
    assert "come nearest" in text(phone.form("desk_people_page", watch, q="สมหิญง"))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_pages_take_whatever_is_typed(phone, watch, session, hostile):
    typed = HOSTILE[hostile]
    here = {"session": session.code}
    for view, fields in (
        ("desk_people_page", {"q": typed}),
        ("desk_scan", {**here, "text": typed}),
        ("desk_scan", {"session": typed}),
        ("desk_scan", {**here, "key": typed}),
        ("desk_undo", {"undoes": typed}),
        ("desk_count", {"gate": typed, "heads": "1"}),
        ("desk_count", {**here, "heads": typed}),
        ("desk_walk_in_form", {**here, "name": typed, "phone": "1", "size": "1"}),
        ("desk_walk_in_form", {**here, "phone": typed, "size": "1"}),
        ("desk_walk_in_form", {**here, "phone": "0812345678", "size": typed}),
    ):
        assert phone.form(view, watch, **fields).status_code == 200
    assert not Registration.objects.exists()
    assert not CheckIn.objects.exists()


# Walking in


def test_somebody_walks_in_and_gets_the_way_to_their_registration(phone, watch, session):
    page = phone.form("desk_walk_in_form", watch, session=session.code, name="สมชาย", phone="0812345678", size="2")
    row = Registration.objects.get()
    assert (row.is_walk_in, row.party_size) == (True, 2)
    assert "Let them take a picture" in text(page)
    assert faults(page.content.decode()) == []


def test_what_is_wrong_is_said_beside_what_was_typed(phone, watch, session):
    page = phone.form("desk_walk_in_form", watch, session=session.code, name="สมชาย", phone="123", size="2")
    assert "Write a Thai phone number" in alert(page)
    assert 'value="สมชาย"' in page.content.decode()
    assert 'name="override"' not in page.content.decode()


def test_a_reason_is_asked_for_only_where_it_helps(phone, watch, session):
    Session.objects.update(capacity=3)
    session.refresh_from_db()
    make.WaitingFactory(session=session, party_size=4)
    typed = {"session": session.code, "name": "สมชาย", "phone": "0812345678", "size": "1"}
    page = phone.form("desk_walk_in_form", watch, **typed)
    assert 'name="override"' in page.content.decode()
    assert "Welcome" in text(phone.form("desk_walk_in_form", watch, **typed, override="a friend"))


def test_a_form_is_only_ever_sent(phone, watch):
    for name in ("desk_scan", "desk_undo", "desk_count"):
        assert phone.client.get(f"{reverse(name)}?{watch}").status_code == 405
