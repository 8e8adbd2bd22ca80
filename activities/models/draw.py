"""Draws: who gets the places of a session that more people want than it holds."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.models.programme import Session


class Draw(models.Model):
    """A draw that was held: append-only; from seed and entries anybody can work out the same order again."""

    session = models.OneToOneField(Session, models.PROTECT, related_name="draw", verbose_name=_("session"))
    seed = models.CharField(_("seed"), max_length=100)
    entries = models.JSONField(
        _("entries"), help_text=_("Reference and party size of every entry, in order of reference.")
    )
    outcome = models.JSONField(_("outcome"), help_text=_("Reference and result of every entry, in the order drawn."))
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("draw")
        verbose_name_plural = _("draws")
        ordering = ("-at", "-pk")
        constraints = [models.CheckConstraint(name="draw_has_seed", condition=~models.Q(seed=""))]

    def __str__(self) -> str:
        """Name the session."""
        return str(self.session)
