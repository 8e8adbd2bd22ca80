"""What people type to promise a gift."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.forms import ContactForm
from goodsociety.common.forms import BahtField

SUGGESTED_BAHT = (100, 300, 500, 1000)


class PledgeForm(ContactForm):
    """Who gives, and how much. Which amounts are taken is a rule of giving, not of typing."""

    amount = BahtField(label=_("Amount in baht"), help_text=_("For example 500 or 99.50."))
    field_order = ("amount", "name", "email", "phone", "consent")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Suggest amounts from the page's list."""
        super().__init__(*args, **options)
        self.fields["amount"].widget.attrs["list"] = "suggested-amounts"
