"""The coordinator's board: who is expected, here, late and missing, by whom it is seen, and what a tap does."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from activities.passes import pass_address, token_of
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.html import faults
from tests.pages import is_under_strict_rules, queries, text
from volunteers import day_refusals, refusals
from volunteers.expected import Presence, free_for, watched
from volunteers.models import Shift, SignUp

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
PHONE = "+66812345678"


@pytest.fixture(autouse=True)
def counters_are_true(db):
    """Recount everything afterwards."""
    yield
    assert list(findings()) == []


@pytest.fixture
def shift(edition):
    """A shift from 9:30 to 13:30 for five."""
    return Shift.objects.for_page().get(pk=make.ShiftFactory(duty__name_en="Welcome").pk)


@pytest.fixture
def row(shift):
    """Somebody with a place in it, and a phone."""
    return make.SignUpFactory(shift=shift, name="มาลี รักดี", phone=PHONE)


@pytest.fixture
def on_the_day(shift, row):
    """Stop the clock ten minutes after the shift has begun."""
    with time_machine.travel(shift.starts_at + 10 * MINUTE, tick=False) as clock:
        yield clock


def browser(role, shift, **where):
    """Return the browser of somebody with a role in the zone of a shift, or elsewhere."""
    place = {"edition": shift.edition, "zone": shift.duty.zone, **where}
    client = Client()
    client.force_login(make.AppointmentFactory(user=make.UserFactory(), role=role, **place).user)
    return client


@pytest.fixture
def staff(on_the_day, shift):
    """The browser of whoever looks after the volunteers of the zone."""
    return browser("volunteer_coordinator", shift)


@pytest.fixture
def helper(on_the_day, shift):
    """The browser of a helper at the desk of the zone."""
    return browser("desk", shift)


def board(shift):
    """Return the address of the board."""
    return reverse("volunteer_day", args=[shift.edition.year])


def of(shift, name="volunteer_day_shift"):
    """Return the address of a page of a shift."""
    return reverse(name, args=[shift.edition.year, shift.code])


def tap(client, row, verb, **more):
    """Tap a button."""
    return client.post(reverse("volunteer_day_note", args=[row.shift.edition.year]), {verb: row.reference, **more})


def status_of(row):
    """Return how a sign-up stands now."""
    row.refresh_from_db()
    return row.status, row.arrived_at is not None, row.left_at is not None


# How people stand

STANDS = {
    "before": (-MINUTE, {}, Presence.EXPECTED),
    "begun": (0 * MINUTE, {}, Presence.LATE),
    "over": (4 * HOUR, {}, Presence.MISSING),
    "noted": (HOUR, {"status": "no_show"}, Presence.MISSING),
}


@pytest.mark.parametrize("stand", STANDS)
def test_how_somebody_stands_who_has_not_come(shift, stand):
    after, columns, presence = STANDS[stand]
    make.SignUpFactory(shift=shift, **columns)
    [watching] = watched([shift], at=shift.starts_at + after)
    assert [each.presence for each in watching.people] == [presence]


def test_groups_count_with_all_their_heads(shift):
    Shift.objects.update(largest_party=5, capacity=20)
    make.SignUpFactory(shift=shift, party_size=5, arrived_at=shift.starts_at, heads=3)
    make.SignUpFactory(shift=shift, party_size=4)
    make.SignUpFactory(shift=shift, arrived_at=shift.starts_at, left_at=shift.starts_at + MINUTE)
    [watching] = watched([shift], at=shift.starts_at + HOUR)
    assert (watching.signed_up, watching.here, watching.late, watching.missing) == (10, 3, 4, 0)


def test_whom_something_is_to_be_done_about_stands_first(shift):
    for name, columns in {"b": {}, "a": {"arrived_at": shift.starts_at}, "c": {"status": "no_show"}}.items():
        make.SignUpFactory(shift=shift, name=name, **columns)
    [watching] = watched([shift], at=shift.starts_at)
    assert [each.name for each in watching.people] == ["b", "a", "c"]


def test_who_is_free_now_for_the_same_duty(shift):
    def other(hours, **columns):
        begins_at = shift.starts_at + hours * HOUR
        its = Shift.objects.filter(duty=shift.duty, starts_at=begins_at).first()
        return make.SignUpFactory(shift=its or make.ShiftFactory(duty=shift.duty, starts_at=begins_at), **columns)

    at = shift.starts_at + HOUR
    other(2)  # whose own shift overlaps
    other(5, status="cancelled")
    make.SignUpFactory(shift=make.ShiftFactory(starts_at=shift.starts_at + 5 * HOUR))  # another duty
    busy = other(6).person
    make.RegistrationFactory(person=busy, session__starts_at=shift.starts_at + 2 * HOUR)
    own = make.SignUpFactory(shift=shift)
    other(7, person=own.person)
    tomorrow, twice = other(24), other(10)
    other(30, person=twice.person)
    was_here = other(-5, arrived_at=shift.starts_at - 5 * HOUR)
    assert [row.person for row in free_for(shift, at=at)] == [was_here.person, twice.person, tomorrow.person]


# Who sees what


@pytest.mark.parametrize("role", ["volunteer_coordinator", "zone_coordinator", "organiser"])
def test_coordinators_see_people_and_phones(on_the_day, shift, row, role, language):
    client = browser(role, shift)
    for page in (client.get(board(shift)), client.get(of(shift))):
        html = page.content.decode()
        assert faults(html) == []
        assert is_under_strict_rules(page)
        assert page["Cache-Control"] == "no-store, private"
        assert {row.name, row.reference, "081 234 5678"} <= {
            word for word in (row.name, row.reference, "081 234 5678") if word in text(page)
        }
        assert f'href="tel:{PHONE}"' in html
        assert 'name="no_show"' in html


def test_helpers_check_in_and_see_no_phones(helper, shift, row):
    for page in (helper.get(board(shift)), helper.get(of(shift))):
        html = page.content.decode()
        assert row.name in html
        assert 'name="arrive"' in html
        assert not any(word in html for word in ("tel:", "1234", 'name="no_show"', "walk-up"))
    assert tap(helper, row, "arrive").status_code == 302
    assert status_of(row) == ("confirmed", True, False)
    for verb in ("no_show", "undo_no_show", "admit"):
        assert tap(helper, row, verb).status_code == 404
    assert helper.get(of(shift, "volunteer_day_walk_up")).status_code == 403


PAGES = ("volunteer_day", "volunteer_day_scan", "volunteer_day_screen", "volunteer_day_roster", "volunteer_hours")
OF_A_SHIFT = ("volunteer_day_shift", "volunteer_day_walk_up", "shift_hours")


def test_strangers_are_led_to_the_sign_in_and_back(client, on_the_day, shift, row):
    paths = [*(reverse(name, args=[shift.edition.year]) for name in PAGES), *(of(shift, name) for name in OF_A_SHIFT)]
    for path in paths:
        response = client.get(path)
        assert (response.status_code, response.url) == (
            302,
            f"{reverse('desk_sign_in')}?next={path.replace('/', '%2F')}",
        )
        assert response["Cache-Control"] == "no-store, private"
    assert tap(client, row, "arrive").status_code == 302
    assert status_of(row) == ("confirmed", False, False)


@pytest.mark.parametrize("role", ["finance", "report_viewer"])
def test_other_staff_are_told_that_these_are_not_theirs(on_the_day, shift, row, role):
    client = browser(role, shift)
    for name in PAGES:
        assert client.get(reverse(name, args=[shift.edition.year])).status_code == 403
    assert tap(client, row, "arrive").status_code == 403


def test_another_zone_and_another_edition_are_not_there(on_the_day, shift, row):
    zone = make.ZoneFactory(edition=shift.edition)
    client = browser("volunteer_coordinator", shift, zone=zone)
    assert row.name not in text(client.get(board(shift)))
    for name in OF_A_SHIFT:
        assert client.get(of(shift, name)).status_code == 404
    assert tap(client, row, "arrive").status_code == 404
    other = make.EditionFactory(year=2031)
    assert client.get(reverse("volunteer_day", args=[other.year])).status_code == 403


def test_duties_of_the_whole_expo_are_for_those_of_the_whole_expo(on_the_day, shift, row):
    whole = make.ShiftFactory(duty__edition=shift.edition, duty__zone=None)
    assert browser("zone_coordinator", shift).get(of(whole)).status_code == 404
    assert browser("volunteer_coordinator", shift, zone=None).get(of(whole)).status_code == 200


def test_an_appointment_that_is_taken_away_opens_nothing_any_more(staff, shift):
    assert staff.get(board(shift)).status_code == 200
    make.AppointmentFactory._meta.model.objects.all().delete()
    assert staff.get(board(shift)).status_code == 403


def test_drafts_are_not_there(staff, shift):
    draft = make.ShiftFactory(duty=shift.duty, starts_at=shift.starts_at + 5 * HOUR, state="draft")
    assert staff.get(of(draft)).status_code == 404
    shift.edition.status = "draft"
    shift.edition.save()
    assert staff.get(board(shift)).status_code == 404


# Taps


def test_a_day_by_taps(staff, on_the_day, shift, row):
    for verb, status in {
        "no_show": ("no_show", False, False),
        "undo_no_show": ("confirmed", False, False),
        "arrive": ("confirmed", True, False),
        "leave": ("confirmed", True, True),
        "undo_arrival": ("confirmed", False, False),
    }.items():
        response = tap(staff, row, verb)
        assert (response.status_code, response.url) == (302, f"{board(shift)}#p{row.reference}"), verb
        assert status_of(row) == status, verb


def test_a_tap_leads_back_to_where_it_was_made(staff, shift, row):
    path = f"{reverse('volunteer_day_note', args=[shift.edition.year])}?day=2026-12-02&zone=x"
    assert staff.post(path, {"arrive": row.reference}).url == f"{board(shift)}?day=2026-12-02&zone=x#p{row.reference}"
    assert tap(staff, row, "leave", **{"from": "shift"}).url == f"{of(shift)}#p{row.reference}"


def test_where_many_shifts_are_on_the_late_are_listed_and_the_last_tap_can_be_taken_back(staff, shift, row):
    quiet = make.SignUpFactory(shift=shift, name="กฤษณ์ เงียบ ๆ", arrived_at=shift.starts_at)
    for minutes in (1, 2, 3):
        make.ShiftFactory(duty=shift.duty, starts_at=shift.starts_at + minutes * MINUTE)
    page = staff.get(board(shift)).content.decode()
    assert (f'name="arrive" value="{row.reference}"' in page, quiet.name in page) == (True, False)
    tap(staff, row, "arrive")
    page = staff.get(board(shift)).content.decode()
    assert (
        f'name="arrive" value="{row.reference}"' in page,
        f'name="undo_arrival" value="{row.reference}"' in page,
    ) == (
        False,
        True,
    )


@pytest.mark.parametrize("place", ["board", "shift"])
def test_what_a_rule_says_no_to_is_said_on_the_same_page(staff, row, language, place):
    response = tap(staff, row, "leave", **{"from": place})
    assert (response.status_code, str(day_refusals.NotHere()) in text(response)) == (409, True)
    assert row.name in text(response)


@pytest.mark.parametrize("typed", ["", "nobody", "\x00", "x" * 10_000])
def test_a_tap_on_nobody_is_not_there(staff, shift, typed):
    assert staff.post(reverse("volunteer_day_note", args=[shift.edition.year]), {"arrive": typed}).status_code == 404


def test_times_are_noted_as_they_are_typed(staff, on_the_day, shift, row):
    on_the_day.move_to(shift.ends_at + HOUR)
    path = reverse("volunteer_day_times", args=[shift.edition.year])
    answer = staff.post(path, {"reference": row.reference, "arrived": "9.45", "left": "12:00", "from": "shift"})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.arrived_at, row.left_at) == (shift.starts_at + 15 * MINUTE, shift.starts_at + 150 * MINUTE)
    for wrong in (
        {"arrived": "x"},
        {"arrived": ""},
        {"arrived": "10:00", "left": "9:45"},
        {"arrived": "9:30", "heads": "7"},
    ):
        response = staff.post(path, {"reference": row.reference, **wrong})
        assert (response.status_code, 'role="alert"' in response.content.decode()) == (409, True), wrong


def test_who_waits_is_given_the_place_by_a_tap(staff, shift):
    waiting = make.SignUpFactory(shift=shift, status="waiting")
    assert waiting.reference in text(staff.get(of(shift)))
    tap(staff, waiting, "admit")
    assert status_of(waiting) == ("confirmed", True, False)


# The board


def test_the_board_has_now_next_and_over(staff, on_the_day, shift, language):
    make.ShiftFactory(duty=shift.duty, starts_at=shift.starts_at + 5 * HOUR)
    page = staff.get(board(shift)).content.decode()
    assert ('id="now"' in page, 'id="next"' in page, 'id="over"' in page) == (True, True, False)
    on_the_day.move_to(shift.ends_at)
    page = staff.get(board(shift)).content.decode()
    assert ('id="now"' in page, 'id="next"' in page, 'id="over"' in page) == (False, True, True)


def test_the_board_tells_of_stand_ins_and_of_the_day_after(staff, shift):
    later = make.ShiftFactory(duty=shift.duty, starts_at=shift.starts_at + 24 * HOUR, needed=3)
    leaving = make.SignUpFactory(shift=later, name="ใครคนหนึ่ง")
    make.HandOverFactory(sign_up=leaving)
    page = staff.get(f"/en{board(shift)}")
    assert {"Stand-ins sought", "Too few people the day after", "2 too few", leaving.name} <= {
        word
        for word in ("Stand-ins sought", "Too few people the day after", "2 too few", leaving.name)
        if word in text(page)
    }


@pytest.mark.parametrize("query", [{}, {"day": "nonsense", "zone": "nowhere"}, {"day": "2026-12-04"}])
def test_an_empty_day_says_so(staff, shift, query):
    Shift.objects.update(state="cancelled")
    assert staff.get(board(shift), query).status_code == 200
    on_another = staff.get(f"/en{board(shift)}", {"day": "2026-12-04"})
    assert "No shift on this day" in text(on_another)


def test_an_edition_without_days_has_an_empty_board(client, edition):
    unknown = make.EditionFactory(year=2032, status="over", starts_on=None, ends_on=None)
    client.force_login(make.UserFactory(is_superuser=True))
    assert client.get(reverse("volunteer_day", args=[unknown.year])).status_code == 200
    assert client.get(reverse("volunteer_day_roster", args=[unknown.year])).status_code == 404


def test_the_pages_ask_as_often_for_three_as_for_one(staff, shift, row):
    Shift.objects.update(capacity=9)
    make.SignUpFactory(shift=shift, status="waiting")
    paths = [board(shift), of(shift)]
    few = [queries(staff, path) for path in paths]
    for hours in (5, 10):
        other = make.ShiftFactory(duty=shift.duty, starts_at=shift.starts_at + hours * HOUR)
        make.HandOverFactory(sign_up=make.SignUpFactory(shift=other))
        make.SignUpFactory(shift=shift, status="no_show")
        make.SignUpFactory(shift=shift, status="waiting")
    assert [queries(staff, path) for path in paths] == few
    assert max(few) <= 20


# Scanning


def scan(client, shift, typed, **more):
    """Scan a code at the door of a shift, or of all."""
    path = reverse("volunteer_day_scan", args=[shift.edition.year])
    door = f"?shift={more.pop('door').code}" if "door" in more else ""
    return client.post(path + door, {"text": typed, "way": "arrive", **more})


def test_a_pass_checks_its_holder_in(helper, shift, row, language):
    held = make.PassFactory(person=row.person, edition=shift.edition)
    page = scan(helper, shift, pass_address(held.code), door=shift)
    assert ("desk-said-good" in page.content.decode(), row.name in text(page)) == (True, True)
    assert status_of(row) == ("confirmed", True, False)
    again = scan(helper, shift, token_of(held.code))
    assert "desk-said-warn" in again.content.decode()
    scan(helper, shift, token_of(held.code), way="leave")
    assert status_of(row) == ("confirmed", True, True)


@pytest.mark.parametrize("how", ["reference", "spaced reference", "page"])
def test_so_do_the_reference_and_the_page_of_the_sign_up(helper, shift, row, how):
    page = reverse("sign_up_detail", args=[row.code])
    typed = {"reference": row.reference, "spaced reference": f" {row.reference[:4].lower()}-{row.reference[4:]} "}
    scan(helper, shift, typed.get(how, f"https://example.org{page}"))
    assert status_of(row) == ("confirmed", True, False)


def refusal_of(page):
    """Return whether a page says no, and all it says."""
    return "desk-said-bad" in page.content.decode(), text(page)


def test_codes_that_let_nobody_in_are_refused_by_name(helper, shift, row):
    revoked = make.PassFactory(
        person=row.person, edition=shift.edition, issued_at=shift.starts_at - HOUR, revoked_at=shift.starts_at
    )
    other_year = make.PassFactory(person=row.person, edition=make.EditionFactory(year=2031))
    forged = f"{make.PassFactory(edition=shift.edition).code}.{'x' * 16}"
    sentences = {
        token_of(revoked.code): day_refusals.PassRevoked(),
        token_of(other_year.code): day_refusals.OfAnotherEdition(year=2574),
        forged: day_refusals.NotOurCode(),
        "https://example.org/elsewhere": day_refusals.NotOurCode(),
        "AAAAAAAA": day_refusals.NotOurCode(),
    }
    for typed, refusal in sentences.items():
        is_no, words = refusal_of(scan(helper, shift, typed))
        assert (is_no, str(refusal) in words) == (True, True), typed
    assert status_of(row) == ("confirmed", False, False)


def test_at_the_wrong_door_somebody_is_told_the_right_one(helper, shift, row):
    other = make.ShiftFactory(duty=shift.duty, starts_at=shift.starts_at + 5 * HOUR)
    is_no, words = refusal_of(scan(helper, shift, row.reference, door=other))
    assert (is_no, row.name in words, shift.duty.name in words) == (True, True, True)


def test_who_has_no_shift_here_today_is_told_so(helper, shift):
    tomorrow = make.SignUpFactory(shift=make.ShiftFactory(duty=shift.duty, starts_at=shift.starts_at + 24 * HOUR))
    nobody = make.PassFactory(edition=shift.edition)
    for typed in (tomorrow.reference, token_of(nobody.code)):
        is_no, _words = refusal_of(scan(helper, shift, typed))
        assert is_no


def test_of_two_shifts_the_one_that_is_on_is_meant(helper, shift, row):
    make.PassFactory(person=row.person, edition=shift.edition)
    later = make.ShiftFactory(duty=shift.duty, starts_at=shift.starts_at + 5 * HOUR)
    second = make.SignUpFactory(shift=later, person=row.person)
    scan(helper, shift, token_of(row.person.passes.get().code))
    assert (status_of(row)[1], status_of(second)[1]) == (True, False)


@pytest.mark.parametrize("typed", ["", "\x00", "x" * 10_000, "<script>"])
def test_whatever_is_scanned_is_answered(helper, shift, typed):
    page = scan(helper, shift, typed)
    assert (page.status_code, "<script>" in page.content.decode()) == (200, False)


# Walking up


def walked_up(**answers):
    """Return the form as it is sent."""
    return {"key": str(uuid4()), "name": "ใจดี มีสุข", "phone": "081 234 5678", "email": "", "is_of_age": "on", **answers}


def test_somebody_walks_up_once_however_often_the_form_is_sent(staff, shift, language):
    assert staff.get(of(shift, "volunteer_day_walk_up")).status_code == 200
    form = walked_up()
    for _ in range(2):
        page = staff.post(of(shift, "volunteer_day_walk_up"), form)
        assert (page.status_code, "ใจดี มีสุข" in text(page)) == (200, True)
    row = SignUp.objects.get(is_walk_up=True)
    assert (row.phone, status_of(row)) == (PHONE, ("confirmed", True, False))


def test_a_full_shift_says_so_and_keeps_what_was_typed(staff, shift):
    make.SignUpFactory.create_batch(4, shift=shift)
    page = staff.post(of(shift, "volunteer_day_walk_up"), walked_up())
    assert (page.status_code, str(refusals.ShiftFull()) in text(page), "ใจดี" in page.content.decode()) == (
        409,
        True,
        True,
    )


@pytest.mark.parametrize("missing", ["name", "phone", "is_of_age"])
def test_without_a_name_a_contact_or_an_age_nobody_is_let_in(staff, shift, missing):
    page = staff.post(of(shift, "volunteer_day_walk_up"), walked_up(**{missing: ""}))
    assert 'role="alert"' in page.content.decode()
    assert not SignUp.objects.filter(is_walk_up=True).exists()


def test_a_rule_about_times_is_set_aside_with_a_reason(staff, shift):
    person = make.PersonFactory(phone=PHONE, email=None)
    make.RegistrationFactory(person=person, session__starts_at=shift.starts_at + HOUR)
    form = walked_up()
    page = staff.post(of(shift, "volunteer_day_walk_up"), form).content.decode()
    assert 'type="hidden" name="reason"' not in page
    assert 'name="reason"' in page
    assert staff.post(of(shift, "volunteer_day_walk_up"), walked_up(reason="ออกจากเวิร์กช็อปก่อน")).status_code == 200
    assert SignUp.objects.get(is_walk_up=True).override_reason == "ออกจากเวิร์กช็อปก่อน"
