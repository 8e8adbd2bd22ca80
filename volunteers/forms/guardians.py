"""Where a guardian is reached, where the first letter did not come to anybody."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.forms import NameField, NormalEmailField
from goodsociety.common.forms import OnceForm
from volunteers.actions import Guardian
from volunteers.models import GuardianConsent


class GuardianForm(OnceForm):
    """The same guardian once more, by one button, or another one. Who was asked is not shown: pages are passed on."""

    name = NameField(label=_("Name of your parent or guardian"), max_length=200)
    email = NormalEmailField(label=_("Their e-mail"), max_length=254)

    def __init__(self, *args: Any, consent: GuardianConsent, **options: Any) -> None:
        """Ask for nothing where the guardian stays the same."""
        super().__init__(*args, **options)
        self.consent = consent
        for field in (self.fields["name"], self.fields["email"]):
            field.widget.attrs["autocomplete"] = "off"
            field.required = not self.is_same

    @property
    def is_same(self) -> bool:
        """Whether the guardian who was asked is to be asked once more."""
        return bool(self.data.get("same"))

    @property
    def guardian(self) -> Guardian:
        """The guardian of a valid form."""
        asked, typed = self.consent, self.cleaned_data
        if self.is_same:
            return Guardian(asked.name, asked.email, asked.phone)
        return Guardian(typed["name"], typed["email"])
