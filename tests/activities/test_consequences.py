"""What is foreseen of an act is what then happens."""

import datetime as dt

import pytest

from activities import actions, refusals
from activities.consequences import Audience, doubles, next_offers
from activities.models import Registration, Session
from goodsociety.common.models import Outbox
from goodsociety.common.refusals import WrongStep
from tests import factories as make
from tests.tables import refused

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def session(edition, now):
    """A session of two that is full, for which parties of three, one, two and one wait."""
    session = make.SessionFactory(capacity=2)
    make.RegistrationFactory(session=session, party_size=2)
    for minutes, size in enumerate((3, 1, 2, 1)):
        make.WaitingFactory(session=session, party_size=size, queued_at=now + minutes * HOUR / 60)
    return session


def read(session):
    """Return a session as pages read it."""
    return Session.objects.for_programme().get(pk=session.pk)


@pytest.mark.parametrize("waits_for_front", [False, True])
@pytest.mark.parametrize("capacity", range(2, 11))
def test_those_foreseen_are_offered_places(capacity, waits_for_front, session, now):
    Session.objects.update(waits_for_front=waits_for_front)
    foreseen = [row.pk for row in next_offers(read(session), capacity=capacity, at=now)]
    actions.set_capacity(session=session, capacity=capacity, by=make.UserFactory(), at=now)
    assert set(Registration.objects.filter(status="offered").values_list("pk", flat=True)) == set(foreseen)


def test_nobody_is_offered_places_of_what_has_begun(session):
    assert next_offers(read(session), capacity=50, at=session.starts_at) == []


def test_those_foreseen_are_told(session, now):
    make.RegistrationFactory(session=session, status="cancelled")
    make.RegistrationFactory(session=session, status="requested", person__email=None, person__phone="+66812345678")
    audience = Audience.of(session)
    assert (len(audience.rows), audience.people, audience.by_mail, len(audience.without_mail)) == (6, 10, 5, 1)
    actions.cancel_session(session=session, by=make.UserFactory(), at=now)
    assert Outbox.objects.filter(key__startswith="called-off:").count() == audience.by_mail


def test_only_promises_elsewhere_at_that_time_are_two_at_once(session, now):
    row = session.registrations.get(status="confirmed")
    elsewhere = make.RegistrationFactory(
        session=make.SessionFactory(starts_at=session.starts_at + 2 * HOUR), person=row.person
    )
    make.RegistrationFactory(session=make.SessionFactory(starts_at=session.starts_at + 2 * HOUR))
    assert doubles(session, session.starts_at, session.ends_at) == []
    assert doubles(session, session.starts_at + HOUR, session.ends_at + HOUR) == []
    [double] = doubles(session, session.starts_at + HOUR + HOUR / 2, session.ends_at + HOUR + HOUR / 2)
    assert (double.registration, double.other.what_key) == (row, elsewhere.pk)


def test_no_draw_is_held_before_anybody_could_enter_nor_of_what_is_not_on(edition, now):
    staff = make.UserFactory()
    early = make.SessionFactory(entry="draw", registration_opens_at=now + HOUR, registration_closes_at=now + 2 * HOUR)
    with refused(refusals.StillOpen):
        actions.hold_draw(session=read(early), seed="1", by=staff, at=now)
    for given in ({"entry": "registration"}, {"entry": "draw", "state": "draft"}):
        other = make.SessionFactory(registration_closes_at=now, **given)
        with refused(WrongStep):
            actions.hold_draw(session=read(other), seed="1", by=staff, at=now)
