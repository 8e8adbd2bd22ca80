"""Everything that can happen to shifts and volunteers. Lock order as for sessions: person, then shift."""

import datetime as dt
from functools import partial

from django.db import transaction

from accounts.actions import give_consent, lock_person
from accounts.contact import Contact
from accounts.links import link_for
from accounts.models import Consent, User
from activities.actions import commit_person, release_person
from activities.actions.commitments import Span
from activities.models import Commitment, State
from activities.refusals import TooLateToCancel
from goodsociety.common import audit
from goodsociety.common.calendar_text import Method
from goodsociety.common.dates import local_day
from goodsociety.common.outbox import Letter, queue_letter
from goodsociety.common.refusals import WrongStep
from volunteers import refusals
from volunteers.calendar import entry_text
from volunteers.models import Shift, SignUp

LONGEST_DAY = 24 * 60
#: What a mail does to the calendar of whoever reads it.
METHODS = {"sign_up_confirmed": Method.REQUEST, "sign_up_cancelled": Method.CANCEL}


def sign_up(*, shift: Shift, contact: Contact, by: audit.By, at: dt.datetime) -> SignUp:
    """Give a volunteer a place in a shift; return the sign-up, whose code opens its page.

    Refuses ShiftClosed, ShiftFull, AlreadySignedUp and Clash. The caller has the volunteer's consent and e-mail.
    """
    refuse_closed_or_full(shift, at=at)
    with transaction.atomic():
        person = lock_person(contact, at=at)
        if SignUp.objects.live().filter(shift=shift, person=person).exists():
            raise refusals.AlreadySignedUp
        row = SignUp.objects.create(
            shift=shift,
            person=person,
            **contact.typed,
            created_at=at,
        )
        span = Span(shift.starts_at, shift.ends_at)
        commit_person(person, span, what=Commitment.What.SIGN_UP, what_key=row.pk)
        give_consent(person, Consent.Purpose.VOLUNTEERING, at=at)
        queue_letter(letter("sign_up_confirmed", row), key=f"signed_up:{row.pk}", at=at)
        audit.record("sign_up", row, by=by, at=at, shift=shift.pk)
        take_place(shift, at=at)
    return row


def refuse_closed_or_full(shift: Shift, *, at: dt.datetime) -> None:
    """Refuse a shift that takes nobody more."""
    if not shift.is_open(at):
        raise refusals.ShiftClosed
    if shift.is_full:
        raise refusals.ShiftFull


def take_place(shift: Shift, *, at: dt.datetime) -> None:
    """Take one place or refuse by name; a shift cancelled or filled meanwhile is seen here."""
    if Shift.objects.take_of(1, pk=shift.pk, state=State.RELEASED):
        return
    refuse_closed_or_full(Shift.objects.for_page().get(pk=shift.pk), at=at)
    raise refusals.ShiftFull


def letter(template: str, row: SignUp) -> Letter:
    """Return a mail about a sign-up, in the language it was made in, with what it does to the reader's calendar."""
    shift = row.shift
    last_day = shift.edition.ends_on or local_day(shift.ends_at)
    my_page = link_for(row.person, email=row.email, last_day=last_day)
    about = {"sign_up": row, "shift": shift, "my_page": my_page}
    calendar = partial(entry_text, row, METHODS[template])
    return Letter(template, to=row.email, language=row.language, about=about, calendar=calendar)


def cancel_sign_up(*, sign_up: SignUp, by: audit.By, at: dt.datetime) -> None:
    """Take a sign-up back and free its place. Refuses TooLateToCancel, and WrongStep when it is not live."""
    if sign_up.shift.has_begun(at):
        raise TooLateToCancel
    with transaction.atomic():
        if not SignUp.objects.live().filter(pk=sign_up.pk).update(status=SignUp.Status.CANCELLED, cancelled_at=at):
            raise WrongStep
        release_person(what=Commitment.What.SIGN_UP, what_key=sign_up.pk)
        queue_letter(letter("sign_up_cancelled", sign_up), key=f"sign_up_cancelled:{sign_up.pk}", at=at)
        audit.record("cancel_sign_up", sign_up, by=by, at=at)
        Shift.objects.filter(pk=sign_up.shift_id).give_back(1)


def approve_hours(*, sign_up: SignUp, minutes: int, by: User, at: dt.datetime) -> None:
    """Approve the minutes a volunteer served; a later approval replaces it. Refuses TooManyMinutes and WrongStep."""
    if not 0 < minutes <= LONGEST_DAY:
        raise refusals.TooManyMinutes
    with transaction.atomic():
        if not SignUp.objects.live().filter(pk=sign_up.pk).update(approved_minutes=minutes, approved_at=at):
            raise WrongStep
        audit.record("approve_hours", sign_up, by=by, at=at, minutes=minutes)
