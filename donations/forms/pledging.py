"""What people type to promise a gift, or to change what they promised."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.forms import ContactForm, NameField
from donations.actions.pledging import Paper, Wishes
from donations.models import Pledge
from donations.models.pledge import MOST_INSTALMENTS
from goodsociety.common.forms import BahtField, LineField, OnceForm
from goodsociety.common.tax_numbers import TaxNumberField

SUGGESTED_BAHT = (100, 300, 500, 1000)
WRONG_CHOICE = {"invalid_choice": _("Choose one of the list."), "required": _("Choose one of the list.")}


def ways_to_pay() -> list[tuple[int, str]]:
    """Return the numbers of parts that an amount can be paid in, in the page's language."""
    return [(1, gettext("All at once")), *((count, in_parts(count)) for count in range(2, MOST_INSTALMENTS + 1))]


def in_parts(count: int) -> str:
    """Return a number of monthly parts in words."""
    return ngettext("In %(count)d monthly part", "In %(count)d monthly parts", count) % {"count": count}


class WishesForm(OnceForm):
    """How much, in how many parts, and what the donor wishes; each purpose is consented to by itself."""

    amount = BahtField(label=_("Amount in baht"), help_text=_("For example 500 or 99.50."))
    instalments = forms.TypedChoiceField(
        label=_("How would you like to pay?"), choices=ways_to_pay, coerce=int, initial=1, required=False,
        error_messages=WRONG_CHOICE,
        help_text=_("Parts are equal, the first is due today and the others on the same day of the months after."),
    )  # fmt: skip
    shown_as = forms.ChoiceField(
        label=_("How is your gift shown to others?"), choices=Pledge.Shown.choices, initial=Pledge.Shown.ANONYMOUS,
        widget=forms.RadioSelect, required=False, error_messages=WRONG_CHOICE,
    )  # fmt: skip
    nickname = NameField(
        label=_("Nickname"), max_length=100, required=False, widget=forms.TextInput(attrs={"autocomplete": "nickname"})
    )
    is_amount_shown = forms.BooleanField(label=_("Others may see the amount."), required=False)
    in_honour_of = NameField(
        label=_("In honour of"), max_length=200, required=False, help_text=_("If you like: for whom you give."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    message = NameField(
        label=_("Message on the donors' wall"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    publishing = forms.BooleanField(
        label=_("I agree that what I chose here is published on the donors' wall."), required=False
    )
    wants_paper = forms.BooleanField(label=_("I would like an acknowledgement."), required=False)
    paper_name = NameField(label=_("Name on the acknowledgement"), max_length=200, required=False)
    address = LineField(
        label=_("Postal address for the acknowledgement"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )  # fmt: skip
    tax_number = TaxNumberField(
        label=_("National or tax number"), required=False, help_text=_("13 digits, if you want it printed.")
    )
    acknowledgement = forms.BooleanField(
        label=_("I agree that name, address and number are kept and printed on the acknowledgement."), required=False
    )
    is_shared = forms.BooleanField(
        label=_("I agree that the organization gets my name and contact, to thank me and to tell what comes of it."),
        required=False,
    )

    MONEY = ("amount", "instalments")
    WALL = ("shown_as", "nickname", "is_amount_shown", "in_honour_of", "message", "publishing")
    PAPER = ("wants_paper", "paper_name", "address", "tax_number", "acknowledgement")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Suggest amounts from the page's list."""
        super().__init__(*args, **options)
        self.fields["amount"].widget.attrs["list"] = "suggested-amounts"

    @property
    def helper(self) -> FormHelper:
        """Lay the fields out in sections."""
        helper = super().helper
        helper.layout = Layout("key", *self.sections)
        return helper

    @property
    def sections(self) -> tuple[Fieldset, ...]:
        """The parts of the form, each under its own name."""
        return (
            Fieldset(_("Your gift"), *self.MONEY),
            Fieldset(_("Donors' wall"), *self.WALL),
            Fieldset(_("Acknowledgement"), *self.PAPER),
            Fieldset(_("Contact for the organization"), "is_shared"),
        )

    def clean_shown_as(self) -> str:
        """Show nobody who did not choose it."""
        return str(self.cleaned_data["shown_as"] or Pledge.Shown.ANONYMOUS)

    def clean(self) -> dict[str, Any]:
        """Ask for what the wishes need, and for consent to each of them."""
        typed = super().clean() or self.cleaned_data
        if typed.get("shown_as") == Pledge.Shown.NICKNAME and not typed.get("nickname"):
            self.need("nickname", _("Write the nickname that others see."))
        if self.is_public and not typed.get("publishing"):
            self.need("publishing", _("Tick this, or choose to give without a name, an honour and a message."))
        if typed.get("wants_paper"):
            self.check_paper(typed)
        elif any(typed.get(name) for name in self.PAPER):
            self.need("wants_paper", _("Tick this, or clear what you wrote for the acknowledgement."))
        return typed

    def check_paper(self, typed: dict[str, Any]) -> None:
        """Ask for name, address and consent of who wants an acknowledgement."""
        for name, sentence in (
            ("paper_name", _("Write the name for the acknowledgement.")),
            ("address", _("Write the address for the acknowledgement.")),
            ("acknowledgement", _("Without this tick we cannot make an acknowledgement for you.")),
        ):
            if not typed.get(name):
                self.need(name, sentence)

    def need(self, name: str, sentence: Any) -> None:
        """Complain about a field, unless something was complained about already."""
        if name not in self.errors:
            self.add_error(name, sentence)

    @property
    def is_public(self) -> bool:
        """Whether something of the donor would be published."""
        typed = self.cleaned_data
        is_named = typed.get("shown_as", Pledge.Shown.ANONYMOUS) != Pledge.Shown.ANONYMOUS
        return bool(is_named or typed.get("in_honour_of") or typed.get("message"))

    @property
    def wishes(self) -> Wishes:
        """What the donor of a valid form wishes."""
        typed = self.cleaned_data
        paper = Paper(typed["paper_name"], typed["address"], typed["tax_number"]) if typed["wants_paper"] else None
        is_nicknamed = typed["shown_as"] == Pledge.Shown.NICKNAME
        return Wishes(
            instalments=typed["instalments"] or 1, shown_as=typed["shown_as"],
            nickname=typed["nickname"] if is_nicknamed else "", is_amount_shown=typed["is_amount_shown"],
            in_honour_of=typed["in_honour_of"], message=typed["message"], is_shared=typed["is_shared"], paper=paper,
        )  # fmt: skip


class PledgeForm(WishesForm, ContactForm):
    """Who gives, and how much. Which amounts are taken is a rule of giving, not of typing."""

    field_order = (
        "key", *WishesForm.MONEY, "name", "email", "phone", *WishesForm.WALL, *WishesForm.PAPER, "is_shared", "consent",
    )  # fmt: skip

    @property
    def sections(self) -> tuple[Fieldset, ...]:
        """The parts of the form, each under its own name."""
        money, *others = super().sections
        contact = Fieldset(_("About you"), "name", "email", "phone")
        return (money, contact, *others, Fieldset(_("Your consent"), "consent"))


class ChangePledgeForm(WishesForm):
    """What a donor may change of a promise."""


def known_of_pledge(pledge: Pledge) -> dict[str, Any]:
    """Return what the form of a promise begins with: what was typed, with the consents that were given."""
    paper = getattr(pledge, "recipient", None)
    known = {name: getattr(pledge, name) for name in Wishes().columns}
    is_public = pledge.shown_as != Pledge.Shown.ANONYMOUS or pledge.in_honour_of or pledge.message
    known |= {"amount": pledge.amount_satang, "instalments": pledge.instalments.count() or 1}
    known |= {"publishing": bool(is_public), "wants_paper": bool(paper), "acknowledgement": bool(paper)}
    if paper:
        known |= {"paper_name": paper.name, "address": paper.address, "tax_number": paper.tax_number}
    return known
