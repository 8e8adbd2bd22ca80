"""What people type to find a shift and to sign up for it."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import ContactForm
from goodsociety.common.dates import show_day
from zones.models import Edition


class SignUpForm(ContactForm):
    """Who volunteers. An e-mail is needed, since that is how volunteers are reached."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Ask for the e-mail, and let the phone be."""
        super().__init__(*args, **options)
        self.fields["email"].required = True
        self.fields["email"].help_text = _("Your confirmation and any changes to your shift go here.")
        self.fields["phone"].help_text = _("If you like: so that we can call you on the day.")


class ShiftFilterForm(forms.Form):
    """Which shifts to list: of a day, of a zone."""

    day = forms.TypedChoiceField(label=_("Day"), required=False, coerce=dt.date.fromisoformat, empty_value=None)
    zone = forms.ChoiceField(label=_("Zone"), required=False)

    def __init__(self, *args: Any, edition: Edition, **options: Any) -> None:
        """Offer the edition's days and zones."""
        super().__init__(*args, **options)
        days = [(day.isoformat(), show_day(day, weekday=True)) for day in edition.days]
        self.fields["day"].choices = [("", _("All days")), *days]  # type: ignore[attr-defined]
        zones = [(zone.slug, zone.name) for zone in edition.zones.all()]
        self.fields["zone"].choices = [("", _("All zones")), *zones]  # type: ignore[attr-defined]
