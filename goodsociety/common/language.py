"""Bilingual content: two columns, one reader."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodsociety.common.dates import is_thai


def in_language(thing: object, field: str) -> str:
    """Return a bilingual text in the page's language; English falls back to Thai where it is empty."""
    english = "" if is_thai() else getattr(thing, f"{field}_en")
    return str(english or getattr(thing, f"{field}_th"))


class Named(models.Model):
    """A thing with a name in Thai and, where somebody has written it, in English."""

    name_th = models.CharField(_("name (Thai)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Return the name in the page's language."""
        return self.name

    @property
    def name(self) -> str:
        """The name in the page's language."""
        return in_language(self, "name")
