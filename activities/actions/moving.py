"""Sessions that move to another time or place, and activities that get another name.

Everybody concerned is told once: what changes within ten minutes goes into one mail, which says what was and what is.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop

from accounts.models import Person, User
from activities import refusals
from activities.actions.commitments import Span
from activities.actions.settling import letter
from activities.models import Activity, Change, Commitment, Registration, Session, State
from goodsociety.common import audit
from goodsociety.common.inserting import insert_new
from goodsociety.common.outbox import queue_letter
from goodsociety.common.refusals import WrongStep
from goodsociety.common.rounds import each_by_itself
from zones.actions import content_changed
from zones.models import Place

COLLECTED_FOR = dt.timedelta(minutes=10)
WHY_IT_MAY_OVERLAP = gettext_noop("The session was moved by the organisers.")


@dataclass(frozen=True)
class Slot:
    """When and where a session is."""

    span: Span
    place: Place


def reschedule_session(*, session: Session, slot: Slot, by: User, at: dt.datetime) -> Session:
    """Move a session to another time or place, with everybody in it; they are told after ten minutes.

    Somebody who then has two promises at once keeps both and is told so. Refuses PlaceTaken, PastMoment, and WrongStep
    for a session that was called off.
    """
    with transaction.atomic():
        lock_people_of(session)
        [locked] = Session.objects.locked(session.pk)
        refuse_move(locked, slot, at=at)
        remember(locked, at=at)
        locked.starts_at, locked.ends_at, locked.place = slot.span.starts_at, slot.span.ends_at, slot.place
        locked.save(update_fields=["starts_at", "ends_at", "place"])
        move_commitments(locked)
        content_changed(locked)
        audit.record("reschedule_session", locked, by=by, at=at, place=slot.place.pk)
    return locked


def lock_people_of(session: Session) -> None:
    """Lock everybody who is confirmed in a session, in the order that all transactions share."""
    confirmed = Registration.objects.live().filter(session=session).values("person")
    list(Person.objects.filter(pk__in=confirmed).order_by("pk").select_for_update().values_list("pk"))


def refuse_move(session: Session, slot: Slot, *, at: dt.datetime) -> None:
    """Refuse a slot that is not to be had."""
    if session.state == State.CANCELLED:
        raise WrongStep
    if slot.span.starts_at <= at:
        raise refusals.PastMoment
    if slot.place.is_shared:
        return
    others = Session.objects.occupying(slot.place, slot.span.starts_at, slot.span.ends_at).exclude(pk=session.pk)
    other = others.select_related("activity").first()
    if other is not None:
        raise refusals.PlaceTaken(other=other)


def remember(session: Session, *, at: dt.datetime) -> None:
    """Keep what a locked session was before it changes, unless an earlier change is still to be told."""
    if session.state != State.RELEASED:
        return
    Session.objects.filter(pk=session.pk).update(sequence=F("sequence") + 1)
    before = Change(
        session=session,
        name_th=session.activity.name_th,
        name_en=session.activity.name_en,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place=session.place,
        made_at=at,
        due_at=at + COLLECTED_FOR,
    )
    insert_new(before)


def move_commitments(session: Session) -> None:
    """Move the promises of everybody confirmed in a locked session; two at once are kept, with the reason."""
    keys = Registration.objects.live().filter(session=session).values("pk")
    theirs = Commitment.objects.filter(what=Commitment.What.REGISTRATION, what_key__in=keys)
    for row in theirs.select_related("person"):
        others = Commitment.objects.clashing(row.person, session.starts_at, session.ends_at).exclude(pk=row.pk)
        if row.is_exclusive and others.exists():
            row.is_exclusive, row.override_reason = False, WHY_IT_MAY_OVERLAP
        row.starts_at, row.ends_at = session.starts_at, session.ends_at
        row.save(update_fields=["starts_at", "ends_at", "is_exclusive", "override_reason"])


def rename_activity(*, activity: Activity, name_th: str, name_en: str, by: User, at: dt.datetime) -> Activity:
    """Give an activity another name; everybody in its coming sessions is told after ten minutes."""
    with transaction.atomic():
        coming = Session.objects.filter(activity=activity, ends_at__gt=at).values_list("pk", flat=True)
        for session in Session.objects.locked(*coming):
            remember(session, at=at)
        activity.name_th, activity.name_en = name_th, name_en
        activity.save(update_fields=["name_th", "name_en", "sort_key", "search_key"])
        content_changed(activity)
        audit.record("rename_activity", activity, by=by, at=at)
    return activity


def tell_changes(*, by: audit.By, at: dt.datetime) -> int:
    """Write to everybody concerned by changes that are due, each change in a transaction of its own; say how many."""
    due = dict(Change.objects.due_at(at).order_by("due_at", "pk").values_list("pk", "session_id"))
    return each_by_itself(list(due), lambda key: tell_one(key=key, session=due[key], by=by, at=at), what="tell_change")


def tell_one(*, key: int, session: int, by: audit.By, at: dt.datetime) -> None:
    """Lock a session, given by its number, and tell a change of it, unless that was done meanwhile."""
    with transaction.atomic():
        [locked] = Session.objects.locked(session)
        change = Change.objects.untold().filter(pk=key).first()
        if change is not None:
            tell(change=change, session=locked, by=by, at=at)


def tell(*, change: Change, session: Session, by: audit.By, at: dt.datetime) -> None:
    """Write to everybody in a locked session what changed, unless it is again as it was or was called off."""
    concerned = Registration.objects.active().filter(session=session).select_related("person")
    told = 0
    for registration in concerned if is_another(change, session) else ():
        registration.session = session
        about = letter("session_changed", registration, change=change)
        queue_letter(about, key=f"change:{change.pk}:{registration.pk}", at=at)
        told += bool(registration.email)
    Change.objects.filter(pk=change.pk).update(told_at=at, people_told=told)
    audit.record("tell_change", session, by=by, at=at, people=told)


def is_another(change: Change, session: Session) -> bool:
    """Say whether a session that takes place is another one than before a change."""
    before = (change.starts_at, change.ends_at, change.place_id, change.name_th, change.name_en)
    activity = session.activity
    now = (session.starts_at, session.ends_at, session.place_id, activity.name_th, activity.name_en)
    return session.state == State.RELEASED and before != now
