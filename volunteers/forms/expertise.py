"""What people type to share expertise, and to change what they offered."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.forms import ContactForm
from activities.forms.registration import WholeNumberField
from goodsociety.common.forms import LineField, OnceForm
from organizations.models import Organization
from volunteers.actions.offering import MOST_HOURS, Offered
from volunteers.models import Expertise
from zones.models import Edition, Zone

Kind = Expertise.Kind
LONGEST_WORDS = 2000
NO_CHOICE = _("Please choose one of these.")


class OfferedForm(OnceForm):
    """What is offered, and for whom. Places to choose from are those of the edition."""

    kind = forms.ChoiceField(
        label=_("What do you want to share?"),
        widget=forms.RadioSelect,
        choices=[(kind.value, capfirst(kind.label)) for kind in Kind],
        error_messages=dict.fromkeys(("required", "invalid_choice"), NO_CHOICE),
    )
    words = LineField(
        label=_("In your words"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What you can do or whom you know, since when, on which days, in which language."),
    )
    hours = WholeNumberField(
        label=_("About how many hours"),
        required=False,
        min_value=1,
        max_value=MOST_HOURS,
        complaint=_("Write a whole number between 1 and 2,000."),
        help_text=_("All in all. If you offer hours, we need to know how many."),
    )
    whom = forms.ChoiceField(
        label=_("For whom?"),
        required=False,
        error_messages={"invalid_choice": NO_CHOICE},
        help_text=_("If you do not know, leave it at the whole expo: the coordinators find who can use it."),
    )
    company = LineField(
        label=_("Company or organization you offer it for"),
        max_length=200,
        required=False,
        help_text=_("Leave it empty if you offer it for yourself."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    is_contact_shared = forms.BooleanField(
        label=_("An organization that can use it may have my name and contact"),
        required=False,
        help_text=_("Without this tick they hear of the offer only, not who you are."),
    )

    def __init__(self, *args: Any, edition: Edition, **options: Any) -> None:
        """Offer the edition's zones and organizations."""
        super().__init__(*args, **options)
        zones = {f"zone:{zone.slug}": zone for zone in edition.zones.all()}
        partners = Organization.objects.partners_of(edition).in_reading_order()
        organizations = {f"organization:{organization.slug}": organization for organization in partners}
        self.whoms: dict[str, Zone | Organization] = {**zones, **organizations}
        self.fields["whom"].choices = [  # type: ignore[attr-defined]  # it is a choice
            ("", capfirst(_("the whole expo"))),
            (_("A zone"), [(key, zone.name) for key, zone in zones.items()]),
            (_("An organization"), [(key, organization.name) for key, organization in organizations.items()]),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the hours where hours are offered."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == Kind.HOURS and not cleaned.get("hours") and "hours" not in self.errors:
            self.add_error("hours", _("Please write how many hours you can give."))
        return cleaned

    @property
    def offered(self) -> Offered:
        """What a valid form offers."""
        typed, whom = self.cleaned_data, self.whoms.get(self.cleaned_data["whom"])
        return Offered(
            kind=Kind(typed["kind"]),
            words=typed["words"],
            hours=typed["hours"],
            company=typed["company"],
            zone=whom if isinstance(whom, Zone) else None,
            organization=whom if isinstance(whom, Organization) else None,
            is_contact_shared=typed["is_contact_shared"],
        )


class ExpertiseForm(OfferedForm, ContactForm):
    """What is offered and by whom. An e-mail is needed, since that is where the answer goes."""

    field_order = (
        "kind",
        "words",
        "hours",
        "whom",
        "company",
        "name",
        "email",
        "phone",
        "is_contact_shared",
        "consent",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Ask for the e-mail, and let the phone be."""
        super().__init__(*args, **options)
        self.fields["email"].required = True
        self.fields["email"].help_text = _("The answer goes here.")
        self.fields["phone"].help_text = _("If you like: so that we can call you.")


def proposed(asked: Any) -> dict[str, str]:
    """Return what an address asks to be filled in at first: of which kind, and for whom."""
    return {name: value for name in ("kind", "whom") if (value := asked.get(name))}


def as_offered(expertise: Expertise) -> dict[str, Any]:
    """Return an offer as its form shows it."""
    whom = f"zone:{expertise.zone.slug}" if expertise.zone else ""
    if expertise.organization:
        whom = f"organization:{expertise.organization.slug}"
    names = ("kind", "words", "hours", "company", "is_contact_shared")
    return {"whom": whom, **{name: getattr(expertise, name) for name in names}}
