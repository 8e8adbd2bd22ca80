"""The waiting list against the public, and everybody against everybody: the queue goes first, and nothing locks up."""

import random
from functools import partial
from uuid import uuid4

import pytest

from accounts.contact import Contact
from activities import actions
from activities.models import Offer, Registration, Session
from activities.passes import token_of
from goodsociety.common.audit import VISITOR
from tests import factories as make
from tests.concurrency.crowd import at_once, tally

pytestmark = [pytest.mark.race]
SEATS = 20


def party(number, size=1):
    """Return a party of somebody of their own."""
    return actions.Party(Contact(f"V{number}", f"v{number}@example.org"), size)


def now(session):
    """Return the session as it is now."""
    return Session.objects.for_programme().get(pk=session.pk)


@pytest.fixture
def full(session, moment):
    """A session whose twenty seats are taken by parties of two, while ten parties of one wait."""
    Session.objects.filter(pk=session.pk).update(offer_minutes=30)
    for number in range(SEATS // 2):
        actions.register_party(session=session, party=party(f"in{number}", 2), by=VISITOR, at=moment)
    for number in range(10):
        actions.join_waiting_list(session=now(session), party=party(f"wait{number}"), by=VISITOR, at=moment)
    return now(session)


def test_freed_places_reach_the_queue_before_the_public(session, full, moment):
    leaving = [
        partial(actions.cancel_registration, registration=row, by=VISITOR, at=moment)
        for row in Registration.objects.live().for_page()[:5]
    ]
    # ``session`` was read while all seats were free, so that everybody gets as far as the counter.
    public = [
        partial(actions.register_party, session=session, party=party(f"new{number}"), by=VISITOR, at=moment)
        for number in range(60)
    ]
    outcomes = at_once([*public[:30], *leaving, *public[30:]])
    assert tally(outcomes) == {"SessionFull": 60, "NoneType": 5}
    assert Offer.objects.pending().count() == 10
    assert (now(full).seats_taken, now(full).seats_held, now(full).parties_waiting) == (10, 10, 0)


def test_one_offer_accepted_many_times_is_one_registration(full, moment):
    actions.cancel_registration(registration=Registration.objects.live().for_page().first(), by=VISITOR, at=moment)
    offered = Registration.objects.filter(status="offered").first()
    outcomes = at_once([partial(actions.accept_offer, registration=offered, by=VISITOR, at=moment)] * 20)
    assert tally(outcomes) == {"Registration": 1, "OfferOver": 19}


def test_everybody_does_everything_at_once(session, full, moment):
    """Nobody gets an error or waits for ever, whatever meets whatever; the fixture recounts everything afterwards."""
    staff = make.UserFactory(is_staff=True)
    chance = random.Random(4)  # noqa: S311 (an order, not a secret)
    rows = list(Registration.objects.for_page())
    calls = [
        *[partial(actions.cancel_registration, registration=row, by=VISITOR, at=moment) for row in rows],
        *[partial(actions.accept_offer, registration=row, by=VISITOR, at=moment) for row in rows],
        *[partial(actions.decline_offer, registration=row, by=VISITOR, at=moment) for row in rows[::3]],
        *[
            partial(actions.change_party_size, registration=row, party_size=chance.randint(1, 4), by=VISITOR, at=moment)
            for row in rows
        ],
        *[
            partial(actions.set_capacity, session=full, capacity=chance.randint(18, 24), by=staff, at=moment)
            for _ in range(5)
        ],
        *[
            partial(actions.join_waiting_list, session=full, party=party(f"late{number}", 2), by=VISITOR, at=moment)
            for number in range(10)
        ],
        *[
            partial(actions.register_party, session=session, party=party(f"new{number}"), by=VISITOR, at=moment)
            for number in range(20)
        ],
    ]
    chance.shuffle(calls)
    outcomes = at_once(calls)
    known = {"Registration", "NoneType", "Session", "WrongStep", "OfferOver", "SessionFull", "CapacityTooSmall"}
    assert set(tally(outcomes)) <= known
    assert now(full).seats_taken + now(full).seats_held <= now(full).capacity


def test_two_draws_and_an_accepted_offer_elsewhere_do_not_lock_each_other_up(moment):
    staff = make.UserFactory()
    sessions = [make.SessionFactory(entry="draw", capacity=5) for _ in range(2)]
    for session in sessions:
        for number in range(10):
            actions.register_party(session=now(session), party=party(f"d{number}"), by=VISITOR, at=moment)
    Session.objects.update(registration_closes_at=moment)
    draws = [
        partial(actions.hold_draw, session=now(session), seed=str(seed), by=staff, at=moment)
        for seed in range(3)
        for session in sessions
    ]
    outcomes = at_once(draws)
    assert tally(outcomes) == {"Draw": 2, "AlreadyDrawn": 4}


def test_one_code_on_five_devices_fifty_times_at_once_is_one_welcome(moment):
    registration = make.RegistrationFactory(party_size=3)
    make.PassFactory(person=registration.person, edition=registration.session.edition)
    desk, text = make.UserFactory(is_staff=True), token_of(registration.person.passes.get().code)
    calls = [
        partial(
            actions.scan,
            session=registration.session,
            read=actions.Scan(text, uuid4(), device=f"tablet-{number % 5}"),
            by=desk,
            at=moment,
        )
        for number in range(50)
    ]
    rows = at_once(calls)
    assert sorted(row.result for row in rows) == ["already_in"] * 49 + ["welcome"]
    assert sum(row.heads for row in rows) == 3
