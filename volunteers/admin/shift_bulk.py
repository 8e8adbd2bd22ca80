"""What is done to chosen shifts at once: each by its action, after a page has said what will become of them."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from activities.models import State
from goodsociety.common.admin import Order, act_on_rows
from volunteers import actions
from volunteers.admin.told import concerned, left_out, who_is_told
from volunteers.models import Shift


def of_state(rows: list[Shift], state: State) -> list[Shift]:
    """Return the shifts of a state."""
    return [row for row in rows if row.state == state]


def foresee_release(rows: list[Shift]) -> list[str]:
    """Say how many are released with how many places, and which have begun."""
    drafts = of_state(rows, State.DRAFT)
    places = sum(row.capacity or 0 for row in drafts)
    words = ngettext(
        "%(count)s shift with %(places)s places is released.",
        "%(count)s shifts with %(places)s places are released.",
        len(drafts),
    )
    begun = [row for row in drafts if row.has_begun(timezone.now())]
    late = [_("Begun already: %(names)s.") % {"names": ", ".join(map(str, begun))}] if begun else []
    return [words % {"count": len(drafts), "places": places}, *late, *left_out(rows, drafts)]


def foresee_calling_off(rows: list[Shift]) -> list[str]:
    """Say who is told."""
    released = of_state(rows, State.RELEASED)
    words = ngettext("%(count)s shift is called off.", "%(count)s shifts are called off.", len(released))
    told = who_is_told(concerned(*released), _("at once"))
    return [words % {"count": len(released)}, *told, *left_out(rows, released)]


def foresee_settling(rows: list[Shift]) -> list[str]:
    """Say how many wait."""
    waiting = [row for row in rows if row.parties_waiting or row.seats_held]
    parties = sum(row.parties_waiting for row in waiting)
    words = ngettext("%(count)s party waits for a place.", "%(count)s parties wait for places.", parties)
    return [words % {"count": parties}, *left_out(rows, waiting)]


@act_on_rows(
    gettext_lazy("Release"), gettext_lazy("Everybody sees these shifts and can sign up."), foresee=foresee_release
)
def release(shift: Shift, order: Order) -> None:
    """Put a draft on the programme."""
    actions.release_shift(shift=shift, by=order.by, at=order.at)


@act_on_rows(
    gettext_lazy("Offer free places onward"),
    gettext_lazy("Offers whose time is over lapse now, and what is free is offered to those who wait, by mail."),
    foresee=foresee_settling,
)
def settle(shift: Shift, order: Order) -> None:
    """Let free places go on to those who wait."""
    actions.settle_now(shift=shift, by=order.by, at=order.at)


@act_on_rows(
    gettext_lazy("Call it off"),
    gettext_lazy("The shifts stay on the programme, marked as cancelled. This cannot be undone."),
    foresee=foresee_calling_off,
)
def call_off(shift: Shift, order: Order) -> None:
    """Call a shift off."""
    actions.cancel_shift(shift=shift, by=order.by, at=order.at)
