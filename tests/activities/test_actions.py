"""Registering and taking it back: what is written, what is refused with nothing written, in which order."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection
from django.utils import translation

from accounts.contact import Contact
from accounts.models import Consent, Person
from activities import refusals
from activities.actions import cancel_registration, commit_person, register
from activities.actions.commitments import Span
from activities.actions.passing import give_pass
from activities.models import Commitment, Pass, Registration, Session
from goodsociety.common.audit import SYSTEM, VISITOR
from goodsociety.common.models import AuditEntry, Outbox
from goodsociety.common.refusals import WrongStep
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.statements import LOOKS_FOR_CLASHES, noted
from tests.tables import refused, row_counts, written
from zones.models import Edition

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
AT_ONCE = dt.timedelta(0)
SOMCHAI = Contact("สมชาย ใจดี", "somchai@example.org", "+66812345678", "th")


@pytest.fixture
def session(edition):
    """A session with twenty seats, as a page hands it to the action."""
    return read(make.SessionFactory())


def read(session):
    """Return a session as pages and the API read it."""
    return Session.objects.for_programme().get(pk=session.pk)


def ask(session, contact=SOMCHAI, *, at, party_size=1, by=VISITOR):
    """Register."""
    return register(session=session, contact=contact, party_size=party_size, by=by, at=at)


def cancel(registration, *, at, by=VISITOR):
    """Take a registration back."""
    return cancel_registration(registration=registration, by=by, at=at)


# What register writes


def test_register_writes_one_row_of_everything_that_belongs_to_it(session, now):
    before = row_counts()
    ask(session, at=now)
    assert written(before, row_counts()) == {
        "accounts.Person": 1,
        "accounts.Consent": 1,
        "activities.Registration": 1,
        "activities.Commitment": 1,
        "activities.Pass": 1,
        "common.Outbox": 1,
        "common.AuditEntry": 1,
    }
    assert list(findings()) == []


def test_the_registration_holds_what_was_typed(session, now):
    row = ask(session, at=now, party_size=3)
    row.refresh_from_db()
    assert row.session == session
    assert (row.party_size, row.status, row.created_at, row.cancelled_at) == (3, "confirmed", now, None)
    assert (row.name, row.email, row.phone, row.language) == (SOMCHAI.name, SOMCHAI.email, SOMCHAI.phone, "th")
    assert not row.is_sample
    assert len(row.code) == 22
    assert len(row.reference) == 8


def test_a_new_person_is_known_by_the_contact(session, now):
    person = ask(session, at=now).person
    person.refresh_from_db()
    assert (person.name, person.email, person.phone) == (SOMCHAI.name, SOMCHAI.email, SOMCHAI.phone)
    assert (person.language, person.created_at, person.email_verified_at) == ("th", now, None)


def test_the_counter_moves_by_the_party(session, now):
    Session.objects.update(seats_taken=2)
    ask(session, at=now, party_size=5)
    session.refresh_from_db()
    assert (session.seats_taken, session.seats_held, session.seats_left) == (7, 0, 13)


def test_the_commitment_covers_the_session(session, now):
    row = ask(session, at=now)
    commitment = Commitment.objects.get()
    assert (commitment.person, commitment.what, commitment.what_key) == (row.person, "registration", row.pk)
    assert (commitment.starts_at, commitment.ends_at) == (session.starts_at, session.ends_at)
    assert commitment.is_exclusive


def test_consent_and_pass_are_given(session, now):
    row = ask(session, at=now)
    consent, issued = Consent.objects.get(), Pass.objects.get()
    assert (consent.person, consent.purpose, consent.given_at) == (row.person, "registration", now)
    assert (issued.person, issued.edition, issued.issued_at) == (row.person, session.edition, now)


def test_the_mail_waits_with_the_link(session, now):
    row = ask(session, at=now)
    mail = Outbox.objects.get()
    assert (mail.key, mail.recipient, mail.state) == (f"registered:{row.pk}", SOMCHAI.email, "queued")
    assert mail.due_at == mail.created_at == now
    assert f"/registrations/{row.code}/" in mail.body
    assert row.reference in mail.body
    assert session.activity.name_th in mail.subject + mail.body


def test_the_mail_is_in_the_language_of_the_registration(session, now):
    with translation.override("th"):
        ask(session, Contact("Jane", "jane@example.org", language="en"), at=now)
    mail = Outbox.objects.get()
    assert session.activity.name_en in mail.subject + mail.body
    assert "/en/registrations/" in mail.body


def test_who_gave_no_mail_address_gets_no_mail(session, now):
    ask(session, Contact("สมชาย", phone="+66812345678"), at=now)
    assert Registration.objects.count() == 1
    assert not Outbox.objects.exists()


@pytest.mark.parametrize("by", [VISITOR, SYSTEM])
def test_the_audit_log_names_the_actor_and_nobody_else(session, now, by):
    row = ask(session, at=now, party_size=2, by=by)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.subject, entry.subject_key) == ("register", "activities.registration", row.pk)
    assert (entry.actor, entry.actor_key, entry.at) == (by, None, now)
    assert entry.numbers == {"session": session.pk, "party_size": 2}


def test_the_audit_log_holds_the_number_of_staff(session, now):
    user = make.UserFactory()
    ask(session, at=now, by=user)
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.actor_key) == ("user", user.pk)


# One person


@pytest.mark.parametrize(
    "contact",
    [
        Contact("Somebody else", "somchai@example.org", "+66899999999", "en"),
        Contact("Somebody else", "somchai@example.org"),
        Contact("Somebody else", phone="+66812345678"),
    ],
)
def test_a_known_contact_is_the_same_person_and_stays_as_they_are(session, now, contact):
    person = make.PersonFactory(name=SOMCHAI.name, email=SOMCHAI.email, phone=SOMCHAI.phone)
    row = ask(session, contact, at=now)
    assert row.person == person
    assert row.name == "Somebody else"
    assert Person.objects.values_list("name", "email", "phone", "language").get() == (
        SOMCHAI.name,
        SOMCHAI.email,
        SOMCHAI.phone,
        "th",
    )


def test_a_phone_of_somebody_else_stays_off_a_new_person(session, now):
    make.PersonFactory(phone=SOMCHAI.phone)
    row = ask(session, at=now)
    assert (row.person.email, row.person.phone) == (SOMCHAI.email, None)
    assert row.phone == SOMCHAI.phone


def test_a_second_session_needs_no_second_person_pass_or_consent(session, now):
    later = read(make.SessionFactory(starts_at=session.ends_at))
    ask(session, at=now)
    before = row_counts()
    ask(later, at=now + MINUTE)
    assert written(before, row_counts()) == {
        "activities.Registration": 1,
        "activities.Commitment": 1,
        "common.Outbox": 1,
        "common.AuditEntry": 1,
    }


def test_a_consent_that_was_withdrawn_is_given_anew(session, now):
    person = make.PersonFactory(email=SOMCHAI.email)
    Consent.objects.create(
        person=person, purpose="registration", version="2026-11", given_at=now - HOUR, withdrawn_at=now - MINUTE
    )
    ask(session, at=now)
    assert person.consents.filter(withdrawn_at=None, given_at=now).count() == 1
    assert person.consents.count() == 2


def test_a_pass_that_was_revoked_is_issued_anew(session, now):
    old = make.PassFactory(person=make.PersonFactory(email=SOMCHAI.email), issued_at=now - HOUR, revoked_at=now)
    ask(session, at=now)
    assert Pass.objects.exclude(pk=old.pk).get().revoked_at is None


def test_a_registration_taken_back_can_be_made_again(session, now):
    first = ask(session, at=now, party_size=2)
    cancel(first, at=now)
    second = ask(session, at=now, party_size=3)
    assert first.person == second.person
    session.refresh_from_db()
    assert session.seats_taken == 3
    assert list(findings()) == []


# What register refuses

#: Changes of the edition and of the session; a span is counted from now.
NOT_NOW = {
    "the edition is over": ({"status": "over"}, {}),
    "the edition is cancelled": ({"status": "cancelled", "cancelled_reason_th": "เหตุสุดวิสัย"}, {}),
    "the edition is a draft": ({"status": "draft"}, {}),
    "the session is a draft": ({}, {"state": "draft"}),
    "the session is cancelled": ({}, {"state": "cancelled"}),
    "it has begun": ({}, {"starts_at": AT_ONCE, "ends_at": HOUR}),
    "it has ended": ({}, {"starts_at": -HOUR, "ends_at": AT_ONCE}),
    "not yet": ({}, {"registration_opens_at": MINUTE}),
    "no more": ({}, {"registration_closes_at": AT_ONCE}),
    "an open door that is over": ({}, {"entry": "open_door", "starts_at": -HOUR, "ends_at": AT_ONCE}),
}


def counted_from(now, changes):
    """Return changes with their spans counted from a moment."""
    return {name: now + value if isinstance(value, dt.timedelta) else value for name, value in changes.items()}


@pytest.mark.parametrize(("of_edition", "of_session"), NOT_NOW.values(), ids=NOT_NOW)
def test_registration_closed(session, now, of_edition, of_session):
    Edition.objects.update(**{"year": session.edition.year, **of_edition})
    Session.objects.update(**counted_from(now, {"capacity": 20, **of_session}))
    with refused(refusals.RegistrationClosed):
        ask(read(session), at=now)


@pytest.mark.parametrize(
    "moments",
    [
        {"registration_opens_at": AT_ONCE},
        {"registration_closes_at": MINUTE},
        {"registration_opens_at": -HOUR, "registration_closes_at": HOUR},
    ],
)
def test_registration_is_open_from_its_first_moment_to_before_its_last(session, now, moments):
    Session.objects.update(**counted_from(now, moments))
    assert ask(read(session), at=now).is_live


def test_an_open_door_needs_no_registration(session, now):
    Session.objects.update(entry="open_door", capacity=None)
    with refused(refusals.NoRegistrationNeeded):
        ask(read(session), at=now)


def test_a_party_may_be_as_large_as_the_session_says(session, now):
    Session.objects.update(largest_party=4)
    with refused(refusals.PartyTooLarge) as caught, translation.override("en"):
        ask(read(session), at=now, party_size=5)
    assert caught.value.values == {"largest": 4}
    with translation.override("en"):
        assert "at most 4 people" in str(caught.value)
    assert ask(read(session), at=now, party_size=4).party_size == 4


@pytest.mark.parametrize(("taken", "held"), [(20, 0), (18, 2), (0, 20), (19, 0)])
def test_seats_taken_or_held_are_not_given_twice(session, now, taken, held):
    Session.objects.update(seats_taken=taken, seats_held=held)
    with refused(refusals.SessionFull) as caught:
        ask(read(session), at=now, party_size=2)
    assert caught.value.values == {"asked": 2, "left": 20 - taken - held}
    with translation.override("en"):
        assert f"you asked for 2, {20 - taken - held} are free" in str(caught.value)


def test_the_last_seats_can_be_taken(session, now):
    Session.objects.update(seats_taken=15, seats_held=3)
    ask(read(session), at=now, party_size=2)
    session.refresh_from_db()
    assert session.seats_left == 0


def test_a_person_registers_once(session, now):
    ask(session, at=now)
    with refused(refusals.AlreadyRegistered):
        ask(read(session), Contact("Another name", SOMCHAI.email), at=now)


@pytest.mark.parametrize(("first", "last"), [(0, 1), (-1, 0.5), (0.5, 2), (-1, 2)])
def test_nobody_promises_to_be_in_two_sessions_at_once(session, now, first, last):
    ask(session, at=now)
    other = make.SessionFactory(starts_at=session.starts_at + first * HOUR, ends_at=session.starts_at + last * HOUR)
    with refused(refusals.Clash):
        ask(read(other), at=now)


def test_nobody_promises_to_be_in_a_session_and_on_a_shift_at_once(session, now):
    shift = make.ShiftFactory(starts_at=session.starts_at)
    make.SignUpFactory(shift=shift, person=make.PersonFactory(email=SOMCHAI.email))
    with refused(refusals.Clash):
        ask(session, at=now)


@pytest.mark.parametrize("gap", [HOUR, -HOUR])
def test_sessions_that_touch_do_not_clash(session, now, gap):
    ask(session, at=now)
    other = make.SessionFactory(starts_at=session.starts_at + gap)
    assert ask(read(other), at=now).is_live


def test_what_staff_allowed_to_overlap_does_not_clash(session, now):
    other = make.SessionFactory(starts_at=session.starts_at)
    make.RegistrationFactory(session=other, person=make.PersonFactory(email=SOMCHAI.email))
    Commitment.objects.update(is_exclusive=False, override_reason="speaks there")
    assert ask(session, at=now).is_live


def test_who_read_the_page_before_others_registered_is_refused(session, now):
    Session.objects.update(seats_taken=19)
    with refused(refusals.SessionFull) as caught:
        ask(session, at=now, party_size=2)
    assert caught.value.values == {"asked": 2, "left": 1}


@pytest.mark.parametrize("state", ["cancelled", "draft"])
def test_who_read_the_page_before_it_was_taken_off_the_programme_is_refused(session, now, state):
    Session.objects.update(state=state)
    with refused(refusals.RegistrationClosed):
        ask(session, at=now)


# How register asks the database


@pytest.mark.parametrize(
    ("contact", "number"),
    [(SOMCHAI, 9), (Contact("A", "a@example.org"), 9), (Contact("B", phone="+66898765432"), 8)],
    ids=["both", "e-mail", "phone"],
)
def test_register_asks_the_database_so_often(session, now, contact, number):
    with noted() as statements:
        ask(session, contact, at=now)
    assert len(statements) == number + LOOKS_FOR_CLASHES, "\n".join(statements)


def test_register_looks_for_somebody_known_by_one_statement_more(session, now):
    make.PersonFactory(email=SOMCHAI.email)
    with noted() as statements:
        ask(session, at=now)
    assert len(statements) == 10 + LOOKS_FOR_CLASHES, "\n".join(statements)


@pytest.mark.parametrize("is_known", [True, False])
def test_the_person_is_locked_first_and_the_session_written_last(session, now, is_known):
    if is_known:
        make.PersonFactory(email=SOMCHAI.email)
    with noted() as statements:
        ask(session, at=now)
    first, second, last = statements[0], statements[1], statements[-1]
    assert first.startswith('INSERT INTO "accounts_person"'), "whoever is new is locked by being inserted"
    assert ("FOR UPDATE" in second) == (is_known and connection.features.has_select_for_update)
    assert last.startswith('UPDATE "activities_session"')
    assert [sql for sql in statements[:-1] if "UPDATE" in sql and "activities_session" in sql] == []


# Taking it back


def test_cancel_frees_the_seats_and_the_person(session, now):
    row = ask(session, at=now, party_size=4)
    before = row_counts()
    cancel(row, at=now + MINUTE)
    row.refresh_from_db()
    session.refresh_from_db()
    assert (row.status, row.cancelled_at) == ("cancelled", now + MINUTE)
    assert session.seats_taken == 0
    assert written(before, row_counts()) == {
        "activities.Commitment": -1,
        "common.Outbox": 1,
        "common.AuditEntry": 1,
    }
    assert list(findings()) == []


def test_cancel_is_told_by_mail_and_in_the_log(session, now):
    row = ask(session, at=now, party_size=2)
    user = make.UserFactory()
    cancel(row, at=now + MINUTE, by=user)
    mail = Outbox.objects.get(key=f"cancelled:{row.pk}")
    assert (mail.recipient, mail.due_at) == (SOMCHAI.email, now + MINUTE)
    entry = AuditEntry.objects.get(verb="cancel_registration")
    assert (entry.subject_key, entry.actor_key, entry.numbers) == (row.pk, user.pk, {"party_size": 2})


def test_cancel_leaves_the_others_alone(session, now):
    others = make.RegistrationFactory.create_batch(2, session=session, party_size=3)
    cancel(ask(read(session), at=now), at=now)
    session.refresh_from_db()
    assert session.seats_taken == 6
    assert Registration.objects.live().count() == Commitment.objects.count() == len(others)


def test_seats_given_back_can_be_taken_by_others(session, now):
    Session.objects.update(capacity=1)
    first = ask(read(session), at=now)
    cancel(first, at=now)
    assert ask(read(session), Contact("B", "b@example.org"), at=now).is_live


def test_a_registration_is_cancelled_once(session, now):
    row = ask(session, at=now, party_size=2)
    cancel(row, at=now)
    with refused(WrongStep):
        cancel(row, at=now)


def test_what_has_begun_is_not_cancelled(session, now):
    row = ask(session, at=now)
    with refused(refusals.TooLateToCancel):
        cancel(row, at=session.starts_at)
    cancel(row, at=session.starts_at - dt.timedelta(microseconds=1))


def test_the_session_is_locked_first_when_cancelling(session, now):
    row = Registration.objects.for_page().get(pk=ask(session, at=now).pk)
    with noted() as statements:
        cancel(row, at=now)
    assert len(statements) == 9, "\n".join(statements)
    assert ' FROM "activities_session"' in statements[0]


# Staff


def test_staff_commit_through_the_same_rule(session, now):
    person = ask(session, at=now).person
    with refused(refusals.Clash):
        commit_person(person, Span(session.starts_at, session.ends_at), what=Commitment.What.SIGN_UP, what_key=1)
    span = Span(session.ends_at, session.ends_at + HOUR)
    assert commit_person(person, span, what=Commitment.What.SIGN_UP, what_key=1).is_exclusive


# What is there already is left as it is; whatever else is wrong is said


def test_a_pass_is_given_once(session, now):
    person = make.PersonFactory()
    for _time in range(2):
        give_pass(person, session.edition, at=now)
    assert Pass.objects.get().person == person


def test_a_pass_that_breaks_another_law_is_not_passed_over(session):
    with pytest.raises(IntegrityError):
        give_pass(make.PersonFactory(), session.edition, at=None)
