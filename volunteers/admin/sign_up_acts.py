"""What is done to chosen sign-ups: each by its action, after a page has said what will become of them."""

from collections import Counter

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from goodsociety.common.admin import Order, act_on_rows
from volunteers import actions
from volunteers.actions.hours import worked_minutes
from volunteers.admin.qualification_acts import HeldForm
from volunteers.admin.told import left_out, mails_to
from volunteers.models import Qualification, Shift, SignUp

Status = SignUp.Status


def of_step(rows: list[SignUp], *steps: str) -> list[SignUp]:
    """Return the sign-ups at some steps."""
    return [row for row in rows if row.status in steps]


def foresee_approval(rows: list[SignUp]) -> list[str]:
    """Say of each shift how many places are asked for, and how many it has."""
    requests = of_step(rows, Status.REQUESTED)
    wanted: Counter[Shift] = Counter()
    for row in requests:
        wanted[row.shift] += row.party_size
    words = _("%(shift)s: %(wanted)s places are asked for, %(free)s are free.")
    told = [words % {"shift": each, "wanted": n, "free": each.seats_unclaimed} for each, n in wanted.items()]
    if any(people > shift.seats_unclaimed for shift, people in wanted.items()):
        told.append(_("Not all fit: they get places in the order of this list, and whoever does not fit is named."))
    return [*told, mails_to(requests), *left_out(rows, requests)]


def foresee_declining(rows: list[SignUp]) -> list[str]:
    """Say how many are told."""
    requests = of_step(rows, Status.REQUESTED)
    return [mails_to(requests), *left_out(rows, requests)]


def foresee_cancelling(rows: list[SignUp]) -> list[str]:
    """Say of each shift how many places come free, and whether it then lacks people."""
    active = [row for row in rows if row.is_active]
    freed: Counter[Shift] = Counter()
    for row in active:
        freed[row.shift] += row.party_size if row.is_live else 0
    words = _("%(shift)s: %(count)s places come free, %(left)s volunteers are left of %(needed)s needed.")
    told = [
        words % {"shift": each, "count": n, "left": each.seats_taken - n, "needed": each.needed}
        for each, n in freed.items()
        if n
    ]
    if any(n and shift.parties_waiting for shift, n in freed.items()):
        told.append(_("They are offered to those who wait, at once."))
    return [*told, mails_to(active), *left_out(rows, active)]


def foresee_no_show(rows: list[SignUp]) -> list[str]:
    """Say how many are noted, and how many of them are there."""
    live = [row for row in of_step(rows, Status.CONFIRMED) if row.arrived_at is None]
    words = ngettext("%(count)s sign-up is noted as not come.", "%(count)s sign-ups are noted as not come.", len(live))
    return [words % {"count": len(live)}, *left_out(rows, live)]


def foresee_planned(rows: list[SignUp]) -> list[str]:
    """Say how many hours would be approved as planned."""
    return foresee_hours(rows, {row.pk: row.shift.planned_minutes for row in of_step(rows, Status.CONFIRMED)})


def foresee_worked(rows: list[SignUp]) -> list[str]:
    """Say how many hours would be approved as worked out from check-in and check-out."""
    came = [row for row in of_step(rows, Status.CONFIRMED) if row.arrived_at]
    return foresee_hours(rows, {row.pk: worked_minutes(row) for row in came})


def foresee_hours(rows: list[SignUp], minutes: dict[int, int]) -> list[str]:
    """Say how many hours would be approved for how many, and whose approval they would replace."""
    fitting = [row for row in rows if row.pk in minutes]
    words = ngettext("%(hours)s hours for %(count)s sign-up.", "%(hours)s hours for %(count)s sign-ups.", len(fitting))
    total = sum(minutes[row.pk] * (row.heads or row.party_size) for row in fitting)
    told = [words % {"hours": f"{total / 60:g}", "count": len(fitting)}]
    again = sum(row.approved_minutes not in {None, minutes[row.pk]} for row in fitting)
    if again:
        told.append(_("%(count)s of them have other hours approved, which this replaces.") % {"count": again})
    return [*told, *left_out(rows, fitting)]


def foresee_training(rows: list[SignUp]) -> list[str]:
    """Say how many people it is."""
    people = len({row.person_id for row in rows})
    return [
        ngettext("It is noted of %(count)s person.", "It is noted of %(count)s people.", people) % {"count": people}
    ]


class TrainingForm(HeldForm):
    """Which training was done, and from when to when it holds."""

    field_order = ("qualification",)
    qualification = forms.ModelChoiceField(Qualification.objects.all(), label=gettext_lazy("qualification"))


@act_on_rows(
    gettext_lazy("Approve the request"),
    gettext_lazy("Each volunteer gets the place, and a mail that says so."),
    foresee=foresee_approval,
)
def approve_request(sign_up: SignUp, order: Order) -> None:
    """Give a volunteer who asked for it the place."""
    actions.approve_sign_up(sign_up=sign_up, by=order.by, at=order.at)


@act_on_rows(
    gettext_lazy("Decline the request"),
    gettext_lazy("Each volunteer gets a mail that there is no place. This cannot be undone."),
    foresee=foresee_declining,
)
def decline_request(sign_up: SignUp, order: Order) -> None:
    """Tell a volunteer that they get no place."""
    actions.decline_sign_up(sign_up=sign_up, by=order.by, at=order.at)


@act_on_rows(
    gettext_lazy("Cancel the sign-up"),
    gettext_lazy("The places become free, and every volunteer gets an e-mail."),
    foresee=foresee_cancelling,
)
def cancel(sign_up: SignUp, order: Order) -> None:
    """Take a sign-up back."""
    actions.cancel_sign_up(sign_up=sign_up, by=order.by, at=order.at)


@act_on_rows(
    gettext_lazy("Note that they did not come"),
    gettext_lazy("The places become free. It can be undone on the board of the day."),
    foresee=foresee_no_show,
)
def no_show(sign_up: SignUp, order: Order) -> None:
    """Note that a volunteer did not come."""
    actions.note_no_show(sign_up=sign_up, by=order.by, at=order.at)


@act_on_rows(
    gettext_lazy("Approve the planned hours"),
    gettext_lazy("Each volunteer is noted with the whole length of the shift."),
    foresee=foresee_planned,
)
def approve(sign_up: SignUp, order: Order) -> None:
    """Approve as many minutes as the shift has."""
    actions.approve_hours(sign_up=sign_up, minutes=sign_up.shift.planned_minutes, by=order.by, at=order.at)


@act_on_rows(
    gettext_lazy("Approve the worked hours"),
    gettext_lazy("Each volunteer is noted with the time from check-in to check-out, within the shift."),
    foresee=foresee_worked,
)
def approve_worked(sign_up: SignUp, order: Order) -> None:
    """Approve as many minutes as were worked out."""
    actions.approve_hours(sign_up=sign_up, minutes=worked_minutes(sign_up), by=order.by, at=order.at)


@act_on_rows(
    gettext_lazy("Note a training"),
    gettext_lazy("Whoever has it can do the duties that need it. What was noted before is replaced."),
    TrainingForm,
    foresee=foresee_training,
)
def note_training(sign_up: SignUp, order: Order) -> None:
    """Note what somebody has learnt."""
    actions.note_qualification(person=sign_up.person, held=actions.Held(**order.answers), by=order.by, at=order.at)
