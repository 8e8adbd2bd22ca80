"""Three hundred volunteers after twenty shifts that overlap, two tabs each: nobody too many, nobody in two places."""

import datetime as dt
import random
import threading
from functools import partial
from itertools import combinations

import pytest
from django.db import connection

from accounts.contact import Contact, normal_email
from accounts.models import Person
from goodsociety.common.audit import VISITOR
from tests import factories as make
from tests.concurrency.crowd import CONNECTIONS, PATIENCE, at_once, tally
from volunteers import actions
from volunteers.actions import Applicant, Guardian
from volunteers.models import GuardianConsent, Shift, SignUp

pytestmark = [pytest.mark.race]
CROWD, SHIFTS, PLACES = 300, 20, 5
HOUR = dt.timedelta(hours=1)


def volunteer(number):
    """Return a contact of its own."""
    return Contact(f"Volunteer {number}", f"volunteer-{number}@example.org")


@pytest.fixture
def shifts(moment):
    """Twenty shifts of five places on one day, each an hour later than four others: many of them overlap."""
    duty = make.DutyFactory()
    begin = duty.edition.moment(1, dt.time(8))
    rows = [
        make.ShiftFactory(duty=make.DutyFactory(zone=duty.zone), capacity=PLACES, starts_at=begin + n % 5 * HOUR)
        for n in range(SHIFTS)
    ]
    return [Shift.objects.for_page().get(pk=row.pk) for row in rows]


def test_three_hundred_volunteers_with_two_tabs_each(shifts, moment):
    dice = random.Random(2019)  # noqa: S311 (the same crowd each time)
    calls = [
        partial(actions.sign_up, shift=shift, contact=volunteer(number), by=VISITOR, at=moment)
        for number in range(CROWD)
        for shift in dice.sample(shifts, 2)
    ]
    dice.shuffle(calls)
    outcomes = at_once(calls)
    expected = {"SignUp", "ShiftFull", "Clash", "TooManyHours", "AlreadySignedUp"}
    assert set(tally(outcomes)) <= expected, tally(outcomes)
    assert tally(outcomes)["SignUp"] == SignUp.objects.live().count()
    for shift in Shift.objects.all():
        assert shift.seats_taken == shift.sign_ups.live().count() <= PLACES
    assert nobody_in_two_places()


def nobody_in_two_places():
    """Say whether no two shifts of one person overlap, counted in plain Python."""
    of_person = {}
    for row in SignUp.objects.live().select_related("shift"):
        of_person.setdefault(row.person_id, []).append(row.shift)
    pairs = [pair for theirs in of_person.values() for pair in combinations(theirs, 2)]
    return all(one.ends_at <= other.starts_at or other.ends_at <= one.starts_at for one, other in pairs)


def test_without_the_guard_people_are_in_two_places_and_shifts_too_full(transactional_db):
    """The control: look, then write, as a program would that trusts what it has just read."""
    hurry = Hurry()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE scratch_shift (shift integer NOT NULL, volunteer integer NOT NULL)")
    try:
        at_once([partial(hurry.sign_up, number // 2, number % 2) for number in range(CONNECTIONS * 2)])
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM scratch_shift GROUP BY shift")
            fullest = max(count for (count,) in cursor.fetchall())
            cursor.execute("SELECT count(*) FROM scratch_shift GROUP BY volunteer")
            busiest = max(count for (count,) in cursor.fetchall())
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE scratch_shift")
    assert fullest > PLACES
    assert busiest == 2


class Hurry:
    """Volunteers who look whether a shift has a place and they are free, and write themselves in a moment later."""

    def __init__(self):
        """Nobody has looked yet; those with the first connections wait for each other, all others for nobody."""
        self.go = threading.Event()
        self.all_looked = threading.Barrier(CONNECTIONS, action=self.go.set)

    def sign_up(self, volunteer, shift):
        """Write somebody into a shift where there is a place, and they are in no other, by what was read."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM scratch_shift WHERE shift = %s", [shift])
            is_free = cursor.fetchone()[0] < PLACES
            cursor.execute("SELECT count(*) FROM scratch_shift WHERE volunteer = %s", [volunteer])
            is_idle = cursor.fetchone()[0] == 0
            if not self.go.is_set():
                self.all_looked.wait(PATIENCE)
            if is_free and is_idle:
                cursor.execute("INSERT INTO scratch_shift VALUES (%s, %s)", [shift, volunteer])


def test_freed_places_reach_the_queue_before_the_public(shifts, moment):
    [shift, *_others] = shifts
    holders = [actions.sign_up(shift=shift, contact=volunteer(n), by=VISITOR, at=moment) for n in range(PLACES)]
    full = Shift.objects.for_page().get(pk=shift.pk)
    for number in range(PLACES):
        applicant = Applicant(volunteer(100 + number), is_of_age=True)
        actions.join_shift_list(shift=full, applicant=applicant, by=VISITOR, at=moment)
    leaving = [partial(actions.cancel_sign_up, sign_up=row, by=VISITOR, at=moment) for row in holders]
    # ``shift`` was read while all places were free, so that everybody gets as far as the counter.
    public = [
        partial(actions.sign_up, shift=shift, contact=volunteer(200 + n), by=VISITOR, at=moment) for n in range(40)
    ]
    outcomes = at_once([*public[:20], *leaving, *public[20:]])
    assert tally(outcomes) == {"ShiftFull": 40, "NoneType": PLACES}
    assert SignUp.objects.filter(status="offered").count() == PLACES


def test_one_shift_is_taken_over_once(shifts, moment):
    row = actions.sign_up(shift=shifts[0], contact=volunteer(0), by=VISITOR, at=moment)
    sought = actions.seek_stand_in(sign_up=row, by=VISITOR, at=moment)
    calls = [
        partial(
            actions.take_over,
            hand_over=sought,
            applicant=Applicant(volunteer(n), is_of_age=True),
            by=VISITOR,
            at=moment,
        )
        for n in range(1, 21)
    ]
    assert tally(at_once(calls)) == {"SignUp": 1, "HandOverOver": 19}


def test_a_guardians_link_answers_once(shifts, moment):
    young = Applicant(volunteer(0), born_on=dt.date(moment.year - 17, 1, 1), guardian=Guardian("G", "g@example.org"))
    actions.sign_up_volunteer(shift=shifts[0], applicant=young, by=VISITOR, at=moment)
    consent = GuardianConsent.objects.get()
    give = partial(actions.give_guardian_consent, consent=consent, by=VISITOR, at=moment)
    refuse = partial(actions.refuse_guardian_consent, consent=consent, by=VISITOR, at=moment)
    outcomes = tally(at_once([give, refuse] * 10))
    assert outcomes["LinkUsed"] == 19


def test_one_person_by_many_spellings_is_one(shifts, moment):
    spellings = ["Malee@Example.org ", "malee@example.ORG", " malee@\uff45xample.org"]

    calls = [
        partial(actions.sign_up, shift=shifts[0], contact=Contact("M", normal_email(typed)), by=VISITOR, at=moment)
        for typed in spellings * 5
    ]
    assert tally(at_once(calls)) == {"SignUp": 1, "AlreadySignedUp": 14}
    assert Person.objects.count() == 1
