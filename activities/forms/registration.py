"""What people type to register."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import ContactForm


class RegistrationForm(ContactForm):
    """Who comes, and how many of them. How many a session takes is a rule of registering, not of typing."""

    party_size = forms.IntegerField(
        label=_("How many people, you included"),
        min_value=1,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), _("Write a whole number, 1 or more.")),
    )
    field_order = ("name", "email", "phone", "party_size", "consent")

    def __init__(self, *args: Any, largest_party: int, **options: Any) -> None:
        """Tell the reader how large a party may be."""
        super().__init__(*args, **options)
        self.fields["party_size"].help_text = _("At most %(largest)s in one registration.") % {"largest": largest_party}
        self.fields["party_size"].widget.attrs["max"] = largest_party
