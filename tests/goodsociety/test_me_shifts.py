"""A volunteer's own page: shifts in every state, offers answered with one tap, news of shifts, hours served."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from goodsociety.common.audit import SYSTEM
from goodsociety.operations.invariants import findings
from goodsociety.pages.served import served_of
from goodsociety.pages.timeline import timeline_of
from tests import factories as make
from tests.html import faults
from tests.pages import is_under_strict_rules, queries, text
from tests.volunteers.visiting import sign_in
from volunteers import actions
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def person(edition):
    """Somebody with an e-mail."""
    return make.PersonFactory(name="ใจดี มีสุข", email="jaidee@example.org")


@pytest.fixture
def me(client, person, now):
    """Their own browser."""
    return sign_in(client, person, at=now)


def look(me, language="th"):
    """Return the page in a language."""
    with translation.override(language):
        page = me.get(reverse("me"))
    assert page.status_code == 200
    return page


SAID = {
    "requested": "Waits for approval",
    "guardian": "Waits for your parent or guardian",
    "waiting": "On the waiting list",
    "offered": "A place is kept for you",
    "confirmed": "Volunteer shift",
    "no_show": "Not noted as there",
    "cancelled": "Taken back",
    "declined": "No place this time",
    "lapsed": "Not answered in time",
    "handed_over": "Handed over",
}


def on_day(number, **columns):
    """Return a shift so many days after the first."""
    starts_at = make.usual_edition().moment(1, dt.time(9, 30)) + number * DAY
    return make.ShiftFactory(starts_at=starts_at, **columns)


def test_a_shift_in_every_state_says_how_it_stands(me, person):
    for number, status in enumerate(SignUp.Status.values):
        make.SignUpFactory(person=person, shift=on_day(number), status=status)
    page = look(me, "en")
    for status in SignUp.Status.values:
        assert SAID[status] in text(page), status
    assert is_under_strict_rules(page)
    assert faults(page.content.decode()) == []


def test_an_offer_is_answered_with_one_tap(me, person):
    rows = [make.SignUpFactory(person=person, shift=on_day(number), status="offered") for number in range(2)]
    page = look(me).content.decode()
    for row, name, status in zip(rows, ("sign_up_accept", "sign_up_decline"), ("confirmed", "cancelled"), strict=True):
        path = reverse(name, args=[row.code])
        assert f'<form method="post" action="{path}">' in page
        assert me.post(path).status_code == 302
        row.refresh_from_db()
        assert row.status == status
    assert list(findings()) == []


def test_whoever_looks_for_a_stand_in_sees_it(me, person):
    row = make.SignUpFactory(person=person)
    make.HandOverFactory(sign_up=row)
    assert "You look for a stand-in" in text(look(me, "en"))
    row.hand_overs.update(state="withdrawn", ended_at=row.created_at)
    assert "You look for a stand-in" not in text(look(me, "en"))


def test_a_shift_that_moved_or_was_called_off_is_news(me, person, now):
    moved, off = make.SignUpFactory(person=person), make.SignUpFactory(person=person, shift=on_day(2))
    make.ShiftChangeFactory(shift=moved.shift, made_at=now + dt.timedelta(minutes=1))
    actions.cancel_shift(shift=off.shift, by=make.UserFactory(is_staff=True), at=now)
    page = look(me, "en")
    assert "What has changed" in text(page)
    assert page.content.decode().count("You need not come and need not do anything.") == 1
    assert "08:30" in text(page), "when it was before"
    gone = make.SignUpFactory(person=person, shift=on_day(3))
    actions.cancel_sign_up(sign_up=gone, by=SYSTEM, at=now)
    actions.cancel_shift(shift=gone.shift, by=make.UserFactory(is_staff=True), at=now + DAY)
    assert look(me, "en").content.decode().count("You need not come and need not do anything.") == 1


def test_approved_hours_are_added_up_by_expo(me, person, now):
    past = make.EditionFactory(year=2019, status="over")
    duty = make.DutyFactory(edition=past)
    for minutes in (210, 90, None):
        begin = past.moment(1, dt.time(9)) + (minutes or 0) * DAY
        shift = make.ShiftFactory(duty=duty, starts_at=begin)
        make.SignUpFactory(person=person, shift=shift, approved_minutes=minutes, arrived_at=begin)
    make.SignUpFactory(shift=make.ShiftFactory(duty=duty), approved_minutes=600)
    (served,) = served_of(timeline_of(person, at=now))
    assert (served.edition, served.minutes, len(served.entries)) == (past, 300, 2)
    page = look(me, "en")
    for word in ("My volunteer hours", "5 hours", "3 hours 30 minutes"):
        assert word in text(page)
    row = SignUp.objects.filter(person=person, approved_minutes=210).get()
    assert reverse("my_certificate", args=[row.code]) in page.content.decode()


def test_whoever_has_served_nothing_reads_nothing_of_hours(me, person):
    make.SignUpFactory(person=person)
    assert "My volunteer hours" not in text(look(me, "en"))


def test_the_page_costs_the_same_however_many_shifts_there_are(me, person):
    def more(number):
        row = make.SignUpFactory(person=person, shift=on_day(number))
        make.HandOverFactory(sign_up=row)
        make.ShiftChangeFactory(shift=row.shift)

    more(0)
    once = queries(me, reverse("me"))
    more(1)
    more(2)
    assert queries(me, reverse("me")) == once
