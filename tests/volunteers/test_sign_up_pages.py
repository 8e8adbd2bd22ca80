"""The page of a sign-up in every state: what it says, what one can do there, and what strangers cannot."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from activities.models import Commitment, Registration, State
from activities.passes import pass_address
from activities.refusals import Clash
from goodsociety.common.models import Outbox
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.pages import drawn, is_under_strict_rules, queries, text
from tests.volunteers.visiting import DAY, HOUR, page_of
from volunteers import refusals
from volunteers.models import Shift, SignUp

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everything_adds_up(db):
    """Recount everything after each test."""
    yield
    assert list(findings()) == []


@pytest.fixture
def shift(edition):
    """Return a shift for five, with a briefing and somebody to ask."""
    duty = make.DutyFactory(contact_name="พี่นก", contact_phone="+66899998888")
    return make.ShiftFactory(duty=duty, briefing_th="ใส่รองเท้าสบาย", briefing_en="Wear comfortable shoes")


def row_of(shift, status="confirmed", **columns):
    """Return a sign-up of a status."""
    return make.SignUpFactory(shift=shift, status=status, **columns)


TITLES = {
    "confirmed": "You are signed up. Thank you!",
    "requested": "We have your request",
    "guardian": "Your parent or guardian must agree",
    "waiting": "You are on the waiting list",
    "offered": "A place is free for you",
    "declined": "No place this time",
    "lapsed": "The time to answer is over",
    "handed_over": "Somebody has taken this shift over",
    "no_show": "We missed you",
    "cancelled": "This sign-up is cancelled",
}


@pytest.mark.parametrize("status", SignUp.Status.values)
def test_each_state_has_its_words_and_shows_nothing_of_the_person(client, shift, status):
    person = make.PersonFactory(name="นามสมมติ", phone="+66877777777")
    row = row_of(shift, status, person=person)
    page = client.get(f"/en{page_of(row)}")
    assert TITLES[status] in text(page)
    assert row.reference in text(page)
    assert is_under_strict_rules(page)
    for secret in (person.name, person.email, "877777777"):
        assert secret not in page.content.decode()
    is_live = status == "confirmed"
    for what in ("Wear comfortable shoes", "พี่นก", "+66899998888", "shift.ics"):
        assert (what in page.content.decode()) == is_live, what
    assert ("no-store" in page["Cache-Control"], "noindex" in page["X-Robots-Tag"]) == (True, True)


def test_those_ahead_are_counted_and_the_rule_is_printed(client, edition, language):
    make.RulesFactory(offer_minutes=90)
    shift = make.ShiftFactory(capacity=1)
    row_of(shift)
    rows = [row_of(shift, "waiting") for _ in range(3)]
    page = client.get(page_of(rows[2]))
    assert {"th": "2", "en": "2 before you."}[language] in text(page)
    assert {"th": "1 ชั่วโมง 30 นาที", "en": "1 hour 30 minutes"}[language] in text(page)
    assert page_of(rows[2], "sign_up_cancel") in page.content.decode()


# An offer


@pytest.fixture
def offered(edition, person):
    """Return somebody who was offered a place."""
    shift = make.ShiftFactory(capacity=1)
    return row_of(shift, "offered", person=person, queued_at=shift.starts_at - 20 * DAY)


def test_a_look_changes_nothing_and_one_tap_accepts(client, offered, language):
    page = client.get(page_of(offered))
    accept = page_of(offered, "sign_up_accept")
    assert accept in page.content.decode()
    assert client.get(accept).url == page_of(offered)
    assert SignUp.objects.get().status == "offered"
    assert [client.post(accept).url for _ in range(2)] == [page_of(offered)] * 2
    assert SignUp.objects.get().is_live
    assert Outbox.objects.count() == 1


def test_one_tap_declines(client, offered):
    decline = page_of(offered, "sign_up_decline")
    assert client.get(decline).url == page_of(offered)
    assert SignUp.objects.get().status == "offered"
    assert [client.post(decline).url for _ in range(2)] == [page_of(offered)] * 2
    assert SignUp.objects.get().status == "cancelled"


def test_too_late_is_too_late(client, offered, language):
    SignUp.objects.update(expires_at=offered.created_at)
    assert "sign_up_accept" not in client.get(page_of(offered)).content.decode()
    response = client.post(page_of(offered, "sign_up_accept"))
    assert response.status_code == 409
    assert str(refusals.OfferOver()) in text(response)
    assert client.post(page_of(offered, "sign_up_decline")).url == page_of(offered)


def test_what_clashes_with_an_offer_is_named_to_the_person_alone(theirs, offered, language):
    session = make.SessionFactory(starts_at=offered.shift.starts_at)
    held = make.RegistrationFactory(person=offered.person, session=session)
    accept = page_of(offered, "sign_up_accept")
    stranger = Client().post(accept, {"instead_of": held.code})
    assert str(Clash()) in text(stranger)
    assert session.activity.name not in text(stranger)
    assert held.code not in stranger.content.decode()
    response = theirs.post(accept)
    assert response.status_code == 409
    assert session.activity.name in text(response)
    assert theirs.post(accept, {"instead_of": held.code}).url == page_of(offered)
    assert (Registration.objects.get().status, SignUp.objects.get().status) == ("cancelled", "confirmed")


# Taking it back


def test_cancelling_says_when_it_is_late_and_then_tells_the_coordinators(client, shift, language, now):
    make.RulesFactory(contact_email="nok@example.org")
    early, late = row_of(shift), row_of(shift)
    page = text(client.get(page_of(early, "sign_up_cancel")))
    assert {"th": "30 พฤศจิกายน 2569", "en": "30 November 2026"}[language] in page
    client.post(page_of(early, "sign_up_cancel"))
    assert not Outbox.objects.filter(recipient="nok@example.org").exists()
    with time_machine.travel(shift.starts_at - HOUR, tick=False):
        page = client.get(page_of(late, "sign_up_cancel"))
        assert 'class="notice notice-warn"' in page.content.decode()
        client.post(page_of(late, "sign_up_cancel"))
    assert Outbox.objects.filter(recipient="nok@example.org").count() == 1
    assert not Commitment.objects.exists()


@pytest.mark.parametrize("status", ["requested", "guardian", "waiting", "offered", "confirmed"])
def test_whatever_is_still_to_come_can_be_taken_back(client, shift, language, status):
    row = row_of(shift, status)
    assert client.get(page_of(row, "sign_up_cancel")).status_code == 200
    client.post(page_of(row, "sign_up_cancel"))
    assert SignUp.objects.get().status == "cancelled"
    assert page_of(row, "sign_up_cancel") not in client.get(page_of(row)).content.decode()


@pytest.mark.parametrize("status", ["declined", "lapsed", "handed_over", "no_show", "cancelled"])
def test_what_is_over_is_not_taken_back(client, shift, status):
    row = row_of(shift, status)
    for ask in (client.get, client.post):
        assert ask(page_of(row, "sign_up_cancel")).url == page_of(row)
    assert SignUp.objects.get().status == status


# Afterwards, and when it does not take place


def test_whoever_served_reads_their_hours(client, shift, language):
    row = row_of(shift)
    SignUp.objects.update(arrived_at=shift.starts_at, left_at=shift.ends_at)
    with time_machine.travel(shift.ends_at, tick=False):
        assert {"th": "ขอบคุณ", "en": "Thank you for helping!"}[language] in text(client.get(page_of(row)))
        SignUp.objects.update(approved_minutes=210, approved_at=shift.ends_at)
        page = text(client.get(page_of(row)))
    assert {"th": "3 ชั่วโมง 30 นาที", "en": "3 hours 30 minutes"}[language] in page


def test_a_shift_that_was_called_off_says_so(client, shift, language):
    row = row_of(shift, "cancelled")
    Shift.objects.update(state=State.CANCELLED)
    said = {"th": "ยกเลิก", "en": "This shift was cancelled. You need not come."}[language]
    assert said in text(client.get(page_of(row)))


def test_the_calendar_entry_is_there_while_the_place_is(client, shift):
    row = row_of(shift)
    entry = client.get(page_of(row, "sign_up_ics"))
    assert entry["Content-Type"].startswith("text/calendar")
    assert "no-store" in entry["Cache-Control"]
    assert (
        f"UID:shift-{shift.code}" in entry.content.decode().replace("\r\n ", "") or shift.code in entry.content.decode()
    )
    client.post(page_of(row, "sign_up_cancel"))
    assert client.get(page_of(row, "sign_up_ics")).status_code == 404


# Who sees what


def test_only_the_person_themselves_sees_their_pass(theirs, shift, person):
    held = make.PassFactory(person=person, edition=shift.edition)
    row = row_of(shift, person=person)
    assert drawn(pass_address(held.code)) in theirs.get(page_of(row)).content.decode()
    assert drawn(pass_address(held.code)) not in Client().get(page_of(row)).content.decode()


PAGES = (
    "sign_up_detail", "sign_up_cancel", "sign_up_accept", "sign_up_decline", "sign_up_ics", "sign_up_group_party",
    "sign_up_group_list", "guardian_again", "seek_stand_in", "withdraw_stand_in", "guardian", "hand_over",
)  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_no_page_opens_by_a_guess_or_by_the_code_of_something_else(client, shift, name):
    row = row_of(shift)
    consent = make.GuardianConsentFactory(person=row.person)
    sought = make.HandOverFactory(sign_up=row)
    codes = {"guardian": consent.code, "hand_over": sought.code}
    own = codes.get(name, row.code)
    others = {row.code, consent.code, sought.code} - {own}
    for guess in (*others, row.reference, str(row.pk), own[:-1], own.swapcase(), shift.code, "x" * 22):
        for ask in (client.get, client.post):
            assert ask(reverse(name, args=[guess])).status_code in {404, 405}
    assert SignUp.objects.get().is_live


def test_the_page_costs_the_same_however_many_there_are(client, edition):
    shift = make.ShiftFactory(capacity=20, largest_party=9)
    group = {"organization": make.OrganizationFactory(), "party_size": 4}
    row = row_of(shift, **group)
    make.SignUpMemberFactory(sign_up=row)
    once = queries(client, page_of(row))
    make.SignUpMemberFactory.create_batch(3, sign_up=row)
    row_of(shift)
    assert queries(client, page_of(row)) == once
    assert once <= 8
