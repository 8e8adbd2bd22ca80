"""What people type to sign up for a shift, to wait for a place in it, or to stand in for somebody."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import ContactForm
from goodsociety.common.forms import LineField
from volunteers.actions import Applicant
from volunteers.forms.ages import AgeForm
from volunteers.models import Qualification, Rules, Shift

LONGEST_NOTE = 1000


class NoteField(LineField):
    """What else a volunteer wants to tell."""

    def __init__(self, label: Any, help_text: Any) -> None:
        """Take some lines of text."""
        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            max_length=LONGEST_NOTE,
            widget=forms.Textarea(attrs={"rows": 3}),
        )


def skills_of(shift: Shift) -> list[Qualification]:
    """Return the skills that a duty needs, which volunteers say they have."""
    return [need for need in shift.duty.needs.all() if need.kind == Qualification.Kind.SKILL]


def skills_field(shift: Shift) -> forms.TypedMultipleChoiceField:
    """Return the field of the skills that a duty needs, a tick each."""
    return forms.TypedMultipleChoiceField(
        label=_("This work needs the following. Tick what you can do."),
        choices=[(str(skill.pk), skill.name) for skill in skills_of(shift)],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class SignUpForm(AgeForm, ContactForm):
    """Who volunteers, how old they are, and what they can do. An e-mail is needed: that is how they are reached."""

    #: As the page shows them, so that what is wrong is listed from top to bottom.
    field_order = (
        "key", "name", "email", "phone", "is_of_age", "born_on", "guardian_name", "guardian_email", "guardian_phone",
        "skills", "note", "consent",
    )  # fmt: skip

    def __init__(self, *args: Any, shift: Shift, rules: Rules, at: dt.datetime, **options: Any) -> None:
        """Ask what a shift needs to know; its duty's needs were fetched along."""
        super().__init__(*args, **options)
        self.fields["email"].required = True
        self.fields["email"].help_text = _("Your confirmation and any changes to your shift go here.")
        self.fields["phone"].help_text = _("If you like: so that we can call you on the day.")
        self.ask_age(shift, rules, at=at)
        if skills_of(shift):
            self.fields["skills"] = skills_field(shift)
        self.fields["note"] = NoteField(
            _("Anything we should know"), _("If you like: food, health, how you come. Only the coordinators read it.")
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Judge the age when everything is there."""
        cleaned = super().clean()
        self.judge_age(cleaned)
        return cleaned

    @property
    def waits(self) -> bool:
        """Whether the volunteer would rather wait than have no place."""
        return bool(self.data.get("wait"))

    @property
    def given_up(self) -> str:
        """The code of the registration that the volunteer gives up for this shift, where there is one."""
        return str(self.data.get("instead_of", ""))

    @property
    def applicant(self) -> Applicant:
        """Who wants to help, of a valid form."""
        typed = self.cleaned_data
        return Applicant(
            contact=self.contact,
            born_on=typed.get("born_on"),
            is_of_age=bool(typed.get("is_of_age")),
            guardian=self.guardian,
            skills=frozenset(typed.get("skills", ())),
            note=typed["note"],
        )
