"""Acts on one shift: it is released, moves, takes more or fewer, gets somebody placed in it, or is called off."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from activities.actions.moving import COLLECTED_FOR
from activities.admin.act_forms import CancelForm
from activities.models import State
from goodsociety.common.admin import Foreseen, OneAct, Order
from goodsociety.common.dates import show_moment
from volunteers import actions
from volunteers.actions.deciding import refuse_capacity
from volunteers.actions.moving import refuse_move
from volunteers.actions.setting_aside import rules_against
from volunteers.admin.shift_forms import (
    MoveShiftForm,
    PlaceVolunteerForm,
    ShiftCapacityForm,
    applicant_of,
    slot_of,
)
from volunteers.admin.told import concerned, line_of, under, when_and_where, who_is_told
from volunteers.models import Shift, SignUp


def mark_of(shift: Shift) -> str:
    """Return what acts on shifts are judged by."""
    parts = (shift.starts_at, shift.ends_at, shift.place_id, shift.state, shift.capacity, shift.seats_taken)
    return "|".join(str(part) for part in parts)


def page_of(shift: Shift, act: str) -> str:
    """Return the address of an act's page."""
    return reverse(f"admin:volunteers_shift_{act}", args=[shift.pk])


def why_not(shift: Shift, at: dt.datetime) -> str:
    """Say why nothing can be done about a shift any more."""
    if shift.state == State.CANCELLED:
        return _("This shift was called off.")
    return _("This shift is over.") if shift.ends_at <= at else ""


# It is released, or a draft again


def foresee_release(shift: Shift, _answers: dict[str, Any], at: dt.datetime) -> Foreseen:
    """Say what visitors will see, and what is odd about it."""
    sentences = [
        f"{shift} – {when_and_where(shift)}",
        _("It takes %(capacity)s volunteers, at least %(needed)s are needed.")
        % {"capacity": shift.capacity, "needed": shift.needed},
    ]
    return Foreseen(mark_of(shift), [*sentences, _("Everybody sees it and can sign up.")], oddities(shift, at))


def oddities(shift: Shift, at: dt.datetime) -> list[str]:
    """Return what may be a mistake about a shift that is to be released."""
    edition, day = shift.edition, shift.starts_at
    found = {
        _("It has begun: nobody signs up any more."): day <= at,
        _("Its edition is not open: nobody signs up yet."): not edition.is_open,
        _("It has no briefing in Thai yet."): not shift.briefing_th,
        _("Nobody is named whom volunteers can ask."): not shift.duty.contact_name,
    }
    return [sentence for sentence, is_so in found.items() if is_so]


def release(shift: Shift, order: Order) -> str:
    """Release it."""
    actions.release_shift(shift=shift, by=order.by, at=order.at)
    return _("Released.")


def why_not_release(shift: Shift, _at: dt.datetime) -> str:
    """Say why it cannot be released."""
    return "" if shift.state == State.DRAFT else _("Only a draft can be released.")


def foresee_withdrawal(shift: Shift, _answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say that it is seen no more."""
    return Foreseen(mark_of(shift), [_("It is a draft again: visitors see it no more.")])


def withdraw(shift: Shift, order: Order) -> str:
    """Make it a draft again."""
    actions.withdraw_shift(shift=shift, by=order.by, at=order.at)
    return _("It is a draft again.")


def why_not_withdraw(shift: Shift, _at: dt.datetime) -> str:
    """Say why it cannot be a draft again."""
    if shift.state != State.RELEASED:
        return _("It is not released.")
    return _("Somebody has signed up: call it off, and they are told.") if shift.sign_ups.exists() else ""


# It moves


def foresee_move(shift: Shift, answers: dict[str, Any], at: dt.datetime) -> Foreseen:
    """Say where it would be and who would be told. Refuses as moving does."""
    slot = slot_of(answers)
    refuse_move(shift, slot, at=at)
    moved = Shift(starts_at=slot.span.starts_at, ends_at=slot.span.ends_at, place=slot.place)
    sentences = [
        _("Until now: %(slot)s") % {"slot": when_and_where(shift)},
        _("From then on: %(slot)s") % {"slot": when_and_where(moved)},
    ]
    if shift.state == State.DRAFT:
        return Foreseen(mark_of(shift), [*sentences, _("It is a draft: nobody is told.")])
    change = shift.changes.untold().first()
    due = {"moment": show_moment(change.due_at if change else at + COLLECTED_FOR)}
    when = _("at %(moment)s, with whatever else changes until then") % due
    return Foreseen(mark_of(shift), [*sentences, *who_is_told(concerned(shift), when)])


def move(shift: Shift, order: Order) -> str:
    """Move it, and say until when it can be undone so that nobody is told."""
    moved = actions.reschedule_shift(shift=shift, slot=slot_of(order.answers), by=order.by, at=order.at)
    sentence, change = _("Moved to %(slot)s.") % {"slot": when_and_where(moved)}, moved.changes.untold().first()
    if change is None:
        return sentence
    until = _("Until %(moment)s nobody is told, if you undo it.") % {"moment": show_moment(change.due_at)}
    page = page_of(moved, "move")
    return format_html('{} {} <a href="{}?undo={}">{}</a>', sentence, until, page, change.pk, _("Undo"))


# It takes more or fewer


def foresee_capacity(shift: Shift, answers: dict[str, Any], at: dt.datetime) -> Foreseen:
    """Say who would be offered places. Refuses CapacityTooSmall with those who are over."""
    capacity = answers["capacity"]
    refuse_capacity(shift, capacity)
    claimed = {"taken": shift.seats_taken, "held": shift.seats_held, "waiting": shift.parties_waiting}
    sentences = [
        _("It takes %(now)s now and will take %(then)s.") % {"now": shift.capacity, "then": capacity},
        _("Taken: %(taken)s. Held for offers and guardians: %(held)s. Parties waiting: %(waiting)s.") % claimed,
    ]
    offered = next_offers(shift, capacity, at)
    heading = ngettext(
        "%(count)s party that waits is offered places at once, by mail:",
        "%(count)s parties that wait are offered places at once, by mail:",
        len(offered),
    )
    lists = under(heading % {"count": len(offered)}, [line_of(row) for row in offered])
    return Foreseen(f"{mark_of(shift)}|{claimed}", sentences, lists=lists)


def next_offers(shift: Shift, capacity: int, at: dt.datetime) -> list[SignUp]:
    """Return who of the waiting list would be offered places at once if a shift took so many."""
    free, offered = capacity - shift.seats_taken - shift.seats_held, []
    for row in SignUp.objects.waiting().filter(shift=shift) if shift.is_on(at) else ():
        if row.party_size <= free:
            free -= row.party_size
            offered.append(row)
    return offered


def resize(shift: Shift, order: Order) -> str:
    """Let it take so many."""
    before = shift.capacity
    now = actions.set_shift_capacity(shift=shift, capacity=order.answers["capacity"], by=order.by, at=order.at)
    sentence = _("It takes %(capacity)s now.") % {"capacity": now.capacity}
    return format_html('{} <a href="{}?undo={}">{}</a>', sentence, page_of(now, "capacity"), before, _("Undo"))


# Somebody is placed in it


def foresee_placing(shift: Shift, answers: dict[str, Any], at: dt.datetime) -> Foreseen:
    """Say which rules would be set aside; what is free goes to those who wait first."""
    who = {"name": answers["name"], "email": answers["email"], "people": answers["party_size"]}
    offered = sum(row.party_size for row in next_offers(shift, shift.capacity or 0, at))
    free = {"free": shift.seats_unclaimed - offered, "capacity": shift.capacity, "waiting": shift.parties_waiting}
    rules = [str(refusal) for refusal in rules_against(applicant_of(answers), shift)]
    sentences = [
        _("%(name)s (%(email)s) gets %(people)s places here, and a mail that says so.") % who,
        _("%(free)s of %(capacity)s places are free, after what is offered to those who wait.") % free,
        *([] if rules else [_("No rule stands against it: nothing has to be set aside.")]),
    ]
    heading = _("These rules are set aside, for the reason that you wrote:")
    return Foreseen(f"{mark_of(shift)}|{rules}|{free}", sentences, lists=under(heading, rules))


def place(shift: Shift, order: Order) -> str:
    """Place somebody in it."""
    reason = order.answers["reason"]
    row = actions.place_volunteer(
        shift=shift, applicant=applicant_of(order.answers), reason=reason, by=order.by, at=order.at
    )
    return format_html("{} {}", line_of(row), row.get_status_display())


def why_not_place(shift: Shift, at: dt.datetime) -> str:
    """Say why nobody can be placed in it."""
    return _("This shift is a draft: release it first.") if shift.state == State.DRAFT else why_not(shift, at)


# It is called off


def foresee_cancel(shift: Shift, _answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say who would be told."""
    rows = concerned(shift)
    sentences = [
        _("%(shift)s is called off. It stays on the programme, marked as cancelled.") % {"shift": shift},
        *who_is_told(rows, _("at once")),
    ]
    heading = _("They are free to do something else at that time:")
    return Foreseen(
        mark_of(shift), sentences, [_("This cannot be undone.")], under(heading, [line_of(row) for row in rows])
    )


def call_off(shift: Shift, order: Order) -> str:
    """Call it off."""
    told = sum(bool(row.email) for row in concerned(shift))
    actions.cancel_shift(shift=shift, by=order.by, at=order.at)
    words = ngettext("Called off. %(count)s mail is on its way.", "Called off. %(count)s mails are on their way.", told)
    return words % {"count": told}


def why_not_cancel(shift: Shift, at: dt.datetime) -> str:
    """Say why it cannot be called off."""
    if shift.state == State.DRAFT:
        return _("This shift is a draft that nobody sees: delete it.")
    return why_not(shift, at)


SHIFT_ACTS = (
    OneAct("release", gettext_lazy("Release"), CancelForm, foresee_release, release, why_not_release),
    OneAct("move", gettext_lazy("Move"), MoveShiftForm, foresee_move, move, why_not),
    OneAct("capacity", gettext_lazy("Set the capacity"), ShiftCapacityForm, foresee_capacity, resize, why_not),
    OneAct("place", gettext_lazy("Place a volunteer"), PlaceVolunteerForm, foresee_placing, place, why_not_place),
    OneAct("withdraw", gettext_lazy("Back to a draft"), CancelForm, foresee_withdrawal, withdraw, why_not_withdraw),
    OneAct("cancel", gettext_lazy("Call it off"), CancelForm, foresee_cancel, call_off, why_not_cancel, is_danger=True),
)
