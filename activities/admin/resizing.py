"""How many of a party come is changed by staff who were asked: a group cannot bring more people by itself."""

from django import forms
from django.contrib.admin.widgets import AdminIntegerFieldWidget
from django.utils.translation import gettext_lazy as _

from activities import actions
from activities.models import Registration
from goodsociety.common.admin import Order, act_on_rows

#: More than any session holds.
LARGEST = 10_000


class SizeForm(forms.Form):
    """How many are to come."""

    party_size = forms.IntegerField(
        label=_("How many come now"), min_value=1, max_value=LARGEST, widget=AdminIntegerFieldWidget
    )


@act_on_rows(
    _("Change how many come"),
    _("Places are taken or become free at once, and whoever holds places gets a mail with the new number."),
    SizeForm,
)
def resize(registration: Registration, order: Order) -> None:
    """Let a party be larger or smaller."""
    actions.change_party_size(
        registration=registration, party_size=order.answers["party_size"], by=order.by, at=order.at
    )
