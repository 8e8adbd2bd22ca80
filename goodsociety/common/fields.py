"""Form fields for days and moments as people here type them: the year in either era, the day before the month."""

import datetime as dt
import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from goodsociety.common.dates import common_year

TYPED_DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y"]
TYPED_TIMES = ["%H:%M:%S", "%H:%M", "%H.%M.%S", "%H.%M"]
EITHER_ERA = _("The year may be typed in the Buddhist Era or the Common Era.")
YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def in_common_era(typed: str) -> str:
    """Return a typed date with ASCII digits and its year in the Common Era; ValueError, with a sentence, for others.

    The text is changed and not the date read from it: 29 February 2563 is a day, but not in a calendar of C.E. 2563.
    """
    digits = "".join(str(unicodedata.decimal(character, character)) for character in typed)
    return YEAR.sub(lambda year: str(common_year(int(year[0]))), digits, count=1)


class DayField(forms.DateField):
    """A day, whose year may be typed in the Buddhist Era (2562) or the Common Era (2019)."""

    input_formats = TYPED_DAYS

    def __init__(self, **kwargs: Any) -> None:
        """Say that either era is understood, where nothing else is said."""
        super().__init__(**{**kwargs, "help_text": kwargs.get("help_text") or EITHER_ERA})

    def to_python(self, value: Any) -> dt.date | None:
        """Read the day, or say what is wrong with it."""
        try:
            return super().to_python(in_common_era(value) if isinstance(value, str) else value)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class TimeField(forms.TimeField):
    """A time of day, written 13:30 or 13.30."""

    input_formats = TYPED_TIMES


class MomentField(forms.SplitDateTimeField):
    """A day and a time in two inputs, the year in either era."""

    def __init__(self, **kwargs: Any) -> None:
        """Make the two fields, and say that either era is understood."""
        super().__init__(**{**kwargs, "help_text": kwargs.get("help_text") or EITHER_ERA})
        self.fields = (DayField(required=False), TimeField(required=False))
