"""What every public form shares: it can be sent twice and does its work once."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goodsociety.common.idempotency import Answer, Asked, answer_once
from goodsociety.common.money import satang_from_typed, show_baht
from goodsociety.common.refusals import Refusal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: So much of what could not be understood is shown again.
LONGEST_ECHO = 60
OUT_OF_DATE = _("This form is out of date. Open the page again and fill it in once more.")


class LineField(forms.CharField):
    """A line of text that complains in our own sentences: some of Django's are not there in Thai."""

    default_error_messages: "ClassVar[dict[str, StrOrPromise]]" = {
        "required": _("Please fill this in."),
        "max_length": _("This is too long: at most %(limit_value)d characters fit here."),
        "null_characters_not_allowed": _("This holds a character that cannot be stored."),
    }


class OnceForm(forms.Form):
    """A form that carries a key of its own, so that sending it twice does the work once."""

    key = forms.UUIDField(
        widget=forms.HiddenInput, initial=uuid4, error_messages=dict.fromkeys(("required", "invalid"), OUT_OF_DATE)
    )
    #: The rule that said no to a valid form; its sentence is among the form's errors.
    refusal: Refusal | None = None

    @property
    def helper(self) -> FormHelper:
        """Lay the fields out without a form tag: the page writes that, with its button."""
        helper = FormHelper()
        helper.form_tag = False
        return helper


class FilterForm(forms.Form):
    """A form whose page shows what could be understood of it and names the rest."""

    @property
    def left_out(self) -> list[str]:
        """What could not be understood, a sentence each."""
        return [
            gettext("“%(typed)s” (%(field)s): %(sentence)s")
            % {
                "typed": Truncator(self.data.get(name, "")).chars(LONGEST_ECHO),
                "field": self.fields[name].label,
                "sentence": " ".join(map(str, sentences)),
            }
            for name, sentences in self.errors.items()
        ]


class BahtField(LineField):
    """An amount typed in baht; cleaned to satang."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    LONGEST = 30

    def __init__(self, **options: Any) -> None:
        """Take at most so many characters, as no amount needs more."""
        super().__init__(max_length=self.LONGEST, **options)

    def clean(self, value: str) -> Any:
        """Return satang, None where it may be left out and was, or say what is wrong with the amount."""
        typed = super().clean(value)
        if not typed and not self.required:
            return None
        try:
            return satang_from_typed(typed)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def prepare_value(self, value: object) -> object:
        """Show satang, which a stored amount is in, as the baht that people type."""
        return show_baht(value) if isinstance(value, int) else value

    def has_changed(self, initial: object, data: object) -> bool:
        """Compare what is shown with what was typed."""
        return super().has_changed(self.prepare_value(initial), data)


def answer_form(form: OnceForm, endpoint: str, act: Callable[[], Answer], *, at: dt.datetime) -> Answer | None:
    """Do a valid form's work once and return its answer; None when it is not valid or a rule says no.

    The sentence of a refusal becomes an error of the form, beside what was typed.
    """
    if not form.is_valid():
        return None
    body = {name: value for name, value in form.cleaned_data.items() if name != "key"}
    try:
        return answer_once(Asked(endpoint, str(form.cleaned_data["key"]), body), act, at=at)
    except Refusal as refusal:
        form.refusal = refusal
        form.add_error(None, str(refusal))
        return None
