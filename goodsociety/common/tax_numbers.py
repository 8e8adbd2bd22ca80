"""Thai tax numbers: 13 digits of a person or an organization, of which the last one checks the others."""

import unicodedata
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as NotANumber
from stdnum.th import tin

from goodsociety.common.forms import LineField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WRONG = _("This is no Thai tax or national number: it has 13 digits, and the last one does not fit the others.")


def normal_tax_number(typed: str) -> str:
    """Return the 13 digits of a typed number, with blanks or hyphens or in Thai digits. Raises ValueError."""
    text = "".join(str(unicodedata.decimal(character, character)) for character in typed)
    try:
        return str(tin.validate(text))
    except NotANumber as error:
        raise ValueError(str(WRONG)) from error


class TaxNumberField(LineField):
    """A tax or national number; cleaned to its digits."""

    default_error_messages: "ClassVar[dict[str, StrOrPromise]]" = {"invalid": WRONG}
    LONGEST = 30

    def __init__(self, **options: Any) -> None:
        """Leave room for blanks and hyphens, as they stand on cards."""
        super().__init__(**{**options, "max_length": self.LONGEST})

    def clean(self, value: str) -> str:
        """Return the digits, or say what is wrong."""
        typed = super().clean(value)
        try:
            return normal_tax_number(typed) if typed else ""
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error
