"""What donors send in to say that they paid: the picture of their bank's slip, or its number."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from donations.actions.slips import Shown
from donations.slips import BANKS, REFERENCE, SlipCode, first_slip_code
from goodsociety.common.forms import BahtField, LineField, OnceForm
from goodsociety.common.pictures import Picture, read_picture
from goodsociety.common.pictures.refusals import PictureRefusal


class SlipForm(OnceForm):
    """A slip: its picture is read once, apart from the site; what else was typed is kept when it cannot be."""

    amount = BahtField(label=_("How much did you pay, in baht?"))
    picture = forms.FileField(
        label=_("Picture of your slip"),
        help_text=_("JPEG, PNG or WebP of at most 10 MB, for example the picture that your bank's app saved."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    reference = LineField(
        label=_("Number of the slip"),
        help_text=_("Only needed without a picture. Letters and digits as your bank shows them."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}),
    )
    bank = forms.ChoiceField(
        label=_("Bank you paid from"),
        choices=[("", _("Another one, or I do not know")), *BANKS.items()],
        required=False,
        error_messages={"invalid_choice": _("Choose a bank from the list.")},
    )

    def clean_reference(self) -> str:
        """Return the number without the gaps that banks print for the eye."""
        typed = "".join(self.cleaned_data["reference"].split()).replace("-", "")
        if typed and not REFERENCE.fullmatch(typed):
            raise forms.ValidationError(_("Write the number as on the slip: 4 to 25 letters and digits."))
        return typed

    def clean_picture(self) -> Picture | None:
        """Return the picture drawn anew, or say why it is not taken."""
        upload: UploadedFile | None = self.cleaned_data["picture"]
        if not upload:
            return None
        try:
            return read_picture(upload)
        except PictureRefusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        """Ask for a picture or a number."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned.get("picture") or cleaned.get("reference")):
            self.add_error("picture", _("Choose the picture of your slip, or write its number."))
        return cleaned

    @property
    def shown(self) -> Shown:
        """What a valid form shows: what the slip's own code says goes before what was typed."""
        typed, picture = self.cleaned_data, self.cleaned_data["picture"]
        code = first_slip_code(picture.codes) if picture else None
        code = code or SlipCode(typed["bank"] if typed["reference"] else "", typed["reference"])
        return Shown(typed["amount"], code.bank, code.reference, picture.jpeg if picture else None)
