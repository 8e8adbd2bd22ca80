"""Whoever comes without having registered: registered on the spot, or counted; never beyond what fits."""

import datetime as dt

import pytest

from accounts.models import Consent, Person
from activities.models import CheckIn, Commitment, HeadCount, Offer, Pass, Registration, Session
from goodsociety.common.models import AuditEntry
from tests import factories as make
from tests.desk.conftest import a_guest, a_scan, an_undo
from tests.tables import everything

HOUR = dt.timedelta(hours=1)
PHONE = "+66812345678"


def come(desk, session, now, **about):
    """Send a walk-in and return what came of it."""
    return desk.post("desk_walk_in", a_guest(session, now, **about)).json()["item"]


def small(session, capacity):
    """Give a session a capacity."""
    Session.objects.filter(pk=session.pk).update(capacity=capacity)
    session.refresh_from_db()
    return session


def test_a_walk_in_has_places_a_pass_a_consent_and_is_in(desk, session, now):
    told = come(desk, session, now, size=2, name=" สมชาย   มีสุข ")
    row = Registration.objects.get()
    assert (told["result"], told["tone"], told["name"], told["size"], told["in"], told["reference"]) == (
        "welcome", "good", "สมชาย มีสุข", 2, 2, row.reference,
    )  # fmt: skip
    assert (row.is_walk_in, row.status, row.phone, row.language) == (True, "confirmed", PHONE, "en")
    assert Pass.objects.get().person == row.person
    assert (Consent.objects.get().purpose, Consent.objects.get().person) == ("registration", row.person)
    assert AuditEntry.objects.get(verb="walk_in").numbers["consent"] == "spoken"
    assert (CheckIn.objects.get().heads, CheckIn.objects.get().device) == (2, "tablet-1")
    session.refresh_from_db()
    assert session.seats_taken == 2


def test_the_same_walk_in_sent_again_is_the_same_person_once(desk, session, now):
    guest = a_guest(session, now)
    first = desk.post("desk_walk_in", guest).json()
    before = everything()
    assert desk.post("desk_walk_in", guest).json() == first
    assert everything() == before


def test_registration_may_be_closed_and_the_session_on(desk, session, now):
    begun = make.SessionFactory(
        activity__zone=session.activity.zone,
        starts_at=now - HOUR,
        ends_at=now + HOUR,
        registration_closes_at=now - HOUR,
    )
    assert come(desk, begun, now)["result"] == "welcome"


@pytest.mark.parametrize("entry", ["approval", "groups", "draw"])
def test_every_way_in_but_the_open_door_registers(desk, zone, now, entry):
    assert come(desk, make.SessionFactory(activity__zone=zone, entry=entry), now)["result"] == "welcome"


@pytest.mark.parametrize("about", [{"phone": ""}, {"phone": None, "name": None}, {"phone": " "}])
def test_without_a_phone_they_are_counted(desk, session, now, about):
    told = come(desk, session, now, size=2, **about)
    assert (told["result"], told["heads"], told["isConflict"], told["undoable"]) == ("counted", 2, False, True)
    assert "without a phone number" in told["detail"]
    assert not Person.objects.exists()


def test_at_an_open_door_they_are_counted(desk, zone, now):
    assert come(desk, make.SessionFactory(activity__zone=zone, open_door=True), now)["result"] == "counted"
    assert not Registration.objects.exists()


def test_nobody_walks_in_beyond_the_capacity_not_even_with_a_reason(desk, session, now):
    small(session, 2)
    make.HeadCountFactory(session=session, heads=1)
    for about in ({}, {"phone": ""}):
        told = come(desk, session, now, size=2, override="the mayor", **about)
        assert (told["result"], told["reason"], told["canOverride"]) == ("invalid", "SessionFull", False)
    assert come(desk, session, now)["result"] == "welcome"
    assert come(desk, session, now, phone="0898765432")["reason"] == "SessionFull"


def test_places_that_others_wait_for_are_given_only_with_a_reason(desk, session, now):
    small(session, 3)
    make.WaitingFactory(session=session, party_size=4)
    told = come(desk, session, now)
    assert (told["reason"], told["canOverride"]) == ("PlacesOffered", True)
    assert "3 places are free" in told["detail"]
    assert come(desk, session, now, override="  with a\nfriend ")["result"] == "welcome"
    assert Registration.objects.get(is_walk_in=True).note == "with a friend"


def test_places_that_were_offered_are_never_given_away(desk, session, now):
    small(session, 1)
    make.WaitingFactory(session=session)
    told = come(desk, session, now, override="a friend")
    assert told["reason"] == "SessionFull"
    # Refused as a whole: the offer comes when somebody settles the session, as it would have.
    assert not Offer.objects.exists()


def test_whoever_is_expected_elsewhere_comes_in_only_with_a_reason(desk, session, now):
    elsewhere = make.RegistrationFactory(session=make.SessionFactory(starts_at=session.starts_at))
    Person.objects.filter(pk=elsewhere.person_id).update(phone=PHONE)
    told = come(desk, session, now)
    assert (told["reason"], told["canOverride"]) == ("SomewhereElse", True)
    assert come(desk, session, now, override="changed their mind")["result"] == "welcome"
    assert Commitment.objects.get(is_exclusive=False).override_reason == "changed their mind"


def test_whoever_is_registered_is_welcomed_to_that(desk, session, now):
    row = make.RegistrationFactory(session=session, party_size=3)
    Person.objects.filter(pk=row.person_id).update(phone=PHONE)
    told = come(desk, session, now, size=2)
    assert (told["result"], told["reference"], told["in"]) == ("welcome", row.reference, 2)
    assert come(desk, session, now, size=2)["heads"] == 1
    assert come(desk, session, now)["result"] == "already_in"
    assert Registration.objects.count() == 1


def test_whoever_waits_is_told_so(desk, session, now):
    row = make.WaitingFactory(session=session)
    Person.objects.filter(pk=row.person_id).update(phone=PHONE)
    told = come(desk, session, now)
    assert (told["reason"], told["canOverride"]) == ("NotConfirmed", False)
    assert "on the waiting list" in told["detail"]


@pytest.mark.parametrize("state", ["cancelled", "over"])
def test_nobody_walks_into_what_is_off(desk, session, now, state):
    changes = {"state": "cancelled"} if state == "cancelled" else {"starts_at": now - 2 * HOUR, "ends_at": now - HOUR}
    Session.objects.filter(pk=session.pk).update(**changes)
    assert come(desk, session, now)["reason"] == "DeskClosed"


WRONG = [
    {"key": "x"}, {"session": "NOTHERE"}, {"size": 0}, {"size": 51}, {"size": 10**9}, {"size": "2"}, {"size": True},
    {"phone": "123"}, {"phone": "x" * 1_000_000}, {"name": "x" * 201}, {"name": 7}, {"at": None}, {"override": ["a"]},
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_makes_no_sense_is_told_so_and_leaves_nothing(desk, session, now, wrong):
    session.refresh_from_db()
    before = everything()
    told = desk.post("desk_walk_in", a_guest(session, now) | wrong).json()["item"]
    assert (told["result"], told["tone"]) == ("invalid", "bad")
    assert told["detail"]
    assert everything() == before


# Taking back


def test_a_walk_in_that_is_taken_back_gives_its_places_back(desk, session, now):
    guest = a_guest(session, now, size=2)
    desk.post("desk_walk_in", guest)
    undo = an_undo(guest, now)
    assert desk.send(undo)["result"] == "undone"
    row = Registration.objects.get()
    session.refresh_from_db()
    assert (row.status, session.seats_taken, Commitment.objects.count()) == ("cancelled", 0, 0)
    before = everything()
    desk.send(undo)
    assert everything() == before


def test_a_party_that_registered_keeps_its_places_when_its_scan_is_taken_back(desk, party, session, now):
    one = a_scan(session, party.reference, now)
    desk.upload(one, an_undo(one, now))
    party.refresh_from_db()
    assert party.is_live


# Without network


def test_whom_a_device_let_in_is_registered_although_others_wait_or_expect_them(desk, session, now):
    small(session, 3)
    make.WaitingFactory(session=session, party_size=4)
    elsewhere = make.RegistrationFactory(session=make.SessionFactory(starts_at=session.starts_at))
    Person.objects.filter(pk=elsewhere.person_id).update(phone=PHONE)
    told = come(desk, session, now - HOUR, offline=True, clock=now.isoformat())
    assert (told["result"], told["isConflict"]) == ("welcome", False)
    row = CheckIn.objects.get()
    assert (row.is_offline, row.at) == (True, now - HOUR)


def test_whom_a_device_let_in_is_counted_and_marked_when_nothing_was_free(desk, session, now):
    small(session, 1)
    make.RegistrationFactory(session=session)
    guest = a_guest(session, now, offline=True, clock=now.isoformat())
    told = desk.post("desk_walk_in", guest).json()["item"]
    assert (told["result"], told["isConflict"]) == ("counted", True)
    assert "marked" in told["detail"]
    # Places that come free afterwards change nothing about it.
    small(session, 9)
    assert desk.post("desk_walk_in", guest).json()["item"] == told
    assert HeadCount.objects.get().is_offline
