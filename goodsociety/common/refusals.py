"""A refusal: a rule said no, in a sentence for the visitor. Actions raise them, pages and the API show them."""

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Refusal(Exception):
    """A rule said no. Its class name is the name machines read, its text the sentence people read."""

    sentence: "ClassVar[StrOrPromise]" = _("This is not possible.")

    def __init__(self, **values: object) -> None:
        """Keep the values that the sentence names."""
        super().__init__(type(self).__name__)
        self.values = values

    @property
    def name(self) -> str:
        """The refusal's name for machines."""
        return type(self).__name__

    def __str__(self) -> str:
        """Return the sentence in the reader's language."""
        return str(self.sentence) % self.values


class KeyUsedForAnother(Refusal):
    """An idempotency key came back with another body."""

    sentence = _("This form was already sent with other answers. Open the page again and fill it in once more.")


class WrongStep(Refusal):
    """A thing was asked to take a step that its present state does not allow."""

    sentence = _("This is no longer possible: it has changed in the meantime. Please look at the page again.")
