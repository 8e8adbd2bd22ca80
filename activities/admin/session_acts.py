"""Acts on one session: it moves, holds more or fewer, is called off, or its places are drawn."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from activities import actions
from activities.actions.deciding import refuse_capacity
from activities.actions.moving import COLLECTED_FOR, refuse_move
from activities.admin.act_forms import CancelForm, CapacityForm, DrawForm, MoveForm, slot_of
from activities.admin.told import described, line_of, two_promises, under, where_and_when, who_is_told, whom_to_call
from activities.consequences import Audience, doubles, next_offers
from activities.draws import closes_at
from activities.models import Change, Draw, Entry, Registration, Session, State
from goodsociety.common.admin import Foreseen, OneAct, Order
from goodsociety.common.dates import show_moment


def mark_of(session: Session) -> str:
    """Return what acts on a session are judged by."""
    parts = (session.starts_at, session.ends_at, session.place_id, session.state, session.capacity, session.entry)
    return "|".join(str(part) for part in parts)


def page_of(session: Session, act: str) -> str:
    """Return the address of an act's page."""
    return reverse(f"admin:activities_session_{act}", args=[session.pk])


def told_at(change: Change | None, at: dt.datetime) -> str:
    """Say when people are told of a change that is made now: with an earlier one that still waits, if there is one."""
    due_at = change.due_at if change else at + COLLECTED_FOR
    return _("at %(moment)s, with whatever else changes until then") % {"moment": show_moment(due_at)}


# It moves


def foresee_move(session: Session, answers: dict[str, Any], at: dt.datetime) -> Foreseen:
    """Say where it would be, who would be told and who would have two promises. Refuses as moving does."""
    slot = slot_of(answers)
    refuse_move(session, slot, at=at)
    sentences = [
        _("Until now: %(slot)s") % {"slot": where_and_when(session)},
        _("From then on: %(slot)s") % {"slot": described(slot.place, slot.span)},
    ]
    audience = Audience.of(session)
    clashing = two_promises(doubles(session, slot.span.starts_at, slot.span.ends_at))
    if session.state == State.DRAFT:
        return Foreseen(mark_of(session), [*sentences, _("It is a draft: nobody is told.")], lists=clashing)
    when = told_at(session.changes.untold().first(), at)
    return Foreseen(
        mark_of(session), [*sentences, *who_is_told(audience, when)], lists={**clashing, **whom_to_call(audience)}
    )


def move(session: Session, order: Order) -> str:
    """Move it."""
    moved = actions.reschedule_session(session=session, slot=slot_of(order.answers), by=order.by, at=order.at)
    sentence = _("Moved to %(slot)s.") % {"slot": where_and_when(moved)}
    return with_way_back(sentence, moved.changes.untold().first(), page_of(moved, "move"))


def with_way_back(sentence: str, change: Change | None, page: str) -> str:
    """Add until when a change can be undone so that nobody is told, with a link that begins it."""
    if change is None:
        return sentence
    until = _("Until %(moment)s nobody is told, if you undo it.") % {"moment": show_moment(change.due_at)}
    return format_html('{} {} <a href="{}?undo={}">{}</a>', sentence, until, page, change.pk, _("Undo"))


def why_not_move(session: Session, at: dt.datetime) -> str:
    """Say why it cannot move."""
    if session.state == State.CANCELLED:
        return _("This session was called off.")
    return _("This session is over.") if session.ends_at <= at else ""


# It holds more or fewer


def foresee_capacity(session: Session, answers: dict[str, Any], at: dt.datetime) -> Foreseen:
    """Say who would be offered places. Refuses CapacityTooSmall with those who are over."""
    capacity = answers["capacity"]
    refuse_capacity(session, capacity)
    offered = next_offers(session, capacity=capacity, at=at)
    claimed = {"taken": session.seats_taken, "held": session.seats_held, "waiting": session.parties_waiting}
    sentences = [
        _("It holds %(now)s now and will hold %(then)s.")
        % {"now": _("any number") if session.capacity is None else session.capacity, "then": capacity},
        _("Taken: %(taken)s. Held for offers and forms: %(held)s. Parties waiting: %(waiting)s.") % claimed,
    ]
    heading = ngettext(
        "%(count)s party that waits is offered places at once, by mail:",
        "%(count)s parties that wait are offered places at once, by mail:",
        len(offered),
    )
    return Foreseen(
        f"{mark_of(session)}|{claimed}",
        sentences,
        lists=under(heading % {"count": len(offered)}, [line_of(row) for row in offered]),
    )


def resize(session: Session, order: Order) -> str:
    """Let it hold so many."""
    before = session.capacity
    now = actions.set_capacity(session=session, capacity=order.answers["capacity"], by=order.by, at=order.at)
    sentence = _("It holds %(capacity)s now.") % {"capacity": now.capacity}
    if before is None:
        return sentence
    return format_html('{} <a href="{}?undo={}">{}</a>', sentence, page_of(now, "capacity"), before, _("Undo"))


# It is called off


def foresee_cancel(session: Session, _answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say who would be told."""
    audience = Audience.of(session)
    sentences = [
        _("%(session)s is called off. It stays on the programme, marked as cancelled.") % {"session": session},
        *who_is_told(audience, _("at once")),
    ]
    if audience.rows:
        sentences.append(_("All their registrations end, and they are free to go elsewhere at that time."))
    warnings = [_("This cannot be undone.")]
    return Foreseen(mark_of(session), sentences, warnings, whom_to_call(audience))


def call_off(session: Session, order: Order) -> str:
    """Call it off."""
    told = Audience.of(session).by_mail
    actions.cancel_session(session=session, by=order.by, at=order.at)
    words = ngettext("Called off. %(count)s mail is on its way.", "Called off. %(count)s mails are on their way.", told)
    return words % {"count": told}


def why_not_cancel(session: Session, at: dt.datetime) -> str:
    """Say why it cannot be called off."""
    if session.state == State.DRAFT:
        return _("This session is a draft that nobody sees: set its state, or delete it.")
    return why_not_move(session, at)


# Its places are drawn


def foresee_draw(session: Session, answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say how many take part, and what becomes of those who are not drawn."""
    entered = Registration.objects.filter(session=session, status=Registration.Status.ENTERED)
    sizes = list(entered.values_list("party_size", flat=True))
    after = (
        _("Whoever is not drawn waits in the order drawn.")
        if session.has_waiting_list
        else _("Whoever is not drawn has lost: there is no waiting list.")
    )
    sentences = [
        _("Entries: %(parties)s parties with %(people)s people, for %(places)s places.")
        % {"parties": len(sizes), "people": sum(sizes), "places": session.seats_unclaimed},
        _("The order is worked out from the seed “%(seed)s”. A party that does not fit what is left is passed over.")
        % {"seed": answers["seed"]},
        after,
        _("Each of them gets a mail with the result, and the page of the draw shows seed, entries and order to all."),
    ]
    return Foreseen(mark_of(session), sentences, [_("This cannot be undone, and it cannot be drawn again.")])


def draw(session: Session, order: Order) -> str:
    """Hold it."""
    held = actions.hold_draw(session=session, seed=order.answers["seed"], by=order.by, at=order.at)
    drawn = sum(result == Registration.Status.CONFIRMED for _reference, result in held.outcome)
    sentence = _("Drawn: %(drawn)s of %(entries)s parties have places.") % {
        "drawn": drawn,
        "entries": len(held.entries),
    }
    page = reverse("admin:activities_draw_change", args=[held.pk])
    return format_html('{} <a href="{}">{}</a>', sentence, page, _("See the draw"))


def why_not_draw(session: Session, at: dt.datetime) -> str:
    """Say why no draw can be held."""
    if session.entry != Entry.DRAW:
        return _("The places of this session are not drawn by lot.")
    if Draw.objects.filter(session=session).exists():
        return _("The draw for this session has been held.")
    if session.state != State.RELEASED:
        return _("Places are drawn of a session that is released.")
    when = {"moment": show_moment(closes_at(session))}
    still_open = _("The draw can be held when registration is closed: after %(moment)s.") % when
    return still_open if at < closes_at(session) else ""


SESSION_ACTS = (
    OneAct("move", gettext_lazy("Move"), MoveForm, foresee_move, move, why_not_move),
    OneAct("capacity", gettext_lazy("Set the capacity"), CapacityForm, foresee_capacity, resize, why_not_move),
    OneAct("draw", gettext_lazy("Hold the draw"), DrawForm, foresee_draw, draw, why_not_draw),
    OneAct("cancel", gettext_lazy("Call it off"), CancelForm, foresee_cancel, call_off, why_not_cancel, is_danger=True),
)
