"""What has changed lately: told once as new, and only of what a visitor still counts on."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from activities import actions
from activities.actions.commitments import Span
from activities.models import Session
from goodsociety.common.audit import VISITOR
from tests import factories as make
from tests.accounts.signing_in import MAIL, let_in
from tests.html import faults
from tests.pages import queries, text

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def person(edition):
    """Return a visitor."""
    return make.PersonFactory(email=MAIL, name="สมชาย ใจดี")


@pytest.fixture
def me(client, person):
    """Return the visitor's browser, signed in."""
    let_in(client)
    return client


@pytest.fixture
def staff(db):
    """Return somebody of the staff."""
    return make.UserFactory(is_staff=True)


def news(client):
    """Return what my page says of changes."""
    return client.get(reverse("me")).context["news"]


def move(session, hours, staff, at):
    """Move a session by some hours."""
    session = Session.objects.for_programme().get(pk=session.pk)
    span = Span(session.starts_at + hours * HOUR, session.ends_at + hours * HOUR)
    actions.reschedule_session(session=session, slot=actions.Slot(span, session.place), by=staff, at=at)


@pytest.mark.parametrize("factory", [make.RegistrationFactory, make.FavouriteFactory])
def test_a_move_is_told_with_what_was_and_is_new_once(me, person, staff, now, factory):
    row = factory(person=person)
    move(row.session, 3, staff, now + HOUR)
    page = me.get(reverse("me"))
    [told] = page.context["news"]
    assert told.is_new
    said = text(page)
    assert [time in said for time in ("16.00–17.00", "13.00–14.00")] == [True, True]
    assert page.content.decode().count('class="badge badge-brand"') == 1
    assert faults(page.content.decode()) == []
    again = me.get(reverse("me"))
    assert [told.is_new for told in again.context["news"]] == [False]
    assert 'class="badge badge-brand"' not in again.content.decode()


def test_what_was_so_when_i_registered_is_no_news(me, person, staff, now):
    session = make.SessionFactory()
    move(session, 3, staff, now - HOUR)
    make.RegistrationFactory(person=person, session=session)
    assert news(me) == []


def test_what_moved_back_is_no_news(me, person, staff, now):
    session = make.RegistrationFactory(person=person).session
    move(session, 3, staff, now + HOUR)
    move(session, -3, staff, now + HOUR)
    assert news(me) == []


def test_of_several_changes_the_first_that_i_did_not_see_says_what_was(me, person, staff, now):
    session = make.RegistrationFactory(person=person).session
    move(session, 1, staff, now + HOUR)
    actions.tell_changes(by=VISITOR, at=now + 2 * HOUR)
    [first] = news(me)
    assert first.before.starts_at == session.starts_at
    move(session, 1, staff, now + 3 * HOUR)
    actions.tell_changes(by=VISITOR, at=now + 4 * HOUR)
    move(session, 1, staff, now + 5 * HOUR)
    [second] = news(me)
    assert (second.is_new, second.before.starts_at) == (True, session.starts_at + HOUR)


@pytest.mark.parametrize("factory", [make.RegistrationFactory, make.FavouriteFactory])
def test_what_was_called_off_stays_in_sight_until_its_time_is_over(me, person, staff, now, factory):
    session = factory(person=person).session
    actions.cancel_session(session=session, by=staff, at=now + HOUR)
    [told] = news(me)
    assert (told.is_new, told.before) == (True, None)
    html = me.get(reverse("me")).content.decode()
    assert "is-called-off" in html.split("<details")[0]
    assert reverse("register", args=[session.edition.year, session.code]) not in html


def test_what_i_took_back_before_it_was_called_off_is_no_news(me, person, staff, now):
    row = make.RegistrationFactory(person=person)
    actions.cancel_registration(registration=row, by=VISITOR, at=now)
    actions.cancel_session(session=row.session, by=staff, at=now + HOUR)
    assert news(me) == []
    page = me.get(reverse("me")).content.decode()
    assert "is-called-off" not in page.split('class="me-past"')[0]


def test_what_is_over_is_no_news(me, person, staff, now):
    session = make.RegistrationFactory(person=person).session
    move(session, 3, staff, now + HOUR)
    with time_machine.travel(session.ends_at + 4 * HOUR):
        let_in(me)
        assert news(me) == []


def test_of_others_nothing_is_told(me, person, staff, now):
    move(make.RegistrationFactory().session, 3, staff, now + HOUR)
    assert news(me) == []


def test_it_costs_the_same_however_much_changed(me, person, staff, now, edition):
    counts = []
    for day in (1, 2, 3):
        session = make.SessionFactory(starts_at=edition.moment(day, dt.time(9)))
        make.RegistrationFactory(person=person, session=session)
        move(session, 1, staff, now + day * HOUR)
        counts.append(queries(me, reverse("me")))
    assert len(set(counts)) == 1


# How things stand


STANDINGS = ["requested", "entered", "waiting", "confirmed", "declined", "lost", "lapsed", "cancelled"]
OVER = {"declined", "lost", "lapsed", "cancelled"}


@pytest.mark.parametrize("status", STANDINGS)
def test_every_step_of_a_registration_is_said(me, person, now, status):
    queued_at = now if status == "waiting" else None
    factory = make.WaitingFactory if status == "waiting" else make.RegistrationFactory
    row = factory(person=person, status=status, queued_at=queued_at)
    page = me.get(reverse("me"))
    [entry] = page.context["timeline"].coming or page.context["timeline"].past
    assert entry.is_over == (status in OVER)
    assert entry.standing in text(page)
    assert reverse("registration_detail", args=[row.code]) in page.content.decode()
    assert (row.session.pk in {each.slot.pk for each in page.context["timeline"].coming}) == (status not in OVER)


def test_an_offer_asks_for_an_answer_until_it_expires(me, person, now):
    offer = make.OfferFactory(registration__person=person)
    path = reverse("registration_detail", args=[offer.registration.code])
    html = me.get(reverse("me")).content.decode()
    assert html.count(f'href="{path}"') == 2, "at the top and in the timeline"
    with time_machine.travel(offer.expires_at):
        page = me.get(reverse("me"))
        assert page.context["offers"] == []
        [entry] = page.context["timeline"].past
        assert entry.is_over, "whether or not a job has noticed"


def test_what_i_wait_for_is_no_favourite_too(me, person):
    row = make.WaitingFactory(person=person)
    make.FavouriteFactory(person=person, session=row.session)
    assert len(me.get(reverse("me")).context["timeline"].coming) == 1
