"""Registering where one can, and waiting where one cannot."""

import datetime as dt
from contextlib import suppress

from activities import refusals
from activities.actions.asking import Party
from activities.actions.registering import join_waiting_list, register_party
from activities.models import Registration, Session
from goodsociety.common import audit


def register_or_wait(*, session: Session, party: Party, by: audit.By, at: dt.datetime) -> Registration:
    """Register a party; where too few places are left for it, or others wait, queue it.

    Refuses as registering does, and NoWaitingList and NeverFits instead of SessionFull.
    """
    with suppress(refusals.SessionFull):
        return register_party(session=session, party=party, by=by, at=at)
    return join_waiting_list(session=session, party=party, by=by, at=at)
