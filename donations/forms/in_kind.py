"""What people type to promise things or hours."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms import ContactForm
from donations.actions.in_kind import LARGEST_QUANTITY, Goods
from donations.models import Campaign
from goodsociety.common.forms import LineField


class InKindForm(ContactForm):
    """Who gives, what and how much of it; the campaign says in which unit it is counted."""

    quantity = forms.IntegerField(
        label=pgettext_lazy("a gift in kind", "How many"), min_value=1, max_value=LARGEST_QUANTITY
    )
    what = LineField(
        label=_("What exactly"), max_length=200, help_text=_("For example: Thai picture books for children, new.")
    )
    field_order = ("quantity", "what", "name", "email", "phone", "consent")

    def __init__(self, campaign: Campaign, *args: Any, **options: Any) -> None:
        """Name the unit; hours need no further words."""
        super().__init__(*args, **options)
        self.campaign = campaign
        self.fields["quantity"].widget.attrs["inputmode"] = "numeric"
        if campaign.goal == Campaign.Goal.HOURS:
            self.fields["quantity"].label = _("How many hours")
            self.fields["what"].label = _("What you can help with")
            self.fields["what"].help_text = _("For example: packing, teaching, driving.")
        elif campaign.unit:
            self.fields["quantity"].help_text = _("Counted in: %(unit)s") % {"unit": campaign.unit}

    @property
    def goods(self) -> Goods:
        """What a valid form promises."""
        cleaned = self.cleaned_data
        return Goods(self.campaign.goal, cleaned["what"], cleaned["quantity"])
