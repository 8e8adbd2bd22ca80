"""What is sent to promise a gift or to change one: the fields of the page's form, judged by it."""

from typing import Any
from uuid import uuid4

from rest_framework import serializers

from accounts.forms import NO_CONSENT
from donations import refusals
from donations.forms.pledging import ChangePledgeForm, PledgeForm, WishesForm, known_of_pledge
from donations.models import Pledge
from donations.models.pledge import LARGEST_PLEDGE, MOST_INSTALMENTS, SMALLEST_PLEDGE
from goodsociety.common.api.fields import AgreementField, TextField, WholeNumberField
from goodsociety.common.money import baht

#: What need not be given.
SHORT: dict[str, Any] = {"default": "", "allow_blank": True, "allow_null": True}
BOUNDS = ("min_value", "max_value", "max_string_length")
OUT_OF_RANGE: dict[str, Any] = dict.fromkeys(BOUNDS, refusals.AmountOutOfRange.sentence)
PAPER = ("paper_name", "address", "tax_number", "acknowledgement")


class WishesSerializer(serializers.Serializer[Any]):
    """How much, in how many parts, how it is shown, and in whose name an acknowledgement is wanted."""

    form_class: type[WishesForm] = ChangePledgeForm

    amount_satang = WholeNumberField(
        min_value=SMALLEST_PLEDGE, max_value=LARGEST_PLEDGE, error_messages=OUT_OF_RANGE,
        help_text="A whole number of satang: 50000 are 500 baht.",
    )  # fmt: skip
    instalments = WholeNumberField(
        default=1, min_value=1, max_value=MOST_INSTALMENTS, help_text="In how many monthly parts it is paid."
    )
    shown_as = serializers.ChoiceField(Pledge.Shown.choices, default=Pledge.Shown.ANONYMOUS)
    nickname = TextField(max_length=100, help_text="Needed where it is shown with a nickname.", **SHORT)
    is_amount_shown = serializers.BooleanField(default=False, help_text="Whether others may see the amount.")
    in_honour_of = TextField(max_length=200, **SHORT)
    message = TextField(max_length=500, help_text="For the donors' wall.", **SHORT)
    publishing = serializers.BooleanField(
        default=False, help_text="The donor agrees that name, nickname, honour and message are published as chosen."
    )
    wants_paper = serializers.BooleanField(default=False, help_text="Whether an acknowledgement is wanted.")
    paper_name = TextField(max_length=200, **SHORT)
    address = TextField(max_length=500, **SHORT)
    tax_number = TextField(max_length=30, help_text="13 digits, of which the last one checks the others.", **SHORT)
    acknowledgement = serializers.BooleanField(
        default=False, help_text="The donor agrees that name, address and number are kept and printed."
    )
    is_shared = serializers.BooleanField(
        default=False, help_text="The donor agrees that the organization gets their name and contact."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Judge the whole as the page's form does, which is kept for what follows."""
        said = {**self.known(attrs), **attrs, "key": str(uuid4())}
        said["amount"] = f"{baht(said.pop('amount_satang')):.2f}"
        self.form = self.form_class({name: value for name, value in said.items() if value not in (None, False)})
        if not self.form.is_valid():
            raise serializers.ValidationError(
                {name: [str(sentence) for sentence in wrong] for name, wrong in self.form.errors.items()}
            )
        # What means the same is the same body, however it was written.
        return {name: value for name, value in self.form.cleaned_data.items() if name != "key"}

    def known(self, _attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what holds where nothing is sent."""
        return {}


class PledgeRequestSerializer(WishesSerializer):
    """Who gives, how much, and what they wish; each purpose is agreed to by itself."""

    form_class = PledgeForm

    name = TextField(max_length=200)
    email = TextField(max_length=254, help_text="Or a phone.", **SHORT)
    phone = TextField(max_length=40, help_text="A Thai number, or one that begins with +.", **SHORT)
    consent = AgreementField(
        sentence=NO_CONSENT, help_text="The person agrees that their details are used to handle this gift."
    )

    @property
    def pledge_form(self) -> PledgeForm:
        """The valid form."""
        assert isinstance(self.form, PledgeForm)  # noqa: S101 (for the type alone)
        return self.form


class ChangeRequestSerializer(WishesSerializer):
    """What is to be changed of a pledge."""

    def known(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what was promised; of the acknowledgement nothing where it is no longer wanted."""
        known = known_of_pledge(self.context["pledge"])
        known["amount_satang"] = known.pop("amount")
        if attrs.get("wants_paper") is False:
            known = {name: value for name, value in known.items() if name not in PAPER}
        return known
