"""What is done to chosen registrations: each by its action, after a page has said what will become of them."""

from collections import Counter
from uuid import uuid4

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from activities import actions
from activities.models import Registration, Session
from goodsociety.common.admin import Order, act_on_rows

Status = Registration.Status


def told_and_left_out(rows: list[Registration], fitting: list[Registration]) -> list[str]:
    """Say how many get a mail, and how many of the chosen ones are not at a step at which this can happen to them."""
    mails, count = sum(bool(row.email) for row in fitting), len(rows) - len(fitting)
    sentence = ngettext("%(count)s mail goes out.", "%(count)s mails go out.", mails) % {"count": mails}
    words = ngettext(
        "%(count)s of the chosen ones is at another step and stays as it is.",
        "%(count)s of the chosen ones are at another step and stay as they are.",
        count,
    )
    return [sentence, words % {"count": count}] if count else [sentence]


def asking(rows: list[Registration]) -> list[Registration]:
    """Return those that wait to be decided about."""
    return [row for row in rows if row.status == Status.REQUESTED]


def foresee_approval(rows: list[Registration]) -> list[str]:
    """Say of each session how many places are asked for, and how many it has."""
    requests = asking(rows)
    wanted: Counter[Session] = Counter()
    for row in requests:
        wanted[row.session] += row.party_size
    words = _("%(session)s: %(wanted)s places are asked for, %(free)s are free.")
    told = [words % {"session": session, "wanted": seats, "free": free(session)} for session, seats in wanted.items()]
    if any(session.capacity is not None and seats > session.seats_unclaimed for session, seats in wanted.items()):
        told.append(_("Not all fit: they get places in the order of this list, and whoever does not fit is named."))
    return [*told, *told_and_left_out(rows, requests)]


def free(session: Session) -> int | str:
    """Return how many places of a session nobody has."""
    return _("any number") if session.capacity is None else session.seats_unclaimed


def foresee_declining(rows: list[Registration]) -> list[str]:
    """Say how many are told."""
    return told_and_left_out(rows, asking(rows))


def foresee_cancelling(rows: list[Registration]) -> list[str]:
    """Say of each session how many places come free, and that they go to those who wait."""
    active = [row for row in rows if row.is_active]
    freed: Counter[Session] = Counter()
    for row in active:
        freed[row.session] += row.party_size if row.is_live else 0
    told = [
        ngettext("%(session)s: %(count)s place comes free.", "%(session)s: %(count)s places come free.", seats)
        % {"session": session, "count": seats}
        for session, seats in freed.items()
        if seats
    ]
    if any(seats and session.parties_waiting for session, seats in freed.items()):
        told.append(_("They are offered to those who wait, at once."))
    return [*told, *told_and_left_out(rows, active)]


@act_on_rows(
    gettext_lazy("Approve the request"),
    gettext_lazy("Each party gets its places, and a mail that says so."),
    foresee=foresee_approval,
)
def approve(registration: Registration, order: Order) -> None:
    """Give a party its places."""
    actions.approve_request(registration=registration, by=order.by, at=order.at)


@act_on_rows(
    gettext_lazy("Decline the request"),
    gettext_lazy("Each party gets a mail that there are no places for it. This cannot be undone."),
    foresee=foresee_declining,
)
def decline(registration: Registration, order: Order) -> None:
    """Tell a party that it gets none."""
    actions.decline_request(registration=registration, by=order.by, at=order.at)


@act_on_rows(
    gettext_lazy("Check in the whole party"),
    gettext_lazy("Everybody of each party who is still missing counts as come."),
)
def check_in(registration: Registration, order: Order) -> None:
    """Welcome whoever of a party is missing."""
    actions.check_in_party(registration=registration, client_key=uuid4(), by=order.by, at=order.at)


@act_on_rows(
    gettext_lazy("Cancel the registration"),
    gettext_lazy("The seats become free, and everybody who gave an e-mail gets one."),
    foresee=foresee_cancelling,
)
def cancel(registration: Registration, order: Order) -> None:
    """Take a registration back."""
    actions.cancel_registration(registration=registration, by=order.by, at=order.at)
