"""What coordinators and volunteers type on the day, and afterwards about hours."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.contact import Contact
from accounts.forms import NameField, NormalEmailField, PhoneField
from activities.refusals import Clash
from goodsociety.common.dates import local_day
from goodsociety.common.fields import TimeField
from goodsociety.common.forms import LineField, OnceForm
from volunteers import refusals
from volunteers.actions import Applicant
from volunteers.actions.attending import EARLIEST, Times
from volunteers.forms.ages import AgeForm
from volunteers.forms.signing import skills_field, skills_of
from volunteers.models import Rules, Shift, SignUp

DAY = dt.timedelta(days=1)
LONGEST_CODE = 500
#: What a coordinator can set aside with a reason.
OF_TIMES = (Clash, refusals.TooFarToWalk, refusals.TooManyHours, refusals.NotEnoughRest)
NO_WAY = _("Write a phone number or an e-mail, so that we know them again.")


def moment_in(shift: Shift, time: dt.time) -> dt.datetime:
    """Return the moment of a time of day around a shift; one that would lie long before it is of the day after."""
    moment = timezone.make_aware(dt.datetime.combine(local_day(shift.starts_at), time))
    return moment + DAY if moment < shift.starts_at - EARLIEST and shift.ends_at >= moment + DAY else moment


class TimesForm(forms.Form):
    """When somebody came and went, and how many of a group came."""

    arrived = TimeField(label=_("Came at"), error_messages={"invalid": _("Write a time such as 13.30.")})
    left = TimeField(label=_("Left at"), required=False, error_messages={"invalid": _("Write a time such as 13.30.")})
    heads = forms.IntegerField(label=_("How many came"), required=False, min_value=1)

    def times(self, shift: Shift) -> Times:
        """Return what a valid form says of a shift."""
        typed = self.cleaned_data
        left = typed["left"]
        return Times(
            arrived_at=moment_in(shift, typed["arrived"]),
            left_at=moment_in(shift, left) if left is not None else None,
            heads=typed["heads"],
        )

    @property
    def sentences(self) -> list[str]:
        """What is wrong, each with the name of the field."""
        return [f"{self[name].label}: {' '.join(map(str, errors))}" for name, errors in self.errors.items()]


class WalkUpForm(AgeForm, OnceForm):
    """Somebody who is there without a place: read out by the coordinator, who may set a rule about time aside."""

    name = NameField(label=_("Name"), max_length=200)
    phone = PhoneField(label=_("Mobile phone"), max_length=40, required=False)
    email = NormalEmailField(
        label=_("E-mail"), max_length=254, required=False, help_text=_("For their certificate; they may leave it out.")
    )
    party_size = forms.IntegerField(label=_("How many are they?"), initial=1, min_value=1)
    reason = LineField(
        label=_("Why they are let in all the same"),
        max_length=200,
        required=False,
        help_text=_(
            "They have promised something else, or it leaves them too little rest. Write a reason and send it again."
        ),
    )
    field_order = ("key", "name", "phone", "email", "party_size", "is_of_age", "born_on", "skills", "reason")

    def __init__(self, *args: Any, shift: Shift, rules: Rules, at: dt.datetime, **options: Any) -> None:
        """Ask what a shift needs to know."""
        super().__init__(*args, **options)
        self.ask_age(shift, rules, at=at)
        if skills_of(shift):
            self.fields["skills"] = skills_field(shift)
        self.leave_out(shift)
        for name in ("name", "phone", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        for name, label in {"is_of_age": _("20 or older"), "born_on": _("Date of birth")}.items():
            if name in self.fields:
                self.fields[name].label = label
        self.order_fields(self.field_order)

    def leave_out(self, shift: Shift) -> None:
        """Leave out what is not asked here: a guardian, who is not there to answer, and what does not fit the shift."""
        for name in ("guardian_name", "guardian_email", "guardian_phone"):
            self.fields.pop(name, None)
        if shift.largest_party == 1:
            del self.fields["party_size"]
        if not self.data.get("reason"):
            self.fields["reason"].widget = forms.HiddenInput()

    def ask_reason(self) -> None:
        """Ask why they are let in all the same, where a rule about times said no."""
        if isinstance(self.refusal, OF_TIMES):
            self.fields["reason"].widget = forms.TextInput(attrs={"maxlength": 200})

    def clean(self) -> dict[str, Any]:
        """Ask for one way to know the person by, and how old they are."""
        cleaned = super().clean() or self.cleaned_data
        if not ({"email", "phone"} & set(self.errors) or cleaned.get("email") or cleaned.get("phone")):
            self.add_error("phone", NO_WAY)
        self.judge_age(cleaned)
        return cleaned

    @property
    def applicant(self) -> Applicant:
        """Who walked up, of a valid form."""
        typed = self.cleaned_data
        return Applicant(
            contact=Contact(typed["name"], typed["email"], typed["phone"], get_language() or "th"),
            born_on=typed.get("born_on"),
            is_of_age=bool(typed.get("is_of_age")),
            skills=frozenset(typed.get("skills", ())),
            party_size=typed.get("party_size", 1),
        )


class ScanForm(forms.Form):
    """A code that was scanned or typed, and whether they come or go."""

    ARRIVING, LEAVING = "arrive", "leave"
    text = LineField(label=_("Reference or scanned code"), max_length=LONGEST_CODE)
    way = forms.ChoiceField(
        label=_("Do they come or leave?"),
        choices=[
            (ARRIVING, pgettext_lazy("volunteer", "They come")),
            (LEAVING, pgettext_lazy("volunteer", "They leave")),
        ],
        initial=ARRIVING,
        widget=forms.RadioSelect,
    )


class HereForm(forms.Form):
    """The code that is shown at the place."""

    code = LineField(
        label=_("Code shown at the place"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "code-input"}),
        error_messages={"required": _("Write the six digits that are shown at the place.")},
    )


class HoursForm(OnceForm):
    """The minutes that each volunteer of a shift served; an empty field leaves them for later."""

    def __init__(self, *args: Any, rows: list[tuple[SignUp, int]], **options: Any) -> None:
        """Ask for the hours and minutes of each, which are worked out already."""
        super().__init__(*args, **options)
        self.rows = {self.field_of(row): row for row, _minutes in rows}
        for row, minutes in rows:
            self.fields[self.field_of(row)] = MinutesField(
                label=row.name or row.reference, required=False, initial=row.approved_minutes or minutes or None
            )

    @staticmethod
    def field_of(row: SignUp) -> str:
        """Return the name of the field of a sign-up."""
        return f"minutes_{row.reference}"

    @property
    def minutes(self) -> dict[int, int]:
        """The minutes of a valid form, by the sign-ups' numbers."""
        typed = {row.pk: self.cleaned_data[name] for name, row in self.rows.items()}
        return {key: minutes for key, minutes in typed.items() if minutes is not None}


class MinutesField(LineField):
    """A time served, typed 3:30 or 3.30; cleaned to minutes."""

    widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "size": "6"})
    NOT_A_TIME = _("Write hours and minutes, such as 3:30.")

    def __init__(self, **options: Any) -> None:
        """Take as much as a time needs."""
        super().__init__(max_length=10, **options)

    def clean(self, value: Any) -> int | None:
        """Return the minutes, or say what is wrong."""
        typed = super().clean(value).replace(".", ":")
        if not typed:
            return None
        hours, _colon, minutes = typed.partition(":")
        # Digits of any script, as keyboards here write them.
        if not (hours.isdecimal() and (minutes or "0").isdecimal()) or int(minutes or 0) >= 60:  # noqa: PLR2004
            raise forms.ValidationError(self.NOT_A_TIME)
        return int(hours) * 60 + int(minutes or 0)

    def prepare_value(self, value: Any) -> Any:
        """Show minutes as hours and minutes."""
        return f"{value // 60}:{value % 60:02}" if isinstance(value, int) else value
