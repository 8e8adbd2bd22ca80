"""What clashes is named to the person themselves, and can be swapped: both or nothing. Strangers learn nothing."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.visitors import remember
from activities import actions, refusals
from activities.models import Commitment, Registration, Session
from goodsociety.common.audit import VISITOR
from goodsociety.operations.invariants import findings
from tests.factories import PersonFactory, RegistrationFactory, SessionFactory, SignUpFactory, WaitingFactory
from tests.pages import alert, text, typed

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def counters_are_true(db):
    """Recount everything afterwards."""
    yield
    assert list(findings()) == []


@pytest.fixture
def person(edition):
    """Somebody with an e-mail."""
    return PersonFactory(email="jaidee@example.org", name="ใจดี มีสุข")


@pytest.fixture
def theirs(client, person, now):
    """The person's own browser."""
    session = client.session
    remember(session, person.pk, at=now)
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


@pytest.fixture
def two(person):
    """A session the person is registered for, as a party of two, and another at the same time."""
    first = SessionFactory(activity__name_th="ห้องเรียนแรก", activity__name_en="The first room")
    held = RegistrationFactory(session=first, person=person, party_size=2)
    return held, SessionFactory(starts_at=first.starts_at, capacity=3)


def register(client, session, **answers):
    """Send the form of a session."""
    address = reverse("register", args=[session.edition.year, session.code])
    return client.post(address, typed(**{"party_size": "2", **answers}))


def test_the_person_is_told_what_is_in_the_way(theirs, two, language):
    held, other = two
    response = register(theirs, other)
    assert response.status_code == 409
    assert str(refusals.Clash()) in alert(response)
    assert held.session.activity.name in text(response)
    assert reverse("registration_detail", args=[held.code]) in response.content.decode()
    assert f'name="instead_of" value="{held.code}"' in response.content.decode()


def test_a_stranger_who_types_the_address_learns_the_sentence_alone(two, now, language):
    held, other = two
    somebody_else = Client()
    session = somebody_else.session
    own = RegistrationFactory(session__starts_at=other.starts_at)
    remember(session, own.person_id, at=now)
    session.save()
    somebody_else.cookies["sessionid"] = session.session_key
    for stranger in (Client(), somebody_else):
        response = register(stranger, other)
        assert str(refusals.Clash()) in alert(response)
        html = response.content.decode()
        assert held.session.activity.name not in html
        assert held.code not in html
        assert own.code not in html
        assert "instead_of" not in html
        assert f"{reverse('sign_in')}?next=" in html


def test_one_is_swapped_for_the_other(theirs, two, language):
    held, other = two
    response = register(theirs, other, instead_of=held.code)
    made = Registration.objects.get(session=other)
    assert response.url == reverse("registration_detail", args=[made.code])
    assert (made.status, Registration.objects.get(pk=held.pk).status) == ("confirmed", "cancelled")
    assert [Session.objects.get(pk=row.pk).seats_taken for row in (held.session, other)] == [0, 2]


def test_where_the_other_is_full_nothing_is_given_up(theirs, two, language):
    held, other = two
    RegistrationFactory(session=other, party_size=2)
    response = register(theirs, other, instead_of=held.code)
    assert response.status_code == 409
    assert Registration.objects.get(pk=held.pk).is_live


def test_nobody_gives_up_what_is_somebody_elses(two, language):
    held, other = two
    assert register(Client(), other, instead_of=held.code).status_code == 409
    assert register(Client(), other, instead_of=held.code, email="other@example.org").status_code == 302
    assert Registration.objects.get(pk=held.pk).is_live


def test_after_the_deadline_nothing_is_swapped(theirs, two, now, language):
    held, other = two
    Session.objects.filter(pk=held.session_id).update(cancellable_until=now)
    response = register(theirs, other, instead_of=held.code)
    assert str(refusals.TooLateToCancel()) in alert(response)
    assert Registration.objects.get(pk=held.pk).is_live


def test_a_shift_is_named_and_not_swapped(theirs, person, edition, language):
    session = SessionFactory()
    sign_up = SignUpFactory(person=person, shift__starts_at=session.starts_at, shift__ends_at=session.ends_at)
    html = register(theirs, session).content.decode()
    assert sign_up.shift.duty.name in html
    assert reverse("sign_up_detail", args=[sign_up.code]) in html
    assert "instead_of" not in html


def test_what_clashes_takes_as_many_queries_for_three_as_for_one(theirs, person):
    session = SessionFactory()
    third = (session.ends_at - session.starts_at) / 3

    def hold(number):
        starts_at = session.starts_at + number * third
        RegistrationFactory(person=person, session__starts_at=starts_at, session__ends_at=starts_at + third)

    hold(0)
    one = counted(theirs, session)
    hold(1)
    hold(2)
    assert counted(theirs, session) == one


def counted(client, session):
    """Return how many queries a refused form takes."""
    with CaptureQueriesContext(connection) as captured:
        assert register(client, session).status_code == 409
    return len(captured)


def test_whoever_has_the_session_already_is_shown_the_way_to_it(theirs, two, language):
    held, _other = two
    page = theirs.get(reverse("register", args=[held.session.edition.year, held.session.code]))
    assert reverse("registration_detail", args=[held.code]) in page.content.decode()
    assert b'name="name"' not in page.content


# An offer that clashes


@pytest.fixture
def offered(two, person, now):
    """Places that are offered to the person in the other session, while they hold the first."""
    held, other = two
    full = RegistrationFactory(session=other, party_size=3)
    row = WaitingFactory(session=other, person=person, party_size=2)
    actions.cancel_registration(registration=Registration.objects.for_page().get(pk=full.pk), by=VISITOR, at=now)
    return held, Registration.objects.get(pk=row.pk)


def accept(client, row, **answers):
    """Accept an offer."""
    return client.post(reverse("registration_accept", args=[row.code]), answers)


def test_an_offer_that_clashes_is_said_and_stays(theirs, offered, language):
    held, row = offered
    response = accept(theirs, row)
    assert response.status_code == 409
    assert str(refusals.Clash()) in text(response)
    assert f'name="instead_of" value="{held.code}"' in response.content.decode()
    assert Registration.objects.get(pk=row.pk).status == "offered"


def test_a_stranger_with_the_link_is_not_told_what_clashes(offered, language):
    held, row = offered
    for answers in ({}, {"instead_of": held.code}):
        response = accept(Client(), row, **answers)
        assert response.status_code == 409
        assert held.session.activity.name not in response.content.decode()
        assert "?next=" not in response.content.decode()
    assert Registration.objects.get(pk=held.pk).is_live


def test_an_offer_is_accepted_for_what_it_clashes_with(theirs, offered, language):
    held, row = offered
    assert accept(theirs, row, instead_of=held.code).status_code == 302
    assert Registration.objects.get(pk=row.pk).is_live
    assert Registration.objects.get(pk=held.pk).status == "cancelled"
    assert Commitment.objects.get().what_key == row.pk
