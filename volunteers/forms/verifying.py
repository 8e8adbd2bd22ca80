"""The code of a certificate, as somebody types it from paper."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from goodsociety.common.codes import REFERENCE_LENGTH
from goodsociety.common.forms import LineField
from volunteers.verifying import normal_code

LONGEST_TYPED = 300


class VerifyForm(forms.Form):
    """What stands beside the QR code: 28 letters and digits, in groups or not, or the whole address."""

    code = LineField(
        label=_("Code of the certificate"),
        max_length=LONGEST_TYPED,
        help_text=_("28 letters and digits in groups of four. Spaces, and small or capital letters, do not matter."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "inputmode": "text"}
        ),
    )

    def clean_code(self) -> str:
        """Return the code in the form in which it is kept."""
        typed = self.cleaned_data["code"]
        code = normal_code(typed)
        if code:
            return code
        if len(re.sub(r"[\s-]", "", typed)) == REFERENCE_LENGTH:
            raise forms.ValidationError(_("This is the reference. Please type the longer code that stands above it."))
        raise forms.ValidationError(
            _("A code has 28 characters, none of which is easily taken for another. Please look again.")
        )
