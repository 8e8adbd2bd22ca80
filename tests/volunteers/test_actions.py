"""Signing up for shifts, and taking it back."""

import datetime as dt

import pytest

from accounts.contact import Contact
from accounts.models import Consent, Person
from activities.models import Commitment
from activities.refusals import Clash, TooLateToCancel
from goodsociety.common.audit import VISITOR
from goodsociety.common.models import AuditEntry, Outbox
from goodsociety.common.refusals import WrongStep
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.statements import LOOKS_FOR_CLASHES, noted
from tests.tables import refused, row_counts, written
from volunteers import actions, refusals
from volunteers.models import Shift
from zones.models import Edition

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
MALEE = Contact("มาลี รักดี", "malee@example.org", "+66812345678", "th")


@pytest.fixture
def shift(edition):
    """A shift for five, as a page hands it to the action."""
    return read(make.ShiftFactory())


def read(shift):
    """Return a shift as pages read it."""
    return Shift.objects.for_page().get(pk=shift.pk)


def ask(shift, contact=MALEE, *, at, by=VISITOR):
    """Sign up."""
    return actions.sign_up(shift=shift, contact=contact, by=by, at=at)


def cancel(row, *, at, by=VISITOR):
    """Take a sign-up back."""
    return actions.cancel_sign_up(sign_up=row, by=by, at=at)


# Signing up


def test_sign_up_writes_one_row_of_everything_that_belongs_to_it(shift, now):
    before = row_counts()
    ask(shift, at=now)
    assert written(before, row_counts()) == {
        "accounts.Person": 1,
        "accounts.Consent": 1,
        "volunteers.Volunteer": 1,
        "volunteers.SignUp": 1,
        "activities.Commitment": 1,
        "activities.Pass": 1,
        "common.Outbox": 1,
        "common.AuditEntry": 1,
    }
    assert list(findings()) == []


def test_the_rows_say_who_and_when(shift, now):
    row = ask(shift, at=now)
    row.refresh_from_db()
    shift.refresh_from_db()
    assert (row.shift, row.status, row.created_at, row.cancelled_at) == (shift, "confirmed", now, None)
    assert (row.name, row.email, row.phone, row.language) == (MALEE.name, MALEE.email, MALEE.phone, "th")
    assert (row.approved_minutes, row.approved_at) == (None, None)
    assert (shift.seats_taken, shift.seats_left) == (1, 4)
    commitment = Commitment.objects.get()
    assert (commitment.person, commitment.what, commitment.what_key) == (row.person, "sign_up", row.pk)
    assert (commitment.starts_at, commitment.ends_at) == (shift.starts_at, shift.ends_at)
    assert Consent.objects.values_list("person", "purpose", "given_at").get() == (row.person.pk, "volunteering", now)


def test_sign_up_is_told_by_mail_and_in_the_log(shift, now):
    row = ask(shift, at=now)
    mail, entry = Outbox.objects.get(), AuditEntry.objects.get()
    assert (mail.key, mail.recipient, mail.due_at) == (f"signed_up:{row.pk}", MALEE.email, now)
    assert f"{row.code}/" in mail.body
    assert (entry.verb, entry.subject, entry.subject_key) == ("sign_up", "volunteers.signup", row.pk)
    assert (entry.actor, entry.numbers) == ("visitor", {"shift": shift.pk})


def test_a_volunteer_who_registered_before_is_the_same_person(shift, now):
    person = make.RegistrationFactory(person__email=MALEE.email).person
    row = ask(read(make.ShiftFactory(starts_at=shift.ends_at + HOUR)), at=now)
    assert row.person == person
    assert Person.objects.count() == 1


NOT_NOW = {
    "the edition is over": ({"status": "over"}, {}),
    "the edition is cancelled": ({"status": "cancelled", "cancelled_reason_th": "เหตุสุดวิสัย"}, {}),
    "the edition is a draft": ({"status": "draft"}, {}),
    "the shift is a draft": ({}, {"state": "draft"}),
    "the shift is cancelled": ({}, {"state": "cancelled"}),
}


@pytest.mark.parametrize(("of_edition", "of_shift"), NOT_NOW.values(), ids=NOT_NOW)
def test_shift_closed(shift, now, of_edition, of_shift):
    Edition.objects.update(**{"year": shift.edition.year, **of_edition})
    Shift.objects.update(**{"capacity": 5, **of_shift})
    with refused(refusals.ShiftClosed):
        ask(read(shift), at=now)


def test_a_shift_takes_sign_ups_until_it_begins(shift):
    with refused(refusals.ShiftClosed):
        ask(shift, at=shift.starts_at)
    assert ask(shift, at=shift.starts_at - MINUTE).is_live


@pytest.mark.parametrize(("taken", "kept"), [(5, 0), (0, 5), (3, 2)])
def test_shift_full(shift, now, taken, kept):
    make.SignUpFactory.create_batch(taken, shift=shift)
    make.SignUpFactory.create_batch(kept, shift=shift, status="offered")
    with refused(refusals.ShiftFull):
        ask(read(shift), at=now)


def test_who_read_the_page_before_others_signed_up_is_refused(shift, now):
    Shift.objects.update(seats_taken=5)
    with refused(refusals.ShiftFull):
        ask(shift, at=now)


@pytest.mark.parametrize("state", ["cancelled", "draft"])
def test_who_read_the_page_before_it_was_taken_off_the_programme_is_refused(shift, now, state):
    Shift.objects.update(state=state)
    with refused(refusals.ShiftClosed):
        ask(shift, at=now)


def test_a_person_signs_up_once(shift, now):
    ask(shift, at=now)
    with refused(refusals.AlreadySignedUp):
        ask(read(shift), at=now)


@pytest.mark.parametrize("other", [make.ShiftFactory, make.SessionFactory])
def test_nobody_promises_to_be_in_two_places_at_once(shift, now, other):
    busy = other(starts_at=shift.starts_at + HOUR)
    hold = make.SignUpFactory if isinstance(busy, Shift) else make.RegistrationFactory
    hold(person=make.PersonFactory(email=MALEE.email), **{"shift" if isinstance(busy, Shift) else "session": busy})
    with refused(Clash):
        ask(shift, at=now)


def test_shifts_that_touch_do_not_clash(shift, now):
    ask(shift, at=now)
    assert ask(read(make.ShiftFactory(duty=shift.duty, starts_at=shift.ends_at)), at=now).is_live


def test_the_person_is_locked_first_and_the_shift_written_last(shift, now):
    with noted() as statements:
        ask(shift, at=now)
    # Rules and waves are read before.
    first, last = statements[2], statements[-1]
    assert len(statements) == 15 + LOOKS_FOR_CLASHES, "\n".join(statements)
    assert "accounts_person" in first
    assert last.startswith('UPDATE "volunteers_shift"')


# Taking it back


def test_cancel_frees_the_place_and_the_person(shift, now):
    row = ask(shift, at=now)
    before = row_counts()
    cancel(row, at=now + MINUTE)
    row.refresh_from_db()
    shift.refresh_from_db()
    assert (row.status, row.cancelled_at, shift.seats_taken) == ("cancelled", now + MINUTE, 0)
    assert written(before, row_counts()) == {"activities.Commitment": -1, "common.Outbox": 1, "common.AuditEntry": 1}
    assert Outbox.objects.get(key=f"sign_up_cancelled:{row.pk}").recipient == MALEE.email
    assert AuditEntry.objects.get(verb="cancel_sign_up").subject_key == row.pk
    assert list(findings()) == []
    assert ask(read(shift), at=now).is_live


def test_a_sign_up_is_cancelled_once(shift, now):
    row = ask(shift, at=now)
    cancel(row, at=now)
    with refused(WrongStep):
        cancel(row, at=now)


def test_what_has_begun_is_not_cancelled(shift, now):
    row = ask(shift, at=now)
    with refused(TooLateToCancel):
        cancel(row, at=shift.starts_at)
