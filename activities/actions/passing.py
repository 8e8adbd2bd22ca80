"""Passes that are replaced by new ones, and passes that are taken away."""

import datetime as dt

from django.db import transaction

from accounts.models import Person, User
from activities.models import Pass
from activities.refusals import TooManyPasses
from goodsociety.common import audit
from goodsociety.common.inserting import insert_new
from goodsociety.common.limits import Limit
from goodsociety.common.refusals import WrongStep
from zones.models import Edition

PASSES_OF_A_PERSON = Limit("passes-of-a-person", 10, dt.timedelta(days=1))


def give_pass(person: Person, edition: Edition, *, at: dt.datetime) -> None:
    """Give a person their pass for an edition, unless they hold one."""
    insert_new(Pass(person=person, edition=edition, issued_at=at))


def renew_pass(*, person: Person, edition: Edition, by: audit.By, at: dt.datetime) -> Pass:
    """Give a person another pass for an edition, or their first; the desk refuses the one they had as revoked.

    Refuses TooManyPasses.
    """
    if not PASSES_OF_A_PERSON.note(str(person.pk), at=at):
        raise TooManyPasses
    with transaction.atomic():
        # Whoever presses twice gets two, one after the other, and the last one counts.
        Person.objects.select_for_update().get(pk=person.pk)
        Pass.objects.live().filter(person=person, edition=edition).update(revoked_at=at)
        row = Pass.objects.create(person=person, edition=edition, issued_at=at)
        audit.record("renew_pass", row, by=by, at=at)
    return row


def revoke_pass(*, held: Pass, by: User, at: dt.datetime) -> None:
    """Take a pass away; the person can make a new one on their page. Refuses WrongStep when it is revoked already."""
    with transaction.atomic():
        if not Pass.objects.live().filter(pk=held.pk).update(revoked_at=at):
            raise WrongStep
        audit.record("revoke_pass", held, by=by, at=at)
