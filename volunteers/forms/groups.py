"""What companies and schools type to take places in a shift, and what their leader changes afterwards."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import ContactForm
from activities.forms.groups import NamesForm, OrganizationForm
from activities.forms.registration import WholeNumberField
from goodsociety.common.forms import OnceForm
from organizations.models import Organization
from volunteers.actions import Applicant
from volunteers.forms.ages import AgeForm
from volunteers.forms.signing import NoteField, skills_field, skills_of
from volunteers.models import Rules, Shift, SignUp

#: Fewer sign up one by one.
SMALLEST_GROUP = 2
NO_DECLARATION = _("Please tick this: only then may your group come.")


def people_field(shift: Shift, *, smallest: int = SMALLEST_GROUP) -> WholeNumberField:
    """Return the field for how many people a group is; how many a shift takes is a rule of signing up."""
    largest = min(shift.largest_party, shift.capacity or shift.largest_party)
    field = WholeNumberField(
        complaint=_("Write a whole number, %(smallest)s or more.") % {"smallest": smallest},
        label=_("How many people, the leader included"),
        help_text=_("At most %(largest)s in one group.") % {"largest": largest},
        min_value=smallest,
    )
    field.widget.attrs.update(min=smallest, max=largest)
    return field


def group_note() -> NoteField:
    """Return the field for what else a leader wants to tell."""
    return NoteField(
        _("How you come, and what you need"), _("Bus or cars, food, wheelchairs, what your people like to do …")
    )


class GroupSignUpForm(NamesForm, OrganizationForm, AgeForm, ContactForm):
    """A group that an organization sends: the leader is the contact, and answers for everybody's age."""

    field_order = (
        "key", "organization", "which", "kind", "sector", "name", "email", "phone", "is_of_age", "born_on",
        "party_size", "names", "twice", "file", "replaces", "skills", "note", "declares", "consent",
    )  # fmt: skip
    declares = forms.BooleanField(error_messages={"required": NO_DECLARATION})

    def __init__(self, *args: Any, shift: Shift, rules: Rules, at: dt.datetime, **options: Any) -> None:
        """Ask what a shift needs to know of a group; its duty's needs were fetched along."""
        super().__init__(*args, **options)
        self.fields["email"].required = self.fields["phone"].required = True
        self.fields["email"].help_text = _("Your confirmation and any changes to your shift go here.")
        self.fields["phone"].help_text = _("So that you can be called on the day.")
        self.ask_age(shift, rules, at=at)
        self.ask_leader()
        self.fields["party_size"] = people_field(shift)
        if skills_of(shift):
            self.fields["skills"] = skills_field(shift)
            self.fields["skills"].label = _("This work needs the following. Tick what all of you can do.")
        self.fields["note"] = group_note()
        youngest = max(shift.duty.minimum_age or 0, rules.minimum_age)
        self.fields["declares"].label = _(
            "Everybody in the group will be %(age)s or older on that day, and the parents or guardians of all who are "
            "under 20 have agreed."
        ) % {"age": youngest}
        self.order_fields(self.field_order)

    def ask_leader(self) -> None:
        """Let only somebody who is of age lead a group."""
        for name in ("guardian_name", "guardian_email", "guardian_phone"):
            self.fields.pop(name, None)
        if not self.asks_birth_date:
            del self.fields["born_on"]
            self.fields["is_of_age"].required = True
            self.fields["is_of_age"].error_messages["required"] = _("Whoever leads a group must be 20 or older.")

    def clean(self) -> dict[str, Any]:
        """Find the organization, and judge the leader's age, when the form is sent."""
        cleaned = super().clean()
        if self.is_reading:
            return cleaned
        if cleaned.get("organization"):
            self.find(cleaned["organization"])
        if self.asks_birth_date:
            self.judge_age(cleaned)
        return cleaned

    def applicant(self, organization: Organization) -> Applicant:
        """Who wants to help, of a valid form."""
        typed = self.cleaned_data
        return Applicant(
            contact=self.contact,
            born_on=typed.get("born_on"),
            is_of_age=bool(typed.get("is_of_age")),
            skills=frozenset(typed.get("skills", ())),
            party_size=typed["party_size"],
            organization=organization,
            names=typed["names"],
            note=typed["note"],
        )

    @property
    def waits(self) -> bool:
        """Whether the group would rather wait than have no places."""
        return bool(self.data.get("wait"))


class GroupMembersForm(NamesForm, OnceForm):
    """How many of a group come and who, as long as that may change."""

    def __init__(self, typed: Any, files: Any, *, sign_up: SignUp, may_resize: bool) -> None:
        """Show the group as it is."""
        names = "\n".join(member.name for member in sign_up.members.all())
        super().__init__(typed, files, initial={"names": names, "replaces": True, "party_size": sign_up.party_size})
        if may_resize:
            self.fields["party_size"] = people_field(sign_up.shift, smallest=1)
            self.order_fields(("key", "party_size"))
