"""Arriving, leaving, not coming, walking up – and taking all of it back. Counters are recounted after each test."""

import datetime as dt

import pytest
from django.utils import translation

from accounts.contact import Contact
from activities.models import Commitment, Pass
from activities.refusals import Clash
from goodsociety.common.models import AuditEntry, Outbox
from goodsociety.common.refusals import WrongStep
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.tables import refused
from volunteers import actions, day_refusals, refusals
from volunteers.models import HandOver, Shift, SignUp
from zones.models import Edition

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
MALEE = Contact("มาลี รักดี", "malee@example.org", "+66812345678", "th")


@pytest.fixture(autouse=True)
def counters_are_true(db):
    """Recount everything afterwards."""
    yield
    assert list(findings()) == []


@pytest.fixture
def shift(edition):
    """A shift for two, from 9:30 to 13:30."""
    return Shift.objects.for_page().get(pk=make.ShiftFactory(capacity=2, largest_party=2).pk)


@pytest.fixture
def row(shift):
    """Somebody with a place in it."""
    return make.SignUpFactory(shift=shift)


@pytest.fixture
def coordinator(edition):
    """Who stands at the shift."""
    return make.UserFactory()


@pytest.fixture
def act(coordinator):
    """Return what does an action as the coordinator, and reads the sign-up anew."""

    def do(verb, row, at, **more):
        getattr(actions, verb)(sign_up=row, by=coordinator, at=at, **more)
        row.refresh_from_db()
        return row

    return do


def verbs():
    """Return what the log holds."""
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


# Arriving and leaving


def test_an_arrival_is_noted_with_who_and_when(act, row, shift, coordinator):
    act("arrive", row, shift.starts_at)
    assert (row.arrived_at, row.left_at, row.heads) == (shift.starts_at, None, 1)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor_key, entry.subject_key) == ("arrive", coordinator.pk, row.pk)
    assert entry.numbers == {"arrived_at": shift.starts_at.isoformat(), "heads": 1}


def test_who_is_here_already_is_said_to_be(act, row, shift, coordinator, language):
    act("arrive", row, shift.starts_at)
    with refused(day_refusals.AlreadyHere) as caught:
        actions.arrive(sign_up=row, by=coordinator, at=shift.starts_at + MINUTE)
    assert {"th": "09.30", "en": "09:30"}[language] in str(caught.value)


def test_a_time_of_its_own_replaces_what_was_noted(act, row, shift):
    act("arrive", row, shift.starts_at + HOUR)
    act("arrive", row, shift.starts_at + 2 * HOUR, arrived_at=shift.starts_at + 10 * MINUTE)
    assert row.arrived_at == shift.starts_at + 10 * MINUTE
    act("leave", row, shift.ends_at)
    act("leave", row, shift.ends_at + HOUR, left_at=shift.ends_at - HOUR)
    assert row.left_at == shift.ends_at - HOUR
    assert verbs() == ["arrive", "arrive", "leave", "leave"]


def test_who_comes_back_is_here_again(act, row, shift):
    act("arrive", row, shift.starts_at)
    act("leave", row, shift.starts_at + HOUR)
    act("arrive", row, shift.starts_at + 2 * HOUR)
    assert (row.arrived_at, row.left_at) == (shift.starts_at, None)


def test_of_a_group_some_come_and_the_others_later(act, shift, coordinator):
    group = make.SignUpFactory(shift=shift, party_size=2)
    act("arrive", group, shift.starts_at, heads=1)
    assert group.heads == 1
    act("arrive", group, shift.starts_at + HOUR, heads=2)
    assert (group.heads, group.arrived_at) == (2, shift.starts_at)
    for heads in (0, 3):
        with refused(day_refusals.HeadsOfTheParty):
            actions.arrive(sign_up=group, by=coordinator, at=shift.ends_at - MINUTE, heads=heads)


TIMES = {
    "much too early": (-3 * HOUR - MINUTE, None, day_refusals.TooEarly),
    "after the end without a time": (5 * HOUR, None, day_refusals.ShiftOver),
    "a time after the end": (5 * HOUR, 4 * HOUR, day_refusals.ShiftOver),
    "a time in the future": (HOUR, 2 * HOUR, day_refusals.InTheFuture),
    "a time of the day before": (HOUR, -24 * HOUR, day_refusals.TooEarly),
}


@pytest.mark.parametrize("when", TIMES)
def test_times_that_cannot_be(row, shift, coordinator, when):
    at, came, refusal = TIMES[when]
    came_at = came if came is None else shift.starts_at + came
    with refused(refusal):
        actions.arrive(sign_up=row, by=coordinator, at=shift.starts_at + at, arrived_at=came_at)


def test_an_arrival_can_be_noted_after_the_shift_with_its_time(act, row, shift):
    assert act("arrive", row, shift.ends_at + HOUR, arrived_at=shift.starts_at).arrived_at == shift.starts_at


@pytest.mark.parametrize("status", ["requested", "guardian", "waiting", "offered", "cancelled", "declined"])
def test_who_holds_no_place_is_not_checked_in(shift, coordinator, status):
    other = make.SignUpFactory(shift=shift, status=status)
    for verb in (actions.arrive, actions.leave, actions.note_no_show):
        with refused(day_refusals.NotExpected) as caught:
            verb(sign_up=other, by=coordinator, at=shift.starts_at)
    assert str(other.get_status_display()) in str(caught.value)


@pytest.mark.parametrize("what", ["the shift", "the expo"])
def test_nobody_is_checked_in_to_what_was_called_off(row, shift, coordinator, what):
    if what == "the shift":
        Shift.objects.update(state="cancelled")
    else:
        Edition.objects.update(status="cancelled", cancelled_reason_th="เหตุสุดวิสัย")
    for verb in (actions.arrive, actions.note_no_show):
        with refused(day_refusals.ShiftOff):
            verb(sign_up=row, by=coordinator, at=shift.starts_at)


def test_leaving_needs_an_arrival_before_it(act, row, shift, coordinator):
    with refused(day_refusals.NotHere):
        actions.leave(sign_up=row, by=coordinator, at=shift.ends_at)
    act("arrive", row, shift.starts_at + HOUR)
    with refused(day_refusals.LeftBeforeArriving):
        actions.leave(sign_up=row, by=coordinator, at=shift.ends_at, left_at=shift.starts_at)
    with refused(day_refusals.InTheFuture):
        actions.leave(sign_up=row, by=coordinator, at=shift.ends_at, left_at=shift.ends_at + MINUTE)
    act("leave", row, shift.ends_at)
    with refused(day_refusals.AlreadyLeft):
        actions.leave(sign_up=row, by=coordinator, at=shift.ends_at)
    act("leave", row, shift.ends_at, left_at=shift.ends_at - HOUR)
    with refused(day_refusals.LeftBeforeArriving):
        came_at = shift.ends_at - 30 * MINUTE
        actions.arrive(sign_up=row, by=coordinator, at=shift.ends_at, arrived_at=came_at)


def test_both_times_are_replaced_together_or_neither(row, shift, coordinator):
    times = actions.Times(shift.starts_at + 2 * HOUR, shift.starts_at + 3 * HOUR)
    for begin in (shift.starts_at, shift.starts_at + 3 * HOUR):
        actions.note_times(sign_up=row, times=actions.Times(begin, begin + HOUR / 2), by=coordinator, at=shift.ends_at)
    actions.note_times(sign_up=row, times=times, by=coordinator, at=shift.ends_at)
    row.refresh_from_db()
    assert (row.arrived_at, row.left_at) == (times.arrived_at, times.left_at)
    with refused(day_refusals.LeftBeforeArriving):
        wrong = actions.Times(shift.starts_at + HOUR, shift.starts_at)
        actions.note_times(sign_up=row, times=wrong, by=coordinator, at=shift.ends_at)


def test_an_arrival_is_taken_back_with_the_leaving(act, row, shift, coordinator):
    act("arrive", row, shift.starts_at)
    act("leave", row, shift.ends_at)
    act("undo_arrival", row, shift.ends_at)
    assert (row.arrived_at, row.left_at, row.heads, row.status) == (None, None, None, "confirmed")
    with refused(day_refusals.NotHere):
        actions.undo_arrival(sign_up=row, by=coordinator, at=shift.ends_at)


def test_what_approved_hours_stand_on_stays(act, row, shift, coordinator):
    act("arrive", row, shift.starts_at)
    SignUp.objects.update(approved_minutes=60, approved_at=shift.ends_at)
    with refused(day_refusals.HoursApproved):
        actions.undo_arrival(sign_up=row, by=coordinator, at=shift.ends_at)


def test_who_was_checked_in_early_and_cancels_was_not_there(act, row, shift, coordinator):
    act("arrive", row, shift.starts_at - 10 * MINUTE)
    act("cancel_sign_up", row, shift.starts_at - 5 * MINUTE)
    assert (row.status, row.arrived_at, row.heads) == ("cancelled", None, None)


def test_who_is_there_when_a_shift_is_called_off_keeps_the_time_served(act, row, shift, coordinator):
    absent = make.SignUpFactory(shift=shift)
    act("arrive", row, shift.starts_at)
    actions.cancel_shift(shift=shift, by=coordinator, at=shift.starts_at + HOUR)
    row.refresh_from_db()
    absent.refresh_from_db()
    assert (row.status, row.left_at, absent.status) == ("confirmed", shift.starts_at + HOUR, "cancelled")
    assert [key.partition(":")[2] for key in Outbox.objects.values_list("key", flat=True)] == [str(absent.pk)]


# Not coming


def test_a_no_show_frees_the_place_and_the_person(act, row, shift, coordinator):
    make.HandOverFactory(sign_up=row)
    act("note_no_show", row, shift.starts_at)
    shift.refresh_from_db()
    assert (row.status, shift.seats_taken) == ("no_show", 0)
    assert not Commitment.objects.exists()
    assert HandOver.objects.get().state == "withdrawn"
    assert verbs() == ["note_no_show"]


def test_nobody_is_missing_before_the_shift_begins_or_while_they_are_here(act, row, shift, coordinator):
    with refused(day_refusals.NotBegun):
        actions.note_no_show(sign_up=row, by=coordinator, at=shift.starts_at - MINUTE)
    act("arrive", row, shift.starts_at)
    with refused(day_refusals.AlreadyHere):
        actions.note_no_show(sign_up=row, by=coordinator, at=shift.starts_at)


def test_the_place_of_a_no_show_is_offered_for_half_an_hour(act, row, shift, coordinator):
    make.SignUpFactory(shift=shift)
    first, second = (make.SignUpFactory(shift=shift, status="waiting") for _ in range(2))
    at = shift.starts_at + 10 * MINUTE
    act("note_no_show", row, at)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, first.expires_at, second.status) == ("offered", at + 30 * MINUTE, "waiting")
    assert Outbox.objects.get().key == f"place_offered:{first.pk}"
    actions.accept_place(sign_up=first, by=coordinator, at=at + MINUTE)
    first.refresh_from_db()
    assert first.status == "confirmed"


def test_an_offer_on_the_day_ends_with_the_shift_and_none_is_made_after_it(act, row, shift):
    other = make.SignUpFactory(shift=shift)
    waiting = make.SignUpFactory(shift=shift, status="waiting")
    act("note_no_show", row, shift.ends_at - 10 * MINUTE)
    waiting.refresh_from_db()
    assert waiting.expires_at == shift.ends_at
    actions.settle_due_shifts(by=make.UserFactory(), at=shift.ends_at)
    make.SignUpFactory(shift=shift, status="waiting")
    act("note_no_show", other, shift.ends_at)
    assert not SignUp.objects.filter(status="offered").exists()


def test_who_comes_after_all_takes_the_place_again(act, row, shift):
    act("note_no_show", row, shift.starts_at)
    act("arrive", row, shift.starts_at + HOUR)
    shift.refresh_from_db()
    assert (row.status, row.arrived_at, shift.seats_taken) == ("confirmed", shift.starts_at + HOUR, 1)


def test_who_comes_after_all_finds_the_place_taken(act, row, shift, coordinator):
    act("note_no_show", row, shift.starts_at)
    make.SignUpFactory.create_batch(2, shift=shift)
    for verb in (actions.arrive, actions.undo_no_show):
        with refused(refusals.ShiftFull):
            verb(sign_up=row, by=coordinator, at=shift.starts_at + HOUR)


def test_a_no_show_is_taken_back_once(act, row, shift, coordinator):
    act("note_no_show", row, shift.starts_at)
    act("undo_no_show", row, shift.starts_at)
    assert (row.status, Commitment.objects.count()) == ("confirmed", 1)
    with refused(WrongStep):
        actions.undo_no_show(sign_up=row, by=coordinator, at=shift.starts_at)


def test_who_promised_something_else_meanwhile_is_not_expected_again(act, row, shift, coordinator):
    act("note_no_show", row, shift.starts_at)
    make.RegistrationFactory(person=row.person, session__starts_at=shift.starts_at + HOUR)
    with refused(Clash):
        actions.undo_no_show(sign_up=row, by=coordinator, at=shift.starts_at)


# Walking up


def walk_up(shift, coordinator, at, contact=MALEE, **more):
    """Let somebody in who is there."""
    reason = more.pop("reason", "")
    applicant = actions.Applicant(contact, **{"is_of_age": True, **more})
    return actions.walk_up(shift=shift, applicant=applicant, by=coordinator, at=at, reason=reason)


def test_who_walks_up_is_signed_up_and_here(shift, coordinator):
    row = walk_up(shift, coordinator, shift.starts_at + HOUR)
    row.refresh_from_db()
    assert (row.status, row.is_walk_up, row.arrived_at, row.heads) == ("confirmed", True, shift.starts_at + HOUR, 1)
    assert Pass.objects.get().person == row.person
    assert Outbox.objects.get().recipient == MALEE.email
    assert verbs() == ["confirm_sign_up", "walk_up", "arrive"]


def test_without_an_email_nobody_is_written_to(shift, coordinator):
    walk_up(shift, coordinator, shift.starts_at, Contact("มาลี", phone="+66812345678"))
    assert not Outbox.objects.exists()


def test_a_walk_up_that_is_taken_back_gives_the_place_back(act, shift, coordinator):
    row = walk_up(shift, coordinator, shift.starts_at)
    act("undo_arrival", row, shift.starts_at)
    shift.refresh_from_db()
    assert (row.status, shift.seats_taken) == ("cancelled", 0)
    assert walk_up(shift, coordinator, shift.starts_at).is_live


def test_a_full_shift_takes_nobody_more(shift, coordinator):
    make.SignUpFactory.create_batch(2, shift=shift)
    with refused(refusals.ShiftFull):
        walk_up(shift, coordinator, shift.starts_at)


def test_a_place_that_is_offered_is_not_given_away(act, row, shift, coordinator):
    make.SignUpFactory(shift=shift)
    make.SignUpFactory(shift=shift, status="waiting")
    act("note_no_show", row, shift.starts_at)
    with refused(refusals.ShiftFull):
        walk_up(shift, coordinator, shift.starts_at + 29 * MINUTE)
    assert walk_up(shift, coordinator, shift.starts_at + 30 * MINUTE).is_live


@pytest.mark.parametrize(
    ("age", "refusal"),
    [({"is_of_age": False}, refusals.BirthDateNeeded), ({"born_on": dt.date(2014, 1, 1)}, refusals.BelowMinimumAge),
     ({"born_on": dt.date(2009, 1, 1)}, refusals.GuardianFirst)],
)  # fmt: skip
def test_ages_hold_for_those_who_walk_up(shift, coordinator, age, refusal):
    with refused(refusal):
        walk_up(shift, coordinator, shift.starts_at, **{"is_of_age": False, **age})


def test_who_is_expected_elsewhere_is_let_in_with_a_reason_alone(shift, coordinator):
    person = make.PersonFactory(email=MALEE.email)
    make.RegistrationFactory(person=person, session__starts_at=shift.starts_at + HOUR)
    with refused(Clash):
        walk_up(shift, coordinator, shift.starts_at)
    row = walk_up(shift, coordinator, shift.starts_at, reason="leaves the workshop")
    assert row.override_reason == "leaves the workshop"


@pytest.mark.parametrize("status", ["requested", "waiting", "offered", "guardian", "no_show"])
def test_who_has_asked_or_waited_gets_the_place_with_the_same_sign_up(shift, coordinator, status):
    person = make.PersonFactory(email=MALEE.email)
    make.VolunteerFactory(person=person)
    asked = make.SignUpFactory(shift=shift, person=person, status=status)
    row = walk_up(shift, coordinator, shift.starts_at - MINUTE)
    assert (row.pk, row.status, row.is_walk_up) == (asked.pk, "confirmed", False)


def test_who_holds_a_place_and_walks_up_is_checked_in_with_it(shift, coordinator):
    held = make.SignUpFactory(shift=shift, person=make.PersonFactory(email=MALEE.email))
    assert walk_up(shift, coordinator, shift.starts_at).pk == held.pk
    with refused(day_refusals.AlreadyHere):
        walk_up(shift, coordinator, shift.starts_at)


def test_who_waits_is_admitted_while_there_is_a_place(act, row, shift, coordinator):
    other = make.SignUpFactory(shift=shift)
    waiting = make.SignUpFactory(shift=shift, status="waiting")
    with refused(refusals.ShiftFull):
        actions.admit(sign_up=waiting, by=coordinator, at=shift.starts_at)
    act("note_no_show", other, shift.starts_at)
    act("admit", waiting, shift.starts_at)
    assert (waiting.status, waiting.arrived_at) == ("confirmed", shift.starts_at)


def test_a_sign_up_that_is_over_is_not_admitted(shift, coordinator):
    row = make.SignUpFactory(shift=shift, status="declined")
    with refused(day_refusals.NotExpected):
        actions.admit(sign_up=row, by=coordinator, at=shift.starts_at)


def test_a_minor_who_waits_needs_the_guardian_first(shift, coordinator):
    row = make.SignUpFactory(shift=shift, status="guardian")
    make.VolunteerFactory(person=row.person, born_on=dt.date(2009, 1, 1), of_age_on=None)
    with refused(refusals.GuardianFirst):
        actions.admit(sign_up=row, by=coordinator, at=shift.starts_at - MINUTE)


def test_every_refusal_of_the_day_says_so_in_both_languages():
    for language in ("th", "en"):
        with translation.override(language):
            assert str(day_refusals.AlreadyHere(since="09.30"))
