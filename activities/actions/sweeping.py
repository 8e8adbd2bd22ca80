"""What a job does again and again: let what is over lapse, so that places go on although nobody looks."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from activities.actions.settling import settle
from activities.models import Hold, Offer, Session
from goodsociety.common import audit


def settle_due(*, by: audit.By, at: dt.datetime) -> int:
    """Settle every session with an offer or hold whose time is over, each in a transaction of its own; say how many."""
    offers = Offer.objects.expired(at).filter(registration__session=OuterRef("pk"))
    holds = Hold.objects.expired(at).filter(session=OuterRef("pk"))
    keys = list(
        Session.objects.filter(Q(Exists(offers)) | Q(Exists(holds))).order_by("pk").values_list("pk", flat=True)
    )
    for key in keys:
        with transaction.atomic():
            [session] = Session.objects.locked(key)
            settle(session, at=at)
            audit.record("settle", session, by=by, at=at)
    return len(keys)
