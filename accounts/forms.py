"""What people type about themselves."""

import unicodedata
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.urls import reverse_lazy
from django.utils.dates import MONTHS
from django.utils.functional import lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.actions import CONSENT_VERSION
from accounts.contact import Contact, normal_email, normal_name, normal_phone
from goodsociety.common.dates import shown_year
from goodsociety.common.forms import LineField, OnceForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def shown_version() -> str:
    """Return the month of the present wording of the consent: พฤศจิกายน 2569, November 2026."""
    year, month = map(int, CONSENT_VERSION.split("-"))
    return f"{MONTHS[month]} {shown_year(year)}"


NO_CONTACT = _("Write an e-mail or a phone number, so that we can reach you.")
#: Which wording of the consent a form shows; the row that keeps the consent names it too.
WORDING = format_lazy(_("Wording of {version}"), version=lazy(shown_version, str)())
CODE_LENGTH = 6
NO_CONSENT = _("Without your consent we may not keep your details, so this needs a tick.")


class NameField(LineField):
    """A person's name, on one line."""

    widget = forms.TextInput(attrs={"autocomplete": "name"})

    def to_python(self, value: Any) -> str:
        """Return the normal form; a NUL byte stays, to be complained about."""
        return normal_name(super().to_python(value) or "")


class PhoneField(LineField):
    """A phone number as people write it; cleaned to E.164."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})

    def clean(self, value: str) -> str:
        """Return the normal form, or say what is wrong."""
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return normal_phone(typed)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class NormalEmailField(LineField, forms.EmailField):
    """An e-mail address, judged in its normal form: what normalising makes of it is what mail is sent to."""

    default_error_messages: "ClassVar[dict[str, StrOrPromise]]" = {
        "invalid": _("Write an e-mail address such as name@example.org.")
    }
    widget = forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})

    def to_python(self, value: Any) -> str:
        """Return the normal form."""
        return normal_email(super().to_python(value) or "")


class ContactForm(OnceForm):
    """Who somebody is and how they are reached: a name, an e-mail or a phone, and consent."""

    name = NameField(label=_("Name"), max_length=200)
    email = NormalEmailField(
        label=_("E-mail"), max_length=254, required=False, help_text=_("Your confirmation and any changes go here.")
    )
    phone = PhoneField(
        label=_("Mobile phone"), max_length=40, required=False, help_text=_("An e-mail or a phone is enough.")
    )
    consent = forms.BooleanField(
        label=_("I agree that my details are used to run what I sign up for here, and for nothing else."),
        help_text=format_lazy(
            '<a href="{}">{}</a> · {}', reverse_lazy("privacy"), _("How we keep your details"), WORDING
        ),
        error_messages={"required": NO_CONSENT},
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one way to reach the person, unless the one typed is already complained about."""
        cleaned = super().clean() or self.cleaned_data
        is_typed = {"email", "phone"} & set(self.errors) or cleaned.get("email") or cleaned.get("phone")
        if not is_typed:
            self.add_error("email", NO_CONTACT)
        return cleaned

    @property
    def contact(self) -> Contact:
        """The contact of a valid form, in the page's language."""
        cleaned = self.cleaned_data
        return Contact(cleaned["name"], cleaned["email"], cleaned["phone"], get_language() or "th")


class OwnPathField(forms.CharField):
    """Where to go on afterwards: a path of this site. Anything else counts as nothing, and nobody is told."""

    widget = forms.HiddenInput
    LONGEST = 500

    def clean(self, value: Any) -> str:
        """Return the path, or nothing."""
        path = str(value or "")
        is_own = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
        return path if is_own and len(path) <= self.LONGEST and path.isprintable() else ""


class SignInForm(OnceForm):
    """By which e-mail somebody wants to be let in."""

    email = NormalEmailField(label=_("E-mail"), max_length=254, help_text=_("We send a code of six digits there."))
    next = OwnPathField(required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Show only a path that would be accepted."""
        super().__init__(*args, **options)
        self.initial["next"] = self.fields["next"].clean(self.initial.get("next"))


class CodeField(LineField):
    """Six digits from a mail, however they are typed: with blanks, in Thai digits."""

    widget = forms.TextInput(
        attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code-input", "autofocus": True}
    )

    def clean(self, value: str) -> str:
        """Return the digits, or say what is wrong."""
        typed = super().clean(value)
        digits = "".join(str(unicodedata.decimal(character, "")) for character in typed)
        if len(digits) != CODE_LENGTH or any(character.isalpha() for character in typed):
            raise forms.ValidationError(_("Write the six digits from the mail."))
        return digits


class CodeForm(OnceForm):
    """The code from the mail."""

    code = CodeField(label=_("Code from the mail"), max_length=40)


class PersonNameForm(OnceForm):
    """How somebody wants to be called."""

    name = NameField(label=_("Name"), max_length=200)
