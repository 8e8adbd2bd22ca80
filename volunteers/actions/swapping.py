"""Giving up a registration for a shift that clashes with it: either both happen or nothing."""

import datetime as dt

from django.db import transaction

from accounts.actions import lock_person
from accounts.models import Person
from activities.actions import cancel_registration
from activities.models import Registration
from goodsociety.common import audit
from goodsociety.common.refusals import WrongStep
from volunteers.actions.answering import accept_place
from volunteers.actions.applying import Applicant
from volunteers.actions.signing_up import sign_up_volunteer
from volunteers.models import Shift, SignUp


def sign_up_instead(
    *, registration: Registration, shift: Shift, applicant: Applicant, by: audit.By, at: dt.datetime
) -> SignUp:
    """Sign a volunteer up in the place of a registration of the same person.

    Refuses as signing up and taking a registration back do, and WrongStep for somebody else's.
    """
    with transaction.atomic():
        person = lock_person(applicant.contact, at=at)
        if person.pk != registration.person_id:
            raise WrongStep
        cancel_registration(registration=registration, by=by, at=at)
        return sign_up_volunteer(shift=shift, applicant=applicant, by=by, at=at)


def accept_place_instead(*, sign_up: SignUp, registration: Registration, by: audit.By, at: dt.datetime) -> SignUp:
    """Accept a place that is offered, in the place of a registration of the same person.

    Refuses as accepting and taking a registration back do, and WrongStep for somebody else's.
    """
    if registration.person_id != sign_up.person_id:
        raise WrongStep
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=sign_up.person_id)
        cancel_registration(registration=registration, by=by, at=at)
        return accept_place(sign_up=sign_up, by=by, at=at)
