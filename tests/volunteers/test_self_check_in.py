"""Volunteers who check in and out themselves, with the code at the place."""

import datetime as dt
import re

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests import factories as make
from tests.pages import alert, drawn, is_under_strict_rules, text
from tests.tables import refused
from volunteers import actions, day_refusals, refusals
from volunteers.models import Shift, SignUp
from volunteers.place_codes import changes_at, code_at, is_good

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def shift(edition):
    """A shift from 9:30 to 13:30 for two."""
    return Shift.objects.for_page().get(pk=make.ShiftFactory(capacity=2).pk)


@pytest.fixture
def row(shift):
    """Somebody with a place in it."""
    return SignUp.objects.for_page().select_related("person").get(pk=make.SignUpFactory(shift=shift).pk)


def check_in(row, at, code=None):
    """Type the code of the place."""
    return actions.check_in_self(sign_up=row, code=code or code_at(row.shift, at), at=at)


def check_out(row, at, code=None):
    """Type the code of the place when going."""
    return actions.check_out_self(sign_up=row, code=code or code_at(row.shift, at), at=at)


# The code


def test_a_code_is_good_for_its_ten_minutes_and_the_ten_after(shift):
    begin = changes_at(shift.starts_at)
    code = code_at(shift, begin)
    assert code == code_at(shift, begin + 10 * MINUTE - dt.timedelta(seconds=1))
    assert is_good(shift, code, at=begin + 20 * MINUTE - dt.timedelta(seconds=1))
    assert not is_good(shift, code, at=begin + 20 * MINUTE)
    assert not is_good(shift, code, at=begin - MINUTE)


def test_a_code_is_of_one_shift_and_six_digits(shift):
    other = make.ShiftFactory()
    codes = {code_at(each, shift.starts_at + n * 10 * MINUTE) for each in (shift, other) for n in range(20)}
    assert len(codes) == 40
    assert all(len(code) == 6 and code.isdecimal() for code in codes)


def test_codes_are_read_however_they_are_typed(shift):
    code = code_at(shift, shift.starts_at)
    thai = "".join("๐๑๒๓๔๕๖๗๘๙"[int(digit)] for digit in code)
    for typed in (f" {code[:3]} {code[3:]} ", thai, f"{code[:3]}-{code[3:]}"):
        assert is_good(shift, typed, at=shift.starts_at)
    for typed in ("", "000", f"{code}0", "abc", "\x00", "9" * 10_000):
        assert not is_good(shift, typed, at=shift.starts_at)


# Checking in


def test_check_in_opens_a_quarter_of_an_hour_before_and_ends_with_the_shift(row, shift):
    with refused(day_refusals.TooEarly):
        check_in(row, shift.starts_at - 16 * MINUTE)
    with refused(day_refusals.ShiftOver):
        check_in(row, shift.ends_at)
    check_in(row, shift.starts_at - 15 * MINUTE)
    assert SignUp.objects.get().arrived_at == shift.starts_at - 15 * MINUTE


def test_when_check_in_opens_is_the_editions_to_say(row, shift):
    make.RulesFactory(edition=shift.edition, early_minutes=60)
    assert check_in(row, shift.starts_at - HOUR).arrived_at


def test_who_is_late_is_noted_with_that_time_and_leaves_with_another(row, shift):
    check_in(row, shift.starts_at + HOUR)
    check_out(row, shift.ends_at + HOUR)
    saved = SignUp.objects.get()
    assert (saved.arrived_at, saved.left_at) == (shift.starts_at + HOUR, shift.ends_at + HOUR)


def test_check_out_ends_an_hour_after_the_shift(row, shift):
    with refused(day_refusals.NotHere):
        check_out(row, shift.ends_at)
    check_in(row, shift.starts_at)
    with refused(day_refusals.ShiftOver):
        check_out(row, shift.ends_at + HOUR + MINUTE)


def test_without_the_code_of_the_place_nobody_is_there(row, shift):
    other = make.ShiftFactory()
    for code in (code_at(other, shift.starts_at), code_at(shift, shift.starts_at - HOUR)):
        with refused(day_refusals.CodeDiffers):
            check_in(row, shift.starts_at, code)


def test_who_guesses_is_stopped_even_with_the_right_code(row, shift):
    for _ in range(10):
        with refused(day_refusals.CodeDiffers):
            check_in(row, shift.starts_at, "nothing")
    with refused(day_refusals.TooManyTries):
        check_in(row, shift.starts_at)
    somebody_else = SignUp.objects.for_page().get(pk=make.SignUpFactory(shift=shift).pk)
    assert check_in(somebody_else, shift.starts_at).arrived_at
    assert check_in(row, shift.starts_at + 11 * MINUTE).arrived_at


@pytest.mark.parametrize("status", ["cancelled", "waiting", "requested", "handed_over"])
def test_a_sign_up_without_a_place_is_refused_by_name(shift, status):
    row = make.SignUpFactory(shift=shift, status=status)
    with refused(day_refusals.NotExpected):
        check_in(row, shift.starts_at)


def test_who_was_given_up_takes_the_place_again_or_hears_that_it_is_taken(row, shift):
    actions.note_no_show(sign_up=row, by=make.UserFactory(), at=shift.starts_at)
    make.SignUpFactory.create_batch(2, shift=shift)
    with refused(refusals.ShiftFull):
        check_in(row, shift.starts_at + HOUR)


# Its page


def here(row):
    """Return the address of a volunteer's own check-in."""
    return reverse("sign_up_here", args=[row.code])


def test_a_volunteer_checks_in_and_out_on_the_page(client, row, shift, language):
    with time_machine.travel(shift.starts_at, tick=False):
        page = client.get(here(row), {"code": "123456"})
        assert 'value="123456"' in page.content.decode()
        assert is_under_strict_rules(page)
        assert page["Cache-Control"] == "no-store, private"
        wrong = client.post(here(row), {"code": "000 000"})
        assert (wrong.status_code, str(day_refusals.CodeDiffers()) in alert(wrong)) == (409, True)
        done = client.post(here(row), {"code": code_at(shift, shift.starts_at)})
        assert (done.status_code, done.url) == (302, here(row))
        assert {"th": "09.30", "en": "09:30"}[language] in text(client.get(here(row)))
    with time_machine.travel(shift.ends_at, tick=False):
        client.post(here(row), {"code": code_at(shift, shift.ends_at), "leave": "1"})
    row.refresh_from_db()
    assert (row.arrived_at, row.left_at) == (shift.starts_at, shift.ends_at)


STANDS = {
    "a day before": (-24 * HOUR, {}, False),
    "in time": (-10 * MINUTE, {}, True),
    "afterwards": (5 * HOUR, {}, False),
    "cancelled": (0 * HOUR, {"status": "cancelled"}, False),
}


@pytest.mark.parametrize("stand", STANDS)
def test_the_page_asks_for_the_code_only_when_it_helps(client, shift, language, stand):
    when, columns, takes = STANDS[stand]
    row = make.SignUpFactory(shift=shift, **columns)
    with time_machine.travel(shift.starts_at + when, tick=False):
        page = client.get(here(row))
    assert page.status_code == 200
    assert (b'name="code"' in page.content) is takes


def test_the_page_of_nobody_is_not_there(client, edition):
    assert client.get(reverse("sign_up_here", args=["nobody"])).status_code == 404


@pytest.mark.parametrize("typed", ["", "\x00", "x" * 10_000, "<script>"])
def test_whatever_is_typed_is_answered(client, row, shift, typed):
    with time_machine.travel(shift.starts_at, tick=False):
        assert client.post(here(row), {"code": typed}).status_code == 409


# The place


def test_the_code_at_the_place_leads_those_who_are_signed_in_to_their_own_page(client, row, shift):
    address = reverse("shift_here", args=[shift.edition.year, shift.code])
    stranger = client.get(address, {"code": "123456"})
    assert (stranger.status_code, "123 456" in text(stranger)) == (200, True)
    assert row.code not in stranger.content.decode()
    session = client.session
    session["visitor"] = {"person": row.person_id, "at": dt.datetime.now(dt.UTC).isoformat()}
    session.save()
    led = client.get(address, {"code": "123456"})
    assert (led.status_code, led.url) == (302, f"{here(row)}?code=123456")
    other = reverse("shift_here", args=[shift.edition.year, make.ShiftFactory().code])
    assert client.get(other).status_code == 200


def test_drafts_have_no_place(client, edition):
    draft = make.ShiftFactory(state="draft")
    assert client.get(reverse("shift_here", args=[edition.year, draft.code])).status_code == 404


def test_the_screen_shows_codes_of_what_is_on(shift, language):
    later = make.ShiftFactory(starts_at=shift.starts_at + 3 * HOUR)
    address = reverse("volunteer_day_screen", args=[shift.edition.year])
    helper = make.AppointmentFactory(user=make.UserFactory(), role="desk", zone=shift.duty.zone).user
    with time_machine.travel(shift.starts_at, tick=False):
        staff = Client()
        staff.force_login(helper)
        page = staff.get(address)
        code, other = code_at(shift, shift.starts_at), code_at(later, shift.starts_at)
        assert f"{code[:3]} {code[3:]}" in text(page)
        path = reverse("shift_here", args=[shift.edition.year, shift.code])
        assert drawn(f"{settings.SITE_URL}{path}?code={code}") in page.content.decode()
        assert f"{other[:3]} {other[3:]}" not in text(page)
        assert not re.search(r"\b\d{3} \d{3}\b", text(staff.get(address, {"shift": later.code})))
    assert Client().get(address).status_code == 302
