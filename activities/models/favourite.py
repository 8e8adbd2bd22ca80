"""Sessions that people have marked to come back to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from activities.models.programme import Session


class Favourite(models.Model):
    """A session that a person has marked; it holds no seat."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="favourites", verbose_name=_("person"))
    session = models.ForeignKey(Session, models.CASCADE, related_name="+", verbose_name=_("session"))
    marked_at = models.DateTimeField(_("marked"))

    class Meta:
        verbose_name = _("favourite")
        verbose_name_plural = _("favourites")
        ordering = ("session__starts_at", "pk")
        constraints = [models.UniqueConstraint(fields=["person", "session"], name="favourite_once")]

    def __str__(self) -> str:
        """Name the session."""
        return str(self.session)
