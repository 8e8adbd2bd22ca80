"""Whatever people do in whatever order: no place is lost, none is given twice, and the queue goes first."""

import datetime as dt
import os
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.contact import Contact
from activities import actions
from activities.models import Entry, Hold, Offer, Registration, Session
from goodsociety.common.audit import SYSTEM, VISITOR
from goodsociety.common.refusals import Refusal
from goodsociety.operations.invariants import findings
from tests import factories as make

pytestmark = pytest.mark.django_db

#: How many lives of how many steps; ``make drill`` asks for more.
LIVES = int(os.environ.get("DRILL_LIVES", "15"))
STEPS = int(os.environ.get("DRILL_STEPS", "30"))
sizes = st.integers(1, 5)
rows = st.integers(0, 40)
Status = Registration.Status


class Life(RuleBasedStateMachine):
    """One session of few places from the opening of its registration to its end."""

    @initialize(
        capacity=st.integers(3, 9), waits_for_front=st.booleans(), is_by_lot=st.integers(0, 3).map(lambda n: n == 3)
    )
    def open(self, capacity, waits_for_front, is_by_lot):
        """Make the session inside a transaction that is undone at the end."""
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.now = timezone.now()
        self.people = 0
        self.is_judged = False
        self.staff = make.UserFactory(is_staff=True)
        self.key = make.SessionFactory(
            entry=Entry.DRAW if is_by_lot else Entry.REGISTRATION,
            capacity=capacity,
            waits_for_front=waits_for_front,
            largest_party=5,
            offer_minutes=30,
            hold_minutes=10,
        ).pk

    def teardown(self):
        """Undo everything."""
        if hasattr(self, "undone"):
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    @property
    def session(self):
        """The session as it is now."""
        return Session.objects.for_programme().get(pk=self.key)

    def party(self, size, hold=""):
        """Return a party of somebody new."""
        self.people += 1
        return actions.Party(Contact(f"P{self.people}", f"p{self.people}@example.org"), size, hold)

    def try_to(self, act, **words):
        """Do something; a refusal leaves everything as it was."""
        self.is_judged = False
        before = self.counters()
        try:
            return act(at=self.now, **words)
        except Refusal:
            assert self.counters() == before
            return None

    def counters(self):
        """Return the counters of the session and how many registrations of each status there are."""
        session = self.session
        statuses = sorted(Registration.objects.filter(session=session).values_list("pk", "status", "party_size"))
        return session.seats_taken, session.seats_held, session.parties_waiting, session.capacity, statuses

    def some(self, number, *statuses):
        """Return a registration of one of the statuses, if there is one."""
        found = list(Registration.objects.for_page().filter(status__in=statuses).order_by("pk"))
        return found[number % len(found)] if found else None

    @rule(size=sizes)
    def register(self, size):
        """Somebody new registers: never while a party waits for what is left."""
        made = self.try_to(actions.register_party, session=self.session, party=self.party(size), by=VISITOR)
        assert made is None or not Registration.objects.waiting().exists()

    @rule(size=sizes)
    def wait(self, size):
        """Somebody new joins the list."""
        self.try_to(actions.join_waiting_list, session=self.session, party=self.party(size), by=VISITOR)

    @rule(size=sizes)
    def begin_a_form(self, size):
        """Places are held for somebody."""
        self.try_to(actions.hold_places, session=self.session, seats=size, by=VISITOR)

    @rule(number=rows, size=sizes)
    def send_a_form(self, number, size):
        """Somebody sends the form that places are held for."""
        holds = list(Hold.objects.order_by("pk"))
        if holds:
            party = self.party(size, hold=holds[number % len(holds)].code)
            self.try_to(actions.register_party, session=self.session, party=party, by=VISITOR)

    @rule(number=rows)
    def leave_a_form(self, number):
        """Somebody closes the form."""
        holds = list(Hold.objects.order_by("pk"))
        if holds:
            self.try_to(actions.drop_hold, code=holds[number % len(holds)].code, by=VISITOR)

    @rule(number=rows)
    def cancel(self, number):
        """Somebody takes back whatever they have."""
        row = self.some(number, *Registration.ACTIVE)
        if row:
            self.try_to(actions.cancel_registration, registration=row, by=VISITOR)

    @rule(number=rows, size=sizes)
    def change(self, number, size):
        """A party grows or shrinks."""
        row = self.some(number, *Registration.ACTIVE)
        if row:
            self.try_to(actions.change_party_size, registration=row, party_size=size, by=VISITOR)

    @rule(number=rows)
    def accept(self, number):
        """Somebody accepts an offer, perhaps too late."""
        row = self.some(number, Status.OFFERED)
        if row:
            is_over = row.offers.pending().filter(expires_at__lte=self.now).exists()
            made = self.try_to(actions.accept_offer, registration=row, by=VISITOR)
            assert (made is None) == is_over

    @rule(number=rows)
    def decline(self, number):
        """Somebody declines an offer."""
        row = self.some(number, Status.OFFERED)
        if row:
            self.try_to(actions.decline_offer, registration=row, by=VISITOR)

    @rule(minutes=st.integers(1, 60))
    def time_goes_by(self, minutes):
        """Nobody does anything, no job runs."""
        self.now += dt.timedelta(minutes=minutes)

    @rule()
    def sweep(self):
        """The job runs."""
        self.try_to(actions.settle_due, by=SYSTEM)

    @rule(capacity=st.integers(1, 14))
    def resize(self, capacity):
        """The organisers find a larger or smaller room."""
        self.try_to(actions.set_capacity, session=self.session, capacity=capacity, by=self.staff)

    @rule(is_closed=st.booleans())
    def draw(self, is_closed):
        """The organisers draw, perhaps before registration is closed or once more."""
        if self.session.entry == Entry.DRAW:
            if is_closed:
                Session.objects.filter(pk=self.key).update(registration_closes_at=self.now)
            self.try_to(actions.hold_draw, session=self.session, seed=f"seed {self.people}", by=self.staff)

    @rule(number=rows)
    def check_in(self, number):
        """A party arrives."""
        row = self.some(number, Status.CONFIRMED)
        if row:
            self.try_to(actions.check_in_party, registration=row, client_key=uuid4(), by=self.staff)

    @invariant()
    def all_is_well(self):
        """Judge everything after each act; as long as nobody does anything, it stays as it was judged."""
        if hasattr(self, "key") and not self.is_judged:
            session, self.is_judged = self.session, True
            assert list(findings()) == [], "every counter is what its rows say"
            assert session.seats_taken + session.seats_held <= session.capacity, "nobody is promised what is not there"
            self.judge_the_queue(session)

    def judge_the_queue(self, session):
        """No party waits for places that are free, unless the one in front waits for more and it is the rule."""
        if self.is_anything_over():
            return
        free = session.seats_unclaimed
        waiting = list(Registration.objects.waiting().values_list("party_size", flat=True))
        assert [size for size in waiting[: 1 if session.waits_for_front else None] if size <= free] == []

    def is_anything_over(self):
        """Say whether something is over that nobody has noticed."""
        return Offer.objects.expired(self.now).exists() or Hold.objects.expired(self.now).exists()


def test_no_place_is_lost_or_given_twice():
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    options = settings(max_examples=LIVES, stateful_step_count=STEPS, deadline=None, suppress_health_check=checks)
    run_state_machine_as_test(Life, settings=options)
