"""What helpers at the booth type about a gift in cash or by card."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.contact import Contact
from accounts.forms import NO_CONSENT, NO_CONTACT, NameField, NormalEmailField, PhoneField
from donations.actions.booth import Gift
from donations.actions.pledging import PLAIN, Paper, Wishes
from donations.models import Campaign, Payment
from goodsociety.common.forms import BahtField, LineField, OnceForm
from goodsociety.common.tax_numbers import TaxNumberField

METHODS = [(method.value, method.label) for method in (Payment.Method.CASH, Payment.Method.CARD)]


class GiftForm(OnceForm):
    """A gift on the table. Without a name it is anonymous; with one the donor is reached and has consented."""

    campaign = forms.ChoiceField(label=_("Campaign"))
    amount = BahtField(label=_("Amount in baht"), help_text=_("For example 500 or 99.50."))
    method = forms.ChoiceField(label=_("How was it paid?"), choices=METHODS, initial="cash", widget=forms.RadioSelect)
    name = NameField(
        label=_("Donor's name"), max_length=200, required=False, help_text=_("Leave it empty for an anonymous gift.")
    )
    phone = PhoneField(label=_("Mobile phone"), max_length=40, required=False)
    email = NormalEmailField(label=_("E-mail"), max_length=254, required=False)
    consent = forms.BooleanField(
        label=_("The donor agrees that name and contact are kept for this gift."), required=False
    )
    is_shared = forms.BooleanField(
        label=_("The donor agrees that the organization may have name and contact."), required=False
    )
    wants_paper = forms.BooleanField(label=_("The donor wants an acknowledgement."), required=False)
    address = LineField(
        label=_("Postal address for the acknowledgement"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    tax_number = TaxNumberField(
        label=_("National or tax number"), required=False, help_text=_("13 digits, if the donor wants it printed.")
    )

    #: What says that the gift is somebody's.
    ABOUT_DONOR = ("name", "phone", "email", "is_shared", "wants_paper", "address", "tax_number")

    def __init__(self, *args: Any, campaigns: Iterable[Campaign], **options: Any) -> None:
        """Offer the campaigns that take money now."""
        super().__init__(*args, **options)
        self.campaigns = {campaign.slug: campaign for campaign in campaigns}
        choices = [
            (slug, f"{campaign.name} – {campaign.organization.name}") for slug, campaign in self.campaigns.items()
        ]
        field = cast("forms.ChoiceField", self.fields["campaign"])
        field.choices = choices if len(choices) == 1 else [("", _("Choose")), *choices]

    def clean(self) -> dict[str, Any]:
        """Ask for name, contact and consent of a donor of whom anything is typed."""
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in self.ABOUT_DONOR):
            return cleaned
        if not (cleaned.get("name") or "name" in self.errors):
            self.add_error("name", _("Write the name, or clear everything about the donor for an anonymous gift."))
        if not (cleaned.get("phone") or cleaned.get("email") or {"phone", "email"} & set(self.errors)):
            self.add_error("phone", NO_CONTACT)
        if not cleaned.get("consent"):
            self.add_error("consent", NO_CONSENT)
        return cleaned

    @property
    def gift(self) -> Gift:
        """The gift of a valid form."""
        typed = self.cleaned_data
        campaign = self.campaigns[typed["campaign"]]
        if not typed["name"]:
            return Gift(campaign, typed["amount"], typed["method"])
        contact = Contact(typed["name"], typed["email"], typed["phone"], get_language() or "th")
        return Gift(campaign, typed["amount"], typed["method"], contact, self.wishes)

    @property
    def wishes(self) -> Wishes:
        """What the donor wishes, as far as the booth asks."""
        typed = self.cleaned_data
        if not (typed["is_shared"] or typed["wants_paper"]):
            return PLAIN
        paper = Paper(typed["name"], typed["address"], typed["tax_number"]) if typed["wants_paper"] else None
        return Wishes(is_shared=typed["is_shared"], paper=paper)
