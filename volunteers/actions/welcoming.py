"""Confirming somebody in a shift: they promise to be there, and get their pass."""

import datetime as dt

from accounts.models import Person
from activities.actions.commitments import Span, commit_person
from activities.models import Commitment, Pass
from goodsociety.common import audit
from goodsociety.common.inserting import insert_new
from goodsociety.common.outbox import queue_letter
from volunteers import refusals
from volunteers.actions.settling import count_claims, letter, step
from volunteers.models import Shift, SignUp


def promise(sign_up: SignUp, person: Person) -> None:
    """Commit a locked person to a shift; where a coordinator set the rules aside, whatever else they promised.

    Refuses a Clash.
    """
    span = Span(sign_up.shift.starts_at, sign_up.shift.ends_at)
    reason = sign_up.override_reason
    commit_person(person, span, what=Commitment.What.SIGN_UP, what_key=sign_up.pk, override_reason=reason)


def give_pass(sign_up: SignUp, person: Person, *, at: dt.datetime) -> None:
    """Give a person their pass for the edition of a shift, unless they hold it already."""
    insert_new(Pass(person=person, edition=sign_up.shift.edition, issued_at=at))


def confirm_kept(*, sign_up: SignUp, person: Person, by: audit.By, at: dt.datetime) -> None:
    """Confirm a locked person in a locked shift that kept the place for them, and write to them.

    Refuses WrongStep, and a Clash where they had not promised to be there yet.
    """
    had_promised = sign_up.status in SignUp.COMMITTED
    step(sign_up, SignUp.Status.CONFIRMED, expires_at=None)
    count_claims(sign_up.shift)
    take_own(sign_up)
    if not had_promised:
        promise(sign_up, person)
    tell_confirmed(sign_up=sign_up, person=person, by=by, at=at)


def take_own(sign_up: SignUp) -> None:
    """Take the places of a locked shift that are there for a sign-up, whoever waits. Refuses ShiftFull."""
    if not Shift.objects.filter(pk=sign_up.shift_id).take_own(sign_up.party_size):
        raise refusals.ShiftFull


def tell_confirmed(*, sign_up: SignUp, person: Person, by: audit.By, at: dt.datetime) -> None:
    """Give the pass, write the confirmation and note it."""
    give_pass(sign_up, person, at=at)
    queue_letter(letter("sign_up_confirmed", sign_up), key=f"confirmed_sign_up:{sign_up.pk}", at=at)
    audit.record("confirm_sign_up", sign_up, by=by, at=at, party_size=sign_up.party_size)
