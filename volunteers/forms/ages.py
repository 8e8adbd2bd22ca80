"""How volunteers say how old they are: a tick where that is enough, a date of birth where it is not."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms import NameField, NormalEmailField, PhoneField
from goodsociety.common.dates import ENGLISH_MONTHS, SHORT_THAI_MONTHS, THAI_MONTHS, local_day, show_day
from goodsociety.common.fields import DayField
from volunteers.actions import Guardian
from volunteers.models import Rules, Shift
from volunteers.models.rules import OF_AGE
from volunteers.models.volunteer import age_on
from volunteers.refusals import BirthDateNeeded, BornInTheFuture, GuardianIsVolunteer

#: Nobody has become so old.
OLDEST = 125
#: Each name of a month with its number, the longest names first so that none is taken for a shorter one within it.
MONTHS = sorted(
    (
        (name, number)
        for names in (THAI_MONTHS, SHORT_THAI_MONTHS, ENGLISH_MONTHS, [name[:3] for name in ENGLISH_MONTHS])
        for number, name in enumerate(names, start=1)
    ),
    key=lambda each: -len(each[0]),
)
#: As keypads without separators type it: day, month, year in eight digits.
RUN_TOGETHER = re.compile(r"\s*(\d\d)(\d\d)(\d{4})\s*")
NOT_A_DAY = _("Write day, month and year with all four digits of the year, such as 15/8/2550 or 15/8/2007.")


def with_separators(typed: str) -> str:
    """Return a typed date with the number of its month and slashes between its parts."""
    for name, number in MONTHS:
        found = re.search(re.escape(name), typed, flags=re.IGNORECASE)
        if found:
            typed = f"{typed[: found.start()]} {number} {typed[found.end() :]}"
            break
    if run := RUN_TOGETHER.fullmatch(typed):
        return "/".join(run.groups())
    return re.sub(r"[\s.,/-]+", "/", typed.strip())


class BirthDateField(DayField):
    """A date of birth in either era, however people write it; neither in the future nor before anybody living."""

    widget = forms.TextInput(attrs={"autocomplete": "bday", "inputmode": "numeric", "maxlength": 40})
    default_error_messages = {"invalid": NOT_A_DAY}
    input_formats = ["%d/%m/%Y", "%Y/%m/%d"]

    def __init__(self, *, today: dt.date, **options: Any) -> None:
        """Take the day on which it is judged."""
        self.judged_on = today
        super().__init__(**options)

    def to_python(self, value: Any) -> dt.date | None:
        """Read the date, or say what is wrong with it."""
        day = super().to_python(with_separators(value) if isinstance(value, str) else value)
        if day is not None and day > self.judged_on:
            raise ValidationError(str(BornInTheFuture()))
        if day is not None and age_on(day, self.judged_on) > OLDEST:
            raise ValidationError(_("Please look at the year of birth again."))
        return day


class AgeForm(forms.Form):
    """A part of a form: how old somebody is on the day of a shift, and who answers for them if they are not of age."""

    guardian_name = NameField(label=_("Name of your parent or guardian"), max_length=200, required=False)
    guardian_email = NormalEmailField(
        label=_("Their e-mail"),
        max_length=254,
        required=False,
        help_text=_("We write to them there and ask whether they agree. It must be another one than yours."),
    )
    guardian_phone = PhoneField(label=_("Their phone, if you like"), max_length=40, required=False)

    def ask_age(self, shift: Shift, rules: Rules, *, at: dt.datetime) -> None:
        """Ask for what the rules need: a tick for those who are of age, and a date of birth where that says too little.

        The fields of a guardian stand in the class, and so before those added here until a form orders them.
        """
        day = local_day(shift.starts_at)
        self.day = day
        self.asks_birth_date = max(shift.duty.minimum_age or 0, rules.minimum_age) > OF_AGE
        self.fields["is_of_age"] = forms.BooleanField(
            label=_("I will be 20 or older on %(day)s") % {"day": show_day(day)}, required=False
        )
        self.fields["born_on"] = BirthDateField(
            label=_("Your date of birth"),
            required=self.asks_birth_date,
            error_messages={"required": BirthDateNeeded.sentence},
            today=local_day(at),
            help_text=_("Day, month and year, such as 15/8/2550 or 15/8/2007. Only digits will do too: 15082550."),
        )
        for name in ("guardian_name", "guardian_email", "guardian_phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        if self.asks_birth_date:
            for name in ("is_of_age", "guardian_name", "guardian_email", "guardian_phone"):
                del self.fields[name]

    def judge_age(self, cleaned: dict[str, Any]) -> None:
        """See that the age was said; what those who are of age need not say is left out, whatever stands there."""
        if cleaned.get("is_of_age"):
            for name in ("born_on", "guardian_name", "guardian_email", "guardian_phone"):
                self.errors.pop(name, None)
                cleaned[name] = None
            return
        if cleaned.get("born_on"):
            self.judge_guardian(cleaned)
        elif "born_on" not in self.errors:
            self.add_error("born_on", _("Tick that you will be 20 or older, or give your date of birth."))

    def judge_guardian(self, cleaned: dict[str, Any]) -> None:
        """See that a guardian who is named can be reached, and is somebody else."""
        if self.asks_birth_date or age_on(cleaned["born_on"], self.day) >= OF_AGE:
            return
        typed = {name: cleaned.get(name) for name in ("guardian_name", "guardian_email", "guardian_phone")}
        if any(typed.values()):
            for name in ("guardian_name", "guardian_email"):
                if not typed[name] and name not in self.errors:
                    self.add_error(name, _("Please fill this in."))
        if typed["guardian_email"] and typed["guardian_email"] == cleaned.get("email"):
            self.add_error("guardian_email", str(GuardianIsVolunteer()))

    @property
    def guardian(self) -> Guardian | None:
        """The guardian of a valid form, where one is named."""
        cleaned = self.cleaned_data
        if not cleaned.get("guardian_email"):
            return None
        return Guardian(cleaned["guardian_name"], cleaned["guardian_email"], cleaned.get("guardian_phone") or "")
