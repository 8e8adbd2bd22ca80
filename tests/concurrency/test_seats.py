"""More people than seats, all in the same moment: never one too many, and nobody sees an error."""

import threading
from functools import partial
from itertools import cycle, islice

import pytest
from django.db import connection

from accounts.contact import Contact
from activities.actions import cancel_registration, register
from activities.models import Registration, Session
from goodsociety.common.audit import VISITOR
from tests import factories as make
from tests.concurrency.crowd import CONNECTIONS, PATIENCE, at_once, tally
from volunteers.actions import sign_up
from volunteers.models import Shift, SignUp

pytestmark = [pytest.mark.race]
CROWD = 100
SEATS = 20


def visitor(number):
    """Return a contact of its own."""
    return Contact(f"Visitor {number}", f"visitor-{number}@example.org")


def registering(session, number, moment, *, party_size=1):
    """Return the call by which a visitor registers."""
    return partial(register, session=session, contact=visitor(number), party_size=party_size, by=VISITOR, at=moment)


def test_a_hundred_after_twenty_seats(session, moment):
    outcomes = at_once([registering(session, number, moment) for number in range(CROWD)])
    assert tally(outcomes) == {"Registration": SEATS, "SessionFull": CROWD - SEATS}
    session.refresh_from_db()
    assert (session.seats_taken, session.seats_held) == (SEATS, 0)
    assert Registration.objects.live().count() == SEATS
    assert {row.person_id for row in Registration.objects.all()} == {
        outcome.person_id for outcome in outcomes if isinstance(outcome, Registration)
    }


def test_a_hundred_after_twenty_seats_without_the_guard_are_too_many(transactional_db):
    """The control: check, then insert, as a program would that trusts what it has just read."""
    hurry = Hurry()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE scratch_seat (visitor integer NOT NULL)")
    try:
        outcomes = at_once([partial(hurry.sit_down, number) for number in range(CROWD)])
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM scratch_seat")
            (seated,) = cursor.fetchone()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE scratch_seat")
    assert tally(outcomes) == {"bool": CROWD}
    assert seated == sum(outcomes)
    assert seated > SEATS


class Hurry:
    """People who look for a free seat and sit down a moment later, in autocommit."""

    def __init__(self):
        """Nobody has looked yet; those with the first connections wait for each other, all others for nobody."""
        self.go = threading.Event()
        self.all_looked = threading.Barrier(CONNECTIONS, action=self.go.set)

    def sit_down(self, number):
        """Take a seat when one looks free, once everybody who has a connection has looked; say whether one did."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM scratch_seat")
            is_free = cursor.fetchone()[0] < SEATS
            if not self.go.is_set():
                self.all_looked.wait(PATIENCE)
            if is_free:
                cursor.execute("INSERT INTO scratch_seat VALUES (%s)", [number])
        return is_free


def test_parties_never_take_more_than_there_is(session, moment):
    sizes = list(islice(cycle((1, 2, 3, 4, 5)), CROWD))
    calls = [registering(session, number, moment, party_size=size) for number, size in enumerate(sizes)]
    outcomes = at_once(calls)
    assert set(tally(outcomes)) == {"Registration", "SessionFull"}
    seated = sum(row.party_size for row in outcomes if isinstance(row, Registration))
    session.refresh_from_db()
    assert session.seats_taken == seated <= SEATS
    # Whoever was refused did not fit: at most four seats stay empty, since every fifth party is of one.
    refused = [size for size, outcome in zip(sizes, outcomes, strict=True) if not isinstance(outcome, Registration)]
    assert min(refused) > session.seats_left


def test_one_person_many_times(session, moment):
    outcomes = at_once([registering(session, 0, moment) for _time in range(20)])
    assert tally(outcomes) == {"Registration": 1, "AlreadyRegistered": 19}
    session.refresh_from_db()
    assert session.seats_taken == 1


def test_a_known_person_many_times(session, moment):
    make.PersonFactory(email=visitor(0).email)
    outcomes = at_once([registering(session, 0, moment) for _time in range(20)])
    assert tally(outcomes) == {"Registration": 1, "AlreadyRegistered": 19}


def test_seats_given_back_are_neither_lost_nor_given_twice(session, moment):
    rows = [registering(session, number, moment)() for number in range(SEATS)]
    full = Session.objects.for_programme().get(pk=session.pk)
    give_back = [partial(cancel_registration, registration=row, by=VISITOR, at=moment) for row in rows[:10]]
    # ``session`` was read while all seats were free, so that everybody gets as far as the counter.
    take = [registering(session, SEATS + number, moment) for number in range(30)]
    outcomes = at_once([call for pair in zip(give_back * 3, take, strict=True) for call in pair])
    seated = sum(isinstance(outcome, Registration) for outcome in outcomes)
    assert tally(outcomes).keys() <= {"NoneType", "WrongStep", "Registration", "SessionFull"}
    assert tally(outcomes)["NoneType"] == 10
    full.refresh_from_db()
    assert full.seats_taken == SEATS - 10 + seated <= SEATS
    late = [registering(full, 1000 + number, moment)() for number in range(full.seats_left)]
    full.refresh_from_db()
    assert (full.seats_taken, len(late)) == (SEATS, 10 - seated)


def test_a_registration_is_taken_back_once(session, moment):
    row = registering(session, 0, moment, party_size=3)()
    outcomes = at_once([partial(cancel_registration, registration=row, by=VISITOR, at=moment)] * 20)
    assert tally(outcomes) == {"NoneType": 1, "WrongStep": 19}
    session.refresh_from_db()
    assert session.seats_taken == 0


def test_a_hundred_after_a_shift_of_five(moment):
    shift = Shift.objects.for_page().get(pk=make.ShiftFactory(capacity=5).pk)
    calls = [partial(sign_up, shift=shift, contact=visitor(number), by=VISITOR, at=moment) for number in range(CROWD)]
    assert tally(at_once(calls)) == {"SignUp": 5, "ShiftFull": CROWD - 5}
    shift.refresh_from_db()
    assert shift.seats_taken == SignUp.objects.live().count() == 5
