"""What organisers note about gifts in kind: how much came, or that a gift is declined; and back again."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.actions.in_kind import LARGEST_QUANTITY, decline_in_kind, receive_in_kind, reopen_in_kind
from donations.models import InKindGift
from goodsociety.common.admin import ActForm, Foreseen, OneAct, Order

Status = InKindGift.Status


class ReceiveForm(ActForm):
    """How much came."""

    quantity = forms.IntegerField(label=gettext_lazy("how many came"), min_value=1, max_value=LARGEST_QUANTITY)

    @classmethod
    def proposed(cls, thing: Any, asked: Any) -> dict[str, Any]:  # noqa: ARG003 (the same for all)
        """Begin with what was promised."""
        return {"quantity": thing.quantity}


def why_not_promised(gift: InKindGift, _at: dt.datetime) -> str:
    """Say why a gift cannot be decided on."""
    return "" if gift.status == Status.PROMISED else _("This gift is not waiting any more.")


def why_not_undo(gift: InKindGift, _at: dt.datetime) -> str:
    """Say why nothing can be undone."""
    return "" if Status.PROMISED in InKindGift.STEPS[Status(gift.status)] else _("There is nothing to undo.")


def foresee_receiving(gift: InKindGift, answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say what would count, and whether it is what was promised."""
    words = {"came": answers["quantity"], "promised": gift.quantity, "unit": gift.shown_unit}
    sentences = [_("%(came)s %(unit)s count as received, and the giver is thanked by e-mail.") % words]
    other = answers["quantity"] != gift.quantity
    warnings = [_("%(promised)s %(unit)s were promised.") % words] if other else []
    return Foreseen(f"{gift.status}:{answers['quantity']}", sentences, warnings)


def foresee_declining(gift: InKindGift, _answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say who is told."""
    return Foreseen(gift.status, [_("The giver is told by e-mail, with thanks.")])


def foresee_undoing(gift: InKindGift, _answers: dict[str, Any], _at: dt.datetime) -> Foreseen:
    """Say how it stands afterwards."""
    return Foreseen(gift.status, [_("The gift counts as promised again. No mail is sent.")])


def receive(gift: InKindGift, order: Order) -> str:
    """Note how much came."""
    receive_in_kind(gift=gift, quantity=order.answers["quantity"], by=order.by, at=order.at)
    return _("The gift is received.")


def decline(gift: InKindGift, order: Order) -> str:
    """Decline a gift."""
    decline_in_kind(gift=gift, by=order.by, at=order.at)
    return _("The gift is declined.")


def undo(gift: InKindGift, order: Order) -> str:
    """Let a gift be promised again."""
    reopen_in_kind(gift=gift, by=order.by, at=order.at)
    return _("The gift is promised again.")


ACTS = (
    OneAct("receive", gettext_lazy("Note what came"), ReceiveForm, foresee_receiving, receive, why_not_promised),
    OneAct("decline", gettext_lazy("Decline with thanks"), ActForm, foresee_declining, decline, why_not_promised,
           is_danger=True),
    OneAct("undo", gettext_lazy("Undo"), ActForm, foresee_undoing, undo, why_not_undo),
)  # fmt: skip
