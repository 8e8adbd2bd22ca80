"""What a job does again and again: let what is over lapse, so that places go on although nobody looks."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from activities.actions.settling import settle
from activities.models import Hold, Offer, Session
from goodsociety.common import audit
from goodsociety.common.rounds import each_by_itself


def settle_due(*, by: audit.By, at: dt.datetime) -> int:
    """Settle every session with an offer or hold whose time is over, each in a transaction of its own; say how many."""
    offers = Offer.objects.expired(at).filter(registration__session=OuterRef("pk"))
    holds = Hold.objects.expired(at).filter(session=OuterRef("pk"))
    keys = list(
        Session.objects.filter(Q(Exists(offers)) | Q(Exists(holds))).order_by("pk").values_list("pk", flat=True)
    )
    return each_by_itself(keys, lambda key: settle_one(session=key, by=by, at=at), what="settle")


def settle_one(*, session: int, by: audit.By, at: dt.datetime) -> None:
    """Lock a session, given by its number, and settle it."""
    with transaction.atomic():
        [locked] = Session.objects.locked(session)
        settle(locked, at=at)
        audit.record("settle", locked, by=by, at=at)
