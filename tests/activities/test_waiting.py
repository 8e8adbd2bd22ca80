"""The waiting list, offers, requests, draws and holds, one by one."""

import datetime as dt

import pytest

from accounts.contact import Contact
from activities import actions, refusals
from activities.actions.deciding import drawn_order
from activities.actions.settling import settle
from activities.models import Commitment, Draw, Hold, Offer, Registration, Session
from goodsociety.common.audit import SYSTEM, VISITOR
from goodsociety.common.models import Outbox
from goodsociety.common.refusals import WrongStep
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.tables import refused

pytestmark = pytest.mark.django_db
HALF_AN_HOUR = dt.timedelta(minutes=30)


@pytest.fixture(autouse=True)
def counters_are_true(db):
    """Recount everything afterwards."""
    yield
    assert list(findings()) == []


@pytest.fixture
def session(now):
    """A session of four places, none of them free, where the front need not be waited for."""
    session = make.SessionFactory(capacity=4, offer_minutes=30)
    make.RegistrationFactory(session=session, party_size=2)
    make.RegistrationFactory(session=session, party_size=2)
    return read(session)


def read(session):
    """Return a session as pages read it."""
    return Session.objects.for_programme().get(pk=session.pk)


def party(name, size=1, **given):
    """Return somebody's party."""
    return actions.Party(Contact(name, f"{name}@example.org"), size, **given)


def wait(session, name, size, at):
    """Put a party on the list."""
    return actions.join_waiting_list(session=read(session), party=party(name, size), by=VISITOR, at=at)


def leave(session, at, number=0):
    """Let one of the parties of two go."""
    row = Registration.objects.live().filter(session=session, party_size=2).order_by("pk")[number]
    actions.cancel_registration(registration=row, by=VISITOR, at=at)


def status(row):
    """Return where a registration is now."""
    return Registration.objects.get(pk=row.pk).status


def test_freed_places_go_to_the_first_that_fits_and_the_front_keeps_its_place(session, now):
    large, small, last = wait(session, "a", 3, now), wait(session, "b", 1, now), wait(session, "c", 1, now)
    leave(session, now)
    assert [status(row) for row in (large, small, last)] == ["waiting", "offered", "offered"]
    leave(session, now)
    assert status(large) == "waiting"
    actions.decline_offer(registration=small, by=VISITOR, at=now)
    assert status(large) == "offered"


def test_where_the_front_is_waited_for_nobody_goes_ahead(session, now):
    Session.objects.update(waits_for_front=True)
    large, small = wait(session, "a", 3, now), wait(session, "b", 1, now)
    leave(session, now)
    assert (status(large), status(small)) == ("waiting", "waiting")
    leave(session, now)
    assert (status(large), status(small)) == ("offered", "offered")


def test_the_public_takes_nothing_while_a_party_waits(session, now):
    wait(session, "a", 3, now)
    leave(session, now)
    assert (read(session).seats_left, read(session).seats_unclaimed) == (0, 2)
    with refused(refusals.SessionFull):
        actions.register_party(session=read(session), party=party("x"), by=VISITOR, at=now)


def test_an_accepted_offer_is_a_registration_like_any_other(session, now):
    row = wait(session, "a", 2, now)
    leave(session, now)
    actions.accept_offer(registration=row, by=VISITOR, at=now + HALF_AN_HOUR / 2)
    assert status(row) == "confirmed"
    assert Commitment.objects.filter(what="registration", what_key=row.pk).count() == 1
    assert row.person.passes.count() == 1
    assert (read(session).seats_taken, read(session).seats_held) == (4, 0)
    assert Outbox.objects.filter(key=f"confirmed:{row.pk}").count() == 1


def test_an_offer_whose_time_is_over_is_over_though_no_job_has_run(session, now):
    row = wait(session, "a", 2, now)
    leave(session, now)
    with refused(refusals.OfferOver):
        actions.accept_offer(registration=row, by=VISITOR, at=now + HALF_AN_HOUR)
    made = actions.register_party(session=read(session), party=party("x", 2), by=VISITOR, at=now + HALF_AN_HOUR)
    assert (made.status, status(row)) == ("confirmed", "lapsed")
    assert Outbox.objects.filter(key__startswith="offer-lapsed:").count() == 1


def test_the_job_hands_places_on(session, now):
    first, second = wait(session, "a", 2, now), wait(session, "b", 2, now)
    leave(session, now)
    assert actions.settle_due(by=SYSTEM, at=now + HALF_AN_HOUR - dt.timedelta(seconds=1)) == 0
    assert actions.settle_due(by=SYSTEM, at=now + HALF_AN_HOUR) == 1
    assert (status(first), status(second)) == ("lapsed", "offered")
    assert actions.settle_due(by=SYSTEM, at=now + HALF_AN_HOUR) == 0


def test_an_offer_ends_when_the_session_starts(session, now):
    row = wait(session, "a", 2, now)
    late = session.starts_at - dt.timedelta(minutes=10)
    leave(session, late)
    assert row.offers.get().expires_at == session.starts_at


def test_nothing_is_offered_when_the_session_has_begun(session, now):
    row = wait(session, "a", 2, now)
    Session.objects.update(capacity=9)
    actions.settle_due(by=SYSTEM, at=session.starts_at)
    actions.set_capacity(session=session, capacity=10, by=make.UserFactory(), at=session.starts_at)
    assert status(row) == "waiting"


def test_a_clash_with_what_was_promised_meanwhile_leaves_the_offer(session, now):
    row = wait(session, "a", 2, now)
    elsewhere = make.SessionFactory(starts_at=session.starts_at)
    actions.register_party(session=read(elsewhere), party=party("a"), by=VISITOR, at=now)
    leave(session, now)
    with refused(refusals.Clash):
        actions.accept_offer(registration=row, by=VISITOR, at=now)
    assert status(row) == "offered"


@pytest.mark.parametrize(
    ("given", "wanted", "refusal"),
    [
        ({"has_waiting_list": False}, party("a"), refusals.NoWaitingList),
        ({"entry": "approval"}, party("a"), refusals.NoWaitingList),
        ({"entry": "draw"}, party("a"), refusals.NoWaitingList),
        ({}, party("a", 5), refusals.NeverFits),
        ({"largest_party": 2}, party("a", 3), refusals.PartyTooLarge),
        ({"smallest_party": 2}, party("a", 1), refusals.PartyTooSmall),
        ({}, actions.Party(Contact("a", "", "+66812345678")), refusals.EmailNeeded),
        ({"state": "cancelled"}, party("a"), refusals.RegistrationClosed),
    ],
)
def test_whom_the_list_does_not_take(session, now, given, wanted, refusal):
    Session.objects.filter(pk=session.pk).update(**given)
    with refused(refusal):
        actions.join_waiting_list(session=read(session), party=wanted, by=VISITOR, at=now)


def test_nobody_waits_twice(session, now):
    wait(session, "a", 1, now)
    with refused(refusals.AlreadyRegistered):
        wait(session, "a", 1, now)


def test_a_smaller_party_fits_at_once(session, now):
    row = wait(session, "a", 3, now)
    leave(session, now)
    actions.change_party_size(registration=row, party_size=2, by=VISITOR, at=now)
    assert status(row) == "offered"


def test_a_party_that_shrinks_frees_its_places_for_the_list(session, now):
    row = wait(session, "a", 1, now)
    held = Registration.objects.live().first()
    actions.change_party_size(registration=held, party_size=1, by=VISITOR, at=now)
    assert status(row) == "offered"


def test_a_party_grows_only_into_places_nobody_waits_for(session, now):
    held = Registration.objects.live().order_by("pk").first()
    with refused(refusals.SessionFull):
        actions.change_party_size(registration=held, party_size=3, by=VISITOR, at=now)
    leave(session, now, number=1)
    actions.change_party_size(registration=held, party_size=4, by=VISITOR, at=now)
    assert read(session).seats_taken == 4


def test_a_party_is_never_smaller_than_who_is_in(session, now):
    held = Registration.objects.live().first()
    make.CheckInFactory(registration=held, session=session, person=held.person, heads=2)
    with refused(refusals.HeadsInside):
        actions.change_party_size(registration=held, party_size=1, by=VISITOR, at=now)


def test_visitors_have_a_deadline_and_staff_have_until_it_begins(session, now):
    Session.objects.update(cancellable_until=now)
    row = Registration.objects.live().first()
    with refused(refusals.TooLateToCancel):
        actions.cancel_registration(registration=row, by=VISITOR, at=now)
    actions.cancel_registration(registration=row, by=make.UserFactory(is_staff=True), at=now)
    assert status(row) == "cancelled"


# Requests


def test_a_request_holds_nothing_until_it_is_approved(now):
    session, staff = make.SessionFactory(entry="approval", capacity=2), make.UserFactory()
    first = actions.register_party(session=read(session), party=party("a", 2), by=VISITOR, at=now)
    second = actions.register_party(session=read(session), party=party("b", 1), by=VISITOR, at=now)
    assert (status(first), read(session).seats_taken) == ("requested", 0)
    actions.approve_request(registration=first, by=staff, at=now)
    assert (status(first), read(session).seats_taken) == ("confirmed", 2)
    with refused(refusals.SessionFull):
        actions.approve_request(registration=second, by=staff, at=now)
    actions.decline_request(registration=second, by=staff, at=now)
    with refused(WrongStep):
        actions.approve_request(registration=second, by=staff, at=now)
    assert set(Outbox.objects.values_list("key", flat=True)) == {
        f"registered:{first.pk}", f"registered:{second.pk}", f"confirmed:{first.pk}", f"declined:{second.pk}",
    }  # fmt: skip


def test_groups_only_means_groups_only(now):
    session = make.SessionFactory(entry="groups")
    with refused(refusals.GroupsOnly):
        actions.register_party(session=read(session), party=party("a"), by=VISITOR, at=now)


# Draws


@pytest.fixture
def drawn(now):
    """A session of three places whose draw five parties have entered, closed by now."""
    session = make.SessionFactory(entry="draw", capacity=3)
    for name, size in zip("abcde", (1, 2, 1, 2, 1), strict=True):
        actions.register_party(session=read(session), party=party(name, size), by=VISITOR, at=now)
    Session.objects.filter(pk=session.pk).update(registration_closes_at=now)
    return read(session)


def test_a_draw_can_be_worked_out_again_from_its_seed_and_entries(drawn, now):
    draw = actions.hold_draw(session=drawn, seed="มีสุข", by=make.UserFactory(), at=now)
    sizes = dict(draw.entries)
    order = drawn_order("มีสุข", sizes)
    free, expected = 3, []
    for reference in order:
        fits = sizes[reference] <= free
        free -= sizes[reference] if fits else 0
        expected.append([reference, "confirmed" if fits else "waiting"])
    assert draw.outcome == expected
    assert free == 0 or min(sizes[row] for row, result in expected if result == "waiting") > free
    assert drawn_order("another", sizes) != order
    waiting = [row.reference for row in Registration.objects.waiting()]
    assert waiting == [row for row, result in expected if result == "waiting"]


def test_whoever_is_not_drawn_has_lost_where_there_is_no_list(drawn, now):
    Session.objects.update(has_waiting_list=False)
    actions.hold_draw(session=drawn, seed="1", by=make.UserFactory(), at=now)
    assert set(Registration.objects.values_list("status", flat=True)) == {"confirmed", "lost"}


def test_whoever_has_promised_to_be_elsewhere_is_passed_over(drawn, now):
    elsewhere = make.SessionFactory(starts_at=drawn.starts_at)
    actions.register_party(session=read(elsewhere), party=party("a"), by=VISITOR, at=now)
    Session.objects.filter(pk=drawn.pk).update(capacity=7)
    draw = actions.hold_draw(session=read(drawn), seed="1", by=make.UserFactory(), at=now)
    lost = Registration.objects.get(session=drawn, email="a@example.org")
    assert (lost.status, dict(draw.outcome)[lost.reference]) == ("lost", "clash")
    assert (read(drawn).seats_taken, read(drawn).parties_waiting) == (6, 0)


def test_a_draw_is_held_once_and_when_nobody_can_enter_any_more(drawn, now):
    staff = make.UserFactory()
    Session.objects.update(registration_closes_at=None)
    with refused(refusals.StillOpen):
        actions.hold_draw(session=read(drawn), seed="1", by=staff, at=now)
    Session.objects.update(registration_closes_at=now)
    actions.hold_draw(session=read(drawn), seed="1", by=staff, at=now)
    with refused(refusals.AlreadyDrawn):
        actions.hold_draw(session=read(drawn), seed="2", by=staff, at=now)
    assert Draw.objects.get().seed == "1"


# Holds


def test_places_are_held_while_the_form_is_filled_in(now):
    session = make.SessionFactory(capacity=2, hold_minutes=5)
    hold = actions.hold_places(session=read(session), seats=2, by=VISITOR, at=now)
    assert read(session).seats_left == 0
    with refused(refusals.SessionFull):
        actions.register_party(session=read(session), party=party("x"), by=VISITOR, at=now)
    made = actions.register_party(session=read(session), party=party("a", 2, hold=hold.code), by=VISITOR, at=now)
    assert (made.status, read(session).seats_taken, Hold.objects.count()) == ("confirmed", 2, 0)


def test_a_hold_that_is_over_holds_nothing(now):
    session = make.SessionFactory(capacity=2, hold_minutes=5)
    actions.hold_places(session=read(session), seats=2, by=VISITOR, at=now)
    later = now + dt.timedelta(minutes=5)
    actions.register_party(session=read(session), party=party("x", 2), by=VISITOR, at=later)
    assert (read(session).seats_taken, read(session).seats_held) == (2, 0)


def test_a_form_that_is_left_lets_its_places_go(now):
    session = make.SessionFactory(capacity=2, hold_minutes=5)
    hold = actions.hold_places(session=read(session), seats=2, by=VISITOR, at=now)
    actions.drop_hold(code=hold.code, by=VISITOR, at=now)
    actions.drop_hold(code=hold.code, by=VISITOR, at=now)
    assert read(session).seats_left == 2


# Sessions


def test_a_capacity_below_what_is_taken_is_refused_with_who_is_over(session, now):
    last = Registration.objects.order_by("-created_at", "-pk").first()
    with pytest.raises(refusals.CapacityTooSmall, match=last.reference):
        actions.set_capacity(session=session, capacity=3, by=make.UserFactory(), at=now)
    assert (read(session).capacity, read(session).seats_taken) == (4, 4)


def test_a_larger_capacity_goes_to_the_list_first(session, now):
    row = wait(session, "a", 2, now)
    actions.set_capacity(session=session, capacity=6, by=make.UserFactory(), at=now)
    assert status(row) == "offered"


def test_everybody_of_a_session_that_is_called_off_is_told_once_and_free(session, now):
    waiting, staff = wait(session, "a", 2, now), make.UserFactory()
    actions.cancel_session(session=session, by=staff, at=now)
    assert set(Registration.objects.values_list("status", flat=True)) == {"cancelled"}
    assert Commitment.objects.count() == Offer.objects.pending().count() == 0
    assert Outbox.objects.filter(key__startswith="called-off:").count() == 3
    with refused(WrongStep):
        actions.cancel_session(session=session, by=staff, at=now)
    assert status(waiting) == "cancelled"


# Taking it back


@pytest.mark.parametrize(
    ("factory", "is_free_for_others"),
    [(make.RegistrationFactory, True), (make.WaitingFactory, False)],
    ids=["held places", "waited"],
)
def test_whoever_only_waited_is_not_told_that_places_are_free(now, factory, is_free_for_others):
    row = factory(email="a@example.org", language="en")
    actions.cancel_registration(registration=row, by=VISITOR, at=now)
    body = Outbox.objects.get(key=f"cancelled:{row.pk}").body
    assert "Your registration is cancelled" in body
    assert ("free for others" in body) is is_free_for_others


# The job


def test_one_session_that_fails_keeps_no_other_from_its_turn(now, monkeypatch, caplog):
    def fail_at_the_first(session, **rest):
        if session.pk == first.registration.session_id:
            raise ValueError("somchai@example.org")
        return settle(session, **rest)

    first, second = (make.OfferFactory(made_at=now - HALF_AN_HOUR * 6) for _ in range(2))
    monkeypatch.setattr("activities.actions.sweeping.settle", fail_at_the_first)
    with pytest.raises(ExceptionGroup) as caught:
        actions.settle_due(by=SYSTEM, at=now)
    assert [str(error) for error in caught.value.exceptions] == ["somchai@example.org"]
    assert (status(first.registration), status(second.registration)) == ("offered", "lapsed")
    assert f"settle failed for {first.registration.session_id}: ValueError" in caplog.messages
    assert "somchai" not in caplog.text
