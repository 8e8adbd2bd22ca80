"""Whatever volunteers and coordinators do in whatever order: no place is lost, and none is given twice."""

import datetime as dt
import os

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.contact import Contact
from goodsociety.common.audit import SYSTEM, VISITOR
from goodsociety.common.refusals import Refusal
from goodsociety.operations.invariants import findings
from tests import factories as make
from volunteers import actions
from volunteers.actions import Applicant, Guardian
from volunteers.models import GuardianConsent, HandOver, Shift, SignUp
from volunteers.models.volunteer import age_on

pytestmark = pytest.mark.django_db

#: How many lives of how many steps; ``make drill`` asks for more.
LIVES = int(os.environ.get("DRILL_LIVES", "12"))
STEPS = int(os.environ.get("DRILL_STEPS", "30"))
HOUR = dt.timedelta(hours=1)
PEOPLE = st.integers(0, 9)
SHIFTS = st.integers(0, 3)
rows = st.integers(0, 40)
Status = SignUp.Status


class Crew(RuleBasedStateMachine):
    """Ten people, of whom two are under age, and four shifts that overlap, one of them by approval."""

    @initialize(capacity=st.integers(1, 3), way=st.sampled_from([0, 10]))
    def open(self, capacity, way):
        """Make the shifts inside a transaction that is undone at the end."""
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.staff = make.UserFactory(is_staff=True)
        first = make.ShiftFactory(capacity=capacity, largest_party=2)
        make.RulesFactory(
            edition=first.edition, walking_minutes=way, offer_minutes=30, guardian_hours=1, most_minutes_a_day=600
        )
        self.keys = [
            first.pk,
            make.ShiftFactory(capacity=2, starts_at=first.starts_at + 2 * HOUR, duty=first.duty).pk,
            make.ShiftFactory(capacity=2, starts_at=first.ends_at).pk,
            make.ShiftFactory(capacity=2, starts_at=first.starts_at + 24 * HOUR, is_by_approval=True).pk,
        ]
        self.now = first.starts_at - 12 * HOUR

    def teardown(self):
        """Undo everything."""
        if hasattr(self, "undone"):
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    def shift(self, number):
        """Return one of the shifts as it is now."""
        return Shift.objects.for_page().get(pk=self.keys[number])

    def applicant(self, number, size=1):
        """Return one of the people; the last two are under age."""
        contact = Contact(f"P{number}", f"p{number}@example.org")
        if number < 8:
            return Applicant(contact, is_of_age=True, party_size=size)
        return Applicant(contact, born_on=dt.date(2009, 1, 1), guardian=Guardian("G", f"g{number}@example.org"))

    def try_to(self, act, **words):
        """Do something; a refusal leaves everything as it was."""
        before = self.everything()
        try:
            return act(at=self.now, **words)
        except Refusal:
            assert self.everything() == before
            return None

    def everything(self):
        """Return every counter, and every sign-up with its status."""
        counters = Shift.objects.order_by("pk").values_list("seats_taken", "seats_held", "parties_waiting", "capacity")
        return list(counters), sorted(SignUp.objects.values_list("pk", "status", "party_size"))

    def some(self, number, *statuses):
        """Return a sign-up of one of the statuses, if there is one."""
        found = list(SignUp.objects.for_page().filter(status__in=statuses).order_by("pk"))
        return found[number % len(found)] if found else None

    @rule(who=PEOPLE, which=SHIFTS, size=st.integers(1, 2))
    def sign_up(self, who, which, size):
        """Somebody signs up: never while somebody waits for what is left."""
        shift = self.shift(which)
        applicant = self.applicant(who, size)
        made = self.try_to(actions.sign_up_volunteer, shift=shift, applicant=applicant, by=VISITOR)
        if made is not None and made.status != Status.REQUESTED:
            assert not SignUp.objects.waiting().filter(shift=shift).exists()

    @rule(who=PEOPLE, which=SHIFTS)
    def wait(self, who, which):
        """Somebody joins a list."""
        self.try_to(actions.join_shift_list, shift=self.shift(which), applicant=self.applicant(who), by=VISITOR)

    @rule(number=rows, is_approved=st.booleans())
    def decide(self, number, is_approved):
        """A coordinator answers a request."""
        row = self.some(number, Status.REQUESTED)
        if row:
            act = actions.approve_sign_up if is_approved else actions.decline_sign_up
            self.try_to(act, sign_up=row, by=self.staff)

    @rule(who=PEOPLE, which=SHIFTS)
    def place(self, who, which):
        """A coordinator places somebody, whatever else they do."""
        words = {"shift": self.shift(which), "applicant": self.applicant(who), "reason": "ขาดคน", "by": self.staff}
        self.try_to(actions.place_volunteer, **words)

    @rule(number=rows, is_accepted=st.booleans())
    def answer_offer(self, number, is_accepted):
        """Somebody accepts or declines a place, perhaps too late."""
        row = self.some(number, Status.OFFERED)
        if row:
            act = actions.accept_place if is_accepted else actions.decline_place
            made = self.try_to(act, sign_up=row, by=VISITOR)
            assert made is None or row.expires_at > self.now

    @rule(number=rows, is_given=st.booleans())
    def answer_link(self, number, is_given):
        """A guardian answers, perhaps twice."""
        asked = list(GuardianConsent.objects.order_by("pk"))
        if asked:
            act = actions.give_guardian_consent if is_given else actions.refuse_guardian_consent
            self.try_to(act, consent=asked[number % len(asked)], by=VISITOR)

    @rule(number=rows)
    def cancel(self, number):
        """Somebody takes back whatever they have."""
        row = self.some(number, *SignUp.ACTIVE)
        if row:
            self.try_to(actions.cancel_sign_up, sign_up=row, by=VISITOR)

    @rule(number=rows, size=st.integers(1, 2))
    def change(self, number, size):
        """A group grows or shrinks."""
        row = self.some(number, *SignUp.ACTIVE)
        if row:
            self.try_to(actions.change_party, sign_up=row, party_size=size, by=VISITOR)

    @rule(number=rows)
    def seek(self, number):
        """Somebody looks for a stand-in."""
        row = self.some(number, Status.CONFIRMED)
        if row:
            self.try_to(actions.seek_stand_in, sign_up=row, by=VISITOR)

    @rule(who=PEOPLE, number=rows)
    def stand_in(self, who, number):
        """Somebody takes a shift over, which takes no place away and gives none back."""
        sought = list(HandOver.objects.sought().for_page())
        if sought:
            before = self.everything()[0]
            hand_over = sought[number % len(sought)]
            self.try_to(actions.take_over, hand_over=hand_over, applicant=self.applicant(who), by=VISITOR)
            assert self.everything()[0] == before

    @rule(number=rows)
    def arrive(self, number):
        """Somebody comes."""
        row = self.some(number, Status.CONFIRMED, Status.NO_SHOW)
        if row:
            self.try_to(actions.arrive, sign_up=row, by=self.staff)

    @rule(number=rows)
    def no_show(self, number):
        """Somebody does not come."""
        row = self.some(number, Status.CONFIRMED)
        if row:
            self.try_to(actions.note_no_show, sign_up=row, by=self.staff)

    @rule(which=SHIFTS, capacity=st.integers(1, 5))
    def resize(self, which, capacity):
        """A coordinator needs more or fewer."""
        self.try_to(actions.set_shift_capacity, shift=self.shift(which), capacity=capacity, by=self.staff)

    @rule(minutes=st.integers(5, 240))
    def time_goes_by(self, minutes):
        """Nobody does anything, no job runs."""
        self.now += dt.timedelta(minutes=minutes)

    @rule()
    def sweep(self):
        """The job runs."""
        self.try_to(actions.settle_due_shifts, by=SYSTEM)

    @invariant()
    def everything_adds_up(self):
        """Every counter is what its rows say, and nobody is in two places unless a coordinator put them there."""
        if hasattr(self, "keys"):
            assert list(findings()) == []

    @invariant()
    def never_more_than_there_is(self):
        """Nobody is promised a place that is not there."""
        for shift in Shift.objects.all() if hasattr(self, "keys") else ():
            assert shift.seats_taken + shift.seats_held <= shift.capacity

    @invariant()
    def nobody_under_age_without_a_guardian(self):
        """Whoever is under age and confirmed has a guardian who consented."""
        if not hasattr(self, "keys"):
            return
        consents = set(GuardianConsent.objects.given().values_list("person", flat=True))
        for number in (8, 9):
            assert age_on(dt.date(2009, 1, 1), self.now.date()) < 20
            confirmed = SignUp.objects.live().filter(person__email=f"p{number}@example.org")
            assert set(confirmed.values_list("person", flat=True)) <= consents

    @invariant()
    def what_is_free_was_offered(self):
        """Nobody waits for a place that is free."""
        if not hasattr(self, "keys") or SignUp.objects.expired(self.now).exists():
            return
        for shift in Shift.objects.for_page().filter(parties_waiting__gt=0):
            waiting = SignUp.objects.waiting().filter(shift=shift, party_size__lte=shift.seats_unclaimed)
            assert not shift.is_on(self.now) or not waiting.exists()


def test_no_place_is_lost_or_given_twice():
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    options = settings(max_examples=LIVES, stateful_step_count=STEPS, deadline=None, suppress_health_check=checks)
    run_state_machine_as_test(Crew, settings=options)
