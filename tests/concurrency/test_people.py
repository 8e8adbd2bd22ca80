"""One person in many places at once, and many requests that are one."""

import datetime as dt
from functools import partial

import pytest

from accounts.contact import Contact
from accounts.models import Consent, Person
from activities.actions import check_in_party, register, undo_check_in
from activities.actions.favourites import keep_favourites
from activities.models import CheckIn, Commitment, Favourite, Pass, Registration, Session
from goodsociety.common.audit import VISITOR
from goodsociety.common.idempotency import Asked, answer_once
from goodsociety.common.models import AuditEntry, IdempotencyKey, Outbox
from tests import factories as make
from tests.concurrency.crowd import at_once, tally
from volunteers.actions import sign_up
from volunteers.models import Shift

pytestmark = [pytest.mark.race]
HOUR = dt.timedelta(hours=1)
SOMCHAI = Contact("สมชาย", "somchai@example.org", "+66812345678")
TIMES = 20


def registering(session, moment, contact=SOMCHAI):
    """Return the call by which somebody registers."""
    return partial(register, session=session, contact=contact, party_size=1, by=VISITOR, at=moment)


def sessions_one_after_the_other(number):
    """Return sessions that touch and do not overlap."""
    first = make.SessionFactory()
    for place in range(1, number):
        make.SessionFactory(activity=first.activity, place=first.place, starts_at=first.starts_at + place * HOUR)
    return list(Session.objects.for_programme())


def test_the_same_form_sent_many_times_is_one_registration(session, moment):
    def send():
        return answer_once(
            Asked("form:register", "one-key", {"name": SOMCHAI.name}),
            lambda: {"code": registering(session, moment)().code},
            at=moment,
        )

    answers = at_once([send] * TIMES)
    assert answers == [{"code": Registration.objects.get().code}] * TIMES
    assert IdempotencyKey.objects.count() == Outbox.objects.count() == 1


def test_one_key_with_many_bodies_does_the_work_of_one(session, moment):
    def send(number):
        contact = Contact(f"Visitor {number}", f"visitor-{number}@example.org")
        return answer_once(
            Asked("form:register", "one-key", {"name": contact.name}),
            lambda: {"code": registering(session, moment, contact)().code},
            at=moment,
        )

    outcomes = at_once([partial(send, number) for number in range(TIMES)])
    assert tally(outcomes) == {"dict": 1, "KeyUsedForAnother": TIMES - 1}
    assert Registration.objects.count() == 1


@pytest.mark.parametrize("is_known", [True, False])
def test_nobody_is_in_two_sessions_at_once(moment, is_known):
    if is_known:
        make.PersonFactory(email=SOMCHAI.email)
    first = make.SessionFactory()
    make.SessionFactory(starts_at=first.starts_at + HOUR / 2)
    both = list(Session.objects.for_programme())
    outcomes = at_once([registering(session, moment) for session in both * 5])
    assert tally(outcomes)["Registration"] == 1
    assert set(tally(outcomes)) == {"Registration", "AlreadyRegistered", "Clash"}
    assert tally(outcomes)["Clash"] == 5
    assert Commitment.objects.count() == 1


def test_nobody_is_in_a_session_and_on_a_shift_at_once(moment):
    shift = Shift.objects.for_page().get(pk=make.ShiftFactory().pk)
    session = Session.objects.for_programme().get(pk=make.SessionFactory(starts_at=shift.starts_at).pk)
    helping = partial(sign_up, shift=shift, contact=SOMCHAI, by=VISITOR, at=moment)
    outcomes = at_once([registering(session, moment), helping])
    assert tally(outcomes).pop("Clash") == 1
    assert len(tally(outcomes)) == 2
    assert Commitment.objects.count() == 1


def test_a_new_contact_in_many_sessions_is_one_person(moment):
    sessions = sessions_one_after_the_other(TIMES)
    outcomes = at_once([registering(session, moment) for session in sessions])
    assert tally(outcomes) == {"Registration": TIMES}
    assert {row.person_id for row in outcomes} == {Person.objects.get().pk}
    assert (Pass.objects.count(), Consent.objects.count(), Commitment.objects.count()) == (1, 1, TIMES)


def test_a_family_with_one_phone_is_many_people(session, moment):
    family = [Contact(f"Member {n}", f"member-{n}@example.org", SOMCHAI.phone) for n in range(TIMES)]
    outcomes = at_once([registering(session, moment, contact) for contact in family])
    assert tally(outcomes) == {"Registration": TIMES}
    assert Person.objects.count() == TIMES
    assert Person.objects.filter(phone=SOMCHAI.phone).count() == 1


def test_a_party_at_two_desks_is_welcomed_once(session, moment):
    party, desk = make.RegistrationFactory(session=session, party_size=4), make.UserFactory()
    keys = [CheckIn().client_key for _desk in range(10)]
    outcomes = at_once(
        [partial(check_in_party, registration=party, client_key=key, by=desk, at=moment) for key in keys]
    )
    assert tally(outcomes) == {"CheckIn": 1, "AlreadyCheckedIn": 9}


def test_one_scan_sent_many_times_is_one_row(session, moment):
    party, desk, key = make.RegistrationFactory(session=session, party_size=4), make.UserFactory(), CheckIn().client_key
    scan = partial(check_in_party, registration=party, client_key=key, by=desk, at=moment)
    outcomes = at_once([scan] * 10)
    assert set(outcomes) == {CheckIn.objects.get()}


def test_a_welcome_is_taken_back_once(moment):
    welcome, desk = make.CheckInFactory(), make.UserFactory()
    outcomes = at_once([partial(undo_check_in, check_in=welcome, by=desk, at=moment)] * 10)
    assert tally(outcomes) == {"CheckIn": 1, "WrongStep": 9}


def test_favourites_that_several_browsers_keep_at_once_are_counted_once(moment):
    person, sessions = make.PersonFactory(), sessions_one_after_the_other(3)
    keep = partial(keep_favourites, person=person, sessions=sessions, by=VISITOR, at=moment)
    assert sum(at_once([keep] * TIMES)) == Favourite.objects.count() == 3
    assert AuditEntry.objects.filter(verb="keep_favourites").count() == 1
