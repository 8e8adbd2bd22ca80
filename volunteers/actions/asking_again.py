"""Writing to a guardian once more, or to another address where the first was wrong."""

import datetime as dt

from django.db import transaction

from accounts.contact import Contact
from goodsociety.common import audit
from goodsociety.common.refusals import WrongStep
from volunteers.actions.applying import Applicant, Guardian
from volunteers.actions.asking_guardians import ask_guardian
from volunteers.actions.settling import locked_person, locked_with_shift
from volunteers.models import GuardianConsent, SignUp


def ask_guardian_again(*, sign_up: SignUp, guardian: Guardian, by: audit.By, at: dt.datetime) -> None:
    """Write to the guardian who has not answered yet, or to another one; the place is kept no longer for it.

    Refuses GuardianIsVolunteer, and WrongStep when nobody is asked any more.
    """
    with transaction.atomic():
        person = locked_person(sign_up)
        shift, row = locked_with_shift(sign_up)
        pending = GuardianConsent.objects.open_at(at).filter(person=person, edition=shift.edition)
        if not row.is_active or not pending.exists():
            raise WrongStep
        contact = Contact(row.name, row.email, row.phone, row.language)
        ask_guardian(person, shift, Applicant(contact, guardian=guardian), at=at)
        audit.record("ask_guardian_again", row, by=by, at=at)
