"""What guardians answer to the link that was sent to them."""

import datetime as dt

from django.db import transaction

from accounts.actions import CONSENT_VERSION
from accounts.models import Person
from goodsociety.common import audit
from goodsociety.common.outbox import queue_letter
from volunteers import refusals
from volunteers.actions.settling import end, letter, settle_shift
from volunteers.actions.welcoming import confirm_kept
from volunteers.models import GuardianConsent, Shift, SignUp
from volunteers.models.sign_up import SignUpQuerySet

Answer = GuardianConsent.Answer
Status = SignUp.Status


def give_guardian_consent(
    *, consent: GuardianConsent, by: audit.By, at: dt.datetime, reader: Person | None = None
) -> list[SignUp]:
    """Note that a guardian consents, and confirm every place that was kept for it; return those sign-ups.

    ``reader`` is who is signed in where the link was opened. Refuses GuardianIsVolunteer, LinkUsed and LinkOver.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=consent.person_id)
        locked = locked_shifts(person, consent)
        answer(consent, Answer.GIVEN, reader=reader, at=at)
        confirmed = []
        for row in own_rows(person, consent).filter(status=Status.GUARDIAN, expires_at__gt=at):
            row.shift = locked[row.shift_id]
            confirm_kept(sign_up=row, person=person, by=by, at=at)
            confirmed.append(row)
        for row in own_rows(person, consent).exclude(pk__in=[each.pk for each in confirmed]):
            queue_letter(letter("guardian_given", row), key=f"guardian_given:{consent.pk}", at=at)
        audit.record("give_guardian_consent", consent, by=by, at=at, confirmed=len(confirmed))
    return confirmed


def refuse_guardian_consent(
    *, consent: GuardianConsent, by: audit.By, at: dt.datetime, reader: Person | None = None
) -> None:
    """Note that a guardian does not consent: everything the person asked for in the edition ends, and they are told.

    Refuses as giving it does.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=consent.person_id)
        locked = locked_shifts(person, consent)
        answer(consent, Answer.REFUSED, reader=reader, at=at)
        for row in own_rows(person, consent).exclude(status=Status.CONFIRMED):
            row.shift = locked[row.shift_id]
            end(sign_up=row, by=by, at=at)
            queue_letter(letter("guardian_refused", row), key=f"guardian_refused:{consent.pk}", at=at)
        for shift in locked.values():
            settle_shift(shift, at=at)
        audit.record("refuse_guardian_consent", consent, by=by, at=at)


def own_rows(person: Person, consent: GuardianConsent) -> SignUpQuerySet:
    """Return what a person still asks for in the edition that a consent is for."""
    rows = SignUp.objects.active().filter(person=person, shift__duty__edition=consent.edition_id)
    return rows.order_by("shift", "pk").select_related("person", "shift__duty__edition", "shift__place")


def locked_shifts(person: Person, consent: GuardianConsent) -> dict[int, Shift]:
    """Return, locked, the shifts that a locked person asks for in the edition that a consent is for."""
    keys = own_rows(person, consent).values_list("shift", flat=True)
    return {shift.pk: shift for shift in Shift.objects.locked(*keys)}


def answer(consent: GuardianConsent, given: GuardianConsent.Answer, *, reader: Person | None, at: dt.datetime) -> None:
    """Note the answer to a link once."""
    if reader is not None and reader.pk == consent.person_id:
        raise refusals.GuardianIsVolunteer
    pending = GuardianConsent.objects.filter(pk=consent.pk, code=consent.code, answer=Answer.PENDING)
    if not pending.exists():
        raise refusals.LinkUsed
    if not pending.filter(expires_at__gt=at).update(answer=given, answered_at=at, version=CONSENT_VERSION):
        raise refusals.LinkOver
    consent.answer, consent.answered_at = given, at
